// A screen of this computer.
import { z } from 'zod'

/** As its desktop counts them: of a screen that was away it is mostly the same again. */
export const ScreenId = z.number().int()
export type ScreenId = z.infer<typeof ScreenId>

export interface Screen {
  readonly id: ScreenId
  /** What its maker calls it; '' where the desktop does not say. */
  readonly name: string
  /** Where it is beside the others, in the desktop's own units. */
  readonly x: number
  readonly y: number
  /** In pixels. */
  readonly width: number
  readonly height: number
}
