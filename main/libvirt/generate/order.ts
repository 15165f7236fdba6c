// Which calls may overtake which: see ../order.ts for what each word means.
import type { Order } from '../procedure.ts'
import type { Procedure } from './facts.ts'

const LOOKUP = /_LOOKUP_/
/** Makes an object, or changes what it is found by. Of snapshots it is a change of the domain, whose name stays. */
const NAMING =
  /^(?!DOMAIN_(SNAPSHOT|CHECKPOINT|SAVE_IMAGE|MANAGED_SAVE)_).*(_DEFINE_XML(_FLAGS)?|_CREATE_XML(_FLAGS|_FROM|_WITH_FILES)?|_UNDEFINE(_FLAGS)?|_RENAME)$/
/** What ends or steers work that may take long: it does not wait for that work. */
const INTERRUPT =
  /^(DOMAIN_(DESTROY|RESET|ABORT_JOB|BLOCK_JOB_ABORT|BLOCK_JOB_SET_SPEED|MIGRATE_|SUSPEND$|RESUME$|SHUTDOWN|SEND_KEY|INJECT_NMI|AGENT_SET_RESPONSE|AGENT_COMMAND|MONITOR_COMMAND|FSTHAW)|STORAGE_POOL_DESTROY|NETWORK_DESTROY)/
const READ =
  /(_GET_|_LIST_|_NUM(_|$)|_IS_|_HAS_|_STATS|_PEEK|_COMPARE_|_BASELINE_|_FIND_|_NATIVE|_SUPPORTS_|_ADDRESSES$|_SNAPSHOT_CURRENT$|_SCREENSHOT$|_DOWNLOAD$|_UPLOAD$|_OPEN_|_KEYS_GET$|^AUTH_|_EVENT|_CALLBACK|^CONNECT_(OPEN|CLOSE|SET_IDENTITY))/

export function orderOf({ name, msg }: Procedure): Order {
  if (msg) return 'read'
  if (LOOKUP.test(name)) return 'lookup'
  if (NAMING.test(name)) return 'naming'
  if (READ.test(name)) return 'read'
  return INTERRUPT.test(name) ? 'interrupt' : 'change'
}
