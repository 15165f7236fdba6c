// What a running machine is given of a change: steps for libvirt's calls, or the reason why it waits for the restart.
import type { HardwareChange } from '../../../preload/model/hardware.ts'

export type LiveStep =
  | { readonly do: 'attach'; readonly xml: string }
  | {
      readonly do: 'detach'
      readonly xml: string
      readonly change: Extract<HardwareChange, { do: 'remove' }>
    }
  | { readonly do: 'update'; readonly xml: string; readonly before: string }
  | { readonly do: 'cpus'; readonly count: number; readonly before: number }
  | { readonly do: 'memory'; readonly kib: number; readonly before: number }
  /** Bytes or operations a second; 0 is no limit. */
  | {
      readonly do: 'limit'
      readonly disk: string
      readonly name: string
      readonly value: number
      readonly before: number
    }
  /** virDomainSetSchedulerParameters', virDomainSetBlkioParameters' names. */
  | {
      readonly do: 'tune'
      readonly of: 'scheduler' | 'blkio'
      readonly name: string
      readonly value: number
      readonly before: number | null
    }
  /** Without a number: the emulator. */
  | {
      readonly do: 'pin'
      readonly of: 'vcpu' | 'emulator' | 'ioThread'
      readonly number: number
      readonly cpus: readonly number[]
    }
  | { readonly do: 'words'; readonly what: 'title' | 'description'; readonly text: string | null }

/** Steps, and the reason (a key below `hardware.why.`) why not all comes at once; neither where the machine needs nothing. */
export interface LivePlan {
  readonly steps: readonly LiveStep[]
  readonly why: string | null
}

export const NOTHING: LivePlan = { steps: [], why: null }
export const take = (step: LiveStep): LivePlan => ({ steps: [step], why: null })
export const wait = (why: string): LivePlan => ({ steps: [], why })
