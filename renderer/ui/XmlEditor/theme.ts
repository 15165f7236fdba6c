// The editor in the design system's colours: tokens.css decides, in every theme.
import { EditorView } from '@codemirror/view'

export const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--fg)', backgroundColor: 'var(--content)', fontSize: '0.96em' },
  '&.cm-focused': { outline: 'var(--focus) solid var(--accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--fg)' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-gutters': {
    backgroundColor: 'var(--window)',
    color: 'var(--muted)',
    borderRight: '1px solid var(--border)',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--fg) 4%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selected)',
  },
  '.cm-matchingBracket, .cm-nonmatchingBracket': { backgroundColor: 'var(--selected)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--raised)',
    color: 'var(--fg)',
    border: '1px solid var(--border)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-fill)',
    color: 'var(--on-accent)',
  },
  '.cm-completionIcon': { display: 'none' },
  '.cm-textfield': { backgroundColor: 'var(--content)', color: 'var(--fg)', border: '1px solid var(--edge)' },
  '.cm-button': {
    background: 'var(--raised)',
    color: 'var(--fg)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--radius-small)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--danger)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--info)' },
  '.tok-typeName, .tok-tagName': { color: 'var(--accent)' },
  '.tok-propertyName, .tok-attributeName': { color: 'var(--info)' },
  '.tok-string, .tok-attributeValue': { color: 'var(--success)' },
  '.tok-comment, .tok-meta': { color: 'var(--muted)' },
  '.tok-punctuation': { color: 'var(--muted)' },
})
