// What the form for a new device would give.
import { expect } from 'vitest'
import { ADDED, type AddedKind, askedFields, missingField } from '../../../../preload/model/fields/added.ts'

const GIVEN: Partial<Record<AddedKind, Readonly<Record<string, string>>>> = {
  filesystem: { sourceDir: '/srv' },
  video: { model: 'virtio' },
  tpm: { model: 'tpm-crb' },
}

/** What the form says at first, with what somebody must type. */
export function valuesOf(
  kind: AddedKind,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all = {
    ...Object.fromEntries(ADDED[kind].map(({ id, usual }) => [id, usual])),
    ...GIVEN[kind],
    ...more,
  }
  expect(missingField(kind, all)).toBeNull()
  return Object.fromEntries(askedFields(kind, all).map(({ id }) => [id, all[id] ?? '']))
}
