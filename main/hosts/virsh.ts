// A call of ours as the virsh command that does the same: for people who want to repeat it, or to learn it. Only names,
// paths and flags are in it: XML and passwords are not. Commands and options by virsh(1).

type Args = Readonly<Record<string, unknown>>
type Words = (args: Args) => readonly string[]

/** Flags of a call and virsh's options for them. */
type Options = readonly (readonly [bit: number, option: string])[]

const XML_OPTIONS: Options = [
  [1, '--security-info'],
  [2, '--inactive'],
]
const LIVE_OPTIONS: Options = [
  [1, '--live'],
  [2, '--config'],
]
const UNDEFINE_OPTIONS: Options = [
  [1, '--managed-save'],
  [2, '--snapshots-metadata'],
  [4, '--nvram'],
  [8, '--keep-nvram'],
  [16, '--checkpoints-metadata'],
]

const COPY_OPTIONS: Options = [
  [2, '--reuse-external'],
  [4, '--transient-job'],
]
/** VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT */
const PIVOT = 2

/** By the call's name in the protocol. */
const COMMANDS: Readonly<Record<string, Words>> = {
  CONNECT_GET_TYPE: () => ['version'],
  CONNECT_GET_VERSION: () => ['version'],
  CONNECT_GET_LIB_VERSION: () => ['version', '--daemon'],
  CONNECT_GET_HOSTNAME: () => ['hostname'],
  CONNECT_GET_URI: () => ['uri'],
  CONNECT_GET_CAPABILITIES: () => ['capabilities'],
  CONNECT_GET_DOMAIN_CAPABILITIES: args => [
    'domcapabilities',
    ...option('--virttype', args['virttype']),
    ...option('--arch', args['arch']),
    ...option('--machine', args['machine']),
  ],
  CONNECT_GET_ALL_DOMAIN_STATS: () => ['domstats'],
  CONNECT_LIST_ALL_DOMAINS: () => ['list', '--all'],
  CONNECT_LIST_ALL_NETWORKS: () => ['net-list', '--all'],
  CONNECT_LIST_ALL_STORAGE_POOLS: () => ['pool-list', '--all'],
  CONNECT_LIST_ALL_INTERFACES: () => ['iface-list', '--all'],
  CONNECT_LIST_ALL_NODE_DEVICES: () => ['nodedev-list'],
  NODE_GET_INFO: () => ['nodeinfo'],
  NODE_GET_CPU_STATS: () => ['nodecpustats'],
  NODE_GET_MEMORY_STATS: () => ['nodememstats'],

  DOMAIN_LOOKUP_BY_NAME: args => ['domuuid', text(args['name'])],
  DOMAIN_LOOKUP_BY_UUID: args => ['domname', uuid(args['uuid'])],
  DOMAIN_GET_XML_DESC: args => ['dumpxml', vm(args), ...flags(args, XML_OPTIONS)],
  DOMAIN_GET_STATE: args => ['domstate', vm(args), '--reason'],
  DOMAIN_GET_INFO: args => ['dominfo', vm(args)],
  DOMAIN_GET_AUTOSTART: args => ['dominfo', vm(args)],
  DOMAIN_IS_ACTIVE: args => ['domstate', vm(args)],
  DOMAIN_CREATE: args => ['start', vm(args)],
  DOMAIN_CREATE_WITH_FLAGS: args => [
    'start',
    vm(args),
    ...flags(args, [
      [1, '--paused'],
      [8, '--force-boot'],
    ]),
  ],
  DOMAIN_SHUTDOWN_FLAGS: args => ['shutdown', vm(args)],
  DOMAIN_REBOOT: args => ['reboot', vm(args)],
  DOMAIN_RESET: args => ['reset', vm(args)],
  DOMAIN_SUSPEND: args => ['suspend', vm(args)],
  DOMAIN_RESUME: args => ['resume', vm(args)],
  DOMAIN_DESTROY_FLAGS: args => ['destroy', vm(args), ...flags(args, [[1, '--graceful']])],
  DOMAIN_DEFINE_XML_FLAGS: args => ['define', 'machine.xml', ...flags(args, [[1, '--validate']])],
  DOMAIN_UNDEFINE_FLAGS: args => ['undefine', vm(args), ...flags(args, UNDEFINE_OPTIONS)],
  DOMAIN_ATTACH_DEVICE_FLAGS: args => ['attach-device', vm(args), 'device.xml', ...flags(args, LIVE_OPTIONS)],
  DOMAIN_DETACH_DEVICE_FLAGS: args => ['detach-device', vm(args), 'device.xml', ...flags(args, LIVE_OPTIONS)],
  DOMAIN_UPDATE_DEVICE_FLAGS: args => ['update-device', vm(args), 'device.xml', ...flags(args, LIVE_OPTIONS)],
  DOMAIN_GET_JOB_INFO: args => ['domjobinfo', vm(args)],
  DOMAIN_ABORT_JOB: args => ['domjobabort', vm(args)],
  DOMAIN_GET_BLOCK_JOB_INFO: args => ['blockjob', vm(args), text(args['path']), '--info'],
  DOMAIN_BLOCK_JOB_ABORT: args => [
    'blockjob',
    vm(args),
    text(args['path']),
    Number(args['flags'] ?? 0) & PIVOT ? '--pivot' : '--abort',
  ],
  DOMAIN_BLOCK_PULL: args => ['blockpull', vm(args), text(args['path'])],
  DOMAIN_BLOCK_COMMIT: args => [
    'blockcommit',
    vm(args),
    text(args['disk']),
    ...option('--base', args['base']),
    ...flags(args, [[4, '--active']]),
  ],
  DOMAIN_BLOCK_COPY: args => [
    'blockcopy',
    vm(args),
    text(args['path']),
    '--xml',
    'disk.xml',
    ...flags(args, COPY_OPTIONS),
  ],
  DOMAIN_BACKUP_BEGIN: args => ['backup-begin', vm(args), 'backup.xml'],
  DOMAIN_SCREENSHOT: args => ['screenshot', vm(args)],
  DOMAIN_OPEN_CONSOLE: args => ['console', vm(args), ...flags(args, [[1, '--force']])],

  NETWORK_LOOKUP_BY_NAME: args => ['net-info', text(args['name'])],
  NETWORK_LOOKUP_BY_UUID: args => ['net-info', uuid(args['uuid'])],
  NETWORK_GET_XML_DESC: args => ['net-dumpxml', name(args['net'])],
  NETWORK_GET_AUTOSTART: args => ['net-info', name(args['net'])],
  NETWORK_IS_ACTIVE: args => ['net-info', name(args['net'])],
  NETWORK_CREATE: args => ['net-start', name(args['net'])],
  NETWORK_DESTROY: args => ['net-destroy', name(args['net'])],

  STORAGE_POOL_LOOKUP_BY_NAME: args => ['pool-info', text(args['name'])],
  STORAGE_POOL_LOOKUP_BY_UUID: args => ['pool-info', uuid(args['uuid'])],
  STORAGE_POOL_GET_XML_DESC: args => ['pool-dumpxml', name(args['pool'])],
  STORAGE_POOL_GET_INFO: args => ['pool-info', name(args['pool']), '--bytes'],
  STORAGE_POOL_GET_AUTOSTART: args => ['pool-info', name(args['pool'])],
  STORAGE_POOL_DEFINE_XML: () => ['pool-define', 'pool.xml'],
  STORAGE_POOL_UNDEFINE: args => ['pool-undefine', name(args['pool'])],
  STORAGE_POOL_BUILD: args => ['pool-build', name(args['pool'])],
  STORAGE_POOL_CREATE: args => ['pool-start', name(args['pool'])],
  STORAGE_POOL_DESTROY: args => ['pool-destroy', name(args['pool'])],
  STORAGE_POOL_REFRESH: args => ['pool-refresh', name(args['pool'])],
  STORAGE_POOL_SET_AUTOSTART: args => [
    'pool-autostart',
    name(args['pool']),
    ...(args['autostart'] ? [] : ['--disable']),
  ],
  STORAGE_POOL_LIST_ALL_VOLUMES: args => ['vol-list', name(args['pool']), '--details'],

  STORAGE_VOL_LOOKUP_BY_NAME: args => ['vol-info', text(args['name']), '--pool', name(args['pool'])],
  STORAGE_VOL_LOOKUP_BY_KEY: args => ['vol-info', text(args['key'])],
  STORAGE_VOL_LOOKUP_BY_PATH: args => ['vol-info', text(args['path'])],
  STORAGE_VOL_CREATE_XML: args => ['vol-create', name(args['pool']), 'volume.xml'],
  STORAGE_VOL_WIPE_PATTERN: args => ['vol-wipe', ...volume(args)],
  STORAGE_VOL_DELETE: args => ['vol-delete', ...volume(args)],
  STORAGE_VOL_GET_INFO: args => ['vol-info', ...volume(args)],
  STORAGE_VOL_GET_PATH: args => ['vol-path', ...volume(args)],
  STORAGE_VOL_GET_XML_DESC: args => ['vol-dumpxml', ...volume(args)],
  STORAGE_VOL_UPLOAD: args => ['vol-upload', ...volume(args), '--file', 'FILE'],
  STORAGE_VOL_DOWNLOAD: args => ['vol-download', ...volume(args), '--file', 'FILE'],
}

export const KNOWN_CALLS: readonly string[] = Object.keys(COMMANDS)

/** For a POSIX shell. Null where virsh has no command for it. */
export function virshCommand(uri: string, procedure: string, args: unknown): string | null {
  const words = COMMANDS[procedure]?.(isRecord(args) ? args : {})
  return words ? ['virsh', '-c', uri, ...words].map(quote).join(' ') : null
}

function vm(args: Args): string {
  return name(args['dom'])
}

function volume(args: Args): readonly string[] {
  const { vol } = args
  return isRecord(vol) ? ['--pool', text(vol['pool']), '--vol', text(vol['name'])] : []
}

function name(object: unknown): string {
  return isRecord(object) ? text(object['name']) : ''
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The protocol's 16 bytes as libvirt writes them. */
function uuid(value: unknown): string {
  if (!(value instanceof Uint8Array)) return text(value)
  const hex = Buffer.from(value).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function option(word: string, value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [word, value] : []
}

function flags(args: Args, options: Options): readonly string[] {
  const value = Number(args['flags'] ?? 0)
  return options.filter(([bit]) => (value & bit) !== 0).map(([, word]) => word)
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
