// What is known of a guest operating system: facts of osinfo-db, or of our own small table.

export interface OsFacts {
  /** osinfo's id (a URL), e.g. `http://debian.org/debian/12`. */
  readonly id: string
  readonly shortId: string
  readonly name: string
  readonly family: 'linux' | 'windows' | 'bsd' | 'macos' | 'other'
  /** ISO date or null. */
  readonly released: string | null
  readonly endOfLife: string | null
  readonly recommended: OsResources
  readonly minimum: OsResources
  readonly devices: {
    readonly virtioDisk: boolean
    readonly virtioNet: boolean
    readonly virtioGpu: boolean
    readonly virtioRng: boolean
    readonly virtioBalloon: boolean
    readonly virtioSerial: boolean
    readonly q35: boolean
    readonly usb3: boolean
    readonly tpm: boolean
  }
  readonly firmware: { readonly bios: boolean; readonly uefi: boolean }
}

export interface OsResources {
  readonly memoryMiB: number | null
  readonly cpus: number | null
  readonly diskGiB: number | null
}

export interface DetectedMedia {
  readonly kind: 'iso' | 'qcow2' | 'raw' | 'kernel' | 'unknown'
  readonly sizeBytes: number
  /** ISO 9660 volume id, when it is an ISO. */
  readonly label: string | null
  readonly bootable: boolean
  /** By which firmware a CD or DVD starts; both false for anything else. */
  readonly boots: { readonly bios: boolean; readonly uefi: boolean }
  /** Virtual size of a disk image. */
  readonly capacityBytes: number | null
  /** The image that a qcow2 image builds on, as it names it. */
  readonly backingFile: string | null
  readonly encrypted: boolean
  readonly os: OsFacts | null
}
