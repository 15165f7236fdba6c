// A machine's use: live, read every two seconds while it is looked at and kept for as long as the window; or the last day, as
// main recorded it.
import { useEffect, useState } from 'react'
import { objectKey } from '../../../../preload/model/ids.ts'
import { type UsagePoint, type UsageReading, usageBetween } from '../../../../preload/model/usage.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'

const LIVE_MS = 2_000
const DAY_MS = 60_000
export const LIVE_SPAN_MS = 5 * 60_000

interface Live {
  readonly last: UsageReading | null
  readonly points: readonly UsagePoint[]
}

const live = new Map<string, Live>()
const NONE: Live = { last: null, points: [] }

export function useLiveUsage({ host, uuid }: Vm, isShown: boolean): readonly UsagePoint[] {
  const key = objectKey(host, uuid)
  const [points, setPoints] = useState(() => live.get(key)?.points ?? [])
  useEffect(() => {
    if (!isShown) return
    return repeat(LIVE_MS, async () => {
      const reading = await ask('vm.usage', { host, vm: uuid })
      const { last, points: before } = live.get(key) ?? NONE
      const point = last && reading ? usageBetween(last, reading) : null
      const kept = before.filter(({ at }) => at > Date.now() - LIVE_SPAN_MS)
      const next = { last: reading, points: point ? [...kept, point] : kept }
      live.set(key, next)
      setPoints(next.points)
    })
  }, [key, host, uuid, isShown])
  return points
}

export function useDayUsage({ host, uuid }: Vm, isShown: boolean): readonly UsagePoint[] {
  const [points, setPoints] = useState<readonly UsagePoint[]>([])
  useEffect(() => {
    if (!isShown) return
    return repeat(DAY_MS, async () => setPoints(await ask('vm.usageHistory', { host, vm: uuid })))
  }, [host, uuid, isShown])
  return points
}

/** One after the other, never two at once; a hidden window asks for nothing. What fails is asked again. */
function repeat(everyMs: number, work: () => Promise<void>): () => void {
  let over = false
  let timer = 0
  const turn = async () => {
    if (!document.hidden) await work().catch(() => undefined)
    if (!over) timer = window.setTimeout(turn, everyMs)
  }
  void turn()
  return () => {
    over = true
    clearTimeout(timer)
  }
}
