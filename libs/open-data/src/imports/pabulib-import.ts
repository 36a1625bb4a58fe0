import type { VoteToImport } from '@parvis/consultations'
import { isWritableId, type Outcome } from '@parvis/voting'
import { BallotFileError } from '../ballot-files/ballot-file-error'
import type { PabulibInstance, PabulibProject } from '../ballot-files/pabulib'
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

/** Ballot types whose method the ballot box knows. */
export const importableTypes: readonly PabulibInstance['voteType'][] = ['approval', 'choose-1']

/**
 * The consultation that a file of approval or choose-one ballots makes: its projects as options, its limits as rules, the greedy
 * rule as META says it, paper ballots on paper and every other online. Throws BallotFileError on a project that cannot be written in a ballot.
 *
 * @param title instead of what META calls it
 */
export function voteOf(instance: PabulibInstance, wording: ImportWording, title?: string): VoteToImport {
  const { projects, ballots, limits, budget, voteType } = instance
  for (const { id, line } of projects) {
    if (!isWritableId(id)) throw new BallotFileError(instance.fileName, { code: 'pabulib.project-id', line, field: 'project_id', detail: `not an id that a ballot can name: ${id}`, facts: { value: id } })
  }
  return {
    ...wording,
    title: cut(title ?? titleOf(instance), LONGEST_TITLE),
    method: 'budget',
    rules: {
      min: Math.max(1, limits.minLength),
      max: voteType === 'choose-1' ? 1 : limits.maxLength ?? projects.length,
      blankAllowed: false,
      ...(limits.maxSumCost === undefined ? {} : { maxCost: limits.maxSumCost }),
      budget,
      by: 'votes',
      ...publishedAllocation(instance),
    },
    options: projects.map((project) => ({ key: project.id, title: cut(project.name || project.id, LONGEST_OPTION), description: descriptionOf(project), cost: project.cost })),
    ballots: ballots.map(({ voterId, projects: choice, votingMethod }) => ({ voterRef: voterId, choice, channel: votingMethod === 'paper' ? 'paper' : 'online' })),
  }
}

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
