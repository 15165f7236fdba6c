// New volumes and pools.
import { el, writeXml } from '../write.ts'

export interface VolumeSpec {
  readonly name: string
  readonly capacityBytes: number
  readonly format: 'qcow2' | 'raw'
  /** `full` reserves every byte now; a qcow2 then keeps its metadata ready too. */
  readonly allocation: 'sparse' | 'full'
}

export function buildVolume(spec: VolumeSpec): string {
  return writeXml(
    el('volume', { type: 'file' }, [
      el('name', {}, spec.name),
      el('capacity', { unit: 'bytes' }, spec.capacityBytes),
      el('allocation', { unit: 'bytes' }, spec.allocation === 'full' ? spec.capacityBytes : 0),
      el('target', {}, [el('format', { type: spec.format })]),
    ]),
  )
}

/** A pool of files in one folder. */
export function buildDirPool(name: string, path: string, uuid: string): string {
  return writeXml(
    el('pool', { type: 'dir' }, [
      el('name', {}, name),
      el('uuid', {}, uuid),
      el('target', {}, [el('path', {}, path)]),
    ]),
  )
}
