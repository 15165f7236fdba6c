// A real guest's sound, from its loudspeaker to the page's: GRUB plays a tone on the PC's beeper, QEMU gives it to SPICE,
// and what leaves the page for the loudspeaker is looked at by an analyser.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { answerSaveDialog } from '../pages/save-dialog.ts'
import { openMachine } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `sound-${process.pid}`
const TONE_HZ = 440
let running: RunningApp

test.describe.configure({ mode: 'serial', timeout: 180_000 })

test.beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-sound-'))
  const xml = `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
    <name>${NAME}</name><memory unit='MiB'>128</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/></os><devices>
    <disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/></disk>
    <graphics type='spice' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
    <video><model type='vga'/></video><audio id='1' type='spice'/></devices>
    <qemu:commandline><qemu:arg value='-machine'/><qemu:arg value='pcspk-audiodev=audio1'/></qemu:commandline>
    </domain>`
  writeFileSync(join(folder, 'domain.xml'), xml)
  virsh('define', join(folder, 'domain.xml'))
  rmSync(folder, { recursive: true })
  virsh('start', NAME)
  running = await launchApp()
  await openMachine(running.page, NAME)
})

test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
})

interface Heard {
  /** Of the loudest frequency. */
  readonly hz: number
  /** Of that, in decibels of full loudness; -Infinity is silence. */
  readonly decibels: number
}

/** From now on, all that goes to a loudspeaker goes by an analyser, too. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const connect = AudioNode.prototype.connect as (to: AudioNode) => AudioNode
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      if (to instanceof AudioDestinationNode) {
        const analyser = new AnalyserNode(this.context, { fftSize: 8_192, smoothingTimeConstant: 0 })
        connect.call(this, analyser)
        ;(window as unknown as { heard: () => Heard }).heard = () => {
          const bins = new Float32Array(analyser.frequencyBinCount)
          analyser.getFloatFrequencyData(bins)
          const decibels = Math.max(...bins)
          return { hz: (bins.indexOf(decibels) * this.context.sampleRate) / analyser.fftSize, decibels }
        }
      }
      return connect.call(this, to)
    } as typeof AudioNode.prototype.connect
  })
}

function hear(page: Page): Promise<Heard | null> {
  return page.evaluate(() => (window as unknown as { heard?: () => Heard }).heard?.() ?? null)
}

/** Keys as GRUB's own layout has them. */
async function type(page: Page, text: string): Promise<void> {
  for (const character of text) {
    const code =
      character === ' '
        ? 'Space'
        : /\d/.test(character)
          ? `Digit${character}`
          : `Key${character.toUpperCase()}`
    await page.keyboard.press(code, { delay: 20 })
  }
  await page.keyboard.press('Enter', { delay: 20 })
}

/** A tone of half a minute: 60 beats a minute. */
async function playTone(page: Page): Promise<void> {
  await type(page, `play 60 ${TONE_HZ} 30`)
}

test('the guest’s tone is heard, at its own pitch', async () => {
  const { page } = running
  await listen(page)
  expect(isSame(await compareWithHost(page, NAME, 60_000))).toBe(true)
  await page.locator('[data-console] canvas').focus()
  await page.keyboard.press('KeyC', { delay: 20 })
  await page.waitForTimeout(1_000)
  await playTone(page)
  await expect
    .poll(async () => (await hear(page))?.decibels ?? -200, { timeout: 60_000 })
    .toBeGreaterThan(-60)
  // The first that is heard of it may be half silence, which has every pitch.
  await expect.poll(async () => Math.abs(((await hear(page))?.hz ?? 0) - TONE_HZ)).toBeLessThan(15)
  expect(running.troubles).toEqual([])
})

test('muted, it is silent here', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Mute' }).click()
  await expect.poll(async () => (await hear(page))?.decibels ?? 0, { timeout: 30_000 }).toBeLessThan(-150)
  await page.getByRole('button', { name: 'Unmute' }).click()
  await expect
    .poll(async () => (await hear(page))?.decibels ?? -200, { timeout: 30_000 })
    .toBeGreaterThan(-60)
})

/** Of the sound in a video: its loudest frequency most of the time, for a busy computer leaves gaps; how long it is. */
function soundOf(page: Page, path: string): Promise<Heard & { readonly seconds: number }> {
  return page.evaluate(
    async bytes => {
      const context = new OfflineAudioContext(1, 1, 48_000)
      const sound = await context.decodeAudioData(Uint8Array.from(bytes).buffer)
      const playing = new OfflineAudioContext(1, sound.length, sound.sampleRate)
      const analyser = new AnalyserNode(playing, { fftSize: 16_384, smoothingTimeConstant: 0 })
      const source = new AudioBufferSourceNode(playing, { buffer: sound })
      source.connect(analyser).connect(playing.destination)
      source.start()
      const heard: Heard[] = []
      for (let part = 0.3; part < 0.95; part += 0.1)
        void playing.suspend(sound.duration * part).then(() => {
          const bins = new Float32Array(analyser.frequencyBinCount)
          analyser.getFloatFrequencyData(bins)
          const decibels = Math.max(...bins)
          heard.push({ hz: (bins.indexOf(decibels) * sound.sampleRate) / analyser.fftSize, decibels })
          void playing.resume()
        })
      await playing.startRendering()
      heard.sort((a, b) => a.hz - b.hz)
      const middle = heard[Math.floor(heard.length / 2)] ?? { hz: 0, decibels: -200 }
      return { ...middle, seconds: sound.duration }
    },
    [...readFileSync(path)],
  )
}

test('a video has it, at its own pitch, also while it is muted here', async () => {
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-sound-'))
  const path = join(folder, 'video.webm')
  try {
    await answerSaveDialog(running, path)
    await page.getByRole('button', { name: 'Mute' }).click()
    await page.getByRole('button', { name: 'Record a video' }).click()
    await page.waitForTimeout(4_000)
    await page.getByRole('button', { name: 'End the video' }).click()
    await expect(page.getByText(`Saved to ${path}`)).toBeVisible()
    const sound = await soundOf(page, path)
    expect(Math.abs(sound.hz - TONE_HZ)).toBeLessThan(15)
    expect(sound.decibels).toBeGreaterThan(-60)
    expect(sound.seconds).toBeGreaterThan(2)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
