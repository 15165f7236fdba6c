// A set of processors by their numbers: taken when the field is left, if it is one.
import { useState } from 'react'
import { parseCpuSet } from '../../../../../preload/model/placement.ts'
import { TextField } from '../../../../ui/Field/Field.tsx'

interface Props {
  readonly label: string
  /** Empty: none. With another value the field is made anew, by its key. */
  readonly value: string
  /** How many there are. */
  readonly most?: number
  readonly isDisabled?: boolean
  /** Said of what is no set of them. */
  readonly error: string
  readonly onChange: (value: string) => void
}

export function CpuSetField({
  label,
  value,
  most = Number.POSITIVE_INFINITY,
  error,
  onChange,
  ...rest
}: Props) {
  const [text, setText] = useState(value)
  const entered = text.trim()
  const cpus = parseCpuSet(entered)
  const isSet = entered === '' || (cpus !== null && cpus.length > 0 && cpus.every(cpu => cpu < most))
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
