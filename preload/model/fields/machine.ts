// The fields of the machine itself.
import { choice, type FieldSpec, one } from './spec.ts'

export const MACHINE_FIELDS: readonly FieldSpec[] = [
  one('title', 'text'),
  one('description', 'text'),
  one('cpus', 'number'),
  one('cpusMaximum', 'number'),
  one('memoryKiB', 'number'),
  one('memoryMaximumKiB', 'number'),
  choice('cpuMode'),
]
