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
        for (let depth = path.length; depth > 0; depth--) removeIfBare(element(of, ...path.slice(0, depth)))
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

/** An attribute that says on or off in its own words. */
export function switchAt(path: readonly string[], name: string, on: string, off: string): FieldAccess {
  const at = attributeAt(path, name)
  return {
    read(of) {
      const value = at.read(of)
      return value === on ? 'on' : value === off ? 'off' : value
    },
    write(of, value) {
      if (value !== this.read(of)) at.write(of, value === 'on' ? on : value === 'off' ? off : value)
    },
  }
}

/** The text of an element at a path below the device; one that goes takes what is empty with it. */
export function contentAt(path: readonly string[], name: string): FieldAccess {
  return {
    read: of => content(element(of, ...path, name))?.trim() ?? null,
    write(of, value) {
      if (value === this.read(of)) return
      const found = element(of, ...path, name)
      if (value !== null)
        setContent(
          found ??
            ensureElement(
              path.reduce((at, step) => ensureElement(at, step), of),
              name,
            ),
          value,
        )
      else if (found) {
        removeElement(found)
        if (path.length > 0) removeIfBare(element(of, ...path))
      }
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
  return readUnit(of, 'KiB', 1024)
}

/**
 * @param usual the unit where none is written
 * @param bytes of the unit that it is wanted in
 */
export function readUnit(of: ElementNode | null, usual: string, bytes: number): string | null {
  const text = content(of)?.trim()
  const value = Number(text || Number.NaN)
  if (!Number.isFinite(value)) return null
  return String(Math.round((value * unitBytes(attribute(of, 'unit') ?? usual)) / bytes))
}
