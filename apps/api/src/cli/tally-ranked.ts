import { extname } from 'node:path'
import type { GradedInstance, RankedInstance } from '@parvis/open-data'
import { BallotFileError, gradedBallots, gradedQuestion, parseAbif, parseCvotes, parseDebian, parseGraded, rankedBallots, rankedQuestion } from '@parvis/open-data'
import { m } from '@parvis/texts'
import type { Outcome } from '@parvis/voting'
import { borda, countAll, irv, majorityJudgment, plurality, schulze } from '@parvis/voting'
import { faultInWords, read } from './ballot-file'
import type { Terminal } from './command'
import { CommandError, oneOf } from './command'
import type { RankedRule, TallyArguments } from './tally-options'

/** Rules that count rankings. */
const ofRankings = { plurality, irv, borda, schulze }
type RankingRule = keyof typeof ofRankings

const readersOfRankings: Record<string, (content: Uint8Array, file: string) => RankedInstance> = {
  '.cvotes': parseCvotes,
  '.abif': parseAbif,
  '.txt': parseDebian,
}

/** Counts a file of rankings or grades without a server. @throws CommandError on a wrong file, or one that the rule does not count */
export async function countRanked({ rule, file, json, values }: TallyArguments & { rule: RankedRule }, terminal: Terminal): Promise<void> {
  const asked = values.unranked === undefined ? undefined : oneOf('--unranked', values.unranked, ['last', 'ignored'] as const)
  const kind = extname(file).toLowerCase()
  const reader = readersOfRankings[kind]
  if (!reader && kind !== '.csv') throw new CommandError(m.cli_ranked_kind({ file }))

  const started = performance.now()
  let counted: Counted
  if (rule === 'majority-judgment') {
    if (reader) throw new CommandError(m.cli_ranked_needs_grades({ file, rule }))
    counted = countGrades(await readWith(parseGraded, file))
  } else {
    if (!reader) throw new CommandError(m.cli_ranked_needs_ranking({ file, rule }))
    counted = countRankings(rule, await readWith(reader, file), asked)
  }
  const milliseconds = Math.round(performance.now() - started)

  if (!json) return terminal.out(inWords(file, rule, counted))
  const { outcome: { cast, ranking, winners, ties }, names, unranked } = counted
  terminal.out(`${JSON.stringify({
    file,
    rule,
    by: null,
    utility: null,
    completion: null,
    unranked: unranked ?? null,
    ballots: cast,
    projects: names.size,
    ranking,
    winners,
    totalCost: null,
    ties,
    milliseconds,
  })}\n`)
}

interface Counted {
  outcome: Outcome
  names: ReadonlyMap<string, string>
  /** How options that a ballot leaves out were read, in rankings. */
  unranked?: 'last' | 'ignored'
}

function countRankings(rule: RankingRule, instance: RankedInstance, asked: 'last' | 'ignored' | undefined): Counted {
  const unranked = asked ?? instance.unranked ?? 'last'
  return {
    outcome: countAll(ofRankings[rule], rankedBallots(instance), rankedQuestion(instance, unranked)),
    names: new Map(instance.options.map(({ id, name }) => [id, name])),
    unranked,
  }
}

function countGrades(instance: GradedInstance): Counted {
  return {
    outcome: countAll(majorityJudgment, gradedBallots(instance), gradedQuestion(instance)),
    names: new Map(instance.options.map((id) => [id, id])),
  }
}

async function readWith<T>(reader: (content: Uint8Array, file: string) => T, file: string): Promise<T> {
  const content = await read(file)
  try {
    return reader(content, file)
  } catch (error) {
    throw error instanceof BallotFileError ? new CommandError(faultInWords(error)) : error
  }
}

const ruleInWords: Record<RankedRule, () => string> = {
  plurality: m.cli_ranked_rule_plurality,
  irv: m.cli_ranked_rule_irv,
  borda: m.cli_ranked_rule_borda,
  schulze: m.cli_ranked_rule_schulze,
  'majority-judgment': m.cli_ranked_rule_majority_judgment,
}

function inWords(file: string, rule: RankedRule, { outcome, names, unranked }: Counted): string {
  const number = new Intl.NumberFormat('fr-FR')
  let before = 0
  const places = outcome.ranking.map((ids) => {
    const place = `${String(before + 1).padStart(4)}. `
    before += ids.length
    const together = ids.map((id) => names.get(id) ?? id).join(', ')
    return place + (ids.length > 1 ? m.cli_ranked_equal({ names: together }) : together)
  })
  return [
    m.cli_ranked_file({ file, options: number.format(names.size), ballots: number.format(outcome.cast), blank: number.format(outcome.blank) }),
    ruleInWords[rule](),
    ...(unranked === undefined ? [] : [unranked === 'last' ? m.cli_ranked_unranked_last() : m.cli_ranked_unranked_ignored()]),
    ...places,
    '',
  ].join('\n')
}
