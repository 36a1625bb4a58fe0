import type { Choice } from './voting-method'

// What an id may hold so that the written choice can be read back, and sorts the same in every language and database.
const writableId = /^[A-Za-z0-9._:/-]{1,100}$/

export function isWritableId(id: string): boolean {
  return writableId.test(id)
}

/** Order by UTF-16 code units: the same on every machine, whatever its language. */
export function inStringOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A choice that approves each of these options. Repeated ids stay, to be refused. */
export function approvals(ids: Iterable<string>): Choice {
  return Array.from(ids, (option) => ({ option, value: 1 }))
}

/** A choice as it is sent and kept: the value of each option that is named, `{}` when it is blank. */
export type Values = Readonly<Record<string, number>>

export const choiceOf = (values: Values): Choice => Object.entries(values).map(([option, value]) => ({ option, value }))

/** The text that a ballot's opening holds: `optionId=integer`, sorted by id, joined by ","; "" for a blank ballot. Throws RangeError on an id or value that cannot be written. */
export function encodeChoice(choice: Choice): string {
  return [...choice]
    .sort((a, b) => inStringOrder(a.option, b.option))
    .map(({ option, value }) => {
      if (!isWritableId(option)) throw new RangeError(`option id cannot be written in a ballot: ${JSON.stringify(option)}`)
      if (!Number.isSafeInteger(value)) throw new RangeError(`value of ${option} is not a whole number`)
      return `${option}=${value}`
    })
    .join(',')
}

/** Reads what `encodeChoice` wrote. Throws RangeError on anything it would not have written, so that one choice has one text. */
export function decodeChoice(text: string): Choice {
  if (text === '') return []
  const choice = text.split(',').map((part) => {
    const match = /^([^=]+)=(0|-?[1-9][0-9]{0,15})$/.exec(part)
    if (!match?.[1] || !match[2]) throw new RangeError(`not an option and its value: ${JSON.stringify(part)}`)
    return { option: match[1], value: Number(match[2]) }
  })
  if (encodeChoice(choice) !== text) throw new RangeError('options are not in order')
  return choice
}

/** "12", "1 200": what a person writes as a whole number on a ballot or in its rules; null: anything else (`-1`, `1e3`, `2,5`). */
export function wholeNumber(text: string): number | null {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null
}
