// Completion of elements, attributes and values from the facts of a vocabulary.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { SyntaxNode } from '@lezer/common'
import { factsOf, type SchemaFacts } from './facts.ts'
import { elementAt, pathTo } from './syntax.ts'

/** @param outer names of the elements that the text stands in */
export function completeFrom(facts: SchemaFacts, outer: readonly string[] = []) {
  return (context: CompletionContext): CompletionResult | null => {
    const read = (node: SyntaxNode) => context.state.sliceDoc(node.from, node.to)
    const node = syntaxTree(context.state).resolveInner(context.pos, -1)
    const element = elementAt(node)
    const within = [...outer, ...(element ? pathTo(element, read) : [])]
    const outside = within.slice(0, -1)
    switch (node.name) {
      case 'AttributeValue': {
        const name = node.parent?.getChild('AttributeName')
        const known = name ? factsOf(facts, within)?.a?.[read(name)] : undefined
        return known ? choices(known, node.from + 1, context.pos) : null
      }
      case 'AttributeName':
        return attributes(facts, within, element, node.from, context)
      case 'StartTag':
        return tags(facts, outside, context.pos)
      case 'TagName':
        return node.parent?.name === 'CloseTag' ? null : tags(facts, outside, node.from)
      case 'OpenTag':
      case 'SelfClosingTag':
        return attributes(facts, within, element, context.pos, context)
      case 'StartCloseTag':
        return choices([`${within.at(-1) ?? ''}>`], context.pos, context.pos)
      default:
        return texts(facts, within, context)
    }
  }
}

function tags(facts: SchemaFacts, parent: readonly string[], from: number): CompletionResult | null {
  const names =
    parent.length > 0 ? factsOf(facts, parent)?.c : Object.keys(facts).filter(k => !k.includes('/'))
  return names ? { from, options: names.map(label => ({ label, type: 'type' })), validFor: NAME } : null
}

const NAME = /^[\w:.-]*$/

/** Those that the tag does not have yet, with a place for the value. */
function attributes(
  facts: SchemaFacts,
  path: readonly string[],
  element: SyntaxNode | null,
  from: number,
  context: CompletionContext,
): CompletionResult | null {
  const known = factsOf(facts, path)?.a
  // Not between the quote of one and the next: XML wants white space there.
  if (!known || (from === context.pos && !/\s/.test(context.state.sliceDoc(from - 1, from)))) return null
  const there = (element?.firstChild?.getChildren('Attribute') ?? [])
    .filter(attribute => attribute.from !== from)
    .map(attribute => attribute.getChild('AttributeName'))
    .map(name => (name ? context.state.sliceDoc(name.from, name.to) : ''))
  const options = Object.keys(known)
    .filter(name => !there.includes(name))
    .map((label): Completion => ({ label, type: 'property', apply: applyAttribute }))
  return { from, options, validFor: NAME }
}

const applyAttribute: Exclude<Completion['apply'], string | undefined> = (view, { label }, from, to) => {
  const hasValue = view.state.sliceDoc(to, to + 1) === '='
  const insert = hasValue ? label : `${label}=''`
  const anchor = from + insert.length - (hasValue ? 0 : 1)
  view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: 'input.complete' })
}

/** In an element's text: its values, and what may stand in it. Only when asked for, or after a `<`. */
function texts(
  facts: SchemaFacts,
  path: readonly string[],
  context: CompletionContext,
): CompletionResult | null {
  const known = factsOf(facts, path)
  const word = context.matchBefore(/[\w-]+/)
  const from = word?.from ?? context.pos
  if (context.matchBefore(/</)) return tags(facts, path, context.pos)
  if (known?.v) return choices(known.v, from, context.pos)
  return context.explicit && known?.c
    ? { from, options: known.c.map(name => ({ label: `<${name}`, type: 'type' })) }
    : null
}

function choices(values: readonly string[], from: number, pos: number): CompletionResult {
  return { from, to: pos, options: values.map(label => ({ label, type: 'enum' })), validFor: /^[\w.-]*$/ }
}
