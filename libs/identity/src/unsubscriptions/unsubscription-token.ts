import { createHmac, timingSafeEqual } from 'node:crypto'

export type Unwanted = 'digest' | 'letters'

const LETTERS: Record<Unwanted, string> = { digest: 'd', letters: 'l' }
const PURPOSE = 'parvis unsubscription 1'

const signed = (secret: Buffer, text: string): Buffer => createHmac('sha256', createHmac('sha256', secret).update(PURPOSE).digest()).update(text).digest().subarray(0, 16)

/** What the link of a mail holds: whose, what for, and our signature. It never ends, and can do nothing but end that kind of mail and take it up again. 44 characters. */
export function unsubscriptionToken(secret: Buffer, accountId: string, what: Unwanted): string {
  const id = Buffer.from(accountId.replace(/-/g, ''), 'hex')
  return `${LETTERS[what]}${Buffer.concat([id, signed(secret, `${what} ${accountId}`)]).toString('base64url')}`
}

/** Null for what we did not sign. */
export function readUnsubscription(secret: Buffer, token: string): { accountId: string, what: Unwanted } | null {
  const what = (['digest', 'letters'] as const).find(one => token.startsWith(LETTERS[one]))
  const bytes = Buffer.from(token.slice(1), 'base64url')
  if (!what || bytes.length !== 32 || !/^[\w-]{44}$/.test(token)) return null
  const accountId = bytes.subarray(0, 16).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return timingSafeEqual(bytes.subarray(16), signed(secret, `${what} ${accountId}`)) ? { accountId, what } : null
}
