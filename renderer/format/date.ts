// Days and times as the language writes them, in the user's time zone unless another is named.

/** `Nov 23, 2026, 2:05 PM` */
export function formatDate(at: number, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...zone(timeZone),
  }).format(at)
}

/** Hours, minutes and seconds of the day. */
export function formatTime(at: number, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', ...zone(timeZone) }).format(at)
}

function zone(timeZone: string | undefined): Intl.DateTimeFormatOptions {
  return timeZone === undefined ? {} : { timeZone }
}
