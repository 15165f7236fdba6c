// What has changed on a text screen: what was written, also where everything moved up to make room for it.

/** @returns the lines of now that were not there before, without those that are empty */
export function changedLines(before: readonly string[], now: readonly string[]): string[] {
  const against = (shift: number) => now.filter((line, at) => line !== (before[at + shift] ?? ''))
  let fewest = against(0)
  for (let shift = 1; shift < now.length && fewest.length > 0; shift++) {
    const changed = against(shift)
    if (changed.length < fewest.length) fewest = changed
  }
  return fewest.filter(line => line !== '')
}
