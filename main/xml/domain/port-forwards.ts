// `<portForward proto='tcp' address='127.0.0.1'><range start='8080' to='80'/></portForward>` of a nic in user mode.
import { type PortForward, parseForwards, printForwards } from '../../../preload/model/port-forwards.ts'
import { insertElement, removeElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, elements } from '../lossless.ts'
import { el } from '../write.ts'
import { attributeAt, type FieldAccess } from './access.ts'

/** passt carries what user mode of QEMU's own cannot. */
export const nicBackend = attributeAt(['backend'], 'type')

export const portForwards: FieldAccess = {
  read: of => printForwards(locateForwards(of).map(({ forward }) => forward)),
  write(of, value) {
    if (value === this.read(of)) return
    const missing = parseForwards(value).map(forward => ({ forward, key: keyOf(forward) }))
    for (const { forward, outer, range } of locateForwards(of)) {
      const at = missing.findIndex(({ key }) => key === keyOf(forward))
      if (at >= 0) missing.splice(at, 1)
      else removeElement(range && elements(outer, 'range').length > 1 ? range : outer)
    }
    for (const { forward } of missing) insertForward(of, forward)
    if (value !== null) nicBackend.write(of, 'passt')
  },
}

interface LocatedForward {
  readonly forward: PortForward
  readonly outer: ElementNode
  /** Null where all ports are forwarded. */
  readonly range: ElementNode | null
}

function locateForwards(of: ElementNode): LocatedForward[] {
  return elements(of, 'portForward').flatMap(outer => {
    const ranges = elements(outer, 'range')
    const all: readonly (ElementNode | null)[] = ranges.length > 0 ? ranges : [null]
    return all.map(range => ({ forward: readForward(outer, range), outer, range }))
  })
}

function readForward(outer: ElementNode, range: ElementNode | null): PortForward {
  const port = (name: string) => {
    const value = Number(attribute(range, name) ?? Number.NaN)
    return Number.isInteger(value) ? value : null
  }
  return {
    proto: attribute(outer, 'proto') ?? 'tcp',
    address: attribute(outer, 'address'),
    dev: attribute(outer, 'dev'),
    start: port('start'),
    end: port('end'),
    to: port('to'),
    exclude: attribute(range, 'exclude') === 'yes',
  }
}

function keyOf(forward: PortForward): string {
  return printForwards([forward]) ?? ''
}

function insertForward(of: ElementNode, { proto, address, dev, start, end, to, exclude }: PortForward): void {
  const made = insertElement(
    of,
    el('portForward', { proto, address: address ?? undefined, dev: dev ?? undefined }),
    ['portForward', 'backend', 'model', 'mac'],
  )
  if (start === null) return
  const range = insertElement(made, el('range', { start }), [])
  const rest = { end, to, exclude: exclude ? 'yes' : null }
  for (const [name, value] of Object.entries(rest))
    setAttribute(range, name, value === null ? null : String(value))
}
