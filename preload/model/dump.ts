// A guest's memory in a file on its host, for a debugger.
import { z } from 'zod'
import { VmRef } from './ids.ts'

/** ELF as it is, or the kernel's own format (kdump) with its pages compressed. */
export const DUMP_FORMATS = ['elf', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy'] as const

export const DumpRequest = VmRef.extend({
  /** On the host. */
  path: z
    .string()
    .max(4096)
    .regex(/^\/.*[^/]$/),
  format: z.enum(DUMP_FORMATS),
})
export type DumpRequest = z.infer<typeof DumpRequest>
