import { expect, test } from 'vitest'
import { chromiumFlags, type FlagFacts } from './flags.ts'

const USER: FlagFacts = {
  windowed: true,
  isRoot: false,
  profile: '/tmp/p',
  windowClass: 'Vitrina',
  hasSharedMemory: true,
  asked: [],
}

test('a user keeps the sandbox, whatever is asked; root cannot have it', () => {
  const asked = [
    '--no-sandbox',
    '--disable-setuid-sandbox',
    '--disable-web-security',
    '--user-data-dir=/home',
  ]
  expect(chromiumFlags({ ...USER, asked }).join(' ')).not.toMatch(/sandbox|web-security|=\/home/)
  expect(chromiumFlags({ ...USER, isRoot: true })).toContain('--no-sandbox')
})

test('features that are switched off are in one list: the last one would win', () => {
  const asked = ['--disable-features=HttpsUpgrades,Translate', '--enable-features=A', '--enable-features=B']
  const flags = chromiumFlags({ ...USER, asked })
  const off = flags.filter(flag => flag.startsWith('--disable-features='))
  expect(off).toHaveLength(1)
  expect(off[0]?.split('Translate')).toHaveLength(2)
  expect(off[0]).toContain('HttpsUpgrades')
  expect(flags).toContain('--enable-features=MessagePortCloseEvent,A,B')
})

test('what the app asks of Chromium reaches it', () => {
  const asked = ['--force-device-scale-factor=2', '--lang=es', '--demo', '.', '--remote-debugging-port=0']
  const flags = chromiumFlags({ ...USER, asked })
  expect(flags).toEqual(expect.arrayContaining(['--force-device-scale-factor=2', '--lang=es']))
  expect(flags).not.toEqual(expect.arrayContaining(['--demo']))
  expect(flags.join(' ')).not.toContain('remote-debugging-port')
})

test('shared memory and display are looked at', () => {
  expect(chromiumFlags({ ...USER, hasSharedMemory: false })).toContain('--disable-dev-shm-usage')
  expect(chromiumFlags(USER)).not.toContain('--disable-dev-shm-usage')
  expect(chromiumFlags({ ...USER, windowed: false })).toContain('--headless=new')
})

test('without a display there is one screen, or those that are asked for', () => {
  const screens = (asked: string[], windowed = false) =>
    chromiumFlags({ ...USER, windowed, asked }).filter(flag => flag.startsWith('--screen-info='))
  expect(screens([])).toEqual(['--screen-info={1920x1080}'])
  expect(screens(['--screen-info={800x600}{640x480}'])).toEqual(['--screen-info={800x600}{640x480}'])
  expect(screens(['--screen-info={800x600}'], true)).toEqual([])
})
