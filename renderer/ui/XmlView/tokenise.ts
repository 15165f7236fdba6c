// XML cut into pieces to colour. It understands no more than that: broken XML is shown too, and no character is lost.

export interface Token {
  readonly kind: 'text' | 'tag' | 'attribute' | 'value' | 'mark' | 'comment' | 'declaration'
  readonly text: string
}

/** In turn: comment, CDATA, declaration or instruction, a tag, the text between. */
const PIECES =
  /(?<comment><!--[\s\S]*?(?:-->|$))|(?<data><!\[CDATA\[[\s\S]*?(?:\]\]>|$))|(?<declaration><[?!][^>]*(?:>|$))|(?<tag><\/?[^\s<>/]+(?:"[^"]*"|'[^']*'|[^<>"'])*>?)|(?<text>[^<]+|<)/g

/** In turn: what opens and names the tag, an attribute's value, its name, the rest. */
const TAG_PIECES =
  /(?<open>^<\/?)(?<name>[^\s<>/]+)|(?<value>"[^"]*"?|'[^']*'?)|(?<attribute>[^\s=<>/"']+)|(?<mark>[\s=<>/]+)/g

export function tokenise(xml: string): readonly Token[] {
  const tokens: Token[] = []
  for (const { groups = {} } of xml.matchAll(PIECES)) {
    const { comment, data, declaration, tag, text } = groups
    if (comment !== undefined) tokens.push({ kind: 'comment', text: comment })
    else if (declaration !== undefined) tokens.push({ kind: 'declaration', text: declaration })
    else if (tag !== undefined) tokens.push(...tokensOfTag(tag))
    else tokens.push({ kind: 'text', text: data ?? text ?? '' })
  }
  return tokens
}

function tokensOfTag(tag: string): readonly Token[] {
  const tokens: Token[] = []
  for (const { groups = {} } of tag.matchAll(TAG_PIECES)) {
    const { open, name, value, attribute, mark } = groups
    if (open !== undefined && name !== undefined)
      tokens.push({ kind: 'mark', text: open }, { kind: 'tag', text: name })
    else if (value !== undefined) tokens.push({ kind: 'value', text: value })
    else if (attribute !== undefined) tokens.push({ kind: 'attribute', text: attribute })
    else tokens.push({ kind: 'mark', text: mark ?? '' })
  }
  return tokens
}
