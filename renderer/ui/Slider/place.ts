/** Half of the thumb: a rail reaches this far beyond the way its middle goes. */
const INSET = '8px'

/** Where a share (0…1) of the thumb's way lies on the rail, as a CSS length. */
export function place(share: number): string {
  return `calc(${INSET} + ${share} * (100% - 2 * ${INSET}))`
}
