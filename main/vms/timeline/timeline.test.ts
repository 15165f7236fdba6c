import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { HostId, type VmRef } from '../../../preload/model/ids.ts'
import { onSince, type TimelineEntry, type VmEvent } from '../../../preload/model/timeline.ts'
import { readLifecycle } from './events.ts'
import { MOST_ENTRIES, TimelineStore } from './store.ts'
import { isNews, thin } from './timeline.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrina-timeline-'))
afterAll(() => rmSync(folder, { recursive: true }))

const REF: VmRef = { host: HostId.parse('system'), vm: '6f1d9c1a-0000-4000-8000-000000000001' }
const event = (at: number, name: VmEvent, picture: string | null = null): TimelineEntry => ({
  at,
  what: { kind: 'event', event: name },
  picture,
})

test.each([
  ['nothing known', [], null],
  ['seen starting', [event(5, 'started'), event(9, 'paused')], { at: 5, exact: true }],
  ['on before we looked', [event(5, 'shutDown'), event(9, 'seenOn')], { at: 9, exact: false }],
  ['off again', [event(5, 'started'), event(9, 'forcedOff'), event(10, 'defined')], null],
] as const)('on since: %s', (_, entries, expected) => {
  expect(onSince(entries)).toEqual(expected)
})

test('libvirt’s events and details, those of newer libvirts included', () => {
  expect(readLifecycle({ event: 2, detail: 0 })).toBe('started')
  expect(readLifecycle({ event: 2, detail: 99 })).toBe('started')
  expect(readLifecycle({ event: 3, detail: 2 })).toBe('pausedByError')
  expect(readLifecycle({ event: 5, detail: 4 })).toBe('saved')
  expect(readLifecycle({ event: 4, detail: 2 })).toBeNull()
  expect(readLifecycle({ event: 6, detail: 0 })).toBeNull()
})

test('resumed is news after a pause only', () => {
  const isResumeNews = (...before: VmEvent[]) =>
    isNews(
      { kind: 'event', event: 'resumed' },
      before.map((name, at) => event(at, name)),
    )
  expect(isResumeNews()).toBe(false)
  expect(isResumeNews('paused', 'forcedOff')).toBe(false)
  expect(isResumeNews('started', 'pausedByError')).toBe(true)
  expect(isResumeNews('started', 'paused', 'looked', 'defined')).toBe(true)
})

test('the oldest pictures go: with their entry where it was only a look, else alone', () => {
  const entries = Array.from({ length: 60 }, (_, n) => event(n, n % 2 ? 'looked' : 'paused', `t-${n}`))
  const kept = thin(entries)
  expect(kept).toHaveLength(50)
  expect(kept.filter(({ picture }) => picture !== null)).toHaveLength(40)
  expect(kept[0]).toEqual(event(0, 'paused'))
  expect(kept.at(-1)).toEqual(entries.at(-1))
})

test('a timeline is bounded, and a broken file holds nothing', async () => {
  const store = new TimelineStore(folder)
  const now = Date.now()
  await store.change(REF, () => [event(now - 100 * 24 * 3_600_000, 'started')])
  expect(await store.read(REF)).toEqual([])
  const many = Array.from({ length: MOST_ENTRIES + 50 }, (_, n) => event(now + n, 'paused'))
  await Promise.all([
    store.change(REF, () => many),
    store.change(REF, all => [...all, event(now + 1_000, 'resumed')]),
  ])
  const kept = await store.read(REF)
  expect(kept).toHaveLength(MOST_ENTRIES)
  expect(kept.at(-1)).toEqual(event(now + 1_000, 'resumed'))
})

test('machines that are long gone are forgotten, others are not', async () => {
  const store = new TimelineStore(join(folder, 'prune'))
  await store.change(REF, () => [event(Date.now(), 'started')])
  const gone: VmRef[] = []
  const forget = async (ref: VmRef) => void gone.push(ref)
  await store.prune(REF.host, new Set(), forget)
  expect(gone).toEqual([])
  await store.change(REF, () => [])
  await store.prune(REF.host, new Set([REF.vm]), forget)
  expect(gone).toEqual([])
  await store.prune(REF.host, new Set(), forget)
  expect(gone).toEqual([REF])
})
