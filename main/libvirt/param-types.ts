// The types of the numeric parameters that are not unsigned 64-bit ones: libvirt-domain.h, libvirt-host.h and
// libvirt-network.h, which say it in the comment of each VIR_…_PARAM's macro. A wrong type is refused by the daemon.
const INT = 1
const UINT = 2
const LLONG = 3

export const PARAM_TYPES: Readonly<Record<string, number>> = {
  // scheduler
  global_quota: LLONG,
  vcpu_quota: LLONG,
  emulator_quota: LLONG,
  iothread_quota: LLONG,
  weight: UINT, // also of block I/O
  cap: UINT,
  reservation: LLONG,
  limit: LLONG,
  shares: INT,
  // NUMA
  numa_mode: INT,
  // bandwidth of interfaces and ports
  'inbound.average': UINT,
  'inbound.peak': UINT,
  'inbound.burst': UINT,
  'inbound.floor': UINT,
  'outbound.average': UINT,
  'outbound.peak': UINT,
  'outbound.burst': UINT,
  // I/O threads
  poll_grow: UINT,
  poll_shrink: UINT,
  thread_pool_min: INT,
  thread_pool_max: INT,
  // block copy
  granularity: UINT,
  // memory of the host
  shm_pages_to_scan: UINT,
  shm_sleep_millisecs: UINT,
  shm_merge_across_nodes: UINT,
  // migration
  disks_port: INT,
  'compression.mt.level': INT,
  'compression.mt.threads': INT,
  'compression.mt.dthreads': INT,
  'auto_converge.initial': INT,
  'auto_converge.increment': INT,
  'parallel.connections': INT,
  // identity
  'process-id': LLONG,
}
