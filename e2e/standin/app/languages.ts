// The user's languages from the environment, in gettext's order: what Chromium itself goes by.

export function preferredLanguages(env: NodeJS.ProcessEnv = process.env): string[] {
  const names = [...(env['LANGUAGE'] ?? '').split(':'), env['LC_ALL'], env['LC_MESSAGES'], env['LANG']]
  const tags = names.flatMap(name => (name && !/^(C|POSIX)\b/.test(name) ? [toTag(name)] : []))
  return [...new Set(tags)]
}

/** `de_AT.UTF-8@euro` → `de-AT` */
function toTag(name: string): string {
  return name.replace(/[.@].*$/, '').replace('_', '-')
}
