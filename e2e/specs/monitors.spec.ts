// A guest with two monitors, over SPICE: one of them, both side by side, both on screens; each is the host's own picture
// of it, and what is done to it arrives there. The guest is real, its agent's words are ours (e2e/spice/agent-guest.ts).
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { PNG } from 'pngjs'
import { AGENT_CAP, AGENT_MESSAGE, writeAnnouncement } from '../../renderer/console/spice/agent/messages.ts'
import { capabilityWords } from '../../renderer/console/spice/protocol.ts'
import { launchApp, type RunningApp } from '../app.ts'
import { installer } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compare, consolePicture, hasPicture, isSame } from '../pages/console.ts'
import { openMachine } from '../pages/wizard.ts'
import { type AgentDouble, connectDouble, KERNEL_ARGUMENTS, makeAgentDisk } from '../spice/agent-guest.ts'
import { removeMachine, virsh } from '../virsh.ts'

/** What spice-server tells an agent of the pointer: u32 x, y, buttons, u8 display. */
const MOUSE_STATE = 1
const NAME = `e2e-monitors-${process.pid}`
let folder: string
let running: RunningApp
let agent: AgentDouble

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-monitors-'))
  chmodSync(folder, 0o777) // QEMU's user reads the RAM disk and makes the socket
  writeFileSync(join(folder, 'initrd'), makeAgentDisk())
  writeFileSync(
    join(folder, 'domain.xml'),
    `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><kernel>${installer().kernel}</kernel>
    <initrd>${join(folder, 'initrd')}</initrd><cmdline>${KERNEL_ARGUMENTS}</cmdline></os>
    <features><acpi/></features><devices>
    <controller type='virtio-serial' index='0'/>
    <channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/>
      <address type='virtio-serial' controller='0' bus='0' port='1'/></channel>
    <channel type='unix'><source mode='bind' path='${join(folder, 'double')}'/>
      <target type='virtio' name='vitrina.double'/>
      <address type='virtio-serial' controller='0' bus='0' port='2'/></channel>
    <graphics type='spice' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
    <video><model type='virtio' heads='2' primary='yes'/></video></devices></domain>`,
  )
  virsh('create', join(folder, 'domain.xml'))
  agent = connectDouble(join(folder, 'double'))
  running = await launchApp()
  await openMachine(running.page, NAME)
  await running.page.locator('[data-console="spice"][data-state="connected"]').waitFor({ timeout: 60_000 })
})
test.afterAll(async () => {
  agent?.close()
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

function hostPicture(screen: number): PNG {
  const path = join(folder, `screen-${screen}`)
  virsh('screenshot', NAME, path, '--screen', String(screen))
  return PNG.sync.read(readFileSync(path))
}

/** @param place of its canvas among those of the page */
async function expectScreen(page: Page, screen: number, place = 0): Promise<void> {
  await expect
    .poll(
      async () => {
        const ours = await consolePicture(page, place)
        const theirs = hostPicture(screen)
        return ours !== null && hasPicture(theirs) && isSame(compare(ours, theirs))
      },
      { timeout: 30_000 },
    )
    .toBe(true)
}

/** Clicks there, in parts of the canvas, and waits until the guest's agent is told of it. */
async function expectClick(page: Page, place: number, screen: number): Promise<void> {
  const canvas = page.locator('[data-console] canvas').nth(place)
  const box = await canvas.boundingBox()
  if (!box) throw new Error('no canvas')
  await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2)
  const { width, height } = hostPicture(screen)
  for (let wasDown = false; ; ) {
    const { body } = await agent.next(MOUSE_STATE)
    const [x, y, buttons, display] = [body.u32(), body.u32(), body.u32(), body.u8()]
    wasDown ||= buttons !== 0
    if (!wasDown || buttons !== 0) continue // until it is let go: what comes after is of another click
    expect(display).toBe(screen)
    expect(Math.abs(x - width / 4)).toBeLessThanOrEqual(2)
    expect(Math.abs(y - height / 2)).toBeLessThanOrEqual(2)
    return
  }
}

async function chooseMonitors(button: string, entry: string | RegExp): Promise<void> {
  const { page } = running
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('each monitor is chosen in the tools, and is the host’s own picture of it', async () => {
  const { page } = running
  await expectScreen(page, 0)
  await page.getByRole('button', { name: 'Monitor 1 of 2' }).click()
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: /^Monitor 2/ }).click()
  await expect(page.getByRole('button', { name: 'Monitor 2 of 2' })).toBeVisible()
  await expectScreen(page, 1)
  // They are not the same picture, or nothing was shown by it.
  expect(hostPicture(0).data.equals(hostPicture(1).data)).toBe(false)
})

test('side by side each has its picture and its pointer', async () => {
  const { page } = running
  await agent.next(AGENT_MESSAGE.announceCapabilities)
  const words = capabilityWords([AGENT_CAP.monitorsConfig])
  agent.say(AGENT_MESSAGE.announceCapabilities, writeAnnouncement({ wantsOurs: false, words }))
  await chooseMonitors('Monitor 2 of 2', 'Side by side')
  await expect(page.getByRole('group', { name: /^Monitor/ })).toHaveCount(2)
  await expectScreen(page, 0, 0)
  await expectScreen(page, 1, 1)
  await expectClick(page, 1, 1)
  await expectClick(page, 0, 0)
  await expectAccessible(page)
})

test('and the first alone again', async () => {
  const { page } = running
  await chooseMonitors('Monitors 1–2', /^Monitor 1/)
  await expect(page.locator('[data-console] canvas')).toHaveCount(1)
  await expectScreen(page, 0)
  expect(running.troubles).toEqual([])
})
