// The transport of a program that the URI names: whatever it does, its input and output are the daemon's.
import { ConnectError } from '../error.ts'
import type { LibvirtUri } from '../uri.ts'
import { noChannels, type Way } from './channel.ts'
import { ProcessStream } from './process-stream.ts'
import { wireOf } from './wire.ts'

/** Consent to both was asked for before. */
export function openExt(uri: LibvirtUri, env: NodeJS.ProcessEnv): Way {
  const program = uri.params.get('command')
  if (!program) throw new ConnectError('badUri', 'the transport ext needs a command')
  const explain = (said: string, ended: string) => new ConnectError('lost', said.trim() || ended, program)
  const stream = new ProcessStream({ program, args: [], env, explain })
  return {
    wire: wireOf(stream),
    openChannel: noChannels('ext'),
    close: async () => void (await stream.ended),
  }
}
