import type { ObjectNotes } from './note.ts'

const cpumap = { cpumap: 'bit n of byte n/8 is host CPU n: see cpuMap()' }
const disk = 'its target (`vda`) or the path of its source'

export const domain: ObjectNotes = {
  className: 'Domain',
  struct: 'domain',
  prefixes: ['virDomain', 'virDomainQemu'],
  methods: {
    // what it is
    DOMAIN_GET_XML_DESC:
      'Its XML, see libvirt.org/formatdomain.html: of what runs, unless VIR_DOMAIN_XML_INACTIVE.',
    DOMAIN_GET_STATE: {
      doc: 'Whether it runs, and why.',
      type: 'DomainState',
      fields: {
        state: 'virDomainState',
        reason: 'Depends on the state: virDomainRunningReason and its like.',
      },
    },
    DOMAIN_GET_INFO: {
      type: 'DomainInfo',
      ret: { maxMem: 'maxMemKiB', memory: 'memoryKiB', cpuTime: 'cpuTimeNs' },
      fields: { state: 'virDomainState', cpuTimeNs: 'Nanoseconds, of all its virtual CPUs together.' },
    },
    DOMAIN_GET_CONTROL_INFO: {
      doc: 'Whether its monitor can be talked to.',
      type: 'DomainControlInfo',
      ret: { stateTime: 'stateTimeMs' },
      fields: {
        state: 'virDomainControlState',
        details: 'virDomainControlErrorReason',
        stateTimeMs: 'How long so.',
      },
    },
    DOMAIN_GET_OS_TYPE: 'Such as `hvm`.',
    DOMAIN_GET_MESSAGES: 'What libvirt has to say against it: a tainted state, a deprecated configuration.',
    DOMAIN_GET_SECURITY_LABEL_LIST: { doc: 'Its labels, one for each security model.', byHand: true },
    DOMAIN_GET_HOSTNAME: { doc: 'What the guest calls itself, as its agent or its lease says.' },
    DOMAIN_IS_ACTIVE: '',
    DOMAIN_IS_PERSISTENT: '',
    DOMAIN_IS_UPDATED: { doc: 'Whether the definition differs from what runs.', returns: 'boolean' },
    DOMAIN_GET_AUTOSTART: 'Whether it starts with the host.',
    DOMAIN_SET_AUTOSTART: { doc: 'Whether it starts with the host.', args: { autostart: 'autostart' } },
    DOMAIN_GET_AUTOSTART_ONCE: 'Whether it starts with the host the next time, and that time only.',
    DOMAIN_SET_AUTOSTART_ONCE: 'Whether it starts with the host the next time, and that time only.',
    DOMAIN_RENAME: { args: { new_name: 'name' }, returns: 'void' },
    DOMAIN_GET_METADATA: {
      doc: 'Title, description, or the XML that an application keeps there under its URI.',
      params: { type: 'virDomainMetadataType', uri: 'null for title and description' },
    },
    DOMAIN_SET_METADATA: {
      params: { type: 'virDomainMetadataType', metadata: 'null removes it', key: 'the XML prefix' },
    },

    // power
    DOMAIN_CREATE_WITH_FLAGS: {
      doc: 'Starts a defined domain, or goes on from its managed save.',
      returns: 'void',
      untimed: true,
    },
    DOMAIN_SHUTDOWN_FLAGS: 'Asks the guest, and does not wait for it.',
    DOMAIN_REBOOT: 'Asks the guest, and does not wait for it.',
    DOMAIN_RESET: 'The reset button: the guest is not asked.',
    DOMAIN_DESTROY_FLAGS: 'Pulls the plug. The definition stays.',
    DOMAIN_SUSPEND: 'Pauses it: its memory stays, its time stands still.',
    DOMAIN_RESUME: 'Goes on after suspend().',
    DOMAIN_PM_SUSPEND_FOR_DURATION: {
      doc: 'Has the guest put itself to sleep, by its agent.',
      args: { duration: 'durationS' },
      params: { target: 'virNodeSuspendTarget', durationS: 'seconds; 0: until it is woken' },
    },
    DOMAIN_PM_WAKEUP: 'Wakes a guest that sleeps.',
    DOMAIN_UNDEFINE_FLAGS: 'Forgets the definition; a running domain goes on, and is gone when it ends.',
    DOMAIN_SET_LIFECYCLE_ACTION: {
      doc: 'What happens when the guest powers off, reboots or crashes.',
      params: { type: 'virDomainLifecycle', action: 'virDomainLifecycleAction' },
    },
    DOMAIN_INJECT_NMI: 'A non-maskable interrupt.',

    // saving
    DOMAIN_MANAGED_SAVE: {
      doc: 'Writes the memory to the host’s disk and stops; create() goes on from there.',
      untimed: true,
    },
    DOMAIN_MANAGED_SAVE_REMOVE: 'Forgets the saved memory: the next start is a fresh one.',
    DOMAIN_HAS_MANAGED_SAVE_IMAGE: '',
    DOMAIN_MANAGED_SAVE_GET_XML_DESC: '',
    DOMAIN_MANAGED_SAVE_DEFINE_XML: { args: { dxml: 'xml' } },
    DOMAIN_SAVE_FLAGS: {
      doc: 'Writes the memory to a file on the host and stops; connection.domainRestore goes on from there.',
      args: { to: 'path', dxml: 'xml' },
      defaults: { xml: 'null' },
      params: { xml: 'what to change in the definition that is saved with it' },
      untimed: true,
    },
    DOMAIN_SAVE_PARAMS: { doc: 'save() by parameters: `file`, `dxml`, ….', untimed: true },
    DOMAIN_CORE_DUMP_WITH_FORMAT: {
      doc: 'Writes the memory to a file on the host, for a debugger.',
      name: 'coreDump',
      args: { to: 'path', dumpformat: 'format' },
      defaults: { format: '0' },
      params: { format: 'virDomainCoreDumpFormat' },
      untimed: true,
    },

    // devices
    DOMAIN_ATTACH_DEVICE_FLAGS: '',
    DOMAIN_DETACH_DEVICE_FLAGS: 'Asks the guest to let go of it: the event deviceRemoved says when it has.',
    DOMAIN_DETACH_DEVICE_ALIAS: 'detachDevice by the alias in the running XML.',
    DOMAIN_UPDATE_DEVICE_FLAGS: 'Changes a device in place: a medium, a link’s state, a password.',
    DOMAIN_GRAPHICS_RELOAD: {
      doc: 'Has a display read its TLS certificates again.',
      params: { type: 'virDomainGraphicsReloadType' },
    },

    // CPUs and memory
    DOMAIN_SET_VCPUS_FLAGS: { args: { nvcpus: 'count' } },
    DOMAIN_GET_VCPUS_FLAGS: {
      doc: 'How many it has, or may have with VIR_DOMAIN_VCPU_MAXIMUM.',
      name: 'getVcpusCount',
    },
    DOMAIN_GET_MAX_VCPUS: '',
    DOMAIN_GET_VCPUS: { doc: 'Each virtual CPU of a running domain.', byHand: true },
    DOMAIN_SET_VCPU: {
      doc: 'Plugs virtual CPUs in or out, one by one.',
      args: { cpumap: 'vcpus', state: 'enabled' },
      params: { vcpus: 'a list: `0,2-3,^2`' },
      byHand: true,
    },
    DOMAIN_PIN_VCPU_FLAGS: { doc: 'On which host CPUs one may run.', name: 'pinVcpu', params: cpumap },
    DOMAIN_GET_VCPU_PIN_INFO: { doc: 'On which host CPUs each may run.', byHand: true },
    DOMAIN_PIN_EMULATOR: { params: cpumap },
    DOMAIN_GET_EMULATOR_PIN_INFO: { byHand: true },
    DOMAIN_GET_GUEST_VCPUS: 'What the guest’s agent says of its CPUs: lists of numbers as text.',
    DOMAIN_SET_GUEST_VCPUS: { args: { cpumap: 'vcpus', state: 'enabled' }, byHand: true },
    DOMAIN_GET_IOTHREAD_INFO: { byHand: true },
    DOMAIN_PIN_IOTHREAD: { args: { iothreads_id: 'ioThreadId' }, params: cpumap },
    DOMAIN_ADD_IOTHREAD: { args: { iothread_id: 'ioThreadId' } },
    DOMAIN_DEL_IOTHREAD: { args: { iothread_id: 'ioThreadId' } },
    DOMAIN_SET_IOTHREAD_PARAMS: { args: { iothread_id: 'ioThreadId' } },
    DOMAIN_SET_MEMORY_FLAGS: { args: { memory: 'memoryKiB' } },
    DOMAIN_GET_MAX_MEMORY: 'KiB.',
    DOMAIN_SET_MEMORY_STATS_PERIOD: {
      doc: 'How often the balloon driver tells the guest’s use of memory.',
      args: { period: 'seconds' },
      params: { seconds: '0: never' },
    },
    DOMAIN_MEMORY_STATS: { doc: 'KiB and counts, as the balloon driver says.', byHand: true },
    DOMAIN_GET_CPU_STATS: { doc: 'Times in ns.', byHand: true },

    // tuning: typed parameters
    DOMAIN_GET_SCHEDULER_TYPE: { type: 'SchedulerType', ret: { nparams: 'parameterCount' } },
    DOMAIN_GET_SCHEDULER_PARAMETERS: { byHand: true },
    DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: { byHand: true, name: 'getSchedulerParameters' },
    DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: { doc: '`cpu_shares`, `vcpu_period` (µs), `vcpu_quota` (µs), ….' },
    DOMAIN_GET_MEMORY_PARAMETERS: 'KiB.',
    DOMAIN_SET_MEMORY_PARAMETERS: '`hard_limit`, `soft_limit`, `swap_hard_limit`: KiB.',
    DOMAIN_GET_BLKIO_PARAMETERS: '',
    DOMAIN_SET_BLKIO_PARAMETERS: '`weight`, `device_weight`, ….',
    DOMAIN_GET_NUMA_PARAMETERS: '',
    DOMAIN_SET_NUMA_PARAMETERS: '`numa_nodeset`, `numa_mode` (virDomainNumatuneMemMode).',
    DOMAIN_GET_INTERFACE_PARAMETERS: {
      args: { device: 'nic' },
      params: { nic: 'its target (`vnet0`) or MAC' },
    },
    DOMAIN_SET_INTERFACE_PARAMETERS: {
      doc: '`inbound.average` and its like, KiB/s; bursts in KiB.',
      args: { device: 'nic' },
      params: { nic: 'its target (`vnet0`) or MAC' },
    },
    DOMAIN_GET_BLOCK_IO_TUNE: { params: { disk: `${disk}; null: what can be tuned at all` } },
    DOMAIN_SET_BLOCK_IO_TUNE: {
      doc: 'Bytes and operations a second: `total_bytes_sec`, ….',
      params: { disk },
    },
    DOMAIN_SET_THROTTLE_GROUP: 'A group of disks that share their limits: parameters as setBlockIoTune.',
    DOMAIN_DEL_THROTTLE_GROUP: { params: {} },
    DOMAIN_GET_PERF_EVENTS: 'Which of the processor’s counters run.',
    DOMAIN_SET_PERF_EVENTS: 'Name → on or off: `cmt`, `instructions`, ….',

    // disks and their jobs
    DOMAIN_GET_BLOCK_INFO: {
      args: { path: 'disk' },
      params: { disk },
      type: 'BlockInfo',
      ret: { allocation: 'allocationBytes', capacity: 'capacityBytes', physical: 'physicalBytes' },
    },
    DOMAIN_BLOCK_STATS: {
      args: { path: 'disk' },
      params: { disk },
      type: 'BlockStats',
      ret: {
        rd_req: 'readRequests',
        rd_bytes: 'readBytes',
        wr_req: 'writeRequests',
        wr_bytes: 'writeBytes',
        errs: 'errors',
      },
    },
    DOMAIN_BLOCK_STATS_FLAGS: {
      name: 'blockStatsFlags',
      args: { path: 'disk' },
      params: { disk: `${disk}; empty: all together` },
    },
    DOMAIN_GET_DISK_ERRORS: { doc: 'Disks whose errors paused the domain.', byHand: true },
    DOMAIN_BLOCK_RESIZE: {
      args: { size: 'sizeBytes' },
      params: { sizeBytes: 'a multiple of 512 with VIR_DOMAIN_BLOCK_RESIZE_BYTES, else KiB' },
    },
    DOMAIN_BLOCK_PEEK: {
      doc: 'Reads what the guest sees on a disk.',
      args: { path: 'disk', offset: 'offsetBytes', size: 'sizeBytes' },
      params: { disk, sizeBytes: 'at most 4 MiB' },
    },
    DOMAIN_MEMORY_PEEK: {
      doc: 'Reads the guest’s memory.',
      args: { offset: 'offsetBytes', size: 'sizeBytes' },
      params: { sizeBytes: 'at most 4 MiB' },
    },
    DOMAIN_BLOCK_PULL: {
      doc: 'Copies what a disk has from its backing files into it.',
      args: { path: 'disk', bandwidth: 'bandwidthMiBps' },
      defaults: { bandwidthMiBps: '0' },
    },
    DOMAIN_BLOCK_REBASE: {
      args: { path: 'disk', bandwidth: 'bandwidthMiBps' },
      defaults: { bandwidthMiBps: '0', base: 'null' },
    },
    DOMAIN_BLOCK_COPY: {
      doc: '`bandwidth` (bytes/s), `granularity`, `buf-size`.',
      args: { path: 'disk', destxml: 'xml' },
    },
    DOMAIN_BLOCK_COMMIT: {
      doc: 'Writes what changed since a backing file into that file.',
      args: { bandwidth: 'bandwidthMiBps' },
      defaults: { base: 'null', top: 'null', bandwidthMiBps: '0' },
    },
    DOMAIN_GET_BLOCK_JOB_INFO: { doc: 'null: there is no job.', args: { path: 'disk' }, byHand: true },
    DOMAIN_BLOCK_JOB_SET_SPEED: { args: { path: 'disk', bandwidth: 'bandwidthMiBps' } },
    DOMAIN_BLOCK_JOB_ABORT: {
      doc: 'Ends a job, or switches over to its copy with VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT.',
      args: { path: 'disk' },
    },
    DOMAIN_SET_BLOCK_THRESHOLD: {
      doc: 'The event blockThreshold comes when more is written.',
      args: { dev: 'disk', threshold: 'thresholdBytes' },
    },
    DOMAIN_BACKUP_BEGIN: {
      args: { backup_xml: 'backupXml', checkpoint_xml: 'checkpointXml' },
      defaults: { checkpointXml: 'null' },
    },
    DOMAIN_BACKUP_GET_XML_DESC: '',

    // jobs
    DOMAIN_GET_JOB_INFO: {
      type: 'DomainJobInfo',
      ret: {
        timeElapsed: 'timeElapsedMs',
        timeRemaining: 'timeRemainingMs',
        dataTotal: 'dataTotalBytes',
        dataProcessed: 'dataProcessedBytes',
        dataRemaining: 'dataRemainingBytes',
        memTotal: 'memTotalBytes',
        memProcessed: 'memProcessedBytes',
        memRemaining: 'memRemainingBytes',
        fileTotal: 'fileTotalBytes',
        fileProcessed: 'fileProcessedBytes',
        fileRemaining: 'fileRemainingBytes',
      },
      fields: { type: 'virDomainJobType' },
    },
    DOMAIN_GET_JOB_STATS: { type: 'DomainJobStats', fields: { type: 'virDomainJobType' } },
    DOMAIN_ABORT_JOB_FLAGS: { name: 'abortJob', byHand: true },
    DOMAIN_ABORT_JOB: { byHand: true },
    DOMAIN_START_DIRTY_RATE_CALC:
      'Measures how fast the guest changes its memory; the statistics have the result.',

    // network
    DOMAIN_INTERFACE_ADDRESSES: { params: { source: 'VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_*' } },
    DOMAIN_INTERFACE_STATS: {
      args: { device: 'nic' },
      params: { nic: 'its target (`vnet0`) or MAC' },
      type: 'InterfaceStats',
      ret: {
        rx_bytes: 'rxBytes',
        rx_packets: 'rxPackets',
        rx_errs: 'rxErrors',
        rx_drop: 'rxDropped',
        tx_bytes: 'txBytes',
        tx_packets: 'txPackets',
        tx_errs: 'txErrors',
        tx_drop: 'txDropped',
      },
    },

    // the guest and its agent
    DOMAIN_GET_GUEST_INFO: {
      doc: 'Users, OS, timezone, hostname, filesystems, disks, interfaces, as flat names: `user.count`.',
      params: { types: 'VIR_DOMAIN_GUEST_INFO_*; 0: all' },
      defaults: { types: '0' },
    },
    DOMAIN_GET_FSINFO: '',
    DOMAIN_FSFREEZE: {
      doc: 'How many filesystems were frozen.',
      params: { mountpoints: 'none: all' },
      defaults: { mountpoints: '[]' },
    },
    DOMAIN_FSTHAW: {
      doc: 'How many filesystems were thawed.',
      params: { mountpoints: 'none: all' },
      defaults: { mountpoints: '[]' },
    },
    DOMAIN_FSTRIM: {
      args: { minimum: 'minimumBytes' },
      params: { mountPoint: 'null: all' },
      defaults: { mountPoint: 'null', minimumBytes: '0' },
      untimed: true,
    },
    DOMAIN_SET_USER_PASSWORD: { returns: 'void', doc: 'Sets the password of a user of the guest.' },
    DOMAIN_GET_TIME: {
      doc: 'What the guest’s clock says.',
      type: 'DomainTime',
      fields: { seconds: 'Since 1970, UTC.' },
    },
    DOMAIN_SET_TIME: {
      doc: 'Sets the guest’s clock.',
      args: { nseconds: 'nanoseconds' },
      defaults: { nanoseconds: '0' },
    },
    DOMAIN_AUTHORIZED_SSH_KEYS_GET: 'The keys that may log in as this user.',
    DOMAIN_AUTHORIZED_SSH_KEYS_SET: { doc: 'Sets or adds keys.' },
    DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: {
      doc: 'How long libvirt waits for the agent.',
      args: { timeout: 'seconds' },
      params: { seconds: 'or a virDomainAgentResponseTimeoutValues' },
      returns: 'void',
    },
    DOMAIN_SEND_KEY: {
      doc: 'Presses keys all at once, and lets them go.',
      args: { holdtime: 'holdMs' },
      params: { codeset: 'VIR_KEYCODE_SET_*', keycodes: 'at most 16' },
    },
    DOMAIN_SEND_PROCESS_SIGNAL: {
      args: { pid_value: 'pid', signum: 'signal' },
      params: { pid: 'in a container', signal: 'virDomainProcessSignal' },
    },
    DOMAIN_GET_LAUNCH_SECURITY_INFO: '',
    DOMAIN_SET_LAUNCH_SECURITY_STATE: '`sev-secret-header`, `sev-secret`, `sev-secret-set-address`.',

    // snapshots and checkpoints
    DOMAIN_SNAPSHOT_CREATE_XML: { args: { xml_desc: 'xml' }, untimed: true },
    DOMAIN_LIST_ALL_SNAPSHOTS: '',
    DOMAIN_SNAPSHOT_NUM: '',
    DOMAIN_SNAPSHOT_LIST_NAMES: '',
    DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: '',
    DOMAIN_HAS_CURRENT_SNAPSHOT: '',
    DOMAIN_SNAPSHOT_CURRENT: 'Throws VIR_ERR_NO_DOMAIN_SNAPSHOT if there is none.',
    DOMAIN_REVERT_TO_SNAPSHOT: { args: { snap: 'snapshot' }, untimed: true },
    DOMAIN_CHECKPOINT_CREATE_XML: { args: { xml_desc: 'xml' } },
    DOMAIN_LIST_ALL_CHECKPOINTS: '',
    DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: '',

    // migration
    DOMAIN_MIGRATE_BEGIN3_PARAMS: {
      doc: 'The first of the five steps of migrate().',
      name: 'migrateBegin3Params',
      type: 'MigrationBegun',
    },
    DOMAIN_MIGRATE_PERFORM3_PARAMS: {
      doc: 'The third step of migrate(), or all of it with VIR_MIGRATE_PEER2PEER.',
      name: 'migratePerform3Params',
      untimed: true,
    },
    DOMAIN_MIGRATE_CONFIRM3_PARAMS: { doc: 'The fifth step of migrate().', name: 'migrateConfirm3Params' },
    DOMAIN_MIGRATE_SET_MAX_DOWNTIME: { args: { downtime: 'downtimeMs' } },
    DOMAIN_MIGRATE_GET_MAX_DOWNTIME: 'Milliseconds.',
    DOMAIN_MIGRATE_SET_MAX_SPEED: { args: { bandwidth: 'bandwidthMiBps' } },
    DOMAIN_MIGRATE_GET_MAX_SPEED: 'MiB/s.',
    DOMAIN_MIGRATE_SET_COMPRESSION_CACHE: { args: { cacheSize: 'cacheBytes' } },
    DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: 'Bytes.',
    DOMAIN_MIGRATE_START_POST_COPY: 'Goes on at the other host, with the rest of the memory to follow.',

    // streams
    DOMAIN_SCREENSHOT: { byHand: true },
    DOMAIN_OPEN_CONSOLE: { byHand: true },
    DOMAIN_OPEN_CHANNEL: { byHand: true },

    // QEMU only
    QEMU_DOMAIN_MONITOR_COMMAND: {
      name: 'qemuMonitorCommand',
      args: { cmd: 'command' },
      doc: 'A QMP command as JSON. Unsupported by libvirt’s makers, and it taints the domain.',
      params: { flags: '1: a line for the human monitor' },
    },
    QEMU_DOMAIN_AGENT_COMMAND: {
      name: 'qemuAgentCommand',
      args: { cmd: 'command', timeout: 'timeoutS' },
      defaults: { timeoutS: '-2' },
      doc: 'A command for the guest’s agent, as JSON.',
      params: { timeoutS: 'seconds; −2: for ever, −1: libvirt’s default, 0: does not wait' },
      untimed: true,
    },
  },
}
