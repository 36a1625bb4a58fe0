import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { isUuid } from '@parvis/platform'

/** Seconds that a person needs at least for the form, and after which it is made anew. */
const SECONDS = { least: 2, most: 7200 }

/** What tells a form of ours that a person filled in, without looking at where they come from. @param now seconds */
export function formProof(key: Buffer, now: number): string {
  const body = `${randomUUID()}.${Math.floor(now)}`
  return `${body}.${seal(key, body)}`
}

/** The identifier of the form: the same one sent twice is one request. Otherwise why it is not taken. */
export function readProof(key: Buffer, given: string, now: number): { token: string } | { refusal: 'appointment.form-missing' | 'appointment.too-fast' | 'appointment.form-old' } {
  const [token = '', at = '', signed = ''] = given.split('.')
  const [wanted, shown] = [Buffer.from(seal(key, `${token}.${at}`)), Buffer.from(signed)]
  if (!isUuid(token) || wanted.length !== shown.length || !timingSafeEqual(wanted, shown)) return { refusal: 'appointment.form-missing' }
  const age = now - Number(at)
  if (age < SECONDS.least) return { refusal: 'appointment.too-fast' }
  return age > SECONDS.most ? { refusal: 'appointment.form-old' } : { token }
}

const seal = (key: Buffer, body: string): string => createHmac('sha256', key).update(`appointment-form/v1\n${body}`).digest('base64url')
