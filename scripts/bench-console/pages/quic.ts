// Decodes one QUIC picture again and again in a worker: how many pixels a second.
import QuicWorker from './quic-worker.ts?worker'
import { tell } from './watch.ts'

const picture = await fetch('recorded.quic')
const worker = new QuicWorker()
worker.onmessage = ({ data }: MessageEvent<number>) => void tell({ t: 'quic', pixelsPerSecond: data })
worker.postMessage(new Uint8Array(await picture.arrayBuffer()))
