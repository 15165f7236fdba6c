// Why nothing can be done to a machine's disks now; what is being done to one already can be stopped here, for what began it (this
// app too, in an earlier run) may be gone.
import type { DiskRef } from '../../../preload/model/disk-job.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Label } from '../../../preload/model/task.ts'
import { ask } from '../../store/client.ts'
import { useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'

interface Props {
  readonly target: VmRef
  readonly refusal: Label
  /** Called when it was told to stop. */
  readonly onStop: () => void
}

export function RefusedJob({ target: { host, vm }, refusal: { key, params }, onStop }: Props) {
  const { t } = useWords()
  const stop = () => {
    onStop()
    const disk: DiskRef = { host, vm, target: String(params['disk']) }
    void ask('disk.stop', disk)
  }
  return (
    <Banner
      kind="info"
      title={t(`error.disk.${key}`, params)}
      actions={key === 'busy' && <Button onPress={stop}>{t('merge.stop')}</Button>}
    />
  )
}
