import type { VoteToImport } from '@parvis/consultations'
import { approvals, isWritableId, type Choice, type Outcome } from '@parvis/voting'
import { BallotFileError } from '../ballot-files/ballot-file-error'
import type { PabulibBallot, PabulibInstance, PabulibProject } from '../ballot-files/pabulib'
import { publishedAllocation } from '../ballot-files/pabulib-greedy'

/** Sentences of the imported consultation, from the catalogue. */
export interface ImportWording {
  summary: string
  sourceNote: string
  question: string
  phaseTitle: string
  headline(outcome: Outcome): string
  nextSteps: string
}

const LONGEST_TITLE = 160
const LONGEST_OPTION = 300

/**
 * The consultation that a file makes: its projects as options, its limits as rules, the greedy rule as META says it, paper ballots
 * on paper and every other online. Throws BallotFileError on a project that cannot be written in a ballot.
 *
 * @param title instead of what META calls it
 */
export function voteOf(instance: PabulibInstance, wording: ImportWording, title?: string): VoteToImport {
  const { projects, ballots, budget } = instance
  for (const { id, line } of projects) {
    if (!isWritableId(id)) throw new BallotFileError(instance.fileName, { code: 'pabulib.project-id', line, field: 'project_id', detail: `not an id that a ballot can name: ${id}`, facts: { value: id } })
  }
  const { method, rules, choice } = formOf(instance)
  return {
    ...wording,
    title: cut(title ?? titleOf(instance), LONGEST_TITLE),
    method,
    currency: instance.currency ?? 'EUR',
    rules: { blankAllowed: false, ...rules, budget, by: 'votes', ...publishedAllocation(instance) },
    options: projects.map((project) => ({ key: project.id, title: cut(project.name || project.id, LONGEST_OPTION), description: descriptionOf(project), cost: project.cost })),
    ballots: ballots.map((ballot) => ({ voterRef: ballot.voterId, choice: choice(ballot), channel: ballot.votingMethod === 'paper' ? 'paper' : 'online' })),
  }
}

interface Form {
  method: string
  rules: Pick<VoteToImport['rules'], 'min' | 'max'> & Partial<VoteToImport['rules']>
  choice(ballot: PabulibBallot): Choice
}

/** How the ballots of a file are filled, and what bounds them. What META leaves open is as wide as the widest ballot. */
function formOf({ projects, ballots, limits, voteType }: PabulibInstance): Form {
  const widest = (of: (ballot: PabulibBallot) => number) => ballots.reduce((most, ballot) => Math.max(most, of(ballot)), 1)
  const min = Math.max(1, limits.minLength)
  if (voteType === 'cumulative') {
    const points = limits.maxSumPoints ?? widest((ballot) => sum(ballot.points ?? []))
    return {
      method: 'budget-points',
      // A project that is named with no point is not named: nothing of it counts, and such a ballot may be blank.
      rules: { min: 1, max: limits.maxLength ?? projects.length, blankAllowed: true, points, ...(limits.maxPoints === undefined ? {} : { pointsPerOption: Math.min(points, limits.maxPoints) }) },
      choice: (ballot) => ballot.projects.flatMap((option, place) => ((ballot.points?.[place] ?? 0) > 0 ? [{ option, value: ballot.points?.[place] ?? 0 }] : [])),
    }
  }
  if (voteType === 'ordinal') {
    return {
      method: 'budget-ranks',
      rules: { min, max: limits.maxLength ?? widest((ballot) => ballot.projects.length) },
      choice: (ballot) => ballot.projects.map((option, place) => ({ option, value: place + 1 })),
    }
  }
  return {
    method: 'budget',
    rules: { min, max: voteType === 'choose-1' ? 1 : limits.maxLength ?? projects.length, ...(limits.maxSumCost === undefined ? {} : { maxCost: limits.maxSumCost }) },
    choice: (ballot) => approvals(ballot.projects),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** The projects that the city published as selected; null where the file does not say. */
export function publishedWinners({ projects }: PabulibInstance): string[] | null {
  if (projects.every(({ selected }) => selected === undefined)) return null
  return projects.filter(({ selected }) => selected).map(({ id }) => id)
}

export function titleOf({ meta, fileName }: PabulibInstance): string {
  const parts = [meta.get('description'), [meta.get('unit'), meta.get('district') ?? meta.get('subunit'), meta.get('instance')].filter(Boolean).join(' ')]
  return parts.find((part) => part !== undefined && part.trim() !== '')?.trim() ?? fileName
}

function descriptionOf({ name, fields }: PabulibProject): string {
  const long = [name.length > LONGEST_OPTION ? name : '', fields.get('description') ?? '']
  const labels = [fields.get('category'), fields.get('district'), fields.get('neighborhood')].filter(Boolean).join(' · ')
  return cut([...long, labels].filter(Boolean).join('\n\n'), 8000)
}

const cut = (text: string, longest: number): string => (text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`)
