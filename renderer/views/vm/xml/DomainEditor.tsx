// The XML editor with libvirt's vocabulary and this app's words.
import { useMemo } from 'react'
import { useWords, type Words } from '../../../store/words.ts'
import type { Problem } from '../../../ui/XmlEditor/problems.ts'
import { XmlEditor, type XmlEditorProps } from '../../../ui/XmlEditor/XmlEditor.tsx'
import { LIBVIRT_FACTS, LIBVIRT_VERSION } from './libvirt-facts.gen.ts'
import { PHRASES } from './phrases.ts'

type Props = Pick<
  XmlEditorProps,
  'label' | 'value' | 'onChange' | 'outer' | 'isReadOnly' | 'refusal' | 'onJudge'
> & {
  readonly onSubmit?: () => void
}

export function DomainEditor({ onSubmit = () => undefined, ...props }: Props) {
  const words = useWords()
  const { t, language } = words
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are the language's
  const phrases = useMemo(
    () =>
      Object.fromEntries(Object.entries(PHRASES).map(([phrase, key]) => [phrase, t(`xml.phrases.${key}`)])),
    [language],
  )
  return (
    <XmlEditor
      {...props}
      onSubmit={onSubmit}
      facts={LIBVIRT_FACTS}
      problemText={problem => problemText(problem, words)}
      lineText={(line, text) => t('xml.line', { line, text })}
      problemsLabel={t('xml.problems')}
      phrases={phrases}
    />
  )
}

function problemText({ kind, name, other, severity }: Problem, { t }: Words): string {
  const text = t(`xml.problem.${kind}`, { name, other })
  return severity === 'info' ? `${text} ${t('xml.unknown', { version: LIBVIRT_VERSION })}` : text
}
