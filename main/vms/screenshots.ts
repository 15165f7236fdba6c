// The host's own pictures of its guests' screens (virDomainScreenshot), one after another for each host: each is a
// stream that the guest's host makes and sends, and nobody is to notice.
import { AppFailure } from '../../preload/model/error.ts'
import { objectKey, type VmRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { KeyedQueue } from '../tasks/keyed-queue.ts'
import { lookUp } from './power.ts'

/** A 4K screen as PPM is 25 MB; more than this is no picture of a screen. */
const LARGEST_PICTURE = 64 << 20

export class Screenshots {
  readonly #hosts: Hosts
  readonly #queue = new KeyedQueue()
  /** By machine: who asks meanwhile gets the same picture. */
  readonly #waiting = new Map<string, Promise<Uint8Array>>()

  constructor(hosts: Hosts) {
    this.#hosts = hosts
  }

  /** The first screen: PNG, or PPM from older QEMU. */
  take(ref: VmRef): Promise<Uint8Array> {
    const key = objectKey(ref.host, ref.vm)
    const known = this.#waiting.get(key)
    if (known) return known
    const picture = this.#queue
      .run(ref.host, () => readScreenshot(this.#hosts, ref))
      .finally(() => this.#waiting.delete(key))
    this.#waiting.set(key, picture)
    return picture
  }
}

async function readScreenshot(hosts: Hosts, ref: VmRef): Promise<Uint8Array> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  const { stream } = await domain.screenshot(0)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += (chunk as Buffer).length
    if (size > LARGEST_PICTURE) throw new AppFailure('vm.pictureTooBig')
    chunks.push(chunk as Buffer)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
