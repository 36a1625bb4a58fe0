import type { TypedPerson } from '@parvis/consultations'

/** What is known of the names that one mediator typed at one centre in a day. */
export interface TypedSeries {
  /** People, each once. */
  typed: number
  /** The last surname; empty before the first. */
  last: string
  /** Surnames in a row that each come after the one before in the alphabet, now and at most. */
  inOrder: number
  longestOrder: number
  /** The most people of one birth date among the last ones. */
  sameDate: number
  /** The last people, by their marks. */
  marks: readonly Omit<TypedPerson, 'surname'>[]
}

/** How far back birth dates are compared: in a whole day of a paper desk, three people of one date are no wonder. */
export const MOST_MARKS = 50

export const NOBODY_YET: TypedSeries = { typed: 0, last: '', inOrder: 0, longestOrder: 0, sameDate: 0, marks: [] }

/**
 * The series with one person more. Somebody typed again, for another consultation or after a mistake, changes nothing; a family of one surname
 * neither makes the order longer nor breaks it; a date that registers give when the true one is unknown is compared with none.
 */
export function withTyped(before: TypedSeries, { surname, ...mark }: TypedPerson): TypedSeries {
  if (before.marks.some(({ person }) => person === mark.person)) return before
  const inOrder = surname === before.last ? before.inOrder : surname > before.last ? before.inOrder + 1 : 1
  const marks = [...before.marks, mark].slice(-MOST_MARKS)
  const sameDate = mark.date === null ? 0 : marks.filter(({ date }) => date === mark.date).length
  return { typed: before.typed + 1, last: surname, inOrder, longestOrder: Math.max(before.longestOrder, inOrder), sameDate: Math.max(before.sameDate, sameDate), marks }
}

const NO_DATE = '00000000'

/** Eight bytes for each: four of the person, four of the date, zeros for none. */
export const bytesOf = (marks: TypedSeries['marks']): Buffer => Buffer.from(marks.map(({ person, date }) => person + (date ?? NO_DATE)).join(''), 'hex')

export function marksOf(bytes: Buffer | null): TypedSeries['marks'] {
  const text = bytes?.toString('hex') ?? ''
  return Array.from({ length: text.length / 16 }, (_, place) => {
    const date = text.slice(place * 16 + 8, place * 16 + 16)
    return { person: text.slice(place * 16, place * 16 + 8), date: date === NO_DATE ? null : date }
  })
}
