// What is wrong with an XML document, where it is: what is not well formed, and what the vocabulary does not know.
import type { SyntaxNode, Tree } from '@lezer/common'
import { type ElementFacts, factsOf, type SchemaFacts } from './facts.ts'
import { nameOf, openTagOf, pathTo } from './syntax.ts'

export interface Problem {
  readonly from: number
  readonly to: number
  /** `error`: no XML at all. `info`: the vocabulary does not know it, which may be the vocabulary's fault. */
  readonly severity: 'error' | 'info'
  readonly kind:
    | 'unexpected'
    | 'notClosed'
    | 'closesOther'
    | 'twice'
    | 'doctype'
    | 'element'
    | 'attribute'
    | 'value'
  /** What it is about, and what it stands in or was expected. */
  readonly name: string
  readonly other: string
}

/** @param outer names of the elements that the text stands in */
export function findProblems(
  tree: Tree,
  text: string,
  facts: SchemaFacts,
  outer: readonly string[] = [],
): Problem[] {
  const read = (node: SyntaxNode) => text.slice(node.from, node.to)
  const problems: Problem[] = []
  tree.iterate({
    enter: ({ node }) => {
      problems.push(...problemsOf(node, read))
      if (node.name === 'Element')
        problems.push(...unknown(node, [...outer, ...pathTo(node, read)], read, facts))
    },
  })
  // What a broken tag breaks is not unknown.
  const errors = problems.filter(({ severity }) => severity === 'error')
  return errors.length > 0 ? errors : problems
}

function problemsOf(node: SyntaxNode, read: (node: SyntaxNode) => string): Problem[] {
  const { from, to } = node
  const error = (kind: Problem['kind'], name = '', other = ''): Problem[] => [
    { from, to: Math.max(to, from + 1), severity: 'error', kind, name, other },
  ]
  if (node.name === 'DoctypeDecl') return error('doctype')
  const isSecondRoot =
    node.name === 'Element' &&
    node.parent?.name === 'Document' &&
    node.parent.getChild('Element')?.from !== from
  if (isSecondRoot) return error('unexpected', read(node).slice(0, 40))
  // At the end of the text, what is missing has no name of its own.
  if (node.name === 'MissingCloseTag' || (node.type.isError && from === to)) {
    const element = node.parent
    const tag = element && openTagOf(element)
    if (!element || !tag) return error('unexpected')
    return [
      {
        ...tag,
        from: tag.from,
        to: tag.to,
        severity: 'error',
        kind: 'notClosed',
        name: nameOf(element, read),
        other: '',
      },
    ]
  }
  if (node.name === 'MismatchedCloseTag') {
    const name = node.getChild('TagName')
    const open = node.parent ? nameOf(node.parent, read) : ''
    return error('closesOther', name ? read(name) : '', open)
  }
  if (node.name === 'Attribute') return twice(node, read)
  // What follows from a tag that is not closed is said there.
  return node.type.isError ? error('unexpected', read(node).slice(0, 40)) : []
}

function twice(node: SyntaxNode, read: (node: SyntaxNode) => string): Problem[] {
  const name = node.getChild('AttributeName')
  const earlier = (node.parent?.getChildren('Attribute') ?? []).filter(other => other.from < node.from)
  const isTwice = earlier.some(other => {
    const theirs = other.getChild('AttributeName')
    return theirs && name && read(theirs) === read(name)
  })
  if (!isTwice || !name) return []
  return [{ from: name.from, to: name.to, severity: 'error', kind: 'twice', name: read(name), other: '' }]
}

/** Names with a prefix are of another vocabulary; where anything may stand, nothing is unknown. */
function unknown(
  element: SyntaxNode,
  path: readonly string[],
  read: (node: SyntaxNode) => string,
  facts: SchemaFacts,
): Problem[] {
  const name = path.at(-1) ?? ''
  const tag = openTagOf(element)?.getChild('TagName')
  if (!tag || name.includes(':')) return []
  const parent = path.length > 1 ? factsOf(facts, path.slice(0, -1)) : null
  const known = factsOf(facts, path)
  if (!known) {
    const isSaid = path.length === 1 || (parent !== null && !parent.any)
    return isSaid ? [at(tag, 'element', name, path.at(-2) ?? '')] : []
  }
  return (element.firstChild?.getChildren('Attribute') ?? []).flatMap(attribute =>
    unknownAttribute(attribute, name, known, read),
  )
}

function unknownAttribute(
  of: SyntaxNode,
  element: string,
  known: ElementFacts,
  read: (node: SyntaxNode) => string,
): Problem[] {
  const name = of.getChild('AttributeName')
  const value = of.getChild('AttributeValue')
  if (!name || read(name).startsWith('xmlns') || read(name).includes(':') || known.any) return []
  const values = known.a?.[read(name)]
  if (values === undefined) return [at(name, 'attribute', read(name), element)]
  const said = value ? read(value).slice(1, -1) : ''
  return values !== 0 && value && !values.includes(said) ? [at(value, 'value', said, read(name))] : []
}

function at({ from, to }: SyntaxNode, kind: Problem['kind'], name: string, other: string): Problem {
  return { from, to, severity: 'info', kind, name, other }
}
