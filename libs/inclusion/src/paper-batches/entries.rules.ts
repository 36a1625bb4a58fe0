import { paperQuestions, unreadableCode, type PaperContent, type PaperQuestion, type PaperVote } from '../paper-kits/paper-content.rules'
import type { Answers } from '@parvis/consultations'
import type { Refusal } from '@parvis/platform'
import type { Choice } from '@parvis/voting'
import { DateTime } from 'luxon'

/** What is kept of a field that cannot be read: never a guess. */
export const UNREADABLE = 'ILLISIBLE'

/** What a clerk types of one form: by field, in the order of the paper. `''`: nothing is marked there. */
export type Entry = Record<string, string>

/** One thing to type, then Enter. */
export interface EntryField {
  key: string
  /** Number printed before the question; null on a ballot paper. */
  number: number | null
  /** What is printed there. */
  label: string
  /** The line of a grid, or the option beside which something is written. */
  line: string | null
  kind: 'codes' | 'number' | 'date' | 'commune' | 'text'
  /** Codes that may be typed, with what is printed beside each. */
  boxes: { code: string, label: string }[]
  /** At most one box is meant to be marked: the screen says so, nothing is refused. */
  one: boolean
  /** Typed for what cannot be read. */
  unreadable: string
  longest: number
}

const LINE = 200
const PROSE = 2000
const NUMBER = 9

/** What is typed of one form, in order: about one field a question. */
export const fieldsOf = (content: PaperContent): EntryField[] => (content.kind === 'vote' ? voteFields(content) : paperQuestions(content).flatMap(questionFields))

function voteFields({ form, question, options, grades, blankCode }: PaperVote): EntryField[] {
  const boxes = options.map(({ code, label }) => ({ code, label }))
  if (form === 'single' || form === 'approval') {
    return [{ key: 'choice', number: null, label: question, line: null, kind: 'codes', boxes: [...boxes, ...(blankCode ? [{ code: blankCode, label: '' }] : [])], one: form === 'single', ...codesOf(boxes) }]
  }
  return options.map(({ key, code, label }) => ({
    key, number: null, label: question, line: `${code} ${label}`, one: true,
    ...(form === 'grades' ? { kind: 'codes' as const, boxes: grades.map((grade) => ({ code: grade.code, label: String(grade.value) })), ...codesOf(grades) } : { kind: 'number' as const, boxes: [], unreadable: NINES, longest: NUMBER }),
  }))
}

/** Nobody writes so large a number in a box: it stands for one that cannot be read. */
const NINES = unreadableCode(NUMBER)

function questionFields({ number, key, kind, label, options, rows, other, passCode, carried, maxLength }: PaperQuestion): EntryField[] {
  if (carried === 'none') return []
  const field = { key, number, label, line: null, boxes: [], one: true }
  const boxes = [...options.map(({ code, label: box }) => ({ code, label: box })), ...(other ? [{ code: other, label: OTHER_BOX }] : []), ...(passCode ? [{ code: passCode, label: PASS_BOX }] : [])]
  const coded = { kind: 'codes' as const, boxes, ...codesOf(boxes) }
  const written: EntryField[] = other ? [{ ...field, key: `${key}:${OTHER}`, line: OTHER_BOX, kind: 'text', unreadable: UNREADABLE, longest: LINE }] : []
  switch (kind) {
    case 'choice': return [{ ...field, ...coded }, ...written]
    case 'scale': return [{ ...field, ...coded }]
    case 'choices': return [{ ...field, ...coded, one: false }, ...written]
    case 'ranking': return [{ ...field, ...coded, one: false }]
    case 'matrix': return rows.map((row) => ({ ...field, key: `${key}:${row.key}`, line: `${row.code} ${row.label}`, ...coded }))
    case 'number': return [{ ...field, kind: 'number', unreadable: NINES, longest: NUMBER }]
    case 'date': return [{ ...field, kind: 'date', unreadable: unreadableCode(8), longest: 10 }]
    case 'commune':
    case 'point': return [{ ...field, kind: 'commune', unreadable: unreadableCode(5), longest: 100 }]
    default: return [{ ...field, kind: 'text', unreadable: UNREADABLE, longest: maxLength ?? (kind === 'line' ? LINE : PROSE) }]
  }
}

const OTHER = 'other'
/** Boxes that have no words of their own: the screen has them. */
export const OTHER_BOX = 'other'
export const PASS_BOX = 'pass'

const codesOf = (boxes: readonly { code: string }[]): { unreadable: string, longest: number } => {
  const width = Math.max(1, ...boxes.map(({ code }) => code.length))
  return { unreadable: unreadableCode(width), longest: boxes.length * (width + 1) + width }
}

export interface EntryRead {
  entry: Entry
  refusals: Refusal[]
}

/**
 * A form as it was typed, every field in its one writing; everything that cannot be on the paper is refused at its field.
 * Nothing is refused for being wrong: two boxes where one was meant stay two.
 *
 * @param communeOf the code of a commune from its code or its name; null: not one
 */
export function readEntry(content: PaperContent, typed: Readonly<Record<string, unknown>>, communeOf: (text: string) => string | null): EntryRead {
  const entry: Entry = {}
  const refusals: Refusal[] = []
  const fields = fieldsOf(content)
  const known = new Set(fields.map(({ key }) => key))
  for (const key of Object.keys(typed)) if (!known.has(key)) refusals.push({ code: 'paper-form.unknown-field', at: key.slice(0, 80) })
  for (const field of fields) {
    const given = typed[field.key] ?? ''
    const value = typeof given === 'string' && given.length <= field.longest + 40 ? valueOf(field, given.normalize('NFC').trim(), communeOf) : null
    if (value === null) refusals.push({ code: WRONG[field.kind], at: field.key, facts: { typed: String(given).slice(0, 40) } })
    else entry[field.key] = value
  }
  return { entry, refusals }
}

const WRONG = { codes: 'paper-form.codes', number: 'paper-form.figure', date: 'paper-form.date', commune: 'paper-form.commune', text: 'paper-form.text' } as const

function valueOf(field: EntryField, typed: string, communeOf: (text: string) => string | null): string | null {
  if (typed === '') return ''
  if (typed.toUpperCase() === UNREADABLE || typed === field.unreadable) return UNREADABLE
  switch (field.kind) {
    case 'codes': return codes(field, typed)
    case 'number': return /^\d{1,8}([.,]\d{1,4})?$/.test(typed) ? typed.replace(',', '.').replace(/^0+(?=\d)/, '') : null
    case 'date': return date(typed)
    case 'commune': return communeOf(typed)
    case 'text': return typed.length <= field.longest ? typed : null
  }
}

/** « 0103 », « 01 03 » or « 1 3 »: boxes in the order they were typed, each once. */
function codes({ boxes, unreadable }: EntryField, typed: string): string | null {
  const parts = typed.split(/[\s.,;+*/-]+/).filter(Boolean)
  const width = unreadable.length
  const all = parts.flatMap((part) => (part.length < width ? [part.padStart(width, '0')] : part.match(new RegExp(`.{1,${width}}`, 'g')) ?? []))
  return all.every((code) => boxes.some((box) => box.code === code)) && new Set(all).size === all.length ? all.join(' ') : null
}

/** « 17051980 », « 17 05 1980 », « 17/05/1980 »: as people write a day, kept as `YYYY-MM-DD`. */
function date(typed: string): string | null {
  const [, day, month, year] = /^(\d{2})[\s/.-]?(\d{2})[\s/.-]?(\d{4})$/.exec(typed) ?? []
  if (!day || !month || !year) return null
  return DateTime.fromISO(`${year}-${month}-${day}`, { zone: 'utc' }).isValid ? `${year}-${month}-${day}` : null
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

/** Two boxes ticked in another order are the same two; a text with other capitals, accents or commas is the same text. */
function alike({ kind, one, key }: EntryField, first: string, second: string, ranked: boolean): boolean {
  if (kind === 'text') return folded(first) === folded(second)
  if (kind !== 'codes' || one || ranked || key === '') return first === second
  return first.split(' ').sort().join(' ') === second.split(' ').sort().join(' ')
}

/** Keys of the fields in which two clerks differ. */
export function differences(content: PaperContent, first: Entry, second: Entry): string[] {
  const ranked = new Set(content.kind === 'vote' ? [] : paperQuestions(content).filter(({ kind }) => kind === 'ranking').map(({ key }) => key))
  return fieldsOf(content).filter((field) => !alike(field, first[field.key] ?? '', second[field.key] ?? '', ranked.has(field.key))).map(({ key }) => key)
}

/** A ballot as it counts, or why it cannot: something on it cannot be read. Whether the vote takes it is asked of libs/voting. */
export function choiceOn(content: PaperVote, entry: Entry): { choice: Choice } | { void: 'unreadable' | 'invalid' } {
  const values = fieldsOf(content).map(({ key }) => [key, entry[key] ?? ''] as const)
  if (values.some(([, value]) => value === UNREADABLE)) return { void: 'unreadable' }
  if (content.form === 'single' || content.form === 'approval') {
    const marked = (entry.choice ?? '').split(' ').filter(Boolean)
    const blank = content.blankCode !== null && marked.includes(content.blankCode)
    // A blank box and another one say two things.
    if (blank && marked.length > 1) return { void: 'invalid' }
    return { choice: blank ? [] : content.options.filter(({ code }) => marked.includes(code)).map(({ key }) => ({ option: key, value: 1 })) }
  }
  const marks = values.filter(([, value]) => value !== '').map(([option, value]) => ({
    option, value: content.form === 'grades' ? content.grades.find(({ code }) => code === value)?.value ?? Number.NaN : Number(value),
  }))
  return marks.every(({ value }) => Number.isInteger(value)) ? { choice: content.form === 'points' ? marks.filter(({ value }) => value !== 0) : marks } : { void: 'invalid' }
}

/**
 * Answers as `AnswerSheets` reads them. What cannot be read is not answered, nor is a question of one box where two are marked: nobody
 * guesses which was meant.
 */
export function answersOn(content: Exclude<PaperContent, PaperVote>, entry: Entry): Record<string, Answers[string]> {
  const answers: Record<string, Answers[string]> = {}
  for (const question of paperQuestions(content)) {
    const answer = answerOn(question, entry)
    if (answer) answers[question.key] = answer
  }
  return answers
}

const readable = (value: string | undefined): string => (value === undefined || value === UNREADABLE ? '' : value)

function answerOn(question: PaperQuestion, entry: Entry): Answers[string] | null {
  const { key, kind, options, rows, other, passCode } = question
  const value = readable(entry[key])
  const marked = value.split(' ').filter(Boolean)
  const keyOf = (code: string): string | undefined => (code === other ? OTHER : options.find((option) => option.code === code)?.key)
  if (kind === 'matrix') {
    const lines = rows.flatMap((row) => {
      const typed = readable(entry[`${key}:${row.key}`])
      const column = keyOf(typed)
      return column && !typed.includes(' ') ? [[row.key, column] as const] : []
    })
    return lines.length > 0 ? { rows: Object.fromEntries(lines) } : passed(rows.some((row) => entry[`${key}:${row.key}`] === passCode))
  }
  if (value === '') return null
  if (passCode !== null && marked.includes(passCode)) return passed(marked.length === 1)
  const keys = marked.map(keyOf).filter((one): one is string => one !== undefined)
  const text = readable(entry[`${key}:${OTHER}`])
  const written = text && keys.includes(OTHER) ? { other: text } : {}
  switch (kind) {
    case 'choice': return keys.length === 1 ? { choice: keys[0], ...written } : null
    case 'choices': return { choices: keys, ...written }
    case 'ranking': return { order: keys }
    case 'scale': return keys.length === 1 ? { value: Number(keys[0]) } : null
    case 'number': return { value: Number(value) }
    case 'date': return { date: value }
    case 'commune':
    case 'point': return { commune: value }
    default: return { text: value }
  }
}

const passed = (yes: boolean): Answers[string] | null => (yes ? { passed: true } : null)
