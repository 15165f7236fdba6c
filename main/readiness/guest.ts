// The guest that shows whether KVM runs guests: guest.S, assembled, in a ROM of its own, so that neither a disk
// nor a firmware has a part in the answer. On its first serial port it says how far it got, one letter a stage.

/** Real mode, protected mode, 64-bit mode with paging, counted to ten million, had an interrupt. */
export const STAGES = ['R', 'P', 'L', 'C', 'I'] as const
export type Stage = (typeof STAGES)[number]

const ROM_BYTES = 65536
const SECTOR = 512
const HLT = 0xf4

/** guest.S tells how to make it anew. */
const CODE = Buffer.from(
  'fafc6631c08ec08ed0bf007ebe00fe8cc98ed9b90001f3a58ed8ea1f7e0000baf803b052eebf00106631c0b9000c66f3abc7' +
    '0600100720c70600200730c70600308700660f0116387f0f20c00c010f22c0ea567e080066b818008ed88ec08ed0bc007e00' +
    '00b050eec705f000e0feff010000c7055003e0fe000700000f20e00c200f22e0b8001000000f22d8b9800000c00f3280cc01' +
    '0f300f20c00d000000800f22c0eaaa7e00001000baf8030000b04ceeb980969800ffc975fcb043eebf00420000b80c7f0000' +
    '668907c747021000008ec7470600000000c7470a000000000f011c253e7f0000b011e620b020e621b004e621b001e621b0fe' +
    'e621b034e643b000e640b010e640fbf4ebfdb049ee0f0b908db4000066900000000000000000ffff0000009bcf00ffff0000' +
    '009baf00ffff00000093cf001f00187f0000ff0f0040',
  'hex',
)
/** Where a processor starts: 16 bytes before the end. A far jump to the code above. */
const RESET = Buffer.from('ea00fe00f0', 'hex')

export function guestRom(): Buffer {
  const rom = Buffer.alloc(ROM_BYTES, HLT)
  rom.fill(0, ROM_BYTES - SECTOR)
  CODE.copy(rom, ROM_BYTES - SECTOR)
  RESET.copy(rom, ROM_BYTES - 16)
  return rom
}
