// The building blocks of the form's fields: an attribute, a child that is there or not, a text, a size. Reading a value
// and writing it back changes nothing.
import { ensureElement, removeElement, removeIfBare, setAttribute, setContent } from '../edit.ts'
import { attribute, content, type ElementNode, element, elements } from '../lossless.ts'
import { unitBytes } from '../tree.ts'

export interface FieldAccess {
  read(of: ElementNode): string | null
  write(of: ElementNode, value: string | null): void
}

/** An attribute of the element at a path below the device. */
export function attributeAt(path: readonly string[], name: string): FieldAccess {
  return {
    read: of => attribute(element(of, ...path), name),
    write(of, value) {
      if (value === this.read(of)) return
      const found = element(of, ...path)
      if (value === null) {
        if (!found) return
        setAttribute(found, name, null)
        if (found !== of) removeIfBare(found)
        return
      }
      setAttribute(found ?? path.reduce((at, step) => ensureElement(at, step), of), name, value)
    },
  }
}

/** A child that is there or not. */
export function flagAt(name: string): FieldAccess {
  return {
    read: of => (element(of, name) ? 'yes' : null),
    write(of, value) {
      if (value !== null) ensureElement(of, name)
      else for (const found of elements(of, name)) removeElement(found)
    },
  }
}

/** The text of a child. */
export function textAt(name: string, after: readonly string[] = []): FieldAccess {
  const read = (of: ElementNode) => content(element(of, name))?.trim() ?? null
  return {
    read,
    write(of, value) {
      if (value === read(of)) return
      const found = element(of, name)
      if (value !== null) setContent(found ?? ensureElement(of, name, after), value)
      else if (found) removeElement(found)
    },
  }
}

/** A size in KiB, whatever its unit is written in. */
export function kibAt(name: string, after: readonly string[]): FieldAccess {
  const read = (of: ElementNode) => readKiB(element(of, name))
  return {
    read,
    write(of, value) {
      if (value === null || value === read(of)) return
      const found = ensureElement(of, name, after)
      setAttribute(found, 'unit', 'KiB')
      setContent(found, value)
    },
  }
}

export function readKiB(of: ElementNode | null): string | null {
  const value = Number(content(of) ?? Number.NaN)
  if (!Number.isFinite(value)) return null
  return String(Math.round((value * unitBytes(attribute(of, 'unit') ?? 'KiB')) / 1024))
}
