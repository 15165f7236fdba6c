// The encodings that a window's VNC client is allowed to ask for: those whose every length we can read and bound
// (RFC 6143, 7.7; the rfbproto document's extensions). Pictures in formats of their own (JPEG, PNG, H.264), ZRLE and the
// extended clipboard, which unpack to any size, are kept back, and so are quality levels, which only JPEG has.

export const ENCODING = {
  raw: 0,
  copyRect: 1,
  hextile: 5,
  tight: 7,
  desktopSize: -223,
  lastRect: -224,
  cursor: -239,
  extendedKey: -258,
  led: -261,
  desktopName: -307,
  extendedDesktopSize: -308,
} as const

const ALLOWED: ReadonlySet<number> = new Set(Object.values(ENCODING))
/** Levels 0 to 9 of how much a server packs. */
const COMPRESS_LEVELS = { least: -256, most: -247 } as const

export function isAllowed(encoding: number): boolean {
  return ALLOWED.has(encoding) || (encoding >= COMPRESS_LEVELS.least && encoding <= COMPRESS_LEVELS.most)
}
