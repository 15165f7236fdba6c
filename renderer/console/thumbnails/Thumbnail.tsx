// A small live picture of a machine's screen, for as long as it is on and somebody sees it.
import { useEffect, useRef } from 'react'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { useWords } from '../../store/words.ts'
import { shrinkPicture } from './picture.ts'
import { Rounds } from './rounds.ts'
import styles from './Thumbnail.module.css'

const rounds = new Rounds(
  ref => ask('vm.screenshot', ref),
  () => !document.hidden,
)

interface Props {
  readonly vm: Vm
  /** In pixels of the page, 8:5. */
  readonly width: number
}

export function Thumbnail({ vm, width }: Props) {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const isOn = vm.state === 'running' || vm.state === 'paused'
  const { host, uuid } = vm
  useEffect(() => {
    const element = canvas.current
    if (!element || !isOn) return
    const pixels = {
      width: Math.round(width * devicePixelRatio),
      height: Math.round(width * 0.625 * devicePixelRatio),
    }
    let stop: (() => void) | null = null
    const show = async (bytes: Uint8Array) => {
      const bitmap = await shrinkPicture(bytes, pixels.width, pixels.height)
      if (!bitmap || !stop) return bitmap?.close()
      Object.assign(element, pixels) // which also wipes it
      element.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap)
      element.dataset['shown'] = 'true'
    }
    const leave = () => {
      stop?.()
      stop = null
      // A long list keeps pictures only of the rows that are seen.
      Object.assign(element, { width: 0, height: 0 })
      element.dataset['shown'] = 'false'
    }
    const observer = new IntersectionObserver(entries => {
      if (!entries.at(-1)?.isIntersecting) leave()
      else stop ??= rounds.watch({ host, vm: uuid }, bytes => void show(bytes))
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      leave()
    }
  }, [host, uuid, isOn, width])
  return (
    <canvas
      ref={canvas}
      className={styles['thumbnail'] ?? ''}
      style={{ width, height: width * 0.625 }}
      width={0}
      height={0}
      role="img"
      aria-label={t('wall.thumbnail', { name: vm.name })}
    />
  )
}
