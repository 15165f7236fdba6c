// The sections one under the other, or only one of them.
import { ButtonsSection } from './ButtonsSection.tsx'
import { ChoicesSection } from './ChoicesSection.tsx'
import { DocumentsSection } from './DocumentsSection.tsx'
import { FeedbackSection } from './FeedbackSection.tsx'
import { FieldsSection } from './FieldsSection.tsx'
import styles from './Gallery.module.css'
import { ListsSection } from './ListsSection.tsx'

const SECTIONS = {
  buttons: ButtonsSection,
  choices: ChoicesSection,
  fields: FieldsSection,
  lists: ListsSection,
  feedback: FeedbackSection,
  documents: DocumentsSection,
}

export function Gallery({ only }: { readonly only: string | null }) {
  return (
    <main className={styles['gallery']}>
      <h1>Design system</h1>
      {Object.entries(SECTIONS).map(
        ([id, Section]) => (only === null || only === id) && <Section key={id} />,
      )}
    </main>
  )
}
