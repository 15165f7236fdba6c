// What Vitrina asked of its hosts: each call to libvirt with its time and outcome, and the virsh command that does the same.
import { useEffect, useState } from 'react'
import type { HostCall } from '../../../preload/model/call.ts'
import { formatTime } from '../../format/date.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { errorText, hostName, useWords } from '../../store/words.ts'
import { Button } from '../../ui/Button/Button.tsx'
import { Checkbox } from '../../ui/Field/Field.tsx'
import { Copy } from '../../ui/icons.ts'
import styles from '../page.module.css'

const AGAIN_MS = 1_000
const SHOWN = 150

export function Calls() {
  const { t } = useWords()
  const [calls, setCalls] = useState<readonly HostCall[]>([])
  const [onlyFailed, setOnlyFailed] = useState(false)
  useEffect(() => {
    const read = () => {
      if (!document.hidden) void ask('host.calls', undefined).then(setCalls)
    }
    read()
    const timer = setInterval(read, AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  const shown = calls.filter(call => !onlyFailed || call.error).slice(0, SHOWN)
  return (
    <div className={styles['section']}>
      <p className={styles['muted']}>{t('calls.text')}</p>
      <Checkbox isSelected={onlyFailed} onChange={setOnlyFailed}>
        {t('calls.onlyFailed')}
      </Checkbox>
      {shown.length === 0 && <p className={styles['muted']}>{t('calls.none')}</p>}
      {shown.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{t('calls.time')}</th>
              <th scope="col">{t('calls.host')}</th>
              <th scope="col">{t('calls.call')}</th>
              <th scope="col">{t('calls.duration')}</th>
              <th scope="col">{t('calls.outcome')}</th>
              <th scope="col">{t('calls.command')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(call => (
              <CallRow key={call.id} call={call} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function CallRow({ call }: { readonly call: HostCall }) {
  const { t, language } = useWords()
  const host = useMirror(state => state.objects.host[call.host])
  const { command } = call
  const duration = new Intl.NumberFormat(language, { maximumFractionDigits: call.durationMs < 10 ? 1 : 0 })
  return (
    <tr>
      <td>{formatTime(call.at, language)}</td>
      <td>{host ? hostName(host, t) : call.host}</td>
      <td>
        <code>{call.name}</code>
      </td>
      <td>{duration.format(call.durationMs)} ms</td>
      <td>{call.error ? errorText(call.error, t) : t('calls.ok')}</td>
      <td>
        {command && (
          <Button
            size="small"
            variant="quiet"
            icon={<Copy />}
            aria-label={t('calls.copy', { command })}
            onPress={() => void ask('window.copy', command)}
          />
        )}
      </td>
    </tr>
  )
}
