// Rates are decimal, as networks and disks are sold: MB/s with one decimal, smaller ones without.

const UNITS = ['B/s', 'kB/s', 'MB/s', 'GB/s'] as const

/** 1500000 → `1.5 MB/s` */
export function formatRate(bytesPerSec: number, locale: string): string {
  let value = bytesPerSec
  let unit = 0
  while (Math.round(value) >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000
    unit++
  }
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: unit < 2 ? 0 : 1 }).format(value)
  return `${number} ${UNITS[unit]}`
}

/** 1.26 → `1.3 ms` */
export function formatMs(ms: number, locale: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: ms < 10 ? 1 : 0 }).format(ms)} ms`
}
