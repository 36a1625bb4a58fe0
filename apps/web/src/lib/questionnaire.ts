import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { weight } from './attachments'
import { dateShort, degrees, number } from './format'
import { language } from './links'

type Schemas = components['schemas']
export type Item = Schemas['ItemView']
export type Section = Schemas['SectionView']
export type Content = Schemas['ContentView']

/** One answer as the API keeps it. */
export interface Answer {
  passed?: true
  choice?: string
  choices?: string[]
  other?: string
  value?: number
  rows?: Record<string, string>
  order?: string[]
  date?: string
  commune?: string
  lat?: number
  lon?: number
  text?: string
  file?: string
  name?: string
  bytes?: number
}
export type Answers = Record<string, Answer>

/** Fields of a page as they were typed or tapped, by name: what is shown again, right or wrong. */
export type Typed = Record<string, string[]>

export const OTHER = 'other'
/** Value of the choice that passes. No option has it: keys have no capital. */
export const PASS = 'PASSE'

export const isQuestion = ({ kind }: Item) => kind !== 'note'
export const passName = (key: string) => `${key}.passe`
export const otherName = (key: string) => `${key}.autre`
/** The file itself, what it is called and weighs, and the box that takes it out. */
export const fileInput = (key: string) => `${key}.fichier`
export const fileName = (key: string) => `${key}.nom`
export const filePart = (key: string) => `${key}.octets`
export const fileRemove = (key: string) => `${key}.retirer`
export const partName = (key: string, part: string) => `${key}.${part}`

/** Radios carry "I pass" among them; the other kinds have a box beside. */
export const passesByRadio = ({ kind }: Item) => kind === 'choice' || kind === 'scale'

/** Where a refusal about a question leads: its first field. */
export function firstField(item: Item): string {
  if (item.kind === 'matrix') return partName(item.key, item.rows?.[0]?.key ?? '')
  if (item.kind === 'ranking') return partName(item.key, item.options?.[0]?.key ?? '')
  if (item.kind === 'file') return fileInput(item.key)
  return item.kind === 'date' ? `${item.key}-jour` : item.key
}

export const fieldsOf = (items: readonly Item[]): Record<string, string> => Object.fromEntries(items.filter(isQuestion).map(item => [item.key, firstField(item)]))

export const scaleValues = ({ min = 1, max = 5 }: Item) => Array.from({ length: max - min + 1 }, (_, index) => min + index)

/** Answers that were kept, as the fields that show them. */
export function typedOf(items: readonly Item[], answers: Answers): Typed {
  const typed: Typed = {}
  for (const item of items) {
    const answer = answers[item.key]
    if (!answer) continue
    const { key } = item
    if (answer.passed) typed[passesByRadio(item) ? key : passName(key)] = [PASS]
    else if (item.kind === 'matrix') for (const [row, column] of Object.entries(answer.rows ?? {})) typed[partName(key, row)] = [column]
    else if (item.kind === 'ranking') answer.order?.forEach((option, index) => { typed[partName(key, option)] = [String(index + 1)] })
    else if (item.kind === 'file') {
      typed[key] = [answer.file ?? '']
      typed[fileName(key)] = [answer.name ?? '']
      typed[filePart(key)] = [String(answer.bytes ?? 0)]
    } else if (item.kind === 'date') {
      const parts = (answer.date ?? '').split('-')
      for (const [index, name] of ['annee', 'mois', 'jour'].entries()) typed[`${key}-${name}`] = [parts[index] ?? '']
    } else typed[key] = answer.choices ?? [String(answer.choice ?? answer.commune ?? answer.text ?? (answer.value === undefined ? '' : item.kind === 'number' ? String(answer.value).replace('.', language() === 'en' ? '.' : ',') : answer.value))]
    if (item.kind === 'point' && answer.lat !== undefined && answer.lon !== undefined) {
      typed[partName(key, 'lat')] = [degrees(answer.lat)]
      typed[partName(key, 'lon')] = [degrees(answer.lon)]
    }
    if (answer.other) typed[otherName(key)] = [answer.other]
  }
  return typed
}

/** An answer in words, for reading it again. Several lines where it has several parts; empty: nothing was answered. */
export function answerWords(item: Item, answer: Answer | undefined, communes: readonly { key: string, label: string }[]): string[] {
  if (!answer) return []
  if (answer.passed) return [m.questionnaire_passed()]
  const label = (key: string) => key === OTHER ? (answer.other ? m.questionnaire_other_text({ text: answer.other }) : m.questionnaire_other()) : item.options?.find(one => one.key === key)?.label ?? key
  switch (item.kind) {
    case 'choice': return [label(answer.choice ?? '')]
    case 'choices': return (answer.choices ?? []).map(label)
    case 'ranking': return (answer.order ?? []).map((key, index) => `${index + 1}. ${label(key)}`)
    case 'matrix': return (item.rows ?? []).flatMap(row => answer.rows?.[row.key] === undefined ? [] : [`${row.label} : ${label(answer.rows[row.key] ?? '')}`])
    case 'scale': return [`${answer.value ?? ''}${ends(item)}`]
    case 'number': return [`${number(answer.value ?? 0)}${item.unit ? ` ${item.unit}` : ''}`]
    case 'date': return [dateShort(`${answer.date ?? ''}T12:00:00Z`)]
    case 'point': return [communes.find(({ key }) => key === answer.commune)?.label ?? answer.commune ?? '', ...(answer.lat === undefined || answer.lon === undefined ? [] : [m.maps_degrees({ lat: degrees(answer.lat), lon: degrees(answer.lon) })])]
    case 'commune': return [communes.find(({ key }) => key === answer.commune)?.label ?? answer.commune ?? '']
    case 'file': return [m.attachments_answer_words({ name: answer.name ?? '', size: weight(answer.bytes ?? 0) })]
    default: return [answer.text ?? '']
  }
}

const ends = (item: Item) => item.lowLabel || item.highLabel ? ` (${m.questionnaire_scale_ends({ low: item.lowLabel ?? String(scaleValues(item)[0]), high: item.highLabel ?? String(scaleValues(item).at(-1)) })})` : ''

/** What a question asks beside its own hint: bounds, a unit. */
export function hintOf(item: Item): string | undefined {
  const { kind, least, most, min, max, unit, options, hint } = item
  const count = (options?.length ?? 0) + (item.other ? 1 : 0)
  const own: string[] = []
  if (kind === 'choices') own.push(least && most ? m.questionnaire_hint_between({ least, most }) : most && most < count ? m.questionnaire_hint_most({ count: most }) : least ? m.questionnaire_hint_least({ count: least }) : m.questionnaire_hint_several())
  if (kind === 'ranking') own.push(m.questionnaire_hint_ranking({ most: most ?? count }))
  if (kind === 'number' && unit) own.push(m.questionnaire_hint_unit({ unit }))
  if (kind === 'number' && min !== undefined && max !== undefined) own.push(m.questionnaire_hint_range({ min: number(min), max: number(max) }))
  if (kind === 'file') own.push(m.attachments_answer_hint(), m.attachments_answer_private())
  return [hint, ...own].filter(Boolean).join(' ') || undefined
}

/** Pages that have something to show, with their place among all. */
export const shownSections = ({ sections }: Content, visible: readonly string[]) => sections.filter(({ items }) => items.some(({ key }) => visible.includes(key)))

export const conditionWords = (content: Content, { condition }: Item): string | null => {
  if (!condition) return null
  const asked = content.sections.flatMap(({ items }) => items).find(({ key }) => key === condition.question)
  const question = asked?.label ?? condition.question
  const value = condition.value === OTHER ? m.questionnaire_other() : asked?.options?.find(({ key }) => key === condition.value)?.label ?? condition.value ?? ''
  return condition.operator === 'is' ? m.questionnaire_condition_is({ question, value }) : condition.operator === 'is-not' ? m.questionnaire_condition_is_not({ question, value }) : m.questionnaire_condition_answered({ question })
}

