// The fake daemon as a process: says its URI, and at each line of standard input sends the events that it asks for.
//   COUNT PER_SECOND      (0 a second: as fast as they go)
import { createInterface } from 'node:readline'
import { startFakeDaemon } from '../../main/libvirt/testing/index.ts'

const TICK_MS = 5
const DOMAIN = { name: 'vm', uuid: '12345678-1234-1234-1234-123456789abc', id: 3 }
const EVENT = { callbackID: 0, msg: { dom: DOMAIN, event: 2, detail: 1 } }

const daemon = await startFakeDaemon()
console.log(daemon.uri)
for await (const line of createInterface(process.stdin)) {
  const [count = 0, perSecond = 0] = line.split(' ').map(Number)
  await send(count, perSecond)
}
await daemon.close()

async function send(count: number, perSecond: number): Promise<void> {
  const begun = performance.now()
  for (let sent = 0; sent < count; ) {
    const due = perSecond ? ((performance.now() - begun) / 1_000) * perSecond : sent + 200
    for (; sent < Math.min(due, count); sent++) daemon.emit('DOMAIN_EVENT_CALLBACK_LIFECYCLE', EVENT)
    await new Promise(resolve => (perSecond ? setTimeout(resolve, TICK_MS) : setImmediate(resolve)))
  }
}
