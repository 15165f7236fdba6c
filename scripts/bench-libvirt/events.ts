// How many events a second are taken, and for how long that ever holds up the rest of this process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { connect } from '../../main/libvirt/index.ts'
import { judge } from './measure.ts'

const PER_SECOND = 10_000
/** What is sent when the rate is set: a little more than the bar, for the last event is waited for too. */
const SENT_PER_SECOND = 11_000
const HELD_MS = 20
const IDLE_MS = 5_000

export async function measureEvents(): Promise<void> {
  const daemon = spawn(process.execPath, [join(import.meta.dirname, 'event-daemon.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [uri] = (await once(createInterface(daemon.stdout), 'line')) as [string]
  const connection = await connect(uri)
  console.log(
    `event loop of a process that does nothing, held for at most ${(await idleHeldMs()).toFixed(1)} ms`,
  )
  let left = 0
  let done = () => {}
  await connection.onDomainEvent('lifecycle', () => {
    left -= 1
    if (left === 0) done()
  })
  for (const [count, perSecond] of [
    [SENT_PER_SECOND * 5, SENT_PER_SECOND],
    [200_000, 0],
  ] as const) {
    left = count
    const all = new Promise<void>(resolve => {
      done = resolve
    })
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const begun = performance.now()
    daemon.stdin.write(`${count} ${perSecond}\n`)
    await all
    const rate = count / ((performance.now() - begun) / 1_000)
    delay.disable()
    const heldMs = delay.max / 1e6
    const what = perSecond ? `events sent at ${perSecond} a second` : 'events as fast as they come'
    const rateVerdict = judge(rate >= PER_SECOND, `≥ ${PER_SECOND}`)
    console.log(
      `${what}: ${rate.toFixed(0)} a second ${rateVerdict}, event loop held for at most ${heldMs.toFixed(1)} ms ${judge(heldMs <= HELD_MS, `≤ ${HELD_MS}`)}`,
    )
  }
  await connection.close()
  daemon.stdin.end()
  await once(daemon, 'exit')
}

/** What the rest of the computer does to an event loop: no figure of ours can be better. */
async function idleHeldMs(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await new Promise(resolve => setTimeout(resolve, IDLE_MS))
  delay.disable()
  return delay.max / 1e6
}
