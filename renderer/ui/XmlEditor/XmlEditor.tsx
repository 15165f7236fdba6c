// XML to write: coloured, completed from facts, with what is wrong marked where it is and listed below. Mod+S hands the
// text over, F8 goes to the next problem. Loaded only where somebody writes (`lazy`), for the editor is large.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { xmlLanguage } from '@codemirror/lang-xml'
import {
  bracketMatching,
  ensureSyntaxTree,
  foldGutter,
  foldKeymap,
  syntaxHighlighting,
} from '@codemirror/language'
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, StateEffect } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef, useState } from 'react'
import { completeFrom } from './complete.ts'
import type { SchemaFacts } from './facts.ts'
import { findProblems, type Problem } from './problems.ts'
import { theme } from './theme.ts'
import styles from './XmlEditor.module.css'

export interface XmlEditorProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** Mod+S. */
  readonly onSubmit: () => void
  readonly facts: SchemaFacts
  /** Names of the elements that the text stands in: none for a whole document. */
  readonly outer?: readonly string[]
  readonly isReadOnly?: boolean
  /** What somebody else says of the text as it stands, at a line from 1. */
  readonly refusal?: { readonly line: number; readonly message: string } | null
  readonly problemText: (problem: Problem) => string
  /** `Line 12: …` */
  readonly lineText: (line: number, text: string) => string
  readonly problemsLabel: string
  /** The editor's own words (CodeMirror's phrases), by the English ones. */
  readonly phrases: Readonly<Record<string, string>>
  /** Tells whether what stands there is well-formed. */
  readonly onJudge?: (isWellFormed: boolean) => void
}

const LISTED = 5
/** The text is the same, what is said of it is not. */
const judgeAgain = StateEffect.define<null>()

export function XmlEditor(props: XmlEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef(props)
  latest.current = props
  const [problems, setProblems] = useState<readonly Diagnostic[]>([])
  const { value, phrases } = props
  useEffect(() => {
    if (!host.current) return
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: extensionsFor(latest, phrases, setProblems),
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [phrases])
  // Text from outside (another version, a merge) replaces what stands there, and can be undone as any edit.
  useEffect(() => {
    const at = view.current
    if (at && at.state.doc.toString() !== value)
      at.dispatch({ changes: { from: 0, to: at.state.doc.length, insert: value } })
  }, [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refusal is among the problems
  useEffect(() => {
    view.current?.dispatch({ effects: judgeAgain.of(null) })
  }, [props.refusal])
  return (
    <div className={styles['editor']}>
      <div className={styles['text']} ref={host} />
      {problems.length > 0 && (
        <ul className={styles['problems']} aria-label={props.problemsLabel}>
          {problems.slice(0, LISTED).map(({ from, severity, message }) => (
            <li key={`${from} ${message}`}>
              <button
                type="button"
                className={styles[severity]}
                onClick={() => view.current && showPlace(view.current, from)}
              >
                {props.lineText(view.current?.state.doc.lineAt(from).number ?? 1, message)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function showPlace(view: EditorView, from: number): void {
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true })
  view.focus()
}

type Latest = { readonly current: XmlEditorProps }

function extensionsFor(
  latest: Latest,
  phrases: Readonly<Record<string, string>>,
  setProblems: (problems: readonly Diagnostic[]) => void,
) {
  const submit = () => {
    latest.current.onSubmit()
    return true
  }
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    xmlLanguage,
    autocompletion({ override: [completeFrom(latest.current.facts, latest.current.outer)] }),
    linter(view => judge(view, latest.current, setProblems), {
      delay: 300,
      needsRefresh: ({ transactions }) => transactions.some(t => t.effects.some(e => e.is(judgeAgain))),
    }),
    syntaxHighlighting(classHighlighter),
    theme,
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({
      'aria-label': latest.current.label,
      spellcheck: 'false',
      tabindex: '0',
    }),
    EditorView.updateListener.of(update => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString())
    }),
    EditorState.readOnly.of(latest.current.isReadOnly ?? false),
    // Escape closes the list of completions, not the dialog around the editor.
    EditorView.domEventHandlers({
      keydown: (event, view) => {
        if (event.key === 'Escape' && completionStatus(view.state) !== null) event.stopPropagation()
      },
    }),
    keymap.of([
      { key: 'Mod-s', run: submit, preventDefault: true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
  ]
}

function judge(
  { state }: EditorView,
  { facts, outer, refusal, problemText, onJudge }: XmlEditorProps,
  setProblems: (problems: readonly Diagnostic[]) => void,
): Diagnostic[] {
  const tree = ensureSyntaxTree(state, state.doc.length, 1_000)
  const problems = tree ? findProblems(tree, state.doc.toString(), facts, outer) : []
  const found = problems.map((problem): Diagnostic => {
    const { from, to, severity } = problem
    return { from, to: Math.min(to, state.doc.length), severity, message: problemText(problem) }
  })
  if (refusal && refusal.line <= state.doc.lines) {
    const { from, to } = state.doc.line(refusal.line)
    found.unshift({ from, to, severity: 'error', message: refusal.message })
  }
  setProblems(found)
  onJudge?.(!problems.some(({ severity }) => severity === 'error'))
  return found
}
