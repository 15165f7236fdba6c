/** From this many rows on, a list only holds those in sight; below, they are all there and the list is as high as they are. */
export const VIRTUAL_FROM = 100
/** `--row` in numbers, for layouts that reckon where a row is. */
export const ROW_PX = 28
