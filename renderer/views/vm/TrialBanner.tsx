// A change on trial: when it goes back, and the two buttons that decide it now.
import { objectKey } from '../../../preload/model/ids.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { formatTime } from '../../format/date.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'

export function TrialBanner({ vm }: { readonly vm: Vm }) {
  const { t, language } = useWords()
  const trial = useMirror(state => state.objects.trial[objectKey(vm.host, vm.uuid)])
  if (!trial) return null
  const ref = { host: vm.host, vm: vm.uuid }
  const text = trial.agent ? 'trial.untilAgent' : 'trial.until'
  return (
    <Banner
      kind="warning"
      title={t('trial.title')}
      actions={
        <>
          <Button variant="primary" onPress={() => void ask('trial.keep', ref)}>
            {t('trial.keep')}
          </Button>
          {!trial.isStuck && (
            <Button onPress={() => void ask('trial.goBack', ref)}>{t('trial.goBack')}</Button>
          )}
        </>
      }
    >
      {trial.isStuck ? t('trial.stuck') : t(text, { at: formatTime(trial.endsAt, language) })}
    </Banner>
  )
}
