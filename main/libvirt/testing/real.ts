// Against a real daemon: a connection that says what is missing, names that are nobody else's, and patience.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, connect } from '../index.ts'

export async function openReal(uri: string): Promise<Connection> {
  return connect(uri).catch((error: unknown) => {
    throw new Error(`no libvirt daemon answers; run these tests by \`npm test\`, which starts one: ${error}`)
  })
}

export function uniqueName(): string {
  return `node-libvirt-test-${randomBytes(4).toString('hex')}`
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 800; n++) {
    if (await condition()) return
    await sleep(25)
  }
  throw new Error(`never came true: ${condition}`)
}

export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
