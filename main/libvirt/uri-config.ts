// Which URI is meant: an alias of libvirt.conf, or, where none is named, $LIBVIRT_DEFAULT_URI, libvirt.conf's, or
// the system's for root and the session for everyone else  (libvirt.org/uri.html#uri-resolution).
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configFolder } from './folders.ts'

interface UriConfig {
  readonly aliases: ReadonlyMap<string, string>
  readonly default: string | null
}

/** @param text a URI, an alias, or '' for the default one */
export async function resolveUri(text: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (text.includes(':')) return text
  const named = text || env['LIBVIRT_DEFAULT_URI'] || ''
  if (named.includes(':')) return named
  const config = await readConfig(env)
  const meant = named || config.default
  if (!meant) return process.getuid?.() === 0 ? 'qemu:///system' : 'qemu:///session'
  return config.aliases.get(meant) ?? meant
}

async function readConfig(env: NodeJS.ProcessEnv): Promise<UriConfig> {
  return parseUriConfig(await readFile(join(configFolder(env), 'libvirt.conf'), 'utf8').catch(() => ''))
}

/** libvirt.conf: `name = "text"` and `name = [ "text", … ]`, comments from `#` on. Others of its settings are passed over. */
export function parseUriConfig(text: string): UriConfig {
  const aliases = new Map<string, string>()
  let fallback: string | null = null
  const plain = text.replace(/("[^"\n]*"|'[^'\n]*')|#[^\n]*/g, (_, quoted) => quoted ?? '')
  for (const [, name, value = ''] of plain.matchAll(
    /^[ \t]*(\w+)[ \t]*=\s*(\[[^\]]*\]|"[^"\n]*"|'[^'\n]*')/gm,
  )) {
    const texts = [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
      ([, double, single]) => double ?? single ?? '',
    )
    if (name === 'uri_default') fallback = texts[0] ?? null
    if (name !== 'uri_aliases') continue
    for (const entry of texts) {
      const match = /^([A-Za-z0-9_-]+)=(.+)$/.exec(entry)
      if (match?.[1] && match[2]) aliases.set(match[1], match[2])
    }
  }
  return { aliases, default: fallback }
}
