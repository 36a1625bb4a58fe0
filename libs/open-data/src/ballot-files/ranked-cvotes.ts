import type { Refuse } from './ballot-file-error'
import { shown } from './pabulib-fields'
import type { RankedBallot, RankedInstance } from './ranked'
import { linesOf, mustHold, OptionList, readCount, refuseFile } from './ranked-fields'

/**
 * Reads the Condorcet Election Format (.cvotes): parameters as `#/Name: value`, then a ballot a line, `tags || A > B = C ^weight * times`.
 * The candidates must be declared. A comment "This election has N votes", as converters write it, must hold: a file that was cut is not counted.
 * Format: Julien Boudry et al., "Condorcet Election Format", version 1 (github.com/CondorcetVote/CondorcetElectionFormat).
 * @throws BallotFileError at the first fault
 */
export function parseCvotes(content: string | Uint8Array, fileName: string): RankedInstance {
  const refuse = refuseFile(fileName)
  const options = new OptionList(refuse)
  const ballots: RankedBallot[] = []
  const parameters = new Map<string, { value: string; line: number }>()
  let declared: { count: number; line: number; field: string } | undefined
  let last = 1
  for (const { text, line } of linesOf(content, refuse)) {
    last = line
    if (text.startsWith('#/')) {
      const name = readParameter(text, line, parameters, refuse)
      if (name === 'candidates') for (const candidate of parameters.get(name)?.value.split(';') ?? []) options.add(candidate.trim(), line)
    } else if (text.startsWith('#')) {
      const [, count] = /^# *This election has ([0-9]{1,15}) votes?$/.exec(text) ?? []
      if (count !== undefined) declared = { count: Number(count), line, field: 'votes' }
    } else {
      if (options.options.length === 0) refuse({ code: 'ranked.no-options', line, field: 'Candidates', detail: 'a ballot before the options are named' })
      ballots.push(readBallot(text, line, options, flag(parameters, 'weight allowed', refuse) ?? false, refuse))
    }
  }
  if (options.options.length === 0) refuse({ code: 'ranked.no-options', line: last, field: 'Candidates', detail: 'the file names no options' })
  mustHold(ballots, declared, refuse)
  const seats = parameters.get('number of seats')
  const implicit = flag(parameters, 'implicit ranking', refuse)
  return {
    fileName,
    options: options.options,
    ballots,
    seats: seats ? readCount(seats.value, seats.line, 'Number of Seats', refuse) : 1,
    ...(implicit === undefined ? {} : { unranked: implicit ? 'last' : 'ignored' }),
  }
}

function readParameter(text: string, line: number, parameters: Map<string, { value: string; line: number }>, refuse: Refuse): string {
  const [, written = '', value = ''] = /^#\/([^:]+):(.*)$/.exec(text) ?? []
  const name = written.trim().toLowerCase()
  if (name === '' || value.trim() === '') refuse({ code: 'ranked.parameter', line, detail: `not a parameter and its value: ${shown(text)}`, facts: { value: shown(text) } })
  if (parameters.has(name)) refuse({ code: 'ranked.repeated-parameter', line, field: written.trim(), detail: 'the file says this twice' })
  parameters.set(name, { value: value.trim(), line })
  return name
}

function flag(parameters: ReadonlyMap<string, { value: string; line: number }>, name: string, refuse: Refuse): boolean | undefined {
  const parameter = parameters.get(name)
  if (!parameter) return undefined
  const value = parameter.value.toLowerCase()
  if (value !== 'true' && value !== 'false')
    return refuse({ code: 'ranked.flag', line: parameter.line, field: name, detail: `neither true nor false: ${shown(value)}`, facts: { value: shown(value) } })
  return value === 'true'
}

function readBallot(text: string, line: number, options: OptionList, weights: boolean, refuse: Refuse): RankedBallot {
  // Tags say who voted how (a hash, say), and a comment may follow: neither counts.
  const [ballot = ''] = text.slice(text.includes('||') ? text.indexOf('||') + 2 : 0).split('#')
  const [withWeight = '', times, moreTimes] = ballot.split('*')
  const [ranking = '', weight, moreWeight] = withWeight.split('^')
  if (moreTimes !== undefined || moreWeight !== undefined) refuse({ code: 'ranked.line', line, detail: `not a ballot: ${shown(text)}`, facts: { value: shown(text) } })
  if (weight !== undefined && !weights) refuse({ code: 'ranked.weight', line, field: '^', detail: 'a weight where the file allows none' })
  const ranks = ranking.trim() === '/EMPTY_RANKING/' ? [] : options.readRanks(ranking, line)
  return {
    ranks,
    times: (times === undefined ? 1 : readCount(times.trim(), line, '*', refuse)) * (weight === undefined ? 1 : readCount(weight.trim(), line, '^', refuse)),
    line,
  }
}
