// Sets of CPUs as libvirt packs them: CPU n is bit n % 8 of byte n / 8.

/** @param cpus their numbers; the map is as long as the highest needs */
export function cpuMap(cpus: readonly number[]): Uint8Array {
  const map = new Uint8Array(cpus.length === 0 ? 0 : Math.floor(Math.max(...cpus) / 8) + 1)
  for (const cpu of cpus) {
    if (!Number.isInteger(cpu) || cpu < 0) throw new RangeError(`no number of a CPU: ${cpu}`)
    map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7))
  }
  return map
}

export function readCpuMap(map: Uint8Array): number[] {
  const cpus: number[] = []
  map.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) cpus.push(at * 8 + bit)
  })
  return cpus
}

/** Several maps of the same length, one after the other. */
export function readCpuMaps(maps: Uint8Array, count: number): number[][] {
  const length = count === 0 ? 0 : maps.byteLength / count
  return Array.from({ length: count }, (_, n) => readCpuMap(maps.subarray(n * length, (n + 1) * length)))
}
