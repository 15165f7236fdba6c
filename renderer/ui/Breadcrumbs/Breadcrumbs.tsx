// Where one is, and the way up.
import { Breadcrumbs as AriaBreadcrumbs, Breadcrumb, Link } from 'react-aria-components'
import { ChevronRight } from '../icons.ts'
import styles from './Breadcrumbs.module.css'

interface Crumb {
  readonly id: string
  readonly label: string
}

interface Props {
  readonly label: string
  readonly items: readonly Crumb[]
  readonly onGo: (id: string) => void
}

export function Breadcrumbs({ label, items, onGo }: Props) {
  return (
    <nav aria-label={label}>
      <AriaBreadcrumbs items={items} onAction={key => onGo(String(key))} className={styles['list'] ?? ''}>
        {item => (
          <Breadcrumb id={item.id} className={styles['crumb'] ?? ''}>
            {({ isCurrent }) => (
              <>
                <Link className={styles['link'] ?? ''}>
                  <bdi>{item.label}</bdi>
                </Link>
                {!isCurrent && <ChevronRight aria-hidden className={styles['chevron']} />}
              </>
            )}
          </Breadcrumb>
        )}
      </AriaBreadcrumbs>
    </nav>
  )
}
