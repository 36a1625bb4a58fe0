/** Civil status as its owner gives it, at the first vote or support. */
export interface CivilStatusGiven {
  birthSurname: string
  usageSurname?: string
  givenNames: string
  /** `YYYY-MM-DD`; an unknown day or month is written `01`. */
  birthDate: string
  /** INSEE code of the commune of residence. */
  municipalityCode: string
}

interface Reason {
  code: string
  at: string
}

const name = /^[\p{L}\p{M}' ’.-]{1,100}$/u
/** As documents have them, with commas between. */
const names = /^[\p{L}\p{M}' ’.,-]{1,100}$/u
/** Keys are made of these letters alone, the ones in which French registers write. */
const plainLetter = /[A-Za-zŒœÆæßẞŁłØøĐđ]/
const isName = (text: string): boolean => name.test(text) && plainLetter.test(text.normalize('NFKD'))
const areNames = (text: string): boolean => names.test(text) && plainLetter.test((text.split(',', 1)[0] ?? '').normalize('NFKD'))

/**
 * Everything wrong with a civil status; empty when it can be kept.
 * @param today civil day in Paris, `YYYY-MM-DD`
 * @param resolve the commune that a code means, null when it is not one of ours
 */
export function civilStatusRefusals(given: CivilStatusGiven, today: string, resolve: (code: string) => string | null): Reason[] {
  const refusals: Reason[] = []
  if (!isName(given.birthSurname)) refusals.push({ code: 'civil-status.birth-surname', at: 'birthSurname' })
  if (given.usageSurname && !isName(given.usageSurname)) refusals.push({ code: 'civil-status.usage-surname', at: 'usageSurname' })
  if (!areNames(given.givenNames)) refusals.push({ code: 'civil-status.given-names', at: 'givenNames' })
  const birth = birthDateRefusal(given.birthDate, today)
  if (birth) refusals.push({ code: birth, at: 'birthDate' })
  if (resolve(given.municipalityCode) === null) refusals.push({ code: 'municipality.unknown', at: 'municipalityCode' })
  return refusals
}

/** Why this is no date of birth: a day that does not exist, one to come, or of nobody alive (130 years at most). */
function birthDateRefusal(text: string, today: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return 'civil-status.birth-date'
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  if (day < 1 || day > (lengths[month - 1] ?? 0)) return 'civil-status.birth-date'
  if (text > today) return 'civil-status.birth-date-future'
  return year < Number(today.slice(0, 4)) - 130 ? 'civil-status.birth-date-old' : null
}
