// A channel's pipe over a port to main. What was taken is told back in lumps, so that main can hold the source, and its
// memory is given back.
import type { PipeMessage } from '../../../../preload/model/pipe.ts'
import type { Pipe } from '../channel.ts'
import type { PipeEars } from '../session.ts'
import { release } from './release.ts'

/** A message for each batch would double the traffic. */
const TELL_BYTES = 1 << 20

export function runPort(port: MessagePort, ears: PipeEars): void {
  let untold = 0
  let untaken: Uint8Array[] = []
  const pipe: Pipe = {
    send: bytes => port.postMessage(bytes, [bytes.buffer]),
    taken: bytes => {
      for (const batch of untaken) release(batch)
      untaken = []
      untold += bytes
      if (untold < TELL_BYTES) return
      port.postMessage({ taken: untold })
      untold = 0
    },
    close: () => port.close(),
  }
  port.onmessage = ({ data }: MessageEvent<PipeMessage>) => {
    if (data instanceof Uint8Array) {
      untaken.push(data)
      ears.onBytes(data)
    } else if ('ended' in data) ears.onEnd(data.ended.error)
  }
  ears.onOpen(pipe)
}
