// app.getPath: the desktop's folders by the XDG rules.
import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppFacts } from './app.ts'

export type PathName = Parameters<Electron.App['getPath']>[0]

/** Undefined for those of other platforms. */
export function standardPath(
  name: string,
  facts: AppFacts,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const home = homedir()
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config')
  const userData = join(config, facts.name)
  const known: Partial<Record<PathName, () => string>> = {
    home: () => home,
    appData: () => config,
    userData: () => userData,
    sessionData: () => userData,
    temp: () => tmpdir(),
    exe: () => facts.executable,
    logs: () => join(userData, 'logs'),
    crashDumps: () => join(userData, 'Crashpad'),
    desktop: () => userFolder('DESKTOP', 'Desktop', home, config),
    documents: () => userFolder('DOCUMENTS', 'Documents', home, config),
    downloads: () => userFolder('DOWNLOAD', 'Downloads', home, config),
    music: () => userFolder('MUSIC', 'Music', home, config),
    pictures: () => userFolder('PICTURES', 'Pictures', home, config),
    videos: () => userFolder('VIDEOS', 'Videos', home, config),
  }
  return known[name as PathName]?.()
}

/** The user's own name for it, in user-dirs.dirs. */
function userFolder(key: string, usual: string, home: string, config: string): string {
  try {
    const text = readFileSync(join(config, 'user-dirs.dirs'), 'utf8')
    const path = new RegExp(`^XDG_${key}_DIR="([^"]+)"`, 'm').exec(text)?.[1]
    if (path) return path.replace(/^\$HOME/, home)
  } catch {
    // a desktop without xdg-user-dirs
  }
  return join(home, usual)
}
