import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyOf = (pepper: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', pepper, '', `parvis/${purpose}/v1`, 32))

/**
 * AES-256-GCM with a key that lies outside the database, for one purpose and bound to the row that holds it: moved to another row it cannot be opened.
 * @param id of the row
 */
export function seal(pepper: Buffer, purpose: string, id: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(pepper, purpose), nonce).setAAD(Buffer.from(id))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws when it was sealed for another purpose or another row. */
export function unseal(pepper: Buffer, purpose: string, id: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(pepper, purpose), sealed.subarray(0, 12)).setAAD(Buffer.from(id)).setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
}
