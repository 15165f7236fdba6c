// What files are that the user gave to a window.
import { lstat } from 'node:fs/promises'

/** A link is none, whatever it leads to: it may have been put there for the user to send what it leads to. */
export function areRegularFiles(paths: readonly string[]): Promise<boolean[]> {
  return Promise.all(
    paths.map(path =>
      lstat(path).then(
        found => found.isFile(),
        () => false,
      ),
    ),
  )
}
