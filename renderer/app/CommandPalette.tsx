// Ctrl+K: machines, hosts and actions by a few letters.
import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from 'react-aria-components'
import { ACTIONS, type Action, type ActionId } from '../../preload/actions.ts'
import { useMirror } from '../store/mirror.ts'
import { go, useRoute } from '../store/route.ts'
import { hostName, useWords } from '../store/words.ts'
import { isPossible, perform, useCurrentVm } from './actions.ts'
import styles from './CommandPalette.module.css'

interface Entry {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly run: () => void
}

export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords()
  const { contains } = useFilter({ sensitivity: 'base' })
  const [text, setText] = useState('')
  const entries = useEntries()
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={open => !open && onClose()}
      className={styles['overlay'] ?? ''}
    >
      <Modal className={styles['modal'] ?? ''}>
        <Dialog aria-label={t('palette.label')} className={styles['dialog'] ?? ''}>
          <Autocomplete filter={contains} inputValue={text} onInputChange={setText}>
            <TextField aria-label={t('palette.label')} autoFocus>
              <Input className={styles['input'] ?? ''} placeholder={t('palette.placeholder')} />
            </TextField>
            <Menu
              aria-label={t('palette.label')}
              items={entries}
              className={styles['menu'] ?? ''}
              renderEmptyState={() => <p className={styles['none']}>{t('palette.none')}</p>}
              onAction={key => {
                onClose()
                entries.find(entry => entry.id === key)?.run()
              }}
            >
              {entry => (
                <MenuItem id={entry.id} textValue={entry.label} className={styles['item'] ?? ''}>
                  <bdi>{entry.label}</bdi>
                  <span className={styles['hint']}>{entry.hint}</span>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function useEntries(): Entry[] {
  const { t } = useWords()
  const route = useRoute()
  const current = useCurrentVm()
  const vms = useMirror(state => state.objects.vm)
  const hosts = useMirror(state => state.objects.host)
  const actions = (Object.keys(ACTIONS) as ActionId[]).filter(
    id => id !== 'palette' && isPossible(id, current),
  )
  return [
    ...actions.map((id): Entry => {
      const { label, shortcut }: Action = ACTIONS[id]
      const run = () => perform(id, current, route, () => undefined)
      return { id, label: t(label), hint: shortcut?.replace('Mod', 'Ctrl') ?? '', run }
    }),
    ...Object.values(hosts).map((host): Entry => {
      const run = () => go({ at: 'host', host: host.id })
      return { id: host.id, label: hostName(host, t), hint: '', run }
    }),
    ...Object.entries(vms).map(([key, vm]): Entry => {
      const run = () => go({ at: 'vm', host: vm.host, vm: vm.uuid, tab: null })
      return { id: key, label: vm.name, hint: t(`state.${vm.state}`), run }
    }),
  ]
}
