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
/** FreeBSD has virtio's drivers but for the display. */
const BSD: OsFacts['devices'] = { ...MODERN, virtioGpu: false }
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

/** id below http:// · short id · name · released · minimum and recommended MiB and GiB · label of the media */
const ROWS = String.raw`
debian.org/debian/11           | debian11         | Debian 11                     | 2021-08-14 |  512 10 1024 20 | ^(Debian|d-live) 11\.
debian.org/debian/12           | debian12         | Debian 12                     | 2023-06-10 |  512 10 2048 20 | ^(Debian|d-live) 12\.
debian.org/debian/13           | debian13         | Debian 13                     | 2025-08-09 |  512 10 2048 20 | ^(Debian|d-live) 13\.
ubuntu.com/ubuntu/22.04        | ubuntu22.04      | Ubuntu 22.04 LTS              | 2022-04-21 | 2048 15 4096 25 | ^Ubuntu(-Server)? 22\.04
ubuntu.com/ubuntu/24.04        | ubuntu24.04      | Ubuntu 24.04 LTS              | 2024-04-25 | 2048 15 4096 25 | ^Ubuntu(-Server)? 24\.04
ubuntu.com/ubuntu/25.10        | ubuntu25.10      | Ubuntu 25.10                  | 2025-10-09 | 2048 15 4096 25 | ^Ubuntu(-Server)? 25\.10
ubuntu.com/ubuntu/26.04        | ubuntu26.04      | Ubuntu 26.04 LTS              | 2026-04-23 | 2048 15 4096 25 | ^Ubuntu(-Server)? 26\.04
fedoraproject.org/fedora/41    | fedora41         | Fedora Linux 41               | 2024-10-29 | 2048 15 4096 25 | ^Fedora-.*-41\b
fedoraproject.org/fedora/42    | fedora42         | Fedora Linux 42               | 2025-04-15 | 2048 15 4096 25 | ^Fedora-.*-42\b
fedoraproject.org/fedora/43    | fedora43         | Fedora Linux 43               | 2025-10-28 | 2048 15 4096 25 | ^Fedora-.*-43\b
redhat.com/rhel/9              | rhel9            | Red Hat Enterprise Linux 9    | 2022-05-18 | 1536 10 2048 20 | ^RHEL-9-
redhat.com/rhel/10             | rhel10           | Red Hat Enterprise Linux 10   | 2025-05-20 | 2048 10 4096 20 | ^RHEL-10-
almalinux.org/almalinux/9      | almalinux9       | AlmaLinux 9                   | 2022-05-26 | 1536 10 2048 20 | ^AlmaLinux-9-
almalinux.org/almalinux/10     | almalinux10      | AlmaLinux 10                  | 2025-05-27 | 2048 10 4096 20 | ^AlmaLinux-10-
rockylinux.org/rocky/9         | rocky9           | Rocky Linux 9                 | 2022-07-14 | 1536 10 2048 20 | ^Rocky-9-
rockylinux.org/rocky/10        | rocky10          | Rocky Linux 10                | 2025-06-11 | 2048 10 4096 20 | ^Rocky-10-
centos.org/centos-stream/9     | centos-stream9   | CentOS Stream 9               | 2021-12-03 | 1536 10 2048 20 | ^CentOS-Stream-9-
centos.org/centos-stream/10    | centos-stream10  | CentOS Stream 10              | 2024-12-12 | 2048 10 4096 20 | ^CentOS-Stream-10-
opensuse.org/opensuse/15.6     | opensuse15.6     | openSUSE Leap 15.6            | 2024-06-12 | 1024 10 2048 40 | ^openSUSE-Leap-15\.6-
opensuse.org/opensuse/16.0     | opensuse16.0     | openSUSE Leap 16.0            | 2025-10-01 | 1024 10 2048 40 | ^(openSUSE-|Install-)?L(eap|EAP)-16\.0
opensuse.org/opensuse/tumbleweed | opensusetumbleweed | openSUSE Tumbleweed       |            | 1024 10 2048 40 | ^openSUSE-Tumbleweed-
archlinux.org/archlinux/rolling | archlinux       | Arch Linux                    |            |  512  5 2048 20 | ^ARCH_\d{6}
alpinelinux.org/alpinelinux/3.20 | alpinelinux3.20 | Alpine Linux 3.20            | 2024-05-22 |  128  1  512  5 | ^alpine-.* 3\.20\b
alpinelinux.org/alpinelinux/3.21 | alpinelinux3.21 | Alpine Linux 3.21            | 2024-12-05 |  128  1  512  5 | ^alpine-.* 3\.21\b
alpinelinux.org/alpinelinux/3.22 | alpinelinux3.22 | Alpine Linux 3.22            | 2025-05-30 |  128  1  512  5 | ^alpine-.* 3\.22\b
libosinfo.org/linux/2022       | linux2022        | Linux                         | 2022-01-01 | 1024 10 2048 20 |
freebsd.org/freebsd/13         | freebsd13        | FreeBSD 13                    | 2021-04-13 |  512  8 1024 20 | ^13_\d_RELEASE_AMD64
freebsd.org/freebsd/14         | freebsd14        | FreeBSD 14                    | 2023-11-20 |  512  8 1024 20 | ^14_\d_RELEASE_AMD64
freebsd.org/freebsd/15         | freebsd15        | FreeBSD 15                    | 2025-12-02 |  512  8 1024 20 | ^15_\d_RELEASE_AMD64
microsoft.com/win/10           | win10            | Microsoft Windows 10          | 2015-07-29 | 2048 20 4096 40 | ^(J_)?(CCCOMA|CPBA|CCSA)_X86FRE
microsoft.com/win/11           | win11            | Microsoft Windows 11          | 2021-10-05 | 4096 64 8192 128 | ^(CCCOMA|CPBA|CCSA)_X64FRE
microsoft.com/win/2k22         | win2k22          | Microsoft Windows Server 2022 | 2021-08-18 | 2048 32 4096 60 | ^SSS_X64FRE
microsoft.com/win/2k25         | win2k25          | Microsoft Windows Server 2025 | 2024-11-01 | 2048 32 4096 60 |
`

export const TABLE: readonly TableEntry[] = ROWS.trim().split('\n').map(readRow)

function readRow(row: string): TableEntry {
  const [path = '', shortId = '', name = '', released = '', sizes = '', ...label] = row
    .split('|')
    .map(cell => cell.trim())
  const [leastMiB = 0, leastGiB = 0, goodMiB = 0, goodGiB = 0] = sizes.split(/\s+/).map(Number)
  const id = `http://${path}`
  const windows = path.startsWith('microsoft.com/')
  const bsd = path.startsWith('freebsd.org/')
  const needsUefi = shortId === 'win11'
  const volumeId = label.join('|') // a pattern may hold the sign between cells
  return {
    facts: {
      id,
      shortId,
      name,
      family: windows ? 'windows' : bsd ? 'bsd' : 'linux',
      released: released || null,
      endOfLife: null,
      minimum: { memoryMiB: leastMiB, cpus: needsUefi ? 2 : 1, diskGiB: leastGiB },
      recommended: { memoryMiB: goodMiB, cpus: needsUefi ? 4 : 2, diskGiB: goodGiB },
      devices: windows ? { ...WINDOWS, tpm: needsUefi } : bsd ? BSD : MODERN,
      firmware: { bios: !needsUefi, uefi: true },
    },
    patterns: volumeId
      ? [
          {
            os: id,
            volumeId,
            systemId: null,
            publisherId: windows ? '^MICROSOFT CORPORATION' : null,
            applicationId: null,
          },
        ]
      : [],
  }
}
