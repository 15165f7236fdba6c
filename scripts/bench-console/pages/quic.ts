// Decodes one QUIC picture again and again in a worker: how many pixels a second.
import QuicWorker from './quic-worker.ts?worker'

;(window as unknown as { measureQuic: (bytes: number[]) => Promise<number> }).measureQuic = bytes =>
  new Promise((done, fail) => {
    const worker = new QuicWorker()
    worker.onmessage = ({ data }: MessageEvent<number>) => done(data)
    worker.onerror = fail
    worker.postMessage(Uint8Array.from(bytes))
  })
