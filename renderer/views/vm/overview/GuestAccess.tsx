// A password or an SSH key for a user of the guest, set by its agent.
import { useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import { GuestKey, GuestPassword } from '../../../../preload/model/guest.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { errorOf, useWords } from '../../../store/words.ts'
import { Button } from '../../../ui/Button/Button.tsx'
import { Dialog } from '../../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../../ui/Field/Field.tsx'
import { KeyRound } from '../../../ui/icons.ts'
import { RadioGroup } from '../../../ui/RadioGroup/RadioGroup.tsx'
import { TextArea } from '../../../ui/TextArea/TextArea.tsx'
import { ErrorBanner } from '../ErrorBanner.tsx'

interface Props {
  readonly vm: Vm
  /** Who is logged in. */
  readonly users: readonly string[]
}

export function GuestAccess({ vm, users }: Props) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" variant="quiet" icon={<KeyRound />} onPress={() => setOpen(true)}>
        {t('overview.access')}
      </Button>
      {isOpen && <AccessDialog vm={vm} users={users} onClose={() => setOpen(false)} />}
    </>
  )
}

type What = 'password' | 'key'

function AccessDialog({ vm, users, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useWords()
  const [what, setWhat] = useState<What>('password')
  const [user, setUser] = useState(users[0] ?? 'root')
  const [password, setPassword] = useState('')
  const [key, setKey] = useState('')
  const [error, setError] = useState<AppError | null>(null)
  const [isPending, setPending] = useState(false)
  const ref = { host: vm.host, vm: vm.uuid, user }
  const isWhole =
    what === 'password'
      ? GuestPassword.safeParse({ ...ref, password }).success
      : GuestKey.safeParse({ ...ref, key }).success
  const isWrongKey = key.trim() !== '' && !GuestKey.shape.key.safeParse(key).success
  const confirm = () => {
    setPending(true)
    setError(null)
    const asked =
      what === 'password'
        ? ask('vm.setGuestPassword', { ...ref, password })
        : ask('vm.addGuestKey', { ...ref, key: key.trim() })
    asked.then(onClose, reason => {
      setError(errorOf(reason))
      setPending(false)
    })
  }
  return (
    <Dialog
      title={t('overview.accessTitle', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(`overview.accessConfirm.${what}`)}
      isConfirmDisabled={!isWhole}
      isPending={isPending}
      onClose={onClose}
      onConfirm={confirm}
    >
      {error && <ErrorBanner error={error} />}
      <TextField label={t('overview.user')} value={user} onChange={setUser} />
      <RadioGroup
        isHorizontal
        label={t('overview.accessWhat')}
        value={what}
        onChange={id => setWhat(id as What)}
        options={(['password', 'key'] as const).map(id => ({ id, label: t(`overview.accessKind.${id}`) }))}
      />
      {what === 'password' ? (
        <TextField
          type="password"
          label={t('overview.accessKind.password')}
          description={t('overview.accessText.password')}
          value={password}
          onChange={setPassword}
        />
      ) : (
        <TextArea
          label={t('overview.accessKind.key')}
          description={t('overview.accessText.key')}
          error={isWrongKey ? t('overview.wrongKey') : undefined}
          value={key}
          onChange={setKey}
        />
      )}
    </Dialog>
  )
}
