// A set of processors or nodes by their numbers: taken when the field is left, if it is one.
import { useState } from 'react'
import { parseCpuSet } from '../../../../../preload/model/placement.ts'
import { TextField } from '../../../../ui/Field/Field.tsx'

interface Props {
  readonly label: string
  /** Empty: none. With another value the field is made anew, by its key. */
  readonly value: string
  /** Whether they can be had, for a set that is not empty. */
  readonly accepts?: (numbers: readonly number[]) => boolean
  readonly isDisabled?: boolean
  /** Said of what is no set of them. */
  readonly error: string
  readonly onChange: (value: string) => void
}

export function CpuSetField({ label, value, accepts = () => true, error, onChange, ...rest }: Props) {
  const [text, setText] = useState(value)
  const entered = text.trim()
  const numbers = parseCpuSet(entered)
  const isSet = entered === '' || (numbers !== null && numbers.length > 0 && accepts(numbers))
  return (
    <TextField
      {...rest}
      mono
      label={label}
      value={text}
      onChange={setText}
      onBlur={() => isSet && entered !== value && onChange(entered)}
      error={isSet ? undefined : error}
    />
  )
}
