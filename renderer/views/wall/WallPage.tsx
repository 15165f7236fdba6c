// The screens of all machines that are on, side by side. Enter or a double click opens one in its own window.
import { useMemo } from 'react'
import { GridList, GridListItem } from 'react-aria-components'
import { objectKey } from '../../../preload/model/ids.ts'
import { Thumbnail } from '../../console/thumbnails/Thumbnail.tsx'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { hostName, useWords } from '../../store/words.ts'
import { EmptyState } from '../../ui/EmptyState/EmptyState.tsx'
import { MonitorOff } from '../../ui/icons.ts'
import { StateMark } from '../../ui/StateMark/StateMark.tsx'
import page from '../page.module.css'
import { markOf } from '../vm/marks.ts'
import styles from './WallPage.module.css'

const WIDTH = 240

export function WallPage() {
  const { t, language } = useWords()
  const vms = useMirror(state => state.objects.vm)
  const hosts = useMirror(state => state.objects.host)
  const shown = useMemo(
    () =>
      Object.values(vms)
        .filter(vm => vm.state === 'running' || vm.state === 'paused')
        .sort((a, b) => a.name.localeCompare(b.name, language, { numeric: true })),
    [vms, language],
  )
  return (
    <div className={page['page']}>
      <h1>{t('wall.title')}</h1>
      <p className={page['muted']}>{t('wall.text')}</p>
      <GridList
        aria-label={t('wall.title')}
        layout="grid"
        selectionMode="single"
        selectionBehavior="replace"
        className={styles['wall'] ?? ''}
        items={shown.map(vm => ({ vm, id: objectKey(vm.host, vm.uuid) }))}
        onAction={key => {
          const vm = vms[String(key)]
          if (vm) void ask('window.detachConsole', { host: vm.host, vm: vm.uuid })
        }}
        renderEmptyState={() => (
          <EmptyState icon={<MonitorOff />} title={t('wall.empty')}>
            {t('wall.emptyText')}
          </EmptyState>
        )}
      >
        {({ vm }) => {
          const host = hosts[vm.host]
          return (
            <GridListItem textValue={vm.name} className={styles['machine'] ?? ''}>
              <Thumbnail vm={vm} width={WIDTH} />
              <span className={styles['name']}>
                <StateMark mark={markOf(vm.state)} label={t(`state.${vm.state}`)} />
                <bdi>{vm.name}</bdi>
              </span>
              {host && Object.keys(hosts).length > 1 && (
                <span className={page['muted']}>{hostName(host, t)}</span>
              )}
            </GridListItem>
          )
        }}
      </GridList>
    </div>
  )
}
