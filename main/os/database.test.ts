import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MediaLabel, type OsDatabase, openOsDatabase } from './database.ts'

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

test.each([
  ['Debian 11.5.0 amd64 n', '', 'debian11'],
  ['Ubuntu-Server 22.04.1 LTS amd64', '', 'ubuntu22.04'],
  ['CCCOMA_X64FRE_EN-US_DV9', 'MICROSOFT CORPORATION', 'win11'],
  ['Debian 13.1.0 amd64 n', '', 'debian13'], // newer than the data of Debian 12: from our table
])('%s is known with the system’s data', (volumeId, publisher, shortId) => {
  expect(systems.match(label(volumeId, publisher))?.shortId).toBe(shortId)
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

test('without osinfo-db our own table answers', () => {
  expect(without.match(label('Debian 12.7.0 amd64 n'))?.shortId).toBe('debian12')
  expect(without.match(label('GRUB RESCUE'))).toBeNull()
})

test('the cached index gives the same systems', async () => {
  const { OsDatabase } = await import('./database.ts')
  const { readFile } = await import('node:fs/promises')
  const again = new OsDatabase(JSON.parse(await readFile(join(folder, 'a', 'systems.json'), 'utf8')))
  expect(again.list()).toEqual(systems.list())
  expect(again.list().length).toBeGreaterThan(500)
})
