// What the console does with an agent in the guest, through the whole app: the menus say what is missing until one
// answers; then size, clipboard and files go where they should. The guest is real, its agent's words are ours
// (e2e/spice/agent-guest.ts).
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import {
  AGENT_CAP,
  AGENT_MESSAGE,
  CLIPBOARD_TYPE,
  FILE_STATUS,
  readAnnouncement,
  writeAnnouncement,
  writeFileStatus,
} from '../../renderer/console/spice/agent/messages.ts'
import { capabilityWords, hasCapability } from '../../renderer/console/spice/protocol.ts'
import { Writer } from '../../renderer/console/spice/wire.ts'
import { launchApp, type RunningApp } from '../app.ts'
import { installer } from '../host.ts'
import { openMachine } from '../pages/wizard.ts'
import { type AgentDouble, connectDouble, KERNEL_ARGUMENTS, makeAgentDisk } from '../spice/agent-guest.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `tools-${process.pid}`
const CAPS = [AGENT_CAP.monitorsConfig, AGENT_CAP.clipboardByDemand, AGENT_CAP.clipboardSelection]
let folder: string
let running: RunningApp
let agent: AgentDouble

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-tools-'))
  chmodSync(folder, 0o777) // QEMU's user reads the RAM disk and makes the socket
  writeFileSync(join(folder, 'initrd'), makeAgentDisk())
  const xml = `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><kernel>${installer().kernel}</kernel>
    <initrd>${join(folder, 'initrd')}</initrd><cmdline>${KERNEL_ARGUMENTS}</cmdline></os><devices>
    <controller type='virtio-serial' index='0'/>
    <channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/>
      <address type='virtio-serial' controller='0' bus='0' port='1'/></channel>
    <channel type='unix'><source mode='bind' path='${join(folder, 'double')}'/>
      <target type='virtio' name='vitrina.double'/>
      <address type='virtio-serial' controller='0' bus='0' port='2'/></channel>
    <graphics type='spice' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
    <video><model type='vga'/></video></devices></domain>`
  writeFileSync(join(folder, 'domain.xml'), xml)
  virsh('define', join(folder, 'domain.xml'))
  virsh('start', NAME)
  agent = connectDouble(join(folder, 'double'))
  running = await launchApp()
  await openMachine(running.page, NAME)
})

test.afterAll(async () => {
  agent?.close()
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

const TEXT = () => new Writer().u32(0).u32(CLIPBOARD_TYPE.text)

async function answerOnce(): Promise<void> {
  await agent.next(AGENT_MESSAGE.announceCapabilities)
  const body = writeAnnouncement({ wantsOurs: false, words: capabilityWords(CAPS) })
  agent.say(AGENT_MESSAGE.announceCapabilities, body)
}

test('without an agent the menus say what to install', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Clipboard and files' }).click()
  const entry = page.getByRole('menuitem', { name: 'Share the clipboard' })
  await expect(entry).toContainText('Install spice-vdagent')
  await expect(entry).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
})

test('the guest is asked to be as large as its frame, in device pixels', async () => {
  const { page } = running
  await answerOnce()
  await page.getByRole('button', { name: 'Screen size' }).click()
  const entry = page.getByRole('menuitem', { name: 'Resize guest to window' })
  await expect(entry).not.toHaveAttribute('aria-disabled', 'true')
  await entry.click()
  const { body } = await agent.next(AGENT_MESSAGE.monitorsConfig)
  const [, , height, width] = [body.u32(), body.u32(), body.u32(), body.u32()]
  const frame = await page.locator('[data-console]').evaluate(element => ({
    width: Math.round(element.clientWidth * devicePixelRatio),
    height: Math.round(element.clientHeight * devicePixelRatio),
  }))
  expect({ width, height }).toEqual(frame)
})

test('the clipboard is shared once it is wanted, and only while the console has the keyboard', async () => {
  const { page, app } = running
  await app.evaluate(({ clipboard }) => clipboard.writeText('from here'))
  await page.getByRole('button', { name: 'Clipboard and files' }).click()
  await page.getByRole('menuitem', { name: 'Share the clipboard' }).click()
  const { words } = readAnnouncement((await agent.next(AGENT_MESSAGE.announceCapabilities)).body)
  expect(hasCapability(words, AGENT_CAP.clipboardByDemand)).toBe(true)

  // A guest that asks while the keyboard is elsewhere gets nothing.
  agent.say(AGENT_MESSAGE.clipboardRequest, TEXT().done())
  const refused = (await agent.next(AGENT_MESSAGE.clipboard)).body
  expect([refused.u32(), refused.u32(), refused.left]).toEqual([0, CLIPBOARD_TYPE.none, 0])

  await page.locator('[data-console] canvas').focus()
  await agent.next(AGENT_MESSAGE.clipboardGrab)
  agent.say(AGENT_MESSAGE.clipboardRequest, TEXT().done())
  const given = (await agent.next(AGENT_MESSAGE.clipboard)).body
  given.skip(8)
  expect(new TextDecoder().decode(given.rest())).toBe('from here')

  agent.say(AGENT_MESSAGE.clipboardGrab, TEXT().done())
  await agent.next(AGENT_MESSAGE.clipboardRequest)
  agent.say(AGENT_MESSAGE.clipboard, TEXT().bytes(Buffer.from('de allí')).done())
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('de allí')
})

/** One transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const PICTURE = () => new Writer().u32(0).u32(CLIPBOARD_TYPE.png)

test('a picture goes both ways, and one that is too large is said to be', async () => {
  const { page, app } = running
  await page.locator('[data-console] canvas').evaluate(canvas => (canvas as HTMLElement).blur())
  await app.evaluate(({ clipboard, ClipboardItem }, base64) => {
    const png = new Blob([Buffer.from(base64, 'base64')], { type: 'image/png' })
    return clipboard.write([new ClipboardItem({ 'image/png': png })])
  }, PNG)
  await page.locator('[data-console] canvas').focus()
  const { body } = await agent.next(AGENT_MESSAGE.clipboardGrab)
  expect([body.u32(), body.u32()]).toEqual([0, CLIPBOARD_TYPE.png])
  agent.say(AGENT_MESSAGE.clipboardRequest, PICTURE().done())
  const given = (await agent.next(AGENT_MESSAGE.clipboard)).body
  given.skip(8)
  expect(Buffer.from(given.rest()).toString('base64')).toBe(PNG)

  await app.evaluate(({ clipboard }) => clipboard.writeText(''))
  agent.say(AGENT_MESSAGE.clipboardGrab, PICTURE().done())
  await agent.next(AGENT_MESSAGE.clipboardRequest)
  agent.say(AGENT_MESSAGE.clipboard, PICTURE().bytes(Buffer.from(PNG, 'base64')).done())
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.has('image/png'))).toBe(true)

  agent.say(
    AGENT_MESSAGE.clipboard,
    TEXT()
      .bytes(Buffer.alloc((1 << 20) + 1, 'x'))
      .done(),
  )
  await expect(page.getByRole('status').filter({ hasText: 'too large' })).toBeVisible()
})

test('a link is not sent, nor a folder: only what is a file itself', async () => {
  const { page } = running
  const secret = join(folder, 'secret.txt')
  const link = join(folder, 'holiday.jpg')
  writeFileSync(secret, 'mine')
  symlinkSync(secret, link)
  const picker = page.locator('input[type=file]')
  await picker.setInputFiles([link, secret])
  await expect(page.getByText('Only files are sent: no folders, and no links.')).toBeVisible()
  const { body } = await agent.next(AGENT_MESSAGE.fileStart)
  const id = body.u32()
  expect(Buffer.from(body.rest()).toString()).toContain('name=secret.txt')
  agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(id, FILE_STATUS.canSend))
  const data = (await agent.next(AGENT_MESSAGE.fileData)).body
  data.skip(12)
  expect(Buffer.from(data.rest()).toString()).toBe('mine')
  agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(id, FILE_STATUS.success))
  await expect(page.getByText('secret.txt: sent')).toBeVisible()
  await expect(page.getByText('holiday.jpg')).toHaveCount(0)
})

test('a file arrives, another is cancelled', async () => {
  const { page } = running
  const picker = page.locator('input[type=file]')
  const bytes = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, n) => n * 31))
  await picker.setInputFiles({ name: 'data.bin', mimeType: 'application/octet-stream', buffer: bytes })
  const id = (await agent.next(AGENT_MESSAGE.fileStart)).body.u32()
  agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(id, FILE_STATUS.canSend))
  const parts: Uint8Array[] = []
  while (Buffer.concat(parts).length < bytes.length) {
    const { body } = await agent.next(AGENT_MESSAGE.fileData)
    body.skip(12)
    parts.push(body.rest())
  }
  expect(Buffer.concat(parts).equals(bytes)).toBe(true)
  agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(id, FILE_STATUS.success))
  await expect(page.getByText('data.bin: sent')).toBeVisible()

  await picker.setInputFiles({ name: 'other.bin', mimeType: 'application/octet-stream', buffer: bytes })
  await agent.next(AGENT_MESSAGE.fileStart)
  await page.getByRole('button', { name: 'Cancel sending other.bin' }).click()
  const status = (await agent.next(AGENT_MESSAGE.fileStatus)).body
  status.skip(4)
  expect(status.u32()).toBe(FILE_STATUS.cancelled)
  await expect(page.getByText('other.bin: cancelled')).toBeVisible()
  expect(running.troubles).toEqual([])
})
