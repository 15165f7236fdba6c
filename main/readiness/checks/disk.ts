// Space where new disks would go: the pool's folder, or the nearest folder above it that is there.
import { dirname } from 'node:path'
import { defineCheck } from '../check.ts'

const USUAL = '/var/lib/libvirt/images'
const LITTLE_BYTES = 20 * 2 ** 30

export const disk = defineCheck(
  'disk',
  { enough: 'ok', little: 'warn', unknown: 'info' },
  async ({ libvirt: { pools }, freeBytes }, say) => {
    const withFolder = pools.filter(p => p.active && p.path !== null)
    const path = (withFolder.find(p => p.name === 'default') ?? withFolder[0])?.path ?? USUAL
    let free: number | null = null
    for (let folder = path; free === null; folder = dirname(folder)) {
      free = await freeBytes(folder)
      if (folder === dirname(folder)) break
    }
    if (free === null) return say('unknown', { path })
    return say(free < LITTLE_BYTES ? 'little' : 'enough', { path, free: (free / 2 ** 30).toFixed(1) })
  },
)
