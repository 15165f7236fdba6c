// A view that fails is said to have failed; the rest of the window goes on.
import { Component, type ReactNode } from 'react'
import { i18n } from '../store/words.ts'
import { Banner } from '../ui/Banner/Banner.tsx'

interface Props {
  readonly children: ReactNode
}

export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Banner
        kind="danger"
        title={i18n.t('error.render')}
        details={{ label: i18n.t('common.details'), text: error.stack ?? error.message }}
      />
    )
  }
}
