// The page's part of the microphone: it is open while the guest listens and the user has allowed it, and at no other time.
import workletUrl from './microphone-worklet.ts?worker&url'
import type { SoundFormat } from './platform.ts'

export interface Microphone {
  setAllowed(allowed: boolean): void
  /** The guest listens, or no longer. */
  setWanted(format: SoundFormat | null): void
  close(): void
}

/** @param give a port over which samples will come, as arrays by channel */
export function makeMicrophone(give: (port: MessagePort) => void): Microphone {
  let allowed = false
  let wanted: SoundFormat | null = null
  let stop: (() => void) | null = null
  const follow = () => {
    stop?.()
    stop = allowed && wanted ? listen(wanted, give) : null
  }
  return {
    setAllowed: now => {
      if (now === allowed) return
      allowed = now
      follow()
    },
    setWanted: format => {
      wanted = format
      follow()
    },
    close: () => {
      wanted = null
      follow()
    },
  }
}

/** @returns what ends it; nothing is heard by then, however far it had come */
function listen(format: SoundFormat, give: (port: MessagePort) => void): () => void {
  let over = false
  let stream: MediaStream | null = null
  const context = new AudioContext({ sampleRate: format.hz, latencyHint: 'interactive' })
  const end = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    if (context.state !== 'closed') void context.close()
  }
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: format.channels } })
    await context.audioWorklet.addModule(workletUrl)
    if (over) return end()
    const node = new AudioWorkletNode(context, 'microphone', { numberOfOutputs: 0 })
    const { port1, port2 } = new MessageChannel()
    node.port.postMessage(port1, [port1])
    give(port2)
    context.createMediaStreamSource(stream).connect(node)
  }
  // No microphone, or none for us: the guest hears nothing, as if it were not plugged in.
  start().catch(end)
  return () => {
    over = true
    end()
  }
}
