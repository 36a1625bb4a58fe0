import type { Refusal } from '@parvis/platform'
import { isQuestion, ITEM_KINDS, LINE_LENGTH, OTHER, PROSE_LENGTH, scaleValues, type Condition, type Item, type ItemKind, type Labelled, type Questionnaire, type Section } from './questionnaire'

/** What one questionnaire may hold: beyond it nobody answers, and no spreadsheet opens the answers. */
export const MOST = { sections: 30, items: 120, options: 60, rows: 30, scale: 11, bands: 12 } as const

export const FORMAT = 'parvis-questionnaire/1'

const LENGTHS = { label: 500, note: 4000, hint: 500, option: 200, title: 160, text: 4000, introduction: 4000, end: 60, unit: 30 } as const
const KEY = /^[a-z][a-z0-9-]{0,19}$/
const INVISIBLE = /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu

/** What each kind reads beside its label, hint, condition and whether it is mandatory. Anything else is left out. */
const FIELDS: Readonly<Record<ItemKind, readonly (keyof Item)[]>> = {
  note: [], choice: ['options', 'other'], choices: ['options', 'other', 'least', 'most'], scale: ['min', 'max', 'lowLabel', 'highLabel'], matrix: ['options', 'rows'],
  ranking: ['options', 'least', 'most'], number: ['min', 'max', 'unit', 'bands'], date: [], commune: [], point: [], line: ['maxLength'], prose: ['maxLength'], file: [],
}

type Unread = Record<string, unknown>

/** Reads what somebody sent, refusing with the place of each fault: `sections.0.items.2.options.1.label`. */
class Reader {
  readonly refusals: Refusal[] = []

  refuse(code: string, at: string, facts?: Record<string, unknown>): void {
    // A file that is wrong everywhere is told of by its first faults.
    if (this.refusals.length < 100) this.refusals.push({ code, at, ...(facts ? { facts } : {}) })
  }

  object(value: unknown, at: string): Unread {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Unread
    this.refuse('questionnaire.unreadable', at)
    return {}
  }

  list(value: unknown, at: string, most: number): unknown[] {
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.refuse('questionnaire.unreadable', at)
      return []
    }
    if (value.length > most) this.refuse('questionnaire.too-many', at, { count: value.length, most })
    return value.slice(0, most)
  }

  text(value: unknown, at: string, most: number, { needed = false, line = false } = {}): string {
    if (value !== undefined && typeof value !== 'string') {
      this.refuse('questionnaire.unreadable', at)
      return ''
    }
    const tidied = (value ?? '').normalize('NFC').replace(/\r\n?/g, '\n').replace(INVISIBLE, '').trim()
    const text = line ? tidied.replace(/\s+/g, ' ') : tidied
    if (needed && text === '') this.refuse('questionnaire.text-missing', at)
    if (text.length > most) this.refuse('field.max-length', at, { limit: most })
    return text
  }

  number(value: unknown, at: string, { whole = false } = {}): number | undefined {
    if (value === undefined || value === null) return undefined
    if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 1e12 && (!whole || Number.isInteger(value))) return value
    this.refuse('questionnaire.number', at)
    return undefined
  }

  key(value: unknown, at: string, taken: Set<string>): string {
    if (typeof value !== 'string' || !KEY.test(value) || value === OTHER) {
      this.refuse('questionnaire.key', at)
      return ''
    }
    if (taken.has(value)) this.refuse('questionnaire.key-twice', at, { key: value })
    taken.add(value)
    return value
  }
}

/**
 * A questionnaire as it is kept, from a form or a file, and everything that is wrong with it; empty refusals: it may be kept.
 * A questionnaire in the making may be without pages or questions: `openingRefusals` asks for them.
 */
export function readQuestionnaire(given: unknown): { questionnaire: Questionnaire, refusals: Refusal[] } {
  const reader = new Reader()
  const whole = reader.object(given, '')
  const keys = new Set<string>()
  const sectionKeys = new Set<string>()
  let items = 0
  const sections = reader.list(whole.sections, 'sections', MOST.sections).map((value, index): Section => {
    const at = `sections.${index}`
    const section = reader.object(value, at)
    return {
      key: reader.key(section.key, `${at}.key`, sectionKeys),
      title: reader.text(section.title, `${at}.title`, LENGTHS.title, { needed: true, line: true }),
      text: reader.text(section.text, `${at}.text`, LENGTHS.text),
      items: reader.list(section.items, `${at}.items`, MOST.items).map((item, place) => {
        items++
        return readItem(reader, item, `${at}.items.${place}`, keys)
      }),
    }
  })
  if (items > MOST.items) reader.refuse('questionnaire.too-many', 'sections', { count: items, most: MOST.items })
  const questionnaire = { introduction: reader.text(whole.introduction, 'introduction', LENGTHS.introduction), sections }
  if (reader.refusals.length === 0) refuseConditions(reader, questionnaire)
  return { questionnaire, refusals: reader.refusals }
}

/** The same from an exported file, whose first word says what it is. */
export function readFile(given: unknown): { questionnaire: Questionnaire, refusals: Refusal[] } {
  const format = typeof given === 'object' && given !== null ? (given as Unread).format : undefined
  if (format !== FORMAT) return { questionnaire: { introduction: '', sections: [] }, refusals: [{ code: 'questionnaire.format', at: 'format', facts: { expected: FORMAT } }] }
  return readQuestionnaire(given)
}

function readItem(reader: Reader, value: unknown, at: string, keys: Set<string>): Item {
  const given = reader.object(value, at)
  const kind = ITEM_KINDS.find((known) => known === given.kind)
  const key = reader.key(given.key, `${at}.key`, keys)
  if (!kind) {
    reader.refuse('questionnaire.kind', `${at}.kind`, { kind: String(given.kind).slice(0, 40) })
    return { key, kind: 'note', label: '' }
  }
  const item: Item = { key, kind, label: reader.text(given.label, `${at}.label`, kind === 'note' ? LENGTHS.note : LENGTHS.label, { needed: true }) }
  const hint = reader.text(given.hint, `${at}.hint`, LENGTHS.hint)
  if (hint && kind !== 'note') item.hint = hint
  if (given.mandatory === true && kind !== 'note') item.mandatory = true
  if (given.condition !== undefined && given.condition !== null) item.condition = readCondition(reader, given.condition, `${at}.condition`)
  for (const field of FIELDS[kind]) readField(reader, given, item, field, at)
  refuseBounds(reader, item, at)
  return item
}

function readField(reader: Reader, given: Unread, item: Item, field: keyof Item, at: string): void {
  const place = `${at}.${field}`
  if (field === 'options' || field === 'rows') {
    const found = readLabels(reader, given[field], place, field === 'rows' ? MOST.rows : MOST.options)
    if (found.length < (field === 'rows' ? 1 : 2)) reader.refuse('questionnaire.too-few-options', place, { least: field === 'rows' ? 1 : 2 })
    item[field] = found
  } else if (field === 'bands') {
    const limits = reader.list(given.bands, place, MOST.bands).map((limit, index) => reader.number(limit, `${place}.${index}`) ?? 0)
    if (limits.some((limit, index) => index > 0 && limit <= (limits[index - 1] ?? 0))) reader.refuse('questionnaire.bands', place)
    if (limits.length > 0) item.bands = limits
  } else if (field === 'other') {
    if (given.other === true) item.other = true
  } else if (field === 'lowLabel' || field === 'highLabel' || field === 'unit') {
    const text = reader.text(given[field], place, field === 'unit' ? LENGTHS.unit : LENGTHS.end, { line: true })
    if (text) item[field] = text
  } else if (field === 'least' || field === 'most' || field === 'min' || field === 'max' || field === 'maxLength') {
    const number = reader.number(given[field], place, { whole: field !== 'min' && field !== 'max' ? true : item.kind === 'scale' })
    if (number !== undefined) item[field] = number
  }
}

function readLabels(reader: Reader, value: unknown, at: string, most: number): Labelled[] {
  const keys = new Set<string>()
  const labels = new Set<string>()
  return reader.list(value, at, most).map((one, index) => {
    const given = reader.object(one, `${at}.${index}`)
    const label = reader.text(given.label, `${at}.${index}.label`, LENGTHS.option, { needed: true, line: true })
    if (label && labels.has(label)) reader.refuse('questionnaire.option-twice', `${at}.${index}.label`, { label })
    labels.add(label)
    return { key: reader.key(given.key, `${at}.${index}.key`, keys), label }
  })
}

function readCondition(reader: Reader, value: unknown, at: string): Condition {
  const given = reader.object(value, at)
  const operator = (['is', 'is-not', 'answered'] as const).find((known) => known === given.operator)
  if (!operator) reader.refuse('questionnaire.condition', at)
  const question = typeof given.question === 'string' ? given.question : ''
  if (operator === undefined || operator === 'answered') return { question, operator: 'answered' }
  return { question, operator, value: typeof given.value === 'string' ? given.value : '' }
}

/** Numbers of a question that cannot go together. */
function refuseBounds(reader: Reader, item: Item, at: string): void {
  if (item.kind === 'scale') {
    item.min ??= 1
    item.max ??= 5
    if (item.min < 0 || item.max <= item.min || item.max - item.min + 1 > MOST.scale) reader.refuse('questionnaire.scale', `${at}.max`, { most: MOST.scale })
  }
  if (item.kind === 'number' && item.min !== undefined && item.max !== undefined && item.max < item.min) reader.refuse('questionnaire.min-max', `${at}.max`)
  if (item.kind === 'choices' || item.kind === 'ranking') {
    const count = (item.options?.length ?? 0) + (item.other ? 1 : 0)
    const { least = item.kind === 'ranking' ? 1 : 0, most = count } = item
    if (least < 0 || most < 1 || least > most || most > count) reader.refuse('questionnaire.least-most', `${at}.most`, { options: count })
  }
  if (item.maxLength !== undefined) {
    const limit = item.kind === 'line' ? LINE_LENGTH : PROSE_LENGTH
    if (item.maxLength < 1 || item.maxLength > limit) reader.refuse('questionnaire.max-length', `${at}.maxLength`, { limit })
  }
}

/** What a condition may ask of a question, as values. Null: only whether it was answered. */
export function conditionValues(item: Item): Labelled[] | null {
  if (item.kind === 'scale') return scaleValues(item).map((value) => ({ key: String(value), label: String(value) }))
  if (item.kind === 'choice' || item.kind === 'choices') return [...(item.options ?? []), ...(item.other ? [{ key: OTHER, label: OTHER }] : [])]
  return null
}

/** A condition looks back only: then there can be no circle, and a page never waits for one that comes after it. */
function refuseConditions(reader: Reader, { sections }: Questionnaire): void {
  const all = new Map(sections.flatMap(({ items }) => items.filter(isQuestion).map((item) => [item.key, item] as const)))
  const before = new Set<string>()
  sections.forEach(({ items }, index) => items.forEach((item, place) => {
    const at = `sections.${index}.items.${place}.condition`
    if (item.condition) {
      const { question, operator, value } = item.condition
      const asked = all.get(question)
      if (!asked) reader.refuse('questionnaire.condition-unknown', at, { question })
      else if (!before.has(question)) reader.refuse('questionnaire.condition-later', at, { question: asked.label })
      else if (operator !== 'answered' && !conditionValues(asked)?.some(({ key }) => key === value)) reader.refuse('questionnaire.condition-value', at, { question: asked.label })
    }
    if (isQuestion(item)) before.add(item.key)
  }))
}

/** Why a questionnaire cannot be put to people as it stands. */
export function openingRefusals(questionnaire: Questionnaire | null): Refusal[] {
  if (!questionnaire || !questionnaire.sections.some(({ items }) => items.some(isQuestion))) return [{ code: 'questionnaire.no-question' }]
  return questionnaire.sections.flatMap(({ title, items }, index) => (items.length === 0 ? [{ code: 'questionnaire.page-empty', at: `sections.${index}`, facts: { title } }] : []))
}
