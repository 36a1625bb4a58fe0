import type { Refusal } from '@parvis/platform'

/** What a mandate lets the organisation do; each can be taken back alone. */
export const SCOPES = ['ANSWER', 'CORRECT', 'WITHDRAW', 'RECEIVE_FOLLOWUP'] as const
export type Scope = (typeof SCOPES)[number]

/** How long. ONE_ACT: this visit and no other. CONSULTATION: until the last claim. */
export const DURATIONS = ['ONE_ACT', 'CONSULTATION', 'MONTH_31', 'SEMESTER_182'] as const
export type Duration = (typeof DURATIONS)[number]

/** How the person agrees. */
export const CONSENT_METHODS = ['HANDWRITTEN', 'ON_SCREEN', 'SMS', 'ORAL'] as const
export type ConsentMethod = (typeof CONSENT_METHODS)[number]

export const REVOKERS = ['CITIZEN', 'MEDIATOR', 'ORGANISATION', 'ADMIN'] as const
export type Revoker = (typeof REVOKERS)[number]

export type MandateState = 'waiting' | 'in-force' | 'denied' | 'revoked' | 'expired'

/** Days that a duration lasts after its first; null: as long as the consultations. */
export const DURATION_DAYS: Readonly<Record<Duration, number | null>> = { ONE_ACT: 0, CONSULTATION: null, MONTH_31: 31, SEMESTER_182: 182 }

/** One line for each way to agree. */
export const METHODS: Readonly<Record<ConsentMethod, { remote: boolean, present: boolean, atOnce: boolean, phone: boolean, secondPerson: boolean }>> = {
  HANDWRITTEN: { remote: false, present: true, atOnce: true, phone: false, secondPerson: false },
  ON_SCREEN: { remote: false, present: true, atOnce: false, phone: false, secondPerson: false },
  SMS: { remote: true, present: true, atOnce: false, phone: true, secondPerson: false },
  ORAL: { remote: true, present: true, atOnce: false, phone: false, secondPerson: true },
}

/** Consents that one number may give in the days of a mandate of a month; more of them somebody looks at (inclusion.md 2.6). */
export const MOST_CONSENTS_OF_A_PHONE = 3
export const PHONE_DAYS = 31

/** Minutes in which an SMS is answered; silence is a no. */
export const SMS_MINUTES = 30

export interface MandateFacts {
  scopes: readonly Scope[]
  method: ConsentMethod
  remote: boolean
  phone: string | undefined
  /** A provider of SMS is set up. */
  smsOffered: boolean
  language: string
  /** Languages of the text in force. */
  languages: readonly string[]
  /** Version that was read aloud; null when none was. */
  version: string | null
  currentVersion: string
}

/** Everything wrong with a mandate that is about to be made. */
export function mandateRefusals({ scopes, method, remote, phone, smsOffered, language, languages, version, currentVersion }: MandateFacts): Refusal[] {
  const rule = METHODS[method]
  return [
    ...(version === null ? [{ code: 'consent.missing', at: 'consentVersion' }] : version !== currentVersion ? [{ code: 'consent.outdated', at: 'consentVersion', facts: { current: currentVersion } }] : []),
    ...(scopes.includes('ANSWER') ? [] : [{ code: 'mandate.scope', at: 'mandate.scopes' }]),
    ...(remote && !rule.remote ? [{ code: 'mandate.remote-method', at: 'mandate.method' }] : []),
    ...(languages.includes(language) ? [] : [{ code: 'mandate.language', at: 'mandate.language', facts: { languages } }]),
    ...(rule.phone && !smsOffered ? [{ code: 'mandate.sms-off', at: 'mandate.method' }] : []),
    ...(rule.phone && phoneOf(phone ?? '') === null ? [{ code: 'mandate.phone', at: 'mandate.phone' }] : []),
  ]
}

/** A number as `+33320000000`, mobile or not; null when it cannot be one. French numbers may begin with 0. */
export function phoneNumberOf(typed: string): string | null {
  const digits = typed.replace(/[\s.\-()/]/g, '').replace(/^00/, '+')
  const number = /^0[1-9]\d{8}$/.test(digits) ? `+33${digits.slice(1)}` : digits
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : null
}

/** A number that takes SMS, as `+33612345678`; null when it cannot be one: in France 06 and 07 are mobile. */
export function phoneOf(typed: string): string | null {
  const number = phoneNumberOf(typed)
  return number?.startsWith('+33') && !/^\+33[67]\d{8}$/.test(number) ? null : number
}

/** What somebody answered by SMS, in the languages in which they are asked; null: neither yes nor no, and nothing changes. */
export function replyOf(text: string): 'yes' | 'no' | null {
  const word = text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().replace(/[^A-Z]/g, '')
  if (['OUI', 'YES', 'JA', 'TAK', 'NAAM'].includes(word)) return 'yes'
  return ['NON', 'NO', 'NEE', 'NIE', 'LA'].includes(word) ? 'no' : null
}

/** What is attested, a field a line in the order of its names, and last the text that was read and the salt. */
export function attestedText(fields: Readonly<Record<string, string | boolean | readonly string[]>>, templateHash: string, salt: string): string {
  const lines = Object.keys(fields).sort().map((name) => {
    const value = fields[name]
    return `${name}=${typeof value === 'object' ? [...value].sort().join(',') : String(value)}`
  })
  return [...lines, `template=${templateHash}`, `salt=${salt}`].join('\n')
}
