// Every change of the hardware form that says what is so already: none may change the XML.
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import type { FieldChange } from '../../../preload/model/hardware.ts'
import { parseDocument, printDocument } from '../lossless.ts'
import { applyChanges } from './change.ts'
import { readBootOrder, readDevices } from './hardware.ts'

export function* editNothing(text: string): Generator<{ change: FieldChange; after: string }> {
  for (const change of changesOfNothing(text)) {
    const { before, root, after } = parseDocument(text)
    applyChanges(root, [change])
    yield { change, after: printDocument({ before, root, after }) }
  }
}

function changesOfNothing(
  text: string,
): Exclude<FieldChange, { do: 'addDisk' | 'addHostDevice' | 'diskSource' }>[] {
  const { root } = parseDocument(text)
  return [
    { do: 'bootOrder', devices: readBootOrder(root) },
    ...readDevices(root).flatMap(({ kind, key, values, disk, source }) => {
      const device = { kind, key }
      const path = disk && 'path' in disk.source ? disk.source.path : null
      const isMedium = disk && (path !== null || disk.source.kind === 'none')
      return [
        ...FIELDS[kind].map(({ id }) => ({
          do: 'set' as const,
          device,
          field: id,
          value: values[id] ?? null,
        })),
        ...(isMedium ? [{ do: 'media' as const, device, path }] : []),
        ...(source ? [{ do: 'nicSource' as const, device, source }] : []),
      ]
    }),
  ]
}
