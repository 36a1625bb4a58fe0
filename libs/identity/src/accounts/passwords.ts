import { hash, verify } from '@node-rs/argon2'
import type { Refusal } from '@parvis/platform'

// argon2id, the OWASP figures.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const PASSWORD_LENGTH = { least: 12, most: 128 } as const

/** Length is what makes a password hold; rules about digits and signs only make people write it down. */
export function passwordRefusals(password: string, email: string): Refusal[] {
  const length = [...password].length
  if (length < PASSWORD_LENGTH.least) return [{ code: 'password.too-short', at: 'password', facts: { least: PASSWORD_LENGTH.least } }]
  if (length > PASSWORD_LENGTH.most) return [{ code: 'password.too-long', at: 'password', facts: { most: PASSWORD_LENGTH.most } }]
  if (password.trim().toLowerCase() === email) return [{ code: 'password.is-email', at: 'password' }]
  return []
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), options)

/** Takes as long for an account that does not exist (`hash` null) as for one that does. */
export async function passwordMatches(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const matches = await verify(hashed ?? await decoy, password.normalize('NFC'))
  return matches && hashed !== null
}

let decoy: Promise<string> | undefined
