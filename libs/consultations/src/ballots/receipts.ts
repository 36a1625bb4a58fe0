import { createHmac } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that a code can be read aloud and copied by hand. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE = 32

export const RECEIPT_LENGTH = 12

/**
 * The check character of a body by Luhn mod 32. It catches every single wrong character
 * and every swap of two neighbours but 0 with Z.
 */
function checkCharacter(body: string): string {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const doubled = ALPHABET.indexOf(character) * (index % 2 === 0 ? 2 : 1)
    return total + Math.floor(doubled / BASE) + (doubled % BASE)
  }, 0)
  return ALPHABET.charAt((BASE - (sum % BASE)) % BASE)
}

/**
 * The receipt of one ballot: 11 characters (55 bits) derived by HMAC and one check character, without separators.
 * The same input gives the same code, so a retry shows the receipt of the first attempt.
 *
 * @param receiptKey secret kept outside the database
 * @param voteId the vote
 * @param ballotInput what stays equal when the request is sent again, for example the reference of the ballot
 */
export function receiptCode(receiptKey: string | Uint8Array, voteId: string, ballotInput: string): string {
  const digest = createHmac('sha256', receiptKey).update(`vote/receipt/v1\n${voteId}\n${ballotInput}`).digest()
  let bits = digest.readBigUInt64BE(0)
  let body = ''
  for (let index = 0; index < RECEIPT_LENGTH - 1; index++) {
    body += ALPHABET.charAt(Number(bits & 31n))
    bits >>= 5n
  }
  return body + checkCharacter(body)
}

/** As people see it: `K7QM-2D9X-4TRW`. */
export function formatReceipt(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * A code as somebody typed it: small letters, spaces, hyphens, O for 0, I or L for 1 are forgiven.
 *
 * @returns the 12 characters without separators, or null when they cannot be a receipt
 */
export function parseReceipt(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s\-–—.]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (code.length !== RECEIPT_LENGTH || [...code].some((character) => !ALPHABET.includes(character))) return null
  return checkCharacter(code.slice(0, -1)) === code.slice(-1) ? code : null
}

/**
 * What the server keeps of a receipt: 32 bytes. Keyed, because the 55 bits of a code could be
 * searched through by somebody who holds a copy of the database.
 */
export function hashReceipt(receiptKey: string | Uint8Array, code: string): Buffer {
  return createHmac('sha256', receiptKey).update(`vote/receipt-hash/v1\n${code}`).digest()
}
