import type { Refusal } from '@parvis/platform'
import { DateTime } from 'luxon'
import { isQuestion, LINE_LENGTH, OTHER, OTHER_LENGTH, PROSE_LENGTH, type Answer, type Answers, type Condition, type Item, type Questionnaire } from './questionnaire'

const INVISIBLE = /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type AnswerRead = { answer: Answer | null } | { refusal: Refusal }

type Given = Record<string, unknown>

const refused = (code: string, item: Item, facts?: Record<string, unknown>): AnswerRead => ({ refusal: { code, at: item.key, ...(facts ? { facts } : {}) } })
const unreadable = (item: Item): AnswerRead => refused('answer.unreadable', item)

function textOf(value: unknown, line: boolean): string | null {
  if (value === undefined) return ''
  if (typeof value !== 'string') return null
  const text = value.normalize('NFC').replace(/\r\n?/g, '\n').replace(INVISIBLE, '').trim()
  return line ? text.replace(/\s+/g, ' ') : text
}

const isKeyList = (value: unknown): value is string[] => Array.isArray(value) && value.length <= 200 && value.every((key) => typeof key === 'string') && new Set(value).size === value.length

/** One answer as it is kept; null: nothing was answered. Never keeps a field that the question does not have. */
export function readAnswer(item: Item, given: unknown): AnswerRead {
  if (given === undefined || given === null) return { answer: null }
  if (typeof given !== 'object' || Array.isArray(given)) return unreadable(item)
  const answer = given as Given
  if (answer.passed === true) return item.mandatory ? refused('answer.mandatory', item) : { answer: { passed: true } }
  return READERS[item.kind](item, answer)
}

const READERS: Readonly<Record<Item['kind'], (item: Item, given: Given) => AnswerRead>> = {
  note: () => ({ answer: null }),
  choice: readChoice,
  choices: readChoices,
  scale: (item, given) => readNumber(item, given, 'answer.scale', true),
  number: (item, given) => readNumber(item, given, 'answer.number', false),
  matrix: readMatrix,
  ranking: readRanking,
  date: readDate,
  commune: readCommune,
  point: readPoint,
  line: (item, given) => readText(item, given, true, LINE_LENGTH),
  prose: (item, given) => readText(item, given, false, PROSE_LENGTH),
  file: readFile,
}

function readCommune(item: Item, { commune }: Given): AnswerRead {
  if (commune === undefined || commune === '') return { answer: null }
  return typeof commune === 'string' && /^\d[\dAB]\d{3}$/.test(commune) ? { answer: { commune } } : unreadable(item)
}

/** Where something is, not whose door. */
const tenMetres = (degrees: number): number => Number(degrees.toFixed(4))

/** A commune, and perhaps a point in it: both its degrees or neither. Whether it lies there is asked of the map. */
function readPoint(item: Item, given: Given): AnswerRead {
  const read = readCommune(item, given)
  const { lat, lon } = given
  if ((lat === undefined && lon === undefined) || 'refusal' in read) return read
  if (!read.answer) return refused('answer.point-commune', item)
  const degrees = (value: unknown, most: number): value is number => typeof value === 'number' && Math.abs(value) <= most
  return degrees(lat, 90) && degrees(lon, 180) ? { answer: { ...read.answer, lat: tenMetres(lat), lon: tenMetres(lon) } } : refused('answer.point', item)
}

/** The points that were given, for the map to judge. */
export function pointsOf(questionnaire: Questionnaire, given: Record<string, unknown>): { key: string, commune: string, lat: number, lon: number }[] {
  return questionnaire.sections.flatMap(({ items }) => items.filter(({ kind }) => kind === 'point')).flatMap((item) => {
    const read = readAnswer(item, given[item.key])
    const { commune, lat, lon } = ('answer' in read ? read.answer : null) ?? {}
    return commune === undefined || lat === undefined || lon === undefined ? [] : [{ key: item.key, commune, lat, lon }]
  })
}

const optionKeys = (item: Item): Set<string> => new Set([...(item.options ?? []).map(({ key }) => key), ...(item.other ? [OTHER] : [])])

function readOther(item: Item, given: Given, chosen: boolean): { other?: string } | null {
  const other = textOf(given.other, true)
  if (other === null || other.length > OTHER_LENGTH) return null
  return chosen && other ? { other } : {}
}

function readChoice(item: Item, given: Given): AnswerRead {
  const { choice } = given
  if (choice === undefined || choice === '') return { answer: null }
  if (typeof choice !== 'string' || !optionKeys(item).has(choice)) return unreadable(item)
  const other = readOther(item, given, choice === OTHER)
  return other ? { answer: { choice, ...other } } : refused('answer.too-long', item, { limit: OTHER_LENGTH })
}

function readChoices(item: Item, given: Given): AnswerRead {
  const { choices = [] } = given
  const known = optionKeys(item)
  if (!isKeyList(choices) || choices.some((key) => !known.has(key))) return unreadable(item)
  if (choices.length === 0) return { answer: null }
  const bounds = boundsRefusal(item, choices.length, 0)
  if (bounds) return bounds
  const other = readOther(item, given, choices.includes(OTHER))
  return other ? { answer: { choices: [...known].filter((key) => choices.includes(key)), ...other } } : refused('answer.too-long', item, { limit: OTHER_LENGTH })
}

function boundsRefusal(item: Item, count: number, usualLeast: number): AnswerRead | null {
  const { least = usualLeast, most = optionKeys(item).size } = item
  if (count < least) return refused('answer.too-few', item, { least, count })
  return count > most ? refused('answer.too-many', item, { most, count }) : null
}

function readRanking(item: Item, given: Given): AnswerRead {
  const { order = [] } = given
  const known = optionKeys(item)
  if (!isKeyList(order) || order.some((key) => !known.has(key))) return unreadable(item)
  if (order.length === 0) return { answer: null }
  return boundsRefusal(item, order.length, 1) ?? { answer: { order } }
}

function readMatrix(item: Item, given: Given): AnswerRead {
  const { rows = {} } = given
  if (typeof rows !== 'object' || rows === null || Array.isArray(rows)) return unreadable(item)
  const columns = optionKeys(item)
  const lines = (item.rows ?? []).map(({ key }) => key)
  const found = Object.entries(rows).filter(([, column]) => column !== '')
  if (found.some(([row, column]) => !lines.includes(row) || typeof column !== 'string' || !columns.has(column))) return unreadable(item)
  if (found.length === 0) return { answer: null }
  if (item.mandatory && found.length < lines.length) return refused('answer.lines-missing', item, { missing: lines.length - found.length })
  return { answer: { rows: Object.fromEntries(found) as Record<string, string> } }
}

function readNumber(item: Item, { value }: Given, code: string, whole: boolean): AnswerRead {
  if (value === undefined || value === null || value === '') return { answer: null }
  const { min, max } = item
  const wrong = typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 1e12 || (whole && !Number.isInteger(value)) || (min !== undefined && value < min) || (max !== undefined && value > max)
  return wrong ? refused(code, item, { min: min ?? null, max: max ?? null }) : { answer: { value: value as number } }
}

function readDate(item: Item, { date }: Given): AnswerRead {
  if (date === undefined || date === '') return { answer: null }
  if (typeof date !== 'string' || !/^[12]\d{3}-\d{2}-\d{2}$/.test(date)) return refused('answer.date', item)
  return DateTime.fromISO(date, { zone: 'utc' }).isValid ? { answer: { date } } : refused('answer.date', item)
}

function readText(item: Item, given: Given, line: boolean, usual: number): AnswerRead {
  const text = textOf(given.text, line)
  if (text === null) return unreadable(item)
  const limit = item.maxLength ?? usual
  if (text.length > limit) return refused('answer.too-long', item, { limit })
  return { answer: text ? { text } : null }
}

/** Which file, by its identifier: whether it was given with these answers, and what it is called, is asked of what is kept. */
function readFile(item: Item, { file, name, bytes }: Given): AnswerRead {
  if (file === undefined || file === '') return { answer: null }
  if (typeof file !== 'string' || !UUID.test(file) || typeof (name ?? '') !== 'string' || typeof (bytes ?? 0) !== 'number') return unreadable(item)
  return { answer: { file, name: (textOf(name, true) ?? '').slice(0, 120), bytes: Number(bytes ?? 0) } }
}

const answered = (answer: Answer | undefined): answer is Answer => answer !== undefined && !answer.passed

function holds({ question, operator, value }: Condition, answers: Answers): boolean {
  const answer = answers[question]
  if (operator === 'answered') return answered(answer)
  const said = answered(answer) && (answer.choice === value || (answer.choices?.includes(value ?? '') ?? false) || (answer.value !== undefined && String(answer.value) === value))
  // Who passed did not say that it is not so: « is not » asks for another answer.
  return operator === 'is' ? said : answered(answer) && !said
}

/**
 * What is shown to somebody who answered so: keys of questions and notes. Goes through the questionnaire in its order, so that
 * an answer to a question that is hidden shows nothing either.
 */
export function visibleKeys({ sections }: Questionnaire, answers: Answers): Set<string> {
  const shown = new Set<string>()
  const standing: Answers = {}
  for (const item of sections.flatMap(({ items }) => items)) {
    if (item.condition && !holds(item.condition, standing)) continue
    shown.add(item.key)
    const answer = answers[item.key]
    if (answer && isQuestion(item)) standing[item.key] = answer
  }
  return shown
}

/** Answers to what is shown, and no others. */
export function keptAnswers(questionnaire: Questionnaire, answers: Answers): Answers {
  const shown = visibleKeys(questionnaire, answers)
  return Object.fromEntries(Object.entries(answers).filter(([key]) => shown.has(key)))
}

/**
 * Answers of a page while they are typed: what can be read is kept, what is wrong leaves what was kept before, and nothing else
 * is touched. What a hidden question was answered stays too, since the next tap may show it again; sending drops it.
 *
 * @param shown keys of the questions that the page shows
 */
export function draftAnswers(questionnaire: Questionnaire, known: Answers, given: Record<string, unknown>, section: string, shown: readonly string[], communes: ReadonlySet<string> | null): Answers {
  const answers: Answers = { ...known }
  const asked = questionnaire.sections.find(({ key }) => key === section)?.items.filter((item) => isQuestion(item) && shown.includes(item.key)) ?? []
  for (const item of asked) {
    const read = readAnswer(item, given[item.key])
    if ('refusal' in read || (read.answer?.commune !== undefined && communes && !communes.has(read.answer.commune))) continue
    if (read.answer) answers[item.key] = read.answer
    else delete answers[item.key]
  }
  return answers
}

/**
 * Answers that stand on paper: what can be read and is asked of this person. Nothing is refused, and nothing has to be answered: nobody is
 * there to be asked again.
 */
export function answersOnPaper(questionnaire: Questionnaire, given: Record<string, unknown>, communes: ReadonlySet<string> | null): Answers {
  const all = questionnaire.sections.flatMap(({ items }) => items.map(({ key }) => key))
  const answers = questionnaire.sections.reduce<Answers>((known, { key }) => draftAnswers(questionnaire, known, given, key, all, communes), {})
  return keptAnswers(questionnaire, answers)
}

export interface Checked {
  answers: Answers
  visible: string[]
  refusals: Refusal[]
}

/**
 * Answers as they are kept, with everything that is wrong. Only what concerns the pages asked for is refused; what is hidden is
 * dropped, right or wrong.
 *
 * @param given by key of the question, over what is `known`
 * @param sections keys of the pages that are answered now; null: all of them
 * @param communes codes that may be answered; null: not asked
 * @param outside keys of questions whose point is not in its commune
 */
export function checkAnswers(questionnaire: Questionnaire, known: Answers, given: Record<string, unknown>, sections: readonly string[] | null, communes: ReadonlySet<string> | null, outside: ReadonlySet<string> = new Set()): Checked {
  const answers: Answers = { ...known }
  const refusals: Refusal[] = []
  const asked = questionnaire.sections.filter(({ key }) => sections === null || sections.includes(key)).flatMap(({ items }) => items.filter(isQuestion))
  const keys = new Set(asked.map(({ key }) => key))
  for (const key of Object.keys(given)) if (!keys.has(key)) refusals.push({ code: 'answer.unknown-question', at: key.slice(0, 40) })
  const wrong = new Map<string, Refusal>()
  for (const item of asked) {
    const read = readAnswer(item, given[item.key])
    delete answers[item.key]
    if ('refusal' in read) wrong.set(item.key, read.refusal)
    else if (read.answer?.commune !== undefined && communes && !communes.has(read.answer.commune)) wrong.set(item.key, { code: 'answer.commune', at: item.key })
    else if (read.answer?.lat !== undefined && outside.has(item.key)) wrong.set(item.key, { code: 'answer.point-outside', at: item.key })
    else if (read.answer) answers[item.key] = read.answer
  }
  const shown = visibleKeys(questionnaire, answers)
  for (const item of asked.filter(({ key }) => shown.has(key))) {
    const refusal = wrong.get(item.key)
    if (refusal) refusals.push({ ...refusal, facts: { ...refusal.facts, question: item.label } })
    else if (item.mandatory && !answers[item.key]) refusals.push({ code: 'answer.mandatory', at: item.key, facts: { question: item.label } })
  }
  return { answers: keptAnswers(questionnaire, answers), visible: [...shown], refusals }
}

/** What is still to be answered before sending: mandatory questions that are shown. */
export function sendingRefusals(questionnaire: Questionnaire, answers: Answers): Refusal[] {
  const shown = visibleKeys(questionnaire, answers)
  const missing = questionnaire.sections.flatMap(({ items }) => items.filter((item) => item.mandatory && shown.has(item.key) && !answers[item.key]))
  if (missing.length > 0) return missing.map((item) => ({ code: 'answer.mandatory', at: item.key, facts: { question: item.label } }))
  return Object.values(answers).some((answer) => !answer.passed) ? [] : [{ code: 'answer.nothing' }]
}
