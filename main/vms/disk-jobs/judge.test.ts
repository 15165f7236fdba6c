import { expect, test } from 'vitest'
import type { DiskFiles } from '../../hosts/disk-files.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { judgeMerges, type User } from './judge.ts'

const chain = ['/p/top', '/p/middle', '/elsewhere/base']

/** Files by what each builds on. */
function judge(above: Readonly<Record<string, readonly string[]>>, users: readonly User[]) {
  const files: DiskFiles = {
    pathOf: source => ('path' in source ? source.path : null),
    sizeOf: () => null,
    isVolume: path => path.startsWith('/p/'),
    below: () => [],
    above: path => above[path] ?? [],
  }
  const [disk] = user('a', '/p/top').disks
  if (!disk) throw new Error('no disk')
  return judgeMerges({ disk, chain, files, others: [], users })
}

function user(name: string, file: string): User {
  const { disks } = readDomain(
    `<domain type='qemu'><name>${name}</name><devices><disk type='file' device='disk'>
     <source file='${file}'/><target dev='vda'/></disk></devices></domain>`,
  )
  return { name, disks }
}

test('what is above the chosen file goes, but for what is in no pool', () => {
  expect(judge({ '/elsewhere/base': ['/p/middle'], '/p/middle': ['/p/top'] }, [])).toEqual([
    { into: '/p/middle', goes: ['/p/top'], left: [], refusal: null },
    { into: '/elsewhere/base', goes: ['/p/top', '/p/middle'], left: [], refusal: null },
  ])
})

test('not into a file that another one builds on, nor past one', () => {
  const [middle, base] = judge({ '/p/middle': ['/p/top', '/p/other'] }, [])
  expect(middle?.refusal).toEqual({ key: 'base', params: { path: '/p/middle', above: '/p/other' } })
  expect(base?.refusal).toEqual(middle?.refusal)
})

test('not into a file that another machine, or another disk of this one, has', () => {
  const [middle, base] = judge({}, [user('b', '/elsewhere/base')])
  expect(middle?.refusal).toBeNull()
  expect(base?.refusal).toEqual({ key: 'shared', params: { path: '/elsewhere/base', vm: 'b' } })
})
