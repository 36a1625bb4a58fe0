import type { Refuse } from './ballot-file-error'
import { BallotFileError } from './ballot-file-error'
import { Columns, readAmount, readWhole, shown } from './pabulib-fields'
import { decodeText } from './pabulib-records'
import type { Section, Sections } from './pabulib-sections'
import { readSections } from './pabulib-sections'

export const voteTypes = ['approval', 'choose-1', 'cumulative', 'scoring', 'ordinal'] as const
export type PabulibVoteType = (typeof voteTypes)[number]

export interface PabulibProject {
  id: string
  /** In hundredths of the currency. */
  cost: number
  /** '' when the file has no such column. */
  name: string
  /** As published with the file, where it is: not recounted here. */
  votes?: number
  score?: number
  selected?: boolean
  /** All columns as written, by name (category, district, description…). */
  fields: ReadonlyMap<string, string>
  line: number
}

export interface PabulibBallot {
  voterId: string
  /** Ids of projects; in ordinal files the best first. */
  projects: string[]
  /** One per project; only in cumulative and scoring files. */
  points?: number[]
  /** `internet`, `paper`, `mail`…, as written; '' when not said. */
  votingMethod: string
  line: number
}

/** What META says a ballot may hold. Amounts in hundredths. */
export interface PabulibLimits {
  minLength: number
  maxLength?: number
  maxSumCost?: number
  maxPoints?: number
  minSumPoints?: number
  maxSumPoints?: number
}

export interface PabulibInstance {
  fileName: string
  /** All of META as written. */
  meta: ReadonlyMap<string, string>
  voteType: PabulibVoteType
  /** `greedy`, `greedy-no-skip`, `greedy-threshold`, `unknown`…; '' when not said. */
  rule: string
  /** ISO 4217 (`EUR`, `PLN`); absent when not said. */
  currency?: string
  /** In hundredths of the currency. */
  budget: number
  /** `min_project_score_threshold`; 0 when not said. */
  scoreThreshold: number
  limits: PabulibLimits
  projects: PabulibProject[]
  ballots: PabulibBallot[]
}

/** On one project, whatever META says: sums over millions of ballots stay exact. */
const MOST_POINTS = 1_000_000_000

/**
 * Reads a participatory-budgeting file in the Pabulib format (.pb), of any vote type.
 * Strict: what META declares must hold for every project and ballot, so that a cut or altered file is not counted.
 * Format: Piotr Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis", IJCAI 2023; pabulib.org.
 * @throws BallotFileError at the first fault
 */
export function parsePabulib(content: string | Uint8Array, fileName: string): PabulibInstance {
  const refuse: Refuse = (fault) => {
    throw new BallotFileError(fileName, fault)
  }
  const text = typeof content === 'string' ? content.replace(/^\uFEFF/, '') : decodeText(content, refuse)
  const sections = readSections(text, refuse)
  const meta = new Meta(sections.META, refuse)
  const voteType = meta.voteType()
  const projects = readProjects(sections.PROJECTS, refuse)
  meta.mustCount('num_projects', 'pabulib.num-projects', projects.length)
  const instance = {
    fileName,
    meta: meta.values(),
    voteType,
    rule: meta.text('rule'),
    ...meta.currency(),
    budget: meta.amount('budget'),
    scoreThreshold: meta.optional('min_project_score_threshold', readWhole) ?? 0,
    limits: meta.limits(),
    projects,
  }
  if (instance.budget === 0) meta.refuse('budget', 'pabulib.no-budget', 'the budget is zero')
  const ballots = readBallots(sections.VOTES, instance, refuse)
  meta.mustCount('num_votes', 'pabulib.num-votes', ballots.length)
  return { ...instance, ballots }
}

/** The declarations at the head of the file. */
class Meta {
  private readonly entries = new Map<string, { value: string; line: number }>()
  private readonly line: number

  constructor({ header, rows }: Section, private readonly refuseFile: Refuse) {
    this.line = header.line
    const columns = new Columns(header, ['key', 'value'], refuseFile)
    for (const row of rows) {
      columns.check(row)
      const key = columns.value(row, 'key')
      if (this.entries.has(key)) refuseFile({ code: 'pabulib.repeated-key', line: row.line, field: key, detail: 'META says this twice' })
      this.entries.set(key, { value: columns.value(row, 'value'), line: row.line })
    }
  }

  values(): ReadonlyMap<string, string> {
    return new Map([...this.entries].map(([key, { value }]) => [key, value]))
  }

  text(key: string): string {
    return this.entries.get(key)?.value ?? ''
  }

  amount(key: string): number {
    return this.read(key, readAmount)
  }

  optional(key: string, read: typeof readWhole): number | undefined {
    return this.text(key) === '' ? undefined : this.read(key, read)
  }

  currency(): Pick<PabulibInstance, 'currency'> {
    const value = this.text('currency').trim()
    if (value !== '' && !/^[A-Za-z]{3}$/.test(value)) this.refuse('currency', 'pabulib.currency', `not a currency of three letters: ${value}`, { value })
    return value === '' ? {} : { currency: value.toUpperCase() }
  }

  limits(): PabulibLimits {
    return {
      minLength: this.optional('min_length', readWhole) ?? 0,
      maxLength: this.optional('max_length', readWhole),
      maxSumCost: this.optional('max_sum_cost', readAmount),
      maxPoints: this.optional('max_points', readWhole),
      minSumPoints: this.optional('min_sum_points', readWhole),
      maxSumPoints: this.optional('max_sum_points', readWhole),
    }
  }

  voteType(): PabulibVoteType {
    const { value } = this.entry('vote_type')
    return voteTypes.find((type) => type === value)
      ?? this.refuse('vote_type', 'pabulib.vote-type', `unknown vote type: ${shown(value)}`, { value: shown(value), known: voteTypes.join(', ') })
  }

  mustCount(key: string, code: string, found: number): void {
    const declared = this.read(key, readWhole)
    if (declared !== found) this.refuse(key, code, `${declared} declared, ${found} in the file`, { declared, found })
  }

  refuse(key: string, code: string, detail: string, facts?: Record<string, string | number>): never {
    return this.refuseFile({ code, line: this.entry(key).line, field: key, detail, facts })
  }

  private read(key: string, read: typeof readWhole): number {
    const { value, line } = this.entry(key)
    return read(value, line, key, this.refuseFile)
  }

  private entry(key: string): { value: string; line: number } {
    return this.entries.get(key) ?? this.refuseFile({ code: 'pabulib.missing-key', line: this.line, field: key, detail: 'META does not say this' })
  }
}

function readProjects({ header, rows }: Section, refuse: Refuse): PabulibProject[] {
  const columns = new Columns(header, ['project_id', 'cost'], refuse)
  const lines = new Map<string, number>()
  return rows.map((row) => {
    const { line } = row
    columns.check(row)
    const id = columns.value(row, 'project_id')
    if (id === '' || id.includes(','))
      refuse({ code: 'pabulib.project-id', line, field: 'project_id', detail: `not an id that a ballot can name: ${shown(id)}`, facts: { value: shown(id) } })
    const before = lines.get(id)
    if (before !== undefined)
      refuse({ code: 'pabulib.repeated-project-id', line, field: 'project_id', detail: `${shown(id)} stands on line ${before} already`, facts: { value: shown(id), before } })
    lines.set(id, line)
    const count = (name: string) => {
      const value = columns.value(row, name)
      return value === '' ? undefined : readWhole(value, line, name, refuse)
    }
    const selected = columns.value(row, 'selected')
    return {
      id,
      cost: readAmount(columns.value(row, 'cost'), line, 'cost', refuse),
      name: columns.value(row, 'name'),
      votes: count('votes'),
      score: count('score'),
      selected: selected === '' ? undefined : selected === '1',
      fields: new Map(columns.names.map((name, place) => [name, row.fields[place] ?? ''])),
      line,
    }
  })
}

function readBallots({ header, rows }: Sections['VOTES'], instance: Omit<PabulibInstance, 'ballots'>, refuse: Refuse): PabulibBallot[] {
  const cumulative = instance.voteType === 'cumulative' || instance.voteType === 'scoring'
  const columns = new Columns(header, ['voter_id', 'vote', ...(cumulative ? ['points'] : [])], refuse)
  const projects = new Map(instance.projects.map((project) => [project.id, project]))
  const voters = new Set<string>()
  const ballots: PabulibBallot[] = []
  for (const row of rows) {
    const { line } = row
    columns.check(row)
    const voterId = columns.value(row, 'voter_id')
    if (voterId === '') refuse({ code: 'pabulib.voter-id', line, field: 'voter_id', detail: 'no voter id' })
    if (voters.size === voters.add(voterId).size) {
      const before = ballots.find((ballot) => ballot.voterId === voterId)?.line ?? 0
      refuse({ code: 'pabulib.repeated-voter', line, field: 'voter_id', detail: `${shown(voterId)} voted on line ${before} already`, facts: { value: shown(voterId), before } })
    }
    const chosen = readChosen(columns.value(row, 'vote'), line, projects, instance, refuse)
    const points = cumulative ? readPoints(columns.value(row, 'points'), chosen.length, line, instance.limits, refuse) : undefined
    ballots.push({ voterId, projects: chosen, ...(points && { points }), votingMethod: columns.value(row, 'voting_method'), line })
  }
  return ballots
}

function readChosen(vote: string, line: number, projects: ReadonlyMap<string, PabulibProject>, { voteType, limits }: Omit<PabulibInstance, 'ballots'>, refuse: Refuse): string[] {
  const field = 'vote'
  if (vote === '') refuse({ code: 'pabulib.empty-ballot', line, field, detail: 'the ballot names no project' })
  const chosen: string[] = []
  // Ballots are short: a set of its own for each would cost more than it spares.
  const seen = vote.length > 200 ? new Set<string>() : undefined
  let cost = 0
  for (const written of vote.split(',')) {
    const project = projects.get(written) ?? refuse({ code: 'pabulib.unknown-project', line, field, detail: `no such project: ${shown(written)}`, facts: { value: shown(written) } })
    if (seen ? seen.has(project.id) : chosen.includes(project.id)) refuse({ code: 'pabulib.repeated-project', line, field, detail: `named twice: ${shown(written)}`, facts: { value: shown(written) } })
    // The id of the project, not the piece of the line: the file's text can then leave the memory.
    chosen.push(project.id)
    seen?.add(project.id)
    cost += project.cost
  }
  const { minLength } = limits
  const maxLength = voteType === 'choose-1' ? 1 : limits.maxLength ?? projects.size
  if (chosen.length < minLength) refuse({ code: 'pabulib.too-few', line, field, detail: `${chosen.length} projects, at least ${minLength} asked`, facts: { found: chosen.length, least: minLength } })
  if (chosen.length > maxLength) refuse({ code: 'pabulib.too-many', line, field, detail: `${chosen.length} projects, at most ${maxLength} allowed`, facts: { found: chosen.length, most: maxLength } })
  if (limits.maxSumCost !== undefined && cost > limits.maxSumCost)
    refuse({ code: 'pabulib.too-costly', line, field, detail: 'its projects cost more together than max_sum_cost' })
  return chosen
}

function readPoints(written: string, projects: number, line: number, limits: PabulibLimits, refuse: Refuse): number[] {
  const field = 'points'
  const points = written.split(',').map((value) => readWhole(value, line, field, refuse))
  if (points.length !== projects)
    refuse({ code: 'pabulib.points-count', line, field, detail: `${points.length} numbers of points for ${projects} projects`, facts: { found: points.length, expected: projects } })
  const { minSumPoints = 0, maxSumPoints = Infinity } = limits
  const most = Math.min(limits.maxPoints ?? MOST_POINTS, MOST_POINTS)
  const highest = Math.max(...points)
  if (highest > most) refuse({ code: 'pabulib.too-many-points', line, field, detail: `${highest} points for one project, at most ${most} allowed`, facts: { found: highest, most } })
  const sum = points.reduce((total, value) => total + value, 0)
  if (sum < minSumPoints) refuse({ code: 'pabulib.too-low-sum', line, field, detail: `${sum} points in all, at least ${minSumPoints} asked`, facts: { found: sum, least: minSumPoints } })
  if (sum > maxSumPoints) refuse({ code: 'pabulib.too-high-sum', line, field, detail: `${sum} points in all, at most ${maxSumPoints} allowed`, facts: { found: sum, most: maxSumPoints } })
  return points
}
