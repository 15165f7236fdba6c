import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseUriConfig, resolveUri } from './uri-config.ts'

const CONFIG = `# uri_default = "test:///no"
uri_aliases = [
  "hail=qemu+ssh://root@hail.cloud.example.com/system",  # the big one
  'sleet=qemu+tls://sleet/system?pkipath=/a#b',
  "bad name=qemu:///x",
]
uri_default = "hail"
`

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nlc-'))
  await mkdir(join(home, '.config/libvirt'), { recursive: true })
  // Root's settings are the system's, which are no test's to change.
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(home, { recursive: true, force: true })
})

it('reads aliases and the default of libvirt.conf', () => {
  expect(parseUriConfig(CONFIG)).toEqual({
    aliases: new Map([
      ['hail', 'qemu+ssh://root@hail.cloud.example.com/system'],
      ['sleet', 'qemu+tls://sleet/system?pkipath=/a#b'],
    ]),
    default: 'hail',
  })
})

it('takes a URI as it is, an alias from the file, and nothing as the default', async () => {
  const env = { HOME: home }
  expect(await resolveUri('', env)).toBe('qemu:///session')
  await writeFile(join(home, '.config/libvirt/libvirt.conf'), CONFIG)
  expect(await resolveUri('qemu:///system', env)).toBe('qemu:///system')
  expect(await resolveUri('sleet', env)).toBe('qemu+tls://sleet/system?pkipath=/a#b')
  expect(await resolveUri('', env)).toBe('qemu+ssh://root@hail.cloud.example.com/system')
  expect(await resolveUri('', { ...env, LIBVIRT_DEFAULT_URI: 'test:///default' })).toBe('test:///default')
  expect(await resolveUri('', { ...env, LIBVIRT_DEFAULT_URI: 'sleet' })).toMatch(/^qemu\+tls/)
  expect(await resolveUri('unknown', env)).toBe('unknown')
})

it('looks where XDG_CONFIG_HOME says', async () => {
  await mkdir(join(home, 'xdg/libvirt'), { recursive: true })
  await writeFile(join(home, 'xdg/libvirt/libvirt.conf'), 'uri_default = "lxc:///"')
  expect(await resolveUri('', { HOME: home, XDG_CONFIG_HOME: join(home, 'xdg') })).toBe('lxc:///')
})
