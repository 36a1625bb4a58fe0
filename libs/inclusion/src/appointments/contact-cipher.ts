import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts how somebody can be reached with a key that lies outside the database; a row copied to another does not open. */
export class ContactCipher {
  private readonly key: Buffer

  constructor(pepper: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', pepper, '', 'parvis/appointment-contact/v1', 32))
  }

  seal(contact: string, owner: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(owner))
    const text = Buffer.concat([cipher.update(contact, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), text])
  }

  open(sealed: Buffer, owner: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, 12)).setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
  }
}
