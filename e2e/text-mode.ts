// Guests that show all letters of a text screen, 80 a line from the upper left corner, and nothing else: a PC's firmware
// in VGA text mode, by a boot sector of ours; Linux' console on a graphics screen, which has letters of its own.
import { installer } from './host.ts'
import { makeScriptDisk } from './ram-disk.ts'

export const LETTERS_A_LINE = 80

const HIDE_CURSOR = [0xb4, 0x01, 0xb9, 0x00, 0x20, 0xcd, 0x10] // mov ah,1; mov cx,0x2000; int 0x10
const CLEAR = [0xfc, 0xb8, 0x00, 0xb8, 0x8e, 0xc0, 0x31, 0xff] // cld; mov ax,0xb800; mov es,ax; xor di,di
  .concat([0xb9, 0xd0, 0x07, 0xb8, 0x20, 0x07, 0xf3, 0xab]) // mov cx,2000; mov ax,0x0720; rep stosw
const SHOW_ALL = [0x31, 0xff, 0xb8, 0x00, 0x07] // xor di,di; mov ax,0x0700
  .concat([0xab, 0xfe, 0xc0, 0x75, 0xfb]) // each: stosw; inc al; jnz each
const REST = [0xf4, 0xeb, 0xfd] // hlt, again and again
/** Of less than this the firmware reads nothing. */
const DISK_BYTES = 1 << 20

export function makeLettersDisk(): Buffer {
  const disk = Buffer.alloc(DISK_BYTES)
  Buffer.from([...HIDE_CURSOR, ...CLEAR, ...SHOW_ALL, ...REST]).copy(disk)
  disk.writeUInt16LE(0xaa55, 510)
  return disk
}

/** Which they are: IBM's code page 437, with the signs of its control codes. The first and the last are blank. */
export const LETTERS =
  ' ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼' +
  ' !"#$%&\'()*+,-./0123456789:;<=>?' +
  '@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_' +
  '`abcdefghijklmnopqrstuvwxyz{|}~⌂' +
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ' +
  'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ '

/** What of the installer's RAM disk its shell needs. */
const NEEDED = [
  /^(bin|dev|lib|lib64|lib\/x86_64-linux-gnu)$/,
  /^bin\/(busybox|sh|cat|mount|sleep)$/,
  /^lib64\/|^lib\/x86_64-linux-gnu\/(ld-linux|libc\.|libresolv)/,
]
const lines = Array.from({ length: Math.ceil(LETTERS.length / LETTERS_A_LINE) }, (_, n) =>
  LETTERS.slice(n * LETTERS_A_LINE, (n + 1) * LETTERS_A_LINE),
)
/** Escapes: no cursor, an empty screen, its upper left corner. */
const SCRIPT = `#!/bin/sh
PATH=/bin
mount -t devtmpfs dev /dev
cat >/dev/tty1 <<'END'
\x1b[?25l\x1b[2J\x1b[H${lines.join('\n')}
END
while :; do sleep 1000; done
`

/** Beside the installer's kernel. */
export const makeLettersInitrd = () => makeScriptDisk(SCRIPT, NEEDED)
/** QEMU's arguments; on a screen of 1024 × 768. */
export const lettersBoot = (initrd: string): string[] => [
  ...['-kernel', installer().kernel, '-initrd', initrd],
  ...['-append', 'vga=791 quiet loglevel=0 vt.global_cursor_default=0 rdinit=/vitrina'],
]
