// What the checks look at: files, commands, this process, libvirt. One place, with a time limit for each, so
// that a check is a function of what it is given and a test can give it any computer.
import { execFile } from 'node:child_process'
import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import { cpus, userInfo } from 'node:os'
import type { LibvirtView } from '../../preload/model/readiness.ts'
import { type Distribution, readDistribution } from './distribution.ts'
import { type KvmVerdict, probeKvm } from './kvm.ts'

const COMMAND_MS = 5_000

export interface Permissions {
  /** As chmod takes it. */
  readonly mode: number
  readonly group: number
}

export interface Sources {
  readonly platform: NodeJS.Platform
  readonly arch: NodeJS.Architecture
  readonly cpuModel: string
  readonly user: { readonly name: string; readonly id: number; readonly groups: readonly number[] }
  readonly libvirt: LibvirtView
  readonly distribution: Distribution
  /** The text of a file, '' where it cannot be read. */
  read(path: string): Promise<string>
  exists(path: string): Promise<boolean>
  /** Whether this process may read and write it. */
  mayUse(path: string): Promise<boolean>
  /** Null where it is missing. */
  permissionsOf(path: string): Promise<Permissions | null>
  /** Standard output of a command, null where it is missing, fails or takes too long. No shell. */
  run(command: string, args: readonly string[]): Promise<string | null>
  /** Bytes free for anyone in the file system of a folder; null where there is none. */
  freeBytes(folder: string): Promise<number | null>
  kvm(): Promise<KvmVerdict>
}

export async function systemSources(libvirt: LibvirtView, signal?: AbortSignal): Promise<Sources> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '')
  const may = (path: string, mode: number) =>
    access(path, mode).then(
      () => true,
      () => false,
    )
  return {
    platform: process.platform,
    arch: process.arch,
    cpuModel: cpus()[0]?.model.trim() ?? '',
    user: readUser(),
    libvirt,
    distribution: await readDistribution(read, path => may(path, constants.F_OK)),
    read,
    exists: path => may(path, constants.F_OK),
    mayUse: path => may(path, constants.R_OK | constants.W_OK),
    permissionsOf: path =>
      stat(path).then(
        ({ mode, gid }) => ({ mode: mode & 0o777, group: gid }),
        () => null,
      ),
    run: (command, args) => runCommand(command, args, signal),
    freeBytes: async folder => {
      const fs = await statfs(folder).catch(() => null)
      return fs && fs.bavail * fs.bsize
    },
    kvm: () => probeKvm({ again: true }),
  }
}

function readUser(): Sources['user'] {
  const { username, uid } = userInfo()
  return { name: username, id: uid, groups: process.getgroups?.() ?? [] }
}

function runCommand(command: string, args: readonly string[], signal?: AbortSignal): Promise<string | null> {
  const options = { timeout: COMMAND_MS, env: { ...process.env, LC_ALL: 'C' }, ...(signal && { signal }) }
  return new Promise(resolve => {
    execFile(command, [...args], options, (error, stdout) => resolve(error ? null : stdout))
  })
}
