// Our own short table, for systems newer than the machine's osinfo-db and for machines without it.
// Sizes: each project's published requirements; labels: as their installation media carry them.
import type { OsFacts } from '../../preload/model/os.ts'
import type { LabelPattern } from './database.ts'

export interface TableEntry {
  readonly facts: OsFacts
  readonly patterns: readonly LabelPattern[]
}

const MODERN: OsFacts['devices'] = {
  virtioDisk: true,
  virtioNet: true,
  virtioGpu: true,
  virtioRng: true,
  virtioBalloon: true,
  virtioSerial: true,
  q35: true,
  usb3: true,
  tpm: false,
}
/** Windows comes without virtio's drivers. */
const WINDOWS: OsFacts['devices'] = {
  ...MODERN,
  virtioDisk: false,
  virtioNet: false,
  virtioGpu: false,
  virtioRng: false,
  virtioBalloon: false,
  virtioSerial: false,
}

/** [id, short id, name, released, volume label, minimum MiB and GiB, recommended MiB and GiB] */
type LinuxRow = readonly [string, string, string, string, string, number, number, number, number]

const LINUX: readonly LinuxRow[] = [
  ['http://debian.org/debian/12', 'debian12', 'Debian 12', '2023-06-10', '^Debian 12\\.', 512, 10, 2048, 20],
  ['http://debian.org/debian/13', 'debian13', 'Debian 13', '2025-08-09', '^Debian 13\\.', 512, 10, 2048, 20],
  [
    'http://ubuntu.com/ubuntu/22.04',
    'ubuntu22.04',
    'Ubuntu 22.04 LTS',
    '2022-04-21',
    '^Ubuntu(-Server)? 22\\.04',
    2048,
    15,
    4096,
    25,
  ],
  [
    'http://ubuntu.com/ubuntu/24.04',
    'ubuntu24.04',
    'Ubuntu 24.04 LTS',
    '2024-04-25',
    '^Ubuntu(-Server)? 24\\.04',
    2048,
    15,
    4096,
    25,
  ],
  [
    'http://ubuntu.com/ubuntu/26.04',
    'ubuntu26.04',
    'Ubuntu 26.04 LTS',
    '2026-04-23',
    '^Ubuntu(-Server)? 26\\.04',
    2048,
    15,
    4096,
    25,
  ],
  [
    'http://almalinux.org/almalinux/9',
    'almalinux9',
    'AlmaLinux 9',
    '2022-05-26',
    '^AlmaLinux-9',
    1536,
    10,
    2048,
    20,
  ],
  [
    'http://almalinux.org/almalinux/10',
    'almalinux10',
    'AlmaLinux 10',
    '2025-05-27',
    '^AlmaLinux-10',
    1536,
    10,
    2048,
    20,
  ],
  ['http://rockylinux.org/rocky/9', 'rocky9', 'Rocky Linux 9', '2022-07-14', '^Rocky-9', 1536, 10, 2048, 20],
  [
    'http://fedoraproject.org/fedora/43',
    'fedora43',
    'Fedora Linux 43',
    '2025-10-28',
    '^Fedora-.*-43',
    2048,
    15,
    4096,
    25,
  ],
  [
    'http://archlinux.org/archlinux/rolling',
    'archlinux',
    'Arch Linux',
    '2002-03-11',
    '^ARCH_\\d{6}',
    512,
    5,
    2048,
    20,
  ],
  [
    'http://alpinelinux.org/alpinelinux/3.22',
    'alpinelinux3.22',
    'Alpine Linux 3.22',
    '2025-05-30',
    '^alpine-.* 3\\.22',
    128,
    1,
    512,
    5,
  ],
]

const LINUX_ENTRIES = LINUX.map(([id, shortId, name, released, label, ...sizes]): TableEntry => {
  const [leastMiB, leastGiB, goodMiB, goodGiB] = sizes
  return {
    facts: {
      id,
      shortId,
      name,
      family: 'linux',
      released,
      endOfLife: null,
      minimum: { memoryMiB: leastMiB, cpus: 1, diskGiB: leastGiB },
      recommended: { memoryMiB: goodMiB, cpus: 2, diskGiB: goodGiB },
      devices: MODERN,
      firmware: { bios: true, uefi: true },
    },
    patterns: [{ os: id, volumeId: label, systemId: null, publisherId: null, applicationId: null }],
  }
})

const WINDOWS_11: TableEntry = {
  facts: {
    id: 'http://microsoft.com/win/11',
    shortId: 'win11',
    name: 'Microsoft Windows 11',
    family: 'windows',
    released: '2021-10-05',
    endOfLife: null,
    minimum: { memoryMiB: 4096, cpus: 2, diskGiB: 64 },
    recommended: { memoryMiB: 8192, cpus: 4, diskGiB: 128 },
    devices: { ...WINDOWS, tpm: true },
    firmware: { bios: false, uefi: true },
  },
  patterns: [
    {
      os: 'http://microsoft.com/win/11',
      volumeId: '^(CCCOMA|CPBA|CCSA)_X64FRE',
      systemId: null,
      publisherId: '^MICROSOFT CORPORATION',
      applicationId: null,
    },
  ],
}

export const TABLE: readonly TableEntry[] = [...LINUX_ENTRIES, WINDOWS_11]
