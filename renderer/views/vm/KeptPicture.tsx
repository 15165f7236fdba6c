// A kept picture of a machine's screen: asked for when it comes into sight; nothing is there where it is gone.
import { useEffect, useState } from 'react'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import styles from './KeptPicture.module.css'

interface Props {
  readonly vm: Pick<Vm, 'host' | 'uuid'>
  readonly picture: string
  /** What it shows, for who does not see it. */
  readonly label: string
  readonly size: 'small' | 'large'
}

export function KeptPicture({ vm, picture, label, size }: Props) {
  const { host, uuid } = vm
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let over = false
    ask('vm.picture', { host, vm: uuid, picture }).then(
      png => {
        if (over || !png) return
        made = URL.createObjectURL(new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }))
        setUrl(made)
      },
      () => undefined, // a picture less
    )
    return () => {
      over = true
      if (made) URL.revokeObjectURL(made)
      setUrl(null)
    }
  }, [host, uuid, picture])
  return url && <img className={styles[size]} src={url} alt={label} />
}
