/** What a questionnaire asks. Kept as one document, frozen by the database when its phase opens. */
export interface Questionnaire {
  /** Read before the first page; may be empty. */
  introduction: string
  sections: Section[]
}

/** One page. */
export interface Section {
  key: string
  title: string
  text: string
  items: Item[]
}

/** `note` is a text between questions; `choice` one of several, `choices` several of several, `line` and `prose` free text; `point` a commune, and perhaps a point in it; `file` one picture or document. */
export const ITEM_KINDS = ['note', 'choice', 'choices', 'scale', 'matrix', 'ranking', 'number', 'date', 'commune', 'point', 'line', 'prose', 'file'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

export interface Labelled {
  key: string
  label: string
}

/** Shown only when an earlier question was answered so. `answered` asks for any answer and has no value. */
export interface Condition {
  question: string
  operator: 'is' | 'is-not' | 'answered'
  value?: string
}

export interface Item {
  key: string
  kind: ItemKind
  /** The question, or the text of a note. */
  label: string
  hint?: string
  /** Everything else may be passed. */
  mandatory?: boolean
  condition?: Condition
  /** Of `choice`, `choices`, `ranking`; the columns of `matrix`. */
  options?: Labelled[]
  /** `choice` and `choices`: one more option, with a free text. */
  other?: boolean
  /** `choices` and `ranking`: how many at least and at most. */
  least?: number
  most?: number
  /** The lines of `matrix`. */
  rows?: Labelled[]
  /** `scale` (whole numbers) and `number`. */
  min?: number
  max?: number
  lowLabel?: string
  highLabel?: string
  unit?: string
  /** `number`: limits of the stretches that answers are counted in, ascending; absent: chosen from the answers. */
  bands?: number[]
  /** `line` and `prose`. */
  maxLength?: number
}

/** One answer; which field is filled depends on the question. `passed`: the person was asked and passes, or does not know. */
export interface Answer {
  passed?: true
  /** Key of an option, or `other`. */
  choice?: string
  choices?: string[]
  other?: string
  value?: number
  /** Key of a line: key of a column. */
  rows?: Record<string, string>
  /** Keys of options, the best first. */
  order?: string[]
  /** `YYYY-MM-DD`. */
  date?: string
  /** INSEE code. */
  commune?: string
  /** Degrees, to about ten metres: beside the commune of a `point`. */
  lat?: number
  lon?: number
  text?: string
  /** Identifier of a file that was given with these answers, its cleaned name and its bytes. */
  file?: string
  name?: string
  bytes?: number
}

/** By key of the question. */
export type Answers = Record<string, Answer>

export const OTHER = 'other'
export const OTHER_LENGTH = 200
export const LINE_LENGTH = 200
export const PROSE_LENGTH = 2000

export const isQuestion = ({ kind }: Item): boolean => kind !== 'note'

export const questionsOf = ({ sections }: Questionnaire): Item[] => sections.flatMap(({ items }) => items.filter(isQuestion))

/** The values of a scale, from its low to its high end. */
export const scaleValues = ({ min = 1, max = 5 }: Pick<Item, 'min' | 'max'>): number[] => Array.from({ length: max - min + 1 }, (_, index) => min + index)
