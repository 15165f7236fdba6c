// The commands are virsh's own: each is looked up in its help, and one is run.
import { execFileSync } from 'node:child_process'
import { connect } from 'node-libvirt'
import { expect, test } from 'vitest'
import { KNOWN_CALLS, virshCommand } from './virsh.ts'

const vm = { name: "it's", uuid: new Uint8Array(16), id: -1 }

test('names are quoted for the shell, flags become options', () => {
  expect(virshCommand('qemu:///system', 'DOMAIN_CREATE_WITH_FLAGS', { dom: vm, flags: 1 })).toBe(
    "virsh -c qemu:///system start 'it'\\''s' --paused",
  )
  const uuid = Uint8Array.from({ length: 16 }, (_, n) => n)
  expect(virshCommand('test+unix:///default?socket=/a b', 'DOMAIN_LOOKUP_BY_UUID', { uuid })).toBe(
    "virsh -c 'test+unix:///default?socket=/a b' domname 00010203-0405-0607-0809-0a0b0c0d0e0f",
  )
  expect(virshCommand('qemu:///system', 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', {})).toBe(null)
})

test('XML, which may hold a password, is not in the command', () => {
  const xml = "<graphics type='spice' passwd='secret'/>"
  const command = virshCommand('qemu:///system', 'DOMAIN_UPDATE_DEVICE_FLAGS', { dom: vm, xml, flags: 1 })
  expect(command).toMatch(/update-device .* device.xml --live$/)
})

test('virsh knows every command and every option', () => {
  const pool = { name: 'p', uuid: new Uint8Array(16) }
  const vol = { pool: 'p', name: 'v', key: 'k' }
  const args = {
    dom: vm,
    net: pool,
    pool,
    vol,
    name: 'n',
    key: 'k',
    path: '/p',
    disk: 'vda',
    base: '/b',
    flags: 0xff,
    virttype: 'kvm',
  }
  for (const call of KNOWN_CALLS) {
    const words = virshCommand('u', call, args)?.split(' ').slice(3) ?? []
    const help = execFileSync('virsh', ['help', words[0] ?? ''], { encoding: 'utf8' })
    for (const word of words.filter(text => text.startsWith('--'))) expect(help, call).toContain(word)
  }
})

test('what a call says can be repeated', async () => {
  const said: string[] = []
  const uri = 'qemu:///system'
  const connection = await connect(uri, {
    onCall: ({ procedure, args }) => said.push(virshCommand(uri, procedure, args) ?? ''),
  })
  const hostname = await connection.getHostname()
  await connection.close()
  const command = said.find(text => text.endsWith(' hostname')) ?? ''
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim()).toBe(hostname)
})
