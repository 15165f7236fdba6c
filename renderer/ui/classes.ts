// Class names of a CSS module joined; what is false or missing leaves no trace.

export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
