import { expect, test } from 'vitest'
import { installCommands, readDistribution, readMembership } from './distribution.ts'

async function read(release: string, paths: readonly string[] = []) {
  return readDistribution(
    async path => (path === '/etc/os-release' ? release : ''),
    async path => paths.includes(path),
  )
}

test.each([
  ['ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"', 'debian', /apt install /],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'debian', /apt install /],
  ["ID='almalinux'\nID_LIKE='rhel centos fedora'", 'fedora', /dnf install /],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse', /zypper install /],
  ['ID=endeavouros\nID_LIKE=arch', 'arch', /pacman -S --needed /],
  ['ID=alpine', 'alpine', /apk add /],
])('%j is of the family %s', async (release, family, command) => {
  const distribution = await read(release)
  expect(distribution.family).toBe(family)
  expect(installCommands(distribution, 'libvirt', 'x64').join()).toMatch(command)
})

test('what we do not know gets no command: a wrong one is worse', async () => {
  const distribution = await read('ID=haiku')
  expect(distribution.family).toBe('other')
  expect(installCommands(distribution, 'qemu', 'x64')).toEqual([])
})

test('Fedora with both kinds of daemon uses the modular ones, Debian the single one', async () => {
  const both = ['/usr/sbin/libvirtd', '/usr/sbin/virtqemud']
  expect((await read('ID=fedora', both)).daemons).toBe('modular')
  expect((await read('ID=debian', both)).daemons).toBe('single')
  expect((await read('ID=debian', ['/usr/sbin/virtqemud'])).daemons).toBe('modular')
  expect((await read('ID=debian')).daemons).toBe('missing')
})

test('a name that begins like the user’s is another user', () => {
  const file = 'kvm:x:104:anabel,ana\nkvm2:x:9:\n'
  expect(readMembership(file, 'kvm', { name: 'an', groups: [9] })).toEqual({
    known: true,
    listed: false,
    active: false,
  })
  expect(readMembership(file, 'kvm', { name: 'ana', groups: [104] })).toEqual({
    known: true,
    listed: true,
    active: true,
  })
  expect(readMembership('', 'kvm', { name: 'ana', groups: [] }).known).toBe(false)
})
