import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes, as they stand in a cookie or a link. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token; null for text that no token looks like. */
export function hashToken(token: string): Buffer | null {
  return /^[\w-]{43}$/.test(token) ? createHash('sha256').update(Buffer.from(token, 'base64url')).digest() : null
}
