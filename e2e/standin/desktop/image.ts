// nativeImage: bytes that are passed on. Nothing is decoded; the size is read where the format says it at once.
import { readFileSync } from 'node:fs'
import { strict } from '../strict.ts'

const MEMBERS = [
  'isEmpty',
  'getSize',
  'toPNG',
  'toDataURL',
] as const satisfies readonly (keyof Electron.NativeImage)[]
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

export class NativeImage implements Pick<Electron.NativeImage, (typeof MEMBERS)[number]> {
  readonly #bytes: Buffer

  private constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  static fromPng(bytes: Buffer): NativeImage {
    return strict('NativeImage', new NativeImage(bytes), MEMBERS)
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0
  }

  getSize(): Electron.Size {
    if (this.isEmpty()) return { width: 0, height: 0 }
    const png = this.#png()
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
  }

  toPNG(): Buffer<ArrayBuffer> {
    return Buffer.from(this.isEmpty() ? this.#bytes : this.#png())
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.toPNG().toString('base64')}`
  }

  #png(): Buffer {
    if (!this.#bytes.subarray(0, PNG.length).equals(PNG))
      throw new Error('stand-in: images other than PNG are not emulated')
    return this.#bytes
  }
}

const CREATORS = [
  'createEmpty',
  'createFromBuffer',
  'createFromDataURL',
  'createFromPath',
] as const satisfies readonly (keyof typeof Electron.NativeImage)[]

const emulated = {
  createEmpty: () => NativeImage.fromPng(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => NativeImage.fromPng(Buffer.from(bytes)),
  createFromDataURL: (url: string) =>
    NativeImage.fromPng(Buffer.from(/^data:[^,]*;base64,(.*)$/s.exec(url)?.[1] ?? '', 'base64')),
  createFromPath: (path: string) => NativeImage.fromPng(readOrEmpty(path)),
} satisfies Record<(typeof CREATORS)[number], (...args: never[]) => NativeImage>

/** A file that is not there is an empty image in Electron. */
function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}

export const nativeImage = strict('nativeImage', emulated, CREATORS)
