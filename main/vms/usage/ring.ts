// The last 24 hours of a machine's use as a few hundred points: by the minute for two hours, then by five minutes.
import type { UsagePoint } from '../../../preload/model/usage.ts'

const MINUTE_MS = 60_000
const FINE_MS = 120 * MINUTE_MS
const COARSE_MS = 5 * MINUTE_MS
export const KEPT_MS = 24 * 60 * MINUTE_MS

/** With the new point, without what is too old; points beyond two hours become the mean of their five minutes. */
export function addPoint(points: readonly UsagePoint[], point: UsagePoint): readonly UsagePoint[] {
  const now = point.at
  const kept = [...points, point].filter(({ at }) => at > now - KEPT_MS && at <= now)
  // Five minutes at a time, for a mean of means is none.
  const fineFrom = kept.findIndex(({ at }) => slotOf(at) >= slotOf(now - FINE_MS))
  const coarse: UsagePoint[] = []
  let bucket: UsagePoint[] = []
  for (const old of kept.slice(0, fineFrom)) {
    const [first] = bucket
    if (first && slotOf(first.at) !== slotOf(old.at)) {
      coarse.push(meanOf(bucket))
      bucket = []
    }
    bucket.push(old)
  }
  if (bucket.length > 0) coarse.push(meanOf(bucket))
  return [...coarse, ...kept.slice(fineFrom)]
}

function slotOf(at: number): number {
  return Math.floor(at / COARSE_MS)
}

/** At the time of the last. */
function meanOf(points: readonly UsagePoint[]): UsagePoint {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || points.length === 1) return last as UsagePoint
  const mean = (field: keyof UsagePoint): number | null => {
    const values = points.map(point => point[field]).filter(value => value !== null)
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const names = Object.keys(first) as (keyof UsagePoint)[]
  return {
    ...(Object.fromEntries(names.map(name => [name, mean(name)])) as unknown as UsagePoint),
    at: last.at,
  }
}
