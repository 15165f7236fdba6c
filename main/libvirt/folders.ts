// Where libvirt keeps the settings of a user: the C library's rules, with GLib's fallbacks.
import { homedir } from 'node:os'
import { join } from 'node:path'

export function homeFolder(env: NodeJS.ProcessEnv): string {
  return env['HOME'] || homedir()
}

/** libvirt.conf and auth.conf: root's are the system's. */
export function configFolder(env: NodeJS.ProcessEnv): string {
  if (process.getuid?.() === 0) return '/etc/libvirt'
  return userConfigFolder(env)
}

export function userConfigFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CONFIG_HOME'] || join(homeFolder(env), '.config'), 'libvirt')
}
