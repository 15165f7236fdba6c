// safeStorage: no keyring. A key in a file beside the data, which Electron calls basic_text: the app must say so.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { strict } from '../strict.ts'

const MEMBERS = [
  'isAsyncEncryptionAvailable',
  'encryptStringAsync',
  'decryptStringAsync',
  'getSelectedStorageBackend',
] as const satisfies readonly (keyof Electron.SafeStorage)[]

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** @param folder the app's own, when it is asked for */
export function createSafeStorage(folder: () => string) {
  const key = () => readKey(join(folder(), 'safe-storage.key'))
  const emulated = {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    async encryptStringAsync(text: string): Promise<Buffer<ArrayBuffer>> {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key(), nonce)
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), hidden])
    },
    async decryptStringAsync(hidden: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
      const decipher = createDecipheriv(CIPHER, key(), hidden.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(hidden.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const text = decipher.update(hidden.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8')
      return { result: text + decipher.final('utf8'), shouldReEncrypt: false }
    },
    getSelectedStorageBackend: () => 'basic_text' as const,
  } satisfies Pick<Electron.SafeStorage, (typeof MEMBERS)[number]>
  return strict('safeStorage', emulated, MEMBERS)
}

function readKey(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path)
}
