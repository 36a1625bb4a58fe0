import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Config } from './config'

const NONCE = 12
const TAG = 16

/** Words that only this platform reads: encrypted under a key from the master pepper (AES-256-GCM) and bound to the row they stand in. */
export class Sealed {
  private readonly key: Buffer

  /** @param purpose one key for each, for example `claim/v1` */
  constructor(config: Pick<Config, 'masterPepper'>, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', config.masterPepper, '', `parvis/${purpose}`, 32))
  }

  seal(text: string, id: string): Buffer {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(id))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** Throws for what was sealed under another key, or for another row. */
  open(sealed: Buffer, id: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, NONCE)).setAAD(Buffer.from(id)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
  }
}
