// What a CD or DVD picture says of itself: ISO 9660's primary volume descriptor and UDF's presence (ECMA-119, 8;
// ECMA-167, part 2), and by which firmware it starts (El Torito 1.0, section 2). Whatever it says may be a lie:
// every place and number is checked before it is followed.
import type { MediaLabel } from '../os/database.ts'
import type { ReadAt } from './inspect.ts'

const SECTOR = 2048
const FIRST_DESCRIPTOR = 16
const MOST_DESCRIPTORS = 32
const BOOT_RECORD = 0
const PRIMARY = 1
const TERMINATOR = 255

const ENTRY = 32
const BOOTABLE = 0x88
const SECTION = 0x90
const LAST_SECTION = 0x91
const PLATFORM_UEFI = 0xef

export interface IsoFacts {
  /** Null for a picture that is UDF only. */
  readonly label: MediaLabel | null
  readonly boots: { readonly bios: boolean; readonly uefi: boolean }
}

/** Null when it is no picture of a CD or DVD. */
export async function readIso(read: ReadAt): Promise<IsoFacts | null> {
  let label: MediaLabel | null = null
  let udf = false
  let boots = { bios: false, uefi: false }
  for (let n = 0; n < MOST_DESCRIPTORS; n++) {
    const sector = await read((FIRST_DESCRIPTOR + n) * SECTOR, SECTOR)
    if (sector.length < SECTOR) break
    const kind = sector.toString('latin1', 1, 6)
    if (/^NSR0[23]$/.test(kind)) udf = true
    // UDF's own descriptors follow ISO 9660's, past its terminator.
    if (['BEA01', 'NSR02', 'NSR03', 'TEA01', 'BOOT2'].includes(kind)) continue
    if (kind !== 'CD001') break
    const type = sector[0]
    if (type === TERMINATOR) continue
    if (type === PRIMARY && !label) label = readLabel(sector)
    if (type === BOOT_RECORD && field(sector, 7, 32) === 'EL TORITO SPECIFICATION') {
      boots = readCatalog(await read(sector.readUInt32LE(71) * SECTOR, SECTOR))
    }
  }
  return label || udf ? { label, boots } : null
}

function readLabel(sector: Buffer): MediaLabel {
  return {
    systemId: field(sector, 8, 32),
    volumeId: field(sector, 40, 32),
    publisherId: field(sector, 318, 128),
    applicationId: field(sector, 574, 128),
  }
}

/**
 * 32 bytes each: validation, first entry, then section headers, each followed by the entries it counts.
 *   validation  01 platform … 55 aa      header  90|91 platform count(2)      entry  88|00 …
 */
function readCatalog(catalog: Buffer): IsoFacts['boots'] {
  const boots = { bios: false, uefi: false }
  if (catalog.length < 2 * ENTRY || catalog[0] !== 1 || catalog.readUInt16LE(30) !== 0xaa55) return boots
  let platform = catalog[1]
  for (let at = ENTRY; at + ENTRY <= catalog.length; at += ENTRY) {
    const kind = catalog[at]
    if (kind === SECTION || kind === LAST_SECTION) platform = catalog[at + 1]
    else if (kind === BOOTABLE) boots[platform === PLATFORM_UEFI ? 'uefi' : 'bios'] = true
    else if (kind === 0 && at > ENTRY) break
  }
  return boots
}

/** Text padded with blanks or zeros. */
function field(sector: Buffer, at: number, length: number): string {
  return sector.toString('latin1', at, at + length).replace(/[\0 ]+$/, '')
}
