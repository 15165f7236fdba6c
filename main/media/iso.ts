// The label of a CD or DVD picture: ISO 9660's primary volume descriptor, in sector 16, and whether an El Torito
// boot record follows (ECMA-119, 8.4; El Torito 1.0, section 2).
import type { MediaLabel } from '../os/database.ts'
import type { ReadAt } from './inspect.ts'

const SECTOR = 2048
const FIRST_DESCRIPTOR = 16
const MOST_DESCRIPTORS = 32
const BOOT_RECORD = 0
const PRIMARY = 1
const TERMINATOR = 255

export interface IsoFacts {
  readonly label: MediaLabel
  readonly bootable: boolean
}

/** Null when it is no ISO 9660 picture. */
export async function readIso(read: ReadAt): Promise<IsoFacts | null> {
  let label: MediaLabel | null = null
  let bootable = false
  for (let n = 0; n < MOST_DESCRIPTORS; n++) {
    const sector = await read((FIRST_DESCRIPTOR + n) * SECTOR, SECTOR)
    if (sector.length < SECTOR || sector.toString('latin1', 1, 6) !== 'CD001') break
    const type = sector[0]
    if (type === TERMINATOR) break
    if (type === PRIMARY && !label) {
      label = {
        systemId: field(sector, 8, 32),
        volumeId: field(sector, 40, 32),
        publisherId: field(sector, 318, 128),
        applicationId: field(sector, 574, 128),
      }
    }
    if (type === BOOT_RECORD && field(sector, 7, 32) === 'EL TORITO SPECIFICATION') bootable = true
  }
  return label && { label, bootable }
}

/** Text padded with blanks or zeros. */
function field(sector: Buffer, at: number, length: number): string {
  return sector.toString('utf8', at, at + length).replace(/[\0 ]+$/, '')
}
