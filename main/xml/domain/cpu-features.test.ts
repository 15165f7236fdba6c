// Single features of a processor in a definition, and what a running machine's XML says of them.
import { expect, test } from 'vitest'
import { parseDocument, printDocument } from '../lossless.ts'
import { cpuFeatures, isPlayed, playedPart } from './cpu-features.ts'
import { compareDevices, readDevices } from './hardware.ts'
import { keepRunning } from './keep-running.ts'

const DEFINED = `<domain>
  <cpu mode='custom' match="exact">
    <model fallback='forbid'>Haswell</model>
    <topology sockets='1' dies='1' cores='2' threads='1'/>
    <!-- for the old kernel -->
    <feature name='hle' policy='disable' />
    <feature name='ssbd'/>
    <numa><cell id='0' cpus='0-1' memory='1024'/></numa>
  </cpu>
</domain>`

function set(text: string, value: string | null): string {
  const document = parseDocument(text)
  cpuFeatures.write(document.root, value)
  return printDocument(document)
}
const read = (text: string) => cpuFeatures.read(parseDocument(text).root)

test('features are read in their order, and only what is asked for changes', () => {
  expect(read(DEFINED)).toBe('hle=disable,ssbd=require')
  expect(set(DEFINED, 'hle=disable,ssbd=require')).toBe(DEFINED)
  expect(set(DEFINED, 'hle=forbid,ssbd=require')).toBe(DEFINED.replace("'disable'", "'forbid'"))
  expect(set(DEFINED, 'hle=disable,ssbd=require,aes=optional')).toBe(
    DEFINED.replace(
      "<feature name='ssbd'/>",
      "<feature name='ssbd'/>\n    <feature policy='optional' name='aes'/>",
    ),
  )
  const none = set(DEFINED, null)
  expect(none).not.toContain('feature')
  expect(none).toContain('for the old kernel')
  expect(read(none)).toBeNull()
})

test('without a processor there is nothing to choose features beside', () => {
  expect(set('<domain><vcpu>1</vcpu></domain>', 'aes=require')).toBe('<domain><vcpu>1</vcpu></domain>')
})

const running = (features: string) =>
  `<domain><cpu mode='custom'><model>Haswell</model>${features}</cpu><devices/></domain>`

test('a running machine that does what is asked for waits for nothing; what it does not do is taken back alone', () => {
  expect(isPlayed('aes=require,hle=disable,x2apic=optional', 'vme=require,aes=require')).toBe(true)
  expect(isPlayed('aes=require', 'aes=disable')).toBe(false)
  expect(isPlayed('hle=forbid', 'hle=require')).toBe(false)
  expect(playedPart('aes=require,hle=disable', 'hle=require,aes=require')).toBe('aes=require')
  const live = running(`<feature policy='require' name='vme'/><feature policy='require' name='aes'/>`)
  const defined = running(`<feature policy='require' name='aes'/><feature policy='require' name='avx'/>`)
  const devices = (xml: string) => readDevices(parseDocument(xml).root)
  expect(compareDevices(devices(live), devices(live.replace(/<feature[^>]*vme'\/>/, '')))).toEqual([])
  expect(compareDevices(devices(live), devices(defined))).toMatchObject([{ field: 'cpuFeatures' }])
  expect(read(keepRunning(defined, live, { kind: 'machine', key: '' }, 'cpuFeatures'))).toBe('aes=require')
})
