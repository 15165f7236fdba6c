// Sizes are binary: GiB with one decimal, smaller ones without.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const
const FIRST_WITH_DECIMAL = 3

/** 1610612736 → `1.5 GiB`, `1,5 GiB` */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes
  let unit = 0
  // What would round up to 1,024 of a unit is 1 of the next.
  while (Math.abs(rounded(value, unit)) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digitsOf(unit) }).format(value)
  return `${number} ${UNITS[unit]}`
}

export function formatKiB(kib: number, locale: string): string {
  return formatBytes(kib * 2 ** 10, locale)
}

export function formatMiB(mib: number, locale: string): string {
  return formatBytes(mib * 2 ** 20, locale)
}

export function formatGiB(gib: number, locale: string): string {
  return formatBytes(gib * 2 ** 30, locale)
}

function digitsOf(unit: number): number {
  return unit < FIRST_WITH_DECIMAL ? 0 : 1
}

function rounded(value: number, unit: number): number {
  return Number(value.toFixed(digitsOf(unit)))
}
