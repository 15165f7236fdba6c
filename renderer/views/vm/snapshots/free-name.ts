/** `wish-1`, or the first number that is free. */
export function freeName(wish: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`${wish}-${n}`)) return `${wish}-${n}`
}
