// The arithmetic of a chart: scale, path, the point below the pointer.

export interface Plot {
  readonly x: (at: number) => number
  readonly y: (value: number) => number
  readonly gapMs: number
  /** Earlier points are not drawn. */
  readonly from: number
}

/** An SVG path; a missing value and a gap in time begin a new line. A point alone is a short dash, to be seen at all. */
export function pathOf(
  times: readonly number[],
  values: readonly (number | null)[],
  { x, y, gapMs, from }: Plot,
): string {
  let path = ''
  let last = Number.NEGATIVE_INFINITY
  times.forEach((at, n) => {
    const value = values[n]
    if (value === null || value === undefined || at < from) return
    const isNew = at - last > gapMs || values[n - 1] === null
    const place = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`
    path += isNew ? `M${place}h0.01` : `L${place}`
    last = at
  })
  return path
}

/** The next 1, 2 or 5 of a power of ten above all values; 1 where there are none. */
export function niceMaximum(values: readonly (number | null)[]): number {
  const most = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0)
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5].find(step => step * power >= most) ?? 10) * power
}

/** The place of the time that is nearest; null where there is none. */
export function nearest(times: readonly number[], at: number): number | null {
  let best: number | null = null
  times.forEach((time, n) => {
    if (best === null || Math.abs(time - at) < Math.abs((times[best] ?? 0) - at)) best = n
  })
  return best
}

/** At most `count` places spread over all, newest first. */
export function thin(times: readonly number[], count: number): number[] {
  const step = Math.max(1, Math.ceil(times.length / count))
  const places: number[] = []
  for (let n = times.length - 1; n >= 0; n -= step) places.push(n)
  return places
}
