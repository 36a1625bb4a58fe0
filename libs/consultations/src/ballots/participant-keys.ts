import { createHmac } from 'node:crypto'

/** Version of the recipe below, stored beside every key: keys of two versions are never compared. */
export const PARTICIPANT_KEY_VERSION = 1

/** Length of a stored key: 128 bits, as 32 hexadecimal digits. */
export const PARTICIPANT_KEY_LENGTH = 32

/** Civil status as typed at a door. It is turned into keys and dropped. */
export interface CivilStatus {
  /** Nom de naissance: the one on the birth certificate. */
  birthSurname: string
  /** Nom d'usage, when the person uses another one (marriage, divorce). */
  usageSurname?: string | null
  /** All given names as written on the document; the first one counts (`givenName`). */
  givenNames: string
  /** ISO date `YYYY-MM-DD`. */
  birthDate: string
  /** INSEE code of the commune of residence. */
  inseeCode: string
}

/** Keyed hashes of a civil status, each 128 bits in hexadecimal. */
export interface ParticipantKeys {
  keyVersion: number
  /** Everything equal: the key of uniqueness. */
  k0: string
  /** Without the commune: the person moved, or gave another commune. */
  k1: string
  /** Surname and given name in any order: fields filled the wrong way round. */
  k2: string
  /** Sound of the surname and initial of the given name. */
  k3: string
  /** Day and month in any order. */
  k4: string
  /** `k0` and `k1` recomputed with the usage surname; null when none was given. */
  k5: { k0: string; k1: string } | null
}

const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ẞ: 'SS', ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D' }

/** A name reduced to the capitals A to Z: accents, hyphens, apostrophes and case make no difference. */
export function normaliseName(name: string): string {
  return name
    .replace(/[œŒæÆßẞłŁøØđĐ]/g, (letter) => LIGATURES[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
}

/** The first given name: what stands before the first comma. `Jean, Pierre` gives JEAN, `Anne Marie` gives ANNEMARIE. */
export function givenName(givenNames: string): string {
  return normaliseName(givenNames.split(',', 1)[0] ?? '')
}

/** How a surname sounds, roughly: first letter, then consonants. Order of the replacements is part of the recipe. */
export function phonetic(surname: string): string {
  const sounds = normaliseName(surname)
    .replace(/EAU/g, 'O')
    .replace(/AUX/g, 'O')
    .replace(/AU/g, 'O')
    .replace(/PH/g, 'F')
    .replace(/TH/g, 'T')
    .replace(/CK/g, 'K')
    .replace(/QU/g, 'K')
    .replace(/GU/g, 'G')
    .replace(/Y/g, 'I')
    .replace(/Z/g, 'S')
    .replace(/H/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/C(?=[EI])/g, 'S')
    .replace(/C/g, 'K')
  return sounds.slice(0, 1) + sounds.slice(1).replace(/[AEIOU]/g, '')
}

const BIRTH_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * Whether a birth date is one that civil registers give to people whose exact date is unknown
 * (31 December by the IGREC instruction of 2004, 1 January in many older records).
 * Different people share it far more often, so it never refuses anybody by itself.
 */
export function isConventionalBirthDate(birthDate: string): boolean {
  return birthDate.endsWith('-01-01') || birthDate.endsWith('-12-31')
}

/** The key of keys of one consultation: nobody can be followed from one to the next. */
function pepperOf(masterPepper: string | Uint8Array, scope: string): Buffer {
  return createHmac('sha256', masterPepper).update(`participant-key/v1|${scope}`).digest()
}

/**
 * All keys of a civil status in one consultation.
 *
 * @param masterPepper secret kept outside the database
 * @param scope identifier of the consultation: a person has unrelated keys in two of them
 * @throws RangeError when a name has no letter, or the birth date is not `YYYY-MM-DD`: callers validate first
 */
export function participantKeys(masterPepper: string | Uint8Array, scope: string, person: CivilStatus): ParticipantKeys {
  const surname = normaliseName(person.birthSurname)
  const given = givenName(person.givenNames)
  const usage = normaliseName(person.usageSurname ?? '')
  const [, year, month, day] = BIRTH_DATE.exec(person.birthDate) ?? []
  if (surname === '' || given === '') throw new RangeError('A name without any letter has no participant key')
  if (year === undefined || month === undefined || day === undefined) throw new RangeError('A birth date is written YYYY-MM-DD')
  if (masterPepper.length === 0) throw new RangeError('The master pepper is empty')

  const pepper = pepperOf(masterPepper, scope)
  const key = (...parts: string[]): string =>
    createHmac('sha256', pepper).update(parts.join('|')).digest('hex').slice(0, PARTICIPANT_KEY_LENGTH)
  const strict = (name: string): string => key('strict', name, given, person.birthDate, person.inseeCode)
  const withoutCommune = (name: string): string => key('nomuni', name, given, person.birthDate)

  return {
    keyVersion: PARTICIPANT_KEY_VERSION,
    k0: strict(surname),
    k1: withoutCommune(surname),
    k2: key('swap', ...[surname, given].sort(), person.birthDate),
    k3: key('phon', phonetic(surname), given.slice(0, 1), person.birthDate),
    k4: key('daymonth', surname, given, year, ...[month, day].sort()),
    k5: usage === '' || usage === surname ? null : { k0: strict(usage), k1: withoutCommune(usage) },
  }
}

/**
 * What the roll keeps beside K0 until the sealing, 64 or 80 bytes: K1, K2, K3, K4, then K1 under the usage surname where one was given.
 * K0 under the usage surname adds nothing to it: equal ones have equal K1.
 */
export function hintsOf({ k1, k2, k3, k4, k5 }: ParticipantKeys): Buffer {
  return Buffer.from([k1, k2, k3, k4, k5?.k1 ?? ''].join(''), 'hex')
}

/** Which keys of two people are equal, birth or usage surname on either side. Both sides of one consultation and one version. */
export function equalKeys(one: ParticipantKeys, other: ParticipantKeys): ('k0' | 'k1' | 'k2' | 'k3' | 'k4' | 'k5')[] {
  if (one.keyVersion !== other.keyVersion) return []
  const plain = (['k0', 'k1', 'k2', 'k3', 'k4'] as const).filter((name) => one[name] === other[name])
  const viaUsage =
    (one.k5 !== null && (one.k5.k0 === other.k0 || one.k5.k1 === other.k1)) ||
    (other.k5 !== null && (other.k5.k0 === one.k0 || other.k5.k1 === one.k1)) ||
    (one.k5 !== null && other.k5 !== null && (one.k5.k0 === other.k5.k0 || one.k5.k1 === other.k5.k1))
  return viaUsage ? [...plain, 'k5'] : plain
}
