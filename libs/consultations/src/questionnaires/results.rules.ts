import { CHANNELS, type Channel } from '../ballots/precedence.rules'
import { SMALL_CELL_THRESHOLD, suppressOneWay, suppressTwoWay, type Shown } from '../results/small-cells.rules'
import { visibleKeys } from './answers.rules'
import { binOf, binsOf, type Bin, type Spread } from './bins.rules'
import { isQuestion, OTHER, scaleValues, type Answer, type Answers, type Item, type Questionnaire } from './questionnaire'

export const AGE_BANDS = ['under-18', '18-24', '25-39', '40-59', '60-74', '75-and-over'] as const
export type AgeBand = (typeof AGE_BANDS)[number]

/** The age band of somebody, from birth date and the day asked (both `YYYY-MM-DD`). */
export function ageBandOf(birthDate: string, on: string): AgeBand {
  const age = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (on.slice(5) < birthDate.slice(5) ? 1 : 0)
  return AGE_BANDS[[18, 25, 40, 60, 75].filter((limit) => age >= limit).length] ?? '75-and-over'
}

export const DIMENSIONS = ['channel', 'commune', 'age'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What stands with a participation and never with the answers; the two meet here, and only as counts. */
export type Facts = Record<Dimension, string>

/** Several that are shown together because each is small. */
export const OTHERS = 'others'

export interface ShownCell { key: string, count: Shown }

/** A dimension by its shown values; small ones are together under `others`. Null counts: the whole is too small. */
export interface DimensionResult { by: Dimension, cells: { key: string, count: number }[] }

export interface CrossResult {
  by: Dimension
  columns: string[]
  /** `others`: small answers and people without one, together. */
  rows: { key: string, counts: Shown[] }[]
}

/** Answers that exclude each other: their counts make `answered`. */
export interface TableResult {
  /** Key of the option (several choices), of the line (matrix); empty where the question has one table. */
  key: string
  cells: ShownCell[]
  /** Bins of numbers: the same keys with their ends. */
  bins?: Bin[]
  crosses: CrossResult[]
}

export interface QuestionResult {
  key: string
  answered: Shown
  passed: Shown
  /** Null as well where everybody was asked. */
  notAsked: Shown
  tables: TableResult[]
  /** Only where no cell of the table is hidden: it would help to find them. */
  mean: number | null
  /** Free texts that were written, beside `other` too. */
  texts: Shown
}

export interface QuestionnaireResult {
  participants: Shown
  dimensions: DimensionResult[]
  questions: QuestionResult[]
}

class Counter {
  private readonly counts = new Map<string, number>()
  add(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }
  get(key: string): number {
    return this.counts.get(key) ?? 0
  }
  keys(): string[] {
    return [...this.counts.keys()]
  }
}

/** One table being counted, whole and by each dimension. */
class Table {
  readonly whole = new Counter()
  private readonly by: Record<Dimension, Map<string, Counter>> = { channel: new Map(), commune: new Map(), age: new Map() }
  /** @param cells keys in the order of the question; null: those that were answered, the most frequent first. */
  constructor(readonly key: string, readonly cells: readonly string[] | null, readonly bins: readonly Bin[] | null = null) {}

  add(cell: string, facts: Facts): void {
    this.whole.add(cell)
    // Nobody crosses a map, whose cells are as many as the points are far apart.
    if (this.key === CELLS) return
    for (const dimension of DIMENSIONS) {
      const known = this.by[dimension].get(cell)
      if (known) known.add(facts[dimension])
      else this.by[dimension].set(cell, counterOf(facts[dimension]))
    }
  }

  of(cell: string, dimension: Dimension, value: string): number {
    return this.by[dimension].get(cell)?.get(value) ?? 0
  }
}

function counterOf(key: string): Counter {
  const counter = new Counter()
  counter.add(key)
  return counter
}

interface Question {
  item: Item
  tables: Table[]
  answered: number
  passed: number
  notAsked: number
  texts: number
  sum: number
}

const optionKeys = (item: Item): string[] => [...(item.options ?? []).map(({ key }) => key), ...(item.other ? [OTHER] : [])]
/** Lines of one crossed table: nobody reads more, and the smallest stand together. */
const MOST_ROWS = 20
const CHOSEN = 'chosen'
const NOT_CHOSEN = 'not-chosen'
const EMPTY = 'empty'
/** The table of a `point` that stands for its map. */
export const CELLS = 'cells'

/** About 1.4 km each way: a map of counts, never of people. */
const CELL = { lon: 0.02, lat: 0.0125 } as const

/** `59350/152:4051`: a cell within a commune; nothing after the slash where there is no point. */
const cellKey = ({ commune = '', lat, lon }: Answer): string => `${commune}/${lat === undefined || lon === undefined ? '' : `${Math.floor(lon / CELL.lon)}:${Math.floor(lat / CELL.lat)}`}`

/** The middle of a cell. */
export function cellMiddle(key: string): { commune: string, lon: number, lat: number } {
  const [commune = '', place = ''] = key.split('/')
  const [x = 0, y = 0] = place.split(':').map(Number)
  return { commune, lon: Number(((x + 0.5) * CELL.lon).toFixed(5)), lat: Number(((y + 0.5) * CELL.lat).toFixed(5)) }
}

function tablesOf(item: Item, spread: Spread): Table[] {
  switch (item.kind) {
    case 'choice': return [new Table('', optionKeys(item))]
    case 'scale': return [new Table('', scaleValues(item).map(String))]
    case 'choices': return optionKeys(item).map((key) => new Table(key, [CHOSEN, NOT_CHOSEN]))
    case 'matrix': return (item.rows ?? []).map(({ key }) => new Table(key, [...optionKeys(item), ...(item.mandatory ? [] : [EMPTY])]))
    case 'ranking': return [new Table('', optionKeys(item))]
    case 'point': return [new Table('', null), new Table(CELLS, null)]
    case 'number': case 'date': {
      const bins = binsOf(item, spread)
      return [new Table('', bins.map(({ key }) => key), bins)]
    }
    case 'commune': return [new Table('', null)]
    default: return []
  }
}

/** The cell of each table that an answer falls into. */
function cellOf(item: Item, table: Table, answer: Answer): string {
  switch (item.kind) {
    case 'choice': return answer.choice ?? ''
    case 'choices': return answer.choices?.includes(table.key) ? CHOSEN : NOT_CHOSEN
    case 'matrix': return answer.rows?.[table.key] ?? EMPTY
    // Who is put first: a rank alone means little without the others, and this makes a whole.
    case 'ranking': return answer.order?.[0] ?? ''
    case 'number': case 'date': return binOf(table.bins ?? [], answer)
    case 'commune': return answer.commune ?? ''
    case 'point': return table.key === CELLS ? cellKey(answer) : answer.commune ?? ''
    default: return String(answer.value)
  }
}

/** Counts answers one by one: what it holds does not grow with how many there are. */
export class QuestionnaireCount {
  private participants = 0
  private readonly dimensions: Record<Dimension, Counter> = { channel: new Counter(), commune: new Counter(), age: new Counter() }
  private readonly questions: Question[]
  private readonly conditional: boolean

  /** @param spreads of the questions of numbers and dates, whose stretches are chosen before anything is counted: what this holds does not grow with the answers */
  constructor(private readonly questionnaire: Questionnaire, spreads: ReadonlyMap<string, Spread> = new Map()) {
    const items = questionnaire.sections.flatMap((section) => section.items)
    this.conditional = items.some(({ condition }) => condition !== undefined)
    this.questions = items.filter(isQuestion).map((item) => ({ item, tables: tablesOf(item, spreads.get(item.key) ?? { values: [] }), answered: 0, passed: 0, notAsked: 0, texts: 0, sum: 0 }))
  }

  add(answers: Answers, facts: Facts): void {
    this.participants++
    for (const dimension of DIMENSIONS) this.dimensions[dimension].add(facts[dimension])
    const shown = this.conditional ? visibleKeys(this.questionnaire, answers) : null
    for (const question of this.questions) {
      const answer = answers[question.item.key]
      if (shown && !shown.has(question.item.key)) question.notAsked++
      else if (!answer || answer.passed) question.passed++
      else {
        question.answered++
        if (answer.text !== undefined || answer.other !== undefined) question.texts++
        question.sum += answer.value ?? 0
        for (const table of question.tables) table.add(cellOf(question.item, table, answer), facts)
      }
    }
  }

  /** Everything that may be shown, to staff as to everybody: small counts hidden, and what would give them away. */
  result(): QuestionnaireResult {
    const steps = this.steps()
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
  }

  /** The same table by table: hiding counts of a large crossed table takes seconds, and whoever runs it lets others work in between. */
  *steps(): Generator<undefined, QuestionnaireResult> {
    const participants = this.participants < SMALL_CELL_THRESHOLD ? null : this.participants
    const dimensions = participants === null ? [] : DIMENSIONS.map((by) => ({ by, cells: this.dimensionCells(by) }))
    const questions: QuestionResult[] = []
    for (const question of this.questions) questions.push(yield* this.questionResult(question, dimensions))
    return { participants, dimensions, questions }
  }

  private dimensionCells(by: Dimension): { key: string, count: number }[] {
    const order: readonly string[] = by === 'channel' ? CHANNELS : by === 'age' ? AGE_BANDS : []
    const keys = this.dimensions[by].keys().sort((one, other) => (order.length > 0 ? order.indexOf(one) - order.indexOf(other) : this.dimensions[by].get(other) - this.dimensions[by].get(one) || (one < other ? -1 : 1)))
    const { cells } = suppressOneWay(keys.map((key) => this.dimensions[by].get(key)))
    const shown = keys.flatMap((key, index) => (cells[index] === null ? [] : [{ key, count: cells[index] ?? 0 }]))
    const rest = this.participants - shown.reduce((sum, { count }) => sum + count, 0)
    return rest > 0 ? [...shown, { key: OTHERS, count: rest }] : shown
  }

  private* questionResult(question: Question, dimensions: readonly DimensionResult[]): Generator<undefined, QuestionResult> {
    const { item, answered } = question
    // That nobody passed, or that everybody was asked, tells of nobody: only counts from 1 to 9 are small here.
    const names = (['answered', 'passed', 'notAsked'] as const).filter((name) => question[name] > 0)
    const base = suppressOneWay(names.map((name) => question[name])).cells
    const at = (name: (typeof names)[number]): Shown => (names.includes(name) ? base[names.indexOf(name)] ?? null : this.participants < SMALL_CELL_THRESHOLD ? null : 0)
    const whole = at('answered')
    const tables: TableResult[] = []
    for (const table of question.tables) {
      // The cells of a map say no more than its communes let them.
      if (item.kind === 'point' && table.key === CELLS) { if (tables[0]) tables.push(cellsWithin(table, tables[0])); continue }
      tables.push(this.tableResult(table, item, whole === null ? this.participants - answered : 0, dimensions))
      yield
    }
    const open = item.kind === 'scale' || item.kind === 'number' ? tables[0]?.cells : undefined
    const mean = whole !== null && open && open.every(({ count }) => count !== null) ? Math.round((question.sum / answered) * 10) / 10 : null
    const textual = item.kind === 'line' || item.kind === 'prose' || item.other === true
    return {
      key: item.key, answered: whole, passed: item.mandatory ? null : at('passed'), notAsked: item.condition ? at('notAsked') : null,
      tables, mean, texts: textual && question.texts >= SMALL_CELL_THRESHOLD ? question.texts : null,
    }
  }

  /**
   * @param unanswered people without an answer who stand in the table as one more count: where they are so few that how many
   *   answered may not be shown, the counts together must not say it either. 0 where it is shown.
   */
  private tableResult(table: Table, item: Item, unanswered: number, dimensions: readonly DimensionResult[]): TableResult {
    // A stretch that we chose and nobody fell into does not exist; those that staff gave do, like the options of a question.
    const bins = table.bins?.filter(({ key }) => (item.bands?.length ?? 0) > 0 || table.whole.get(key) > 0)
    const keys = bins ? bins.map(({ key }) => key) : table.cells ?? table.whole.keys().sort((one, other) => table.whole.get(other) - table.whole.get(one) || (one < other ? -1 : 1))
    const counts = keys.map((key) => table.whole.get(key))
    const shown = suppressOneWay(withUnanswered(counts, keys, unanswered)).cells
    const cells = keys.map((key, index) => ({ key, count: shown[index] ?? null }))
    const own = unanswered > 0 ? cells.filter(({ key }) => key !== NOT_CHOSEN && key !== EMPTY) : cells
    return {
      key: table.key, cells, ...(bins ? { bins } : {}),
      crosses: dimensions.flatMap((dimension) => this.cross(table, own, dimension) ?? []),
    }
  }

  /**
   * Answers by a dimension. Every margin is one that is shown already, or a sum of several: rows that are hidden, and people
   * without an answer, stand together. Where even then a margin would have to be hidden there is no table.
   */
  private cross(table: Table, cells: readonly ShownCell[], { by, cells: columns }: DimensionResult): CrossResult | null {
    if (columns.length < 2) return null
    const known = new Set(columns.map(({ key }) => key))
    const rows = cells.filter(({ count }) => count !== null).map(({ key, count }) => ({ key, total: count ?? 0 })).sort((one, other) => other.total - one.total).slice(0, MOST_ROWS)
    const rest = () => this.participants - rows.reduce((sum, { total }) => sum + total, 0)
    while (rest() > 0 && rest() < SMALL_CELL_THRESHOLD && rows.length > 0) rows.pop()
    if (rows.length === 0 || (rows.length === 1 && rest() === 0)) return null
    const order = new Map(cells.map(({ key }, index) => [key, index]))
    rows.sort((one, other) => (order.get(one.key) ?? 0) - (order.get(other.key) ?? 0))
    const columnOf = (value: string): string => (known.has(value) ? value : OTHERS)
    const values = columns.map(({ key: column }) => this.dimensions[by].keys().filter((value) => columnOf(value) === column))
    const grid = rows.map(({ key }) => values.map((those) => those.reduce((sum, value) => sum + table.of(key, by, value), 0)))
    if (rest() > 0) grid.push(columns.map(({ count }, index) => count - grid.reduce((sum, row) => sum + (row[index] ?? 0), 0)))
    const { cells: shown, rowTotals, columnTotals, total } = suppressTwoWay(grid)
    if (total === null || [...rowTotals, ...columnTotals].includes(null)) return null
    // A table of hidden counts says nothing, on a phone as on paper.
    if (shown.every((counts) => counts.every((count) => count === null))) return null
    return { by, columns: columns.map(({ key }) => key), rows: shown.map((counts, index) => ({ key: rows[index]?.key ?? OTHERS, counts })) }
  }
}

/**
 * The map of points. Each commune whose count is shown is a whole of its own: its cells, and those who gave no point, are hidden
 * together so that none is found by subtraction. Of a commune that is hidden nothing is shown, and hidden cells are not named.
 */
function cellsWithin(table: Table, communes: TableResult): TableResult {
  const cells = communes.cells.filter(({ count }) => count !== null).flatMap(({ key: commune }) => {
    const keys = table.whole.keys().filter((key) => key.startsWith(`${commune}/`)).sort()
    const shown = suppressOneWay(keys.map((key) => table.whole.get(key))).cells
    return keys.map((key, index): ShownCell => ({ key, count: shown[index] ?? null })).filter(({ key, count }) => count !== null && !key.endsWith('/'))
  })
  return { key: CELLS, cells, crosses: [] }
}

/** Where the table has a count for those who said no or nothing, they join it; else they are a count of their own. */
function withUnanswered(counts: readonly number[], keys: readonly string[], unanswered: number): number[] {
  const place = keys.findIndex((key) => key === NOT_CHOSEN || key === EMPTY)
  if (unanswered === 0) return [...counts]
  return place < 0 ? [...counts, unanswered] : counts.map((count, index) => (index === place ? count + unanswered : count))
}

export const factsOf = ({ channel, municipalityCode, ageBand }: { channel: Channel, municipalityCode: string, ageBand: AgeBand }): Facts => ({ channel, commune: municipalityCode, age: ageBand })
