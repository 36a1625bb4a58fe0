import type { Item, ItemKind, Questionnaire, VoteRules } from '@parvis/consultations'
import type { Refusal } from '@parvis/platform'
import { methodNamed } from '@parvis/voting'
import type { BallotForm } from '@parvis/voting'

/** One box of a form: the digits that a clerk types, and what they stand for. */
export interface Coded {
  code: string
  key: string
  label: string
}

export interface PaperOption extends Coded {
  description: string
  /** Cents. */
  cost: number | null
}

/** A ballot paper, as it is kept with its kit. */
export interface PaperVote {
  kind: 'vote'
  method: string
  form: BallotForm
  question: string
  /** ISO 4217. */
  currency: string
  /** As bound, `max` brought down to the number of options. */
  rules: VoteRules
  options: PaperOption[]
  /** Best first; empty where none are given. `value` is that of a mark. */
  grades: { code: string, value: number }[]
  /** Typed for a ballot with nothing on it; null: a blank one is not accepted. */
  blankCode: string | null
}

export interface PaperQuestion {
  /** 1, 2, 3 through the whole form: said in conditions, by the script and by the clerk's screen. */
  number: number
  key: string
  kind: Exclude<ItemKind, 'note'>
  label: string
  hint: string
  mandatory: boolean
  /** « Je ne sais pas, je passe »; null where the question may not be passed. */
  passCode: string | null
  /** Printed before the question: answer only if so. `value` is the label of the box, null: if it was answered at all. */
  condition: { number: number, operator: 'is' | 'is-not' | 'answered', value: string | null } | null
  /** Boxes of a choice, values of a scale, things to rank, columns of a grid. */
  options: Coded[]
  /** Lines of a grid. */
  rows: Coded[]
  /** The box « autre », with a line to write on; its key is `other`. */
  other: string | null
  least: number | null
  most: number | null
  min: number | null
  max: number | null
  unit: string
  lowLabel: string
  highLabel: string
  maxLength: number | null
  /** `place`: of a point only its commune. `none`: nothing of it, and the form says so. */
  carried: 'whole' | 'place' | 'none'
}

export type PaperItem = { kind: 'note', label: string } | PaperQuestion

export interface PaperQuestionnaire {
  kind: 'questionnaire'
  introduction: string
  sections: { title: string, text: string, items: PaperItem[] }[]
}

/** What is printed and frozen: the same document makes the form, the script, and the clerk's screen. */
export type PaperContent = PaperVote | PaperQuestionnaire

/** What a clerk types for what cannot be read, instead of guessing: nines, as many as a code has digits. */
export const unreadableCode = (width: number): string => '9'.repeat(width)

const PASS = '0'
/** Key of the box « autre » in answers. */
const OTHER = 'other'

/** How many digits codes have in a list of so many, with zeros and nines kept free. */
const widthFor = (count: number): number => (count < 99 ? 2 : 3)

function coded<T extends { key: string, label: string }>(list: readonly T[], extra = 0): { all: (T & Coded)[], width: number, next: (place: number) => string } {
  const width = widthFor(list.length + extra)
  const next = (place: number): string => String(place + 1).padStart(width, '0')
  return { all: list.map((one, place) => ({ ...one, code: next(place) })), width, next }
}

export interface VoteToPrint {
  method: string
  question: string
  currency: string
  rules: VoteRules
  options: readonly { key: string, title: string, description: string, cost: number | null }[]
}

/** @returns the ballot paper, and everything that keeps it from being printed */
export function paperVote({ method, question, currency, rules, options }: VoteToPrint): { content: PaperVote, refusals: Refusal[] } {
  const { all, width } = coded(options.map(({ key, title, description, cost }) => ({ key, label: title, description, cost })))
  const form = methodNamed(method)?.form
  const grades = form === 'grades' ? rules.grades ?? 0 : 0
  return {
    content: {
      kind: 'vote', method, form: form ?? 'approval', question, currency,
      rules: { ...rules, max: Math.min(rules.max, Math.max(options.length, 1)) },
      options: all,
      grades: Array.from({ length: grades }, (_, place) => ({ code: String(place + 1).padStart(grades > 8 ? 2 : 1, '0'), value: grades - 1 - place })),
      blankCode: rules.blankAllowed ? PASS.repeat(width) : null,
    },
    refusals: [
      ...(form === undefined ? [{ code: 'vote.unknown-method', facts: { method } }] : []),
      ...(question.trim() === '' ? [{ code: 'vote.question-missing' }] : []),
      ...(options.length < 2 ? [{ code: 'paper-kit.too-few-options', facts: { count: options.length } }] : []),
      ...(options.length > 500 ? [{ code: 'paper-kit.too-many-options', facts: { count: options.length, most: 500 } }] : []),
    ],
  }
}

/** What paper takes of each kind of question. */
const CARRIED: Readonly<Record<Exclude<ItemKind, 'note'>, PaperQuestion['carried']>> = {
  choice: 'whole', choices: 'whole', scale: 'whole', matrix: 'whole', ranking: 'whole', number: 'whole', date: 'whole', commune: 'whole', line: 'whole', prose: 'whole',
  point: 'place', file: 'none',
}

/** @returns the form, and everything that keeps it from being printed: a question that has to be answered and that paper cannot carry */
export function paperQuestionnaire({ introduction, sections }: Questionnaire): { content: PaperQuestionnaire, refusals: Refusal[] } {
  const known = new Map<string, { number: number, item: Item }>()
  const refusals: Refusal[] = []
  let number = 0
  const printed = sections.map(({ title, text, items }) => ({
    title, text,
    items: items.map((item): PaperItem => {
      const { kind, label } = item
      if (kind === 'note') return { kind, label }
      number++
      const question = paperQuestion(item, kind, number, conditionOf(item, known))
      if (item.mandatory && question.carried === 'none') refusals.push({ code: 'paper-kit.not-on-paper', at: item.key, facts: { question: label, number } })
      known.set(item.key, { number, item })
      return question
    }),
  }))
  if (number === 0) refusals.push({ code: 'paper-kit.no-question' })
  return { content: { kind: 'questionnaire', introduction, sections: printed }, refusals }
}

function paperQuestion(item: Item, kind: PaperQuestion['kind'], number: number, condition: PaperQuestion['condition']): PaperQuestion {
  const boxes = kind === 'scale' ? scaleBoxes(item) : item.options ?? []
  const { all, width, next } = coded(boxes, item.other ? 1 : 0)
  return {
    number, key: item.key, kind, label: item.label, hint: item.hint ?? '', mandatory: item.mandatory ?? false,
    passCode: item.mandatory || CARRIED[kind] === 'none' ? null : PASS.repeat(kind === 'matrix' ? 2 : width),
    condition,
    options: all,
    rows: coded(item.rows ?? []).all,
    other: item.other ? next(boxes.length) : null,
    least: item.least ?? null, most: item.most ?? null, min: item.min ?? null, max: item.max ?? null,
    unit: item.unit ?? '', lowLabel: item.lowLabel ?? '', highLabel: item.highLabel ?? '', maxLength: item.maxLength ?? null,
    carried: CARRIED[kind],
  }
}

function scaleBoxes({ min = 1, max = 5 }: Pick<Item, 'min' | 'max'>): { key: string, label: string }[] {
  return Array.from({ length: max - min + 1 }, (_, place) => ({ key: String(min + place), label: String(min + place) }))
}

function conditionOf({ condition }: Item, known: ReadonlyMap<string, { number: number, item: Item }>): PaperQuestion['condition'] {
  const asked = condition && known.get(condition.question)
  if (!condition || !asked) return null
  if (condition.operator === 'answered') return { number: asked.number, operator: 'answered', value: null }
  const value = condition.value ?? ''
  return { number: asked.number, operator: condition.operator, value: value === OTHER ? OTHER : asked.item.options?.find(({ key }) => key === value)?.label ?? value }
}

/** Questions of a form in their order, without the texts between them. */
export const paperQuestions = ({ sections }: PaperQuestionnaire): PaperQuestion[] =>
  sections.flatMap(({ items }) => items.filter((item): item is PaperQuestion => item.kind !== 'note'))
