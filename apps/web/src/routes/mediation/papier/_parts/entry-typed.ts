import type { Field } from './words'

/** A form of the paper as it was typed. */
export interface EntryTyped {
  number: string
  /** By place of the field. */
  fields: string[]
  /** Place of the field that had the keyboard when the page was drawn; -1: the number of the form. */
  seen: number
  again: boolean
}

export function entryTyped(form: FormData, fields: readonly Pick<Field, 'key'>[]): EntryTyped {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 4000)
  const seen = Number(text('seen') || '-1')
  return { number: text('number').trim(), fields: fields.map((_, place) => text(`field-${place}`).trim()), seen: Number.isInteger(seen) ? seen : -1, again: form.get('again') === 'oui' }
}

export const entryOf = (fields: readonly Pick<Field, 'key'>[], typed: EntryTyped): Record<string, string> => Object.fromEntries(fields.map(({ key }, place) => [key, typed.fields[place] ?? '']))

/**
 * Where the keyboard goes after Enter, without a script: to the field after the last one that was filled or that it stood in. Past the last one: all is typed.
 * -1: the number of the form is still to be typed.
 */
export function placeAfterEnter({ number, fields, seen }: EntryTyped): number {
  if (number === '') return -1
  const filled = fields.reduce((last, value, place) => (value === '' ? last : place), -1)
  return Math.max(filled, seen) + 1
}
