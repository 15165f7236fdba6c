import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaLabel, OsDatabase, openOsDatabase } from './database.ts'
import { TABLE } from './table.ts'

let folder = ''
let systems: OsDatabase
let without: OsDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrina-os-'))
  systems = await openOsDatabase({ cacheFolder: join(folder, 'a') })
  without = await openOsDatabase({ cacheFolder: join(folder, 'b'), folders: [join(folder, 'none')] })
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

function label(volumeId: string, publisherId = ''): MediaLabel {
  return { volumeId, publisherId, systemId: 'LINUX', applicationId: '' }
}

const LABELS = [
  ['Debian 13.1.0 amd64 n', 'debian13'],
  ['d-live 12.5.0 gn amd64', 'debian12'],
  ['Ubuntu 24.04.1 LTS amd64', 'ubuntu24.04'],
  ['Fedora-WS-Live-41-1-4', 'fedora41'],
  ['RHEL-10-0-BaseOS-x86_64', 'rhel10'],
  ['AlmaLinux-10-0-x86_64-dvd', 'almalinux10'],
  ['openSUSE-Leap-15.6-DVD-x86_64', 'opensuse15.6'],
  ['Install-LEAP-16.0', 'opensuse16.0'],
  ['alpine-virt 3.22.0 x86_64', 'alpinelinux3.22'],
  ['14_1_RELEASE_AMD64_CD', 'freebsd14'],
] as const

test.each([
  ['Debian 11.5.0 amd64 n', '', 'debian11'],
  ['Ubuntu-Server 22.04.1 LTS amd64', '', 'ubuntu22.04'],
  ['Fedora-WS-Live-36-1-5', '', 'fedora36'],
  ['CCCOMA_X64FRE_EN-US_DV9', 'MICROSOFT CORPORATION', 'win11'],
  ['SSS_X64FREE_EN-US_DV9', 'MICROSOFT CORPORATION', 'win2k19'],
])('%s is known by the system’s data', (volumeId, publisher, shortId) => {
  expect(systems.match(label(volumeId, publisher))?.shortId).toBe(shortId)
})

// Newer than the data of Debian 12; with newer data they may be known by their exact version.
test.each(LABELS)('%s is known with and without the system’s data', (volumeId, shortId) => {
  expect(systems.match(label(volumeId))?.shortId.startsWith(shortId)).toBe(true)
  expect(without.match(label(volumeId))?.shortId).toBe(shortId)
})

test('what nobody knows stays unknown', () => {
  for (const volumeId of ['', 'GRUB RESCUE', 'MY FILES', '(((', 'Debianish 12']) {
    expect(systems.match(label(volumeId)), volumeId).toBeNull()
    expect(without.match(label(volumeId)), volumeId).toBeNull()
  }
})

test('the table is whole: each entry has its numbers, each pattern is one', () => {
  for (const { facts, patterns } of TABLE) {
    const { minimum, recommended, released } = facts
    expect(facts.id).toMatch(/^http:\/\/[\w.]+\/[\w-]+\/[\w.-]+$/)
    expect(released === null || /^\d{4}-\d\d-\d\d$/.test(released), facts.id).toBe(true)
    for (const value of Object.values({ ...minimum })) expect(value, facts.id).toBeGreaterThan(0)
    expect(recommended.memoryMiB ?? 0, facts.id).toBeGreaterThanOrEqual(minimum.memoryMiB ?? 0)
    expect(recommended.diskGiB ?? 0, facts.id).toBeGreaterThanOrEqual(minimum.diskGiB ?? 0)
    for (const { volumeId } of patterns) expect(() => new RegExp(volumeId ?? ''), facts.id).not.toThrow()
  }
  expect(new Set(TABLE.map(entry => entry.facts.id)).size).toBe(TABLE.length)
})

/** A database of these entries alone: name of the file → what stands in `os`. */
async function describe(name: string, files: Readonly<Record<string, string>>): Promise<OsDatabase> {
  const own = join(folder, name)
  await mkdir(join(own, 'os', 'example.org'), { recursive: true })
  for (const [file, body] of Object.entries(files)) {
    await writeFile(join(own, 'os', 'example.org', file), `<libosinfo version="0.0.1">${body}</libosinfo>`)
  }
  return openOsDatabase({ cacheFolder: join(folder, `${name}-cache`), folders: [own] })
}

test('devices and sizes come from ancestors, as far as the heir does not say otherwise', async () => {
  const resources = (inner: string) => `<resources arch="all"><recommended>${inner}</recommended></resources>`
  const own = await describe('heirs', {
    'a.xml': `<os id="http://example.org/a"><short-id>a</short-id><family>linux</family>
      <devices><device id="http://pcisig.com/pci/1af4/1001"/><device id="http://pcisig.com/pci/1af4/1050"/></devices>
      ${resources('<ram>1073741824</ram><storage>10737418240</storage>')}</os>`,
    'b.xml': `<os id="http://example.org/b"><short-id>b</short-id><derives-from id="http://example.org/a"/>
      <devices><device id="http://pcisig.com/pci/1af4/1050" removed="true"/></devices>
      ${resources('<ram>2147483648</ram>')}</os>`,
    // Each the other's ancestor: a mistake that must end.
    'c.xml': '<os id="http://example.org/c"><derives-from id="http://example.org/d"/></os>',
    'd.xml': '<os id="http://example.org/d"><derives-from id="http://example.org/c"/></os>',
    'broken.xml': '<os id="http://example.org/broken"><name>',
  })
  expect(own.get('http://example.org/a')?.devices.virtioGpu).toBe(true)
  expect(own.get('http://example.org/b')).toMatchObject({
    recommended: { memoryMiB: 2048, diskGiB: 10 },
    devices: { virtioDisk: true, virtioGpu: false },
  })
  expect(own.get('http://example.org/c')?.devices.virtioDisk).toBe(false)
  expect(own.match(label('Debian 12.1.0'))?.shortId).toBe('debian12') // a broken file spoils no other
})

test('reading it all lets everything else run', async () => {
  // Of the processor's time, which a busy machine does not stretch.
  const spentMs = () => process.cpuUsage().user / 1_000
  let longest = 0
  let last = spentMs()
  let reading = true
  const beat = () => {
    longest = Math.max(longest, spentMs() - last)
    last = spentMs()
    if (reading) setImmediate(beat)
  }
  beat()
  await openOsDatabase({ cacheFolder: join(folder, 'timed') })
  reading = false
  // 20 ms a slice; all at once it would be 400 ms or more.
  expect(longest).toBeLessThan(150)
}, 60_000)

test('data that changed is read again', async () => {
  const own = join(folder, 'changing')
  const write = (name: string) =>
    writeFile(join(own, 'os', name), `<libosinfo><os id="http://example.org/${name}"/></libosinfo>`)
  await mkdir(join(own, 'os'), { recursive: true })
  const options = { cacheFolder: join(folder, 'changing-cache') }
  await write('one.xml')
  const before = await openOsDatabase({ ...options, folders: [own] })
  await write('two.xml')
  // Another way to name the same folder: a process opens each database once.
  const after = await openOsDatabase({ ...options, folders: [own, join(own, 'none')] })
  expect(before.get('http://example.org/two.xml')).toBeNull()
  expect(after.get('http://example.org/two.xml')).not.toBeNull()
})

test('facts are inherited: Debian 11 has the virtio disk that an ancestor named', () => {
  const debian = systems.get('http://debian.org/debian/11')
  expect(debian).toMatchObject({
    name: 'Debian 11',
    family: 'linux',
    recommended: { memoryMiB: 1024, diskGiB: 20 },
  })
  expect(debian?.devices).toMatchObject({ virtioDisk: true, virtioNet: true, virtioGpu: true, q35: true })
})

test('Windows 11 asks for UEFI and a TPM', () => {
  const windows = systems.get('http://microsoft.com/win/11')
  expect(windows?.firmware.bios).toBe(false)
  expect(windows?.devices).toMatchObject({ tpm: true, virtioDisk: false })
})

test('the cached index gives the same systems', async () => {
  const again = new OsDatabase(JSON.parse(await readFile(join(folder, 'a', 'systems.json'), 'utf8')))
  expect(again.list()).toEqual(systems.list())
  expect(again.list().length).toBeGreaterThan(500)
})
