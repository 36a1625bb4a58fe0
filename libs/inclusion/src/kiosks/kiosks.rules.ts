/** An enrolment code: typed once on the device, within this time. */
export const CODE_MINUTES = 15
/** A pass: made at the desk, typed at a kiosk of the same centre. */
export const PASS_MINUTES = 120
/** Without a request for so long, a session is over, whatever its page does. */
export const IDLE_MINUTES = 3
/** A kiosk that was heard within this time can take somebody. */
export const SEEN_MINUTES = 5
/** How long a device stays enrolled without being used. */
export const DEVICE_DAYS = 180
/** Version of the notice that the person ticks on the screen: its words are the `kiosk_notice_…` texts. */
export const NOTICE_VERSION = '1.0'
/** Enrolled and in service at one centre, and passes of one centre in one day. */
export const MOST_KIOSKS = 50
export const MOST_PASSES = 500

/** Crockford's base 32, as in receipts: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const PASS_LENGTH = 8

/** @param bytes eight at random */
export const passOf = (bytes: Uint8Array): string => Array.from(bytes.subarray(0, PASS_LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')

/** `K7QM2D9X` is read and copied as `K7QM-2D9X`. */
export const formatPass = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** What somebody typed, or null when it cannot be a pass: small letters, spaces and look-alikes are forgiven. */
export function parsePass(typed: string): string | null {
  const code = typed.normalize('NFKC').toUpperCase().replace(/[\s.–—-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1').replace(/U/g, 'V')
  return code.length === PASS_LENGTH && [...code].every((character) => ALPHABET.includes(character)) ? code : null
}

export type KioskState = 'waiting' | 'free' | 'in-use' | 'away' | 'out'

export interface KioskFacts {
  /** The device has typed its code. */
  enrolled: boolean
  withdrawn: boolean
  /** The code can still be typed. */
  codeGood: boolean
  session: boolean
  /** Since the device was last heard; null: never. */
  minutesSilent: number | null
}

/** What a desk may know of a kiosk: the state of the device, nothing of who is at it. */
export function kioskState({ enrolled, withdrawn, codeGood, session, minutesSilent }: KioskFacts): KioskState {
  if (withdrawn) return 'out'
  if (!enrolled) return codeGood ? 'waiting' : 'out'
  if (session) return 'in-use'
  return minutesSilent !== null && minutesSilent < SEEN_MINUTES ? 'free' : 'away'
}

export type PassState = 'issued' | 'in-use' | 'finished' | 'expired' | 'cancelled'

/** Which passes a desk may take back: one that was never used, or whose person has gone. */
export const mayCancel = (state: PassState): boolean => state === 'issued' || state === 'in-use'
