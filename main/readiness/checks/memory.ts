// Memory that a new machine could have without others being pushed to disk.
import { defineCheck } from '../check.ts'

const LITTLE_KIB = 2 * 2 ** 20

export const memory = defineCheck(
  'memory',
  { enough: 'ok', little: 'warn', unknown: 'info' },
  async ({ read }, say) => {
    const info = await read('/proc/meminfo')
    const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(info)?.[1] ?? Number.NaN)
    const [free, total] = [kib('MemAvailable'), kib('MemTotal')]
    if (Number.isNaN(free) || Number.isNaN(total)) return say('unknown')
    return say(free < LITTLE_KIB ? 'little' : 'enough', { free: gib(free), total: gib(total) })
  },
)

function gib(kib: number): string {
  return (kib / 2 ** 20).toFixed(1)
}
