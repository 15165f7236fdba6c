// What went wrong, in the user's language, with libvirt's own words behind Details.
import type { AppError } from '../../../preload/model/error.ts'
import { errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'

export function ErrorBanner({ error }: { readonly error: AppError }) {
  const { t } = useWords()
  return (
    <Banner
      kind="danger"
      title={errorText(error, t)}
      details={error.detail ? { label: t('common.details'), text: error.detail } : undefined}
    />
  )
}
