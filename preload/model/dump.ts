// A guest's memory in a file on its host: for a debugger, or to go on from later.
import { z } from 'zod'
import { VmRef } from './ids.ts'

/** ELF as it is, or the kernel's own format (kdump) with its pages compressed. */
export const DUMP_FORMATS = ['elf', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy'] as const

export const HostFile = z
  .string()
  .max(4096)
  .regex(/^\/.*[^/]$/)

export const HostFileRequest = VmRef.extend({ path: HostFile })
export type HostFileRequest = z.infer<typeof HostFileRequest>

export const DumpRequest = HostFileRequest.extend({
  format: z.enum(DUMP_FORMATS),
})
export type DumpRequest = z.infer<typeof DumpRequest>
