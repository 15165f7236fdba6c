// Where in a definition libvirt's refusal points, as far as its words say: a line number, or the element or attribute that
// it names. Its schema check names from the inside out, so the first name that is not the root is the nearest.

/** A line from 1; null where the words point nowhere. */
export function lineOfRefusal(detail: string, text: string): number | null {
  const line = /\(domain_definition\):(\d+):/.exec(detail)?.[1]
  if (line) return Number(line)
  for (const [, name = ''] of detail.matchAll(NAMED)) {
    if (name === 'domain') continue
    const at = text.search(new RegExp(`[<\\s'"]${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`))
    if (at >= 0) return text.slice(0, at + 1).split('\n').length
  }
  return null
}

const NAMED =
  /(?:Extra element|Invalid attribute|Element|Expecting an element|element|attribute|model|type|value of|bus|name) ['"<]?([\w:.-]+)['">]?/g
