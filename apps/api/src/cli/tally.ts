import type { PabulibInstance } from '@parvis/open-data'
import { greedyOf, hundredths, publishedAllocation } from '@parvis/open-data'
import { m } from '@parvis/texts'
import type { Allocation, Selection } from '@parvis/voting'
import { readBallotFile } from './ballot-file'
import type { Command } from './command'
import { CommandError, oneOf, readArguments } from './command'

// Named by the command line's agreement, not written yet: refused by name rather than as a typing mistake.
const laterRules = ['equal-shares', 'phragmen', 'plurality', 'irv', 'borda', 'schulze', 'majority-judgment']

/** `tally FILE --rule greedy`: counts a ballot file without a server. */
export const command: Command = {
  usage: () => m.cli_tally_usage(),
  async run(args, terminal) {
    refuseOtherRules(args)
    const { values, positionals } = readArguments({
      args,
      allowPositionals: true,
      options: {
        rule: { type: 'string' },
        by: { type: 'string', default: 'votes' },
        'when-full': { type: 'string' },
        threshold: { type: 'string' },
        tie: { type: 'string', default: 'smallest-id' },
        json: { type: 'boolean', default: false },
      },
    })
    const [file] = positionals
    if (file === undefined) throw new CommandError(m.cli_no_file())
    if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
    const by = oneOf('--by', values.by, ['votes', 'votes-per-cost'] as const)
    const tie = oneOf('--tie', values.tie, ['smallest-id', 'cost-votes'] as const)
    const whenFull = values['when-full'] === undefined ? undefined : oneOf('--when-full', values['when-full'], ['skip', 'stop'] as const)
    const threshold = readThreshold(values.threshold)

    const started = performance.now()
    const instance = await readBallotFile(file)
    // What cities publish is the usual rule with META's own conditions; a condition given here means another rule is asked for.
    const asPublished = by === 'votes' && whenFull === undefined && threshold === undefined
    const allocation: Allocation = { by, tie, ...(asPublished ? publishedAllocation(instance) : { whenFull: whenFull ?? 'skip', threshold: threshold ?? 0 }) }
    const selection = greedyOf(instance, allocation)
    const milliseconds = Math.round(performance.now() - started)

    if (!values.json) return terminal.out(inWords(file, instance, allocation, selection))
    terminal.out(`${JSON.stringify({
      file,
      rule: 'greedy',
      by,
      utility: null,
      completion: null,
      ballots: instance.ballots.length,
      projects: instance.projects.length,
      winners: selection.winners,
      totalCost: selection.totalCost / hundredths,
      ties: selection.ties,
      milliseconds,
    })}\n`)
  },
}

function refuseOtherRules(args: string[]): void {
  const { values: { rule } } = readArguments({ args, strict: false, allowPositionals: true, options: { rule: { type: 'string' } } })
  if (typeof rule !== 'string') throw new CommandError(m.cli_tally_no_rule())
  if (laterRules.includes(rule)) throw new CommandError(m.cli_tally_later_rule({ rule }))
  oneOf('--rule', rule, ['greedy'])
}

function readThreshold(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^[0-9]{1,15}$/.test(value)) throw new CommandError(m.cli_whole_number({ option: '--threshold', value }))
  return Number(value)
}

function inWords(file: string, { ballots, projects, meta, budget }: PabulibInstance, { by, whenFull, threshold }: Allocation, { winners, totalCost, ties }: Selection): string {
  const number = new Intl.NumberFormat('fr-FR')
  const money = (amount: number) => `${number.format(amount / hundredths)} ${meta.get('currency') ?? ''}`.trim()
  const byId = new Map(projects.map((project) => [project.id, project]))
  return [
    m.cli_tally_file({ file, ballots: number.format(ballots.length), projects: number.format(projects.length), budget: money(budget) }),
    [
      by === 'votes' ? m.cli_tally_by_votes() : m.cli_tally_by_votes_per_cost(),
      whenFull === 'skip' ? m.cli_tally_skip() : m.cli_tally_stop(),
      threshold === 0 ? m.cli_tally_no_threshold() : m.cli_tally_threshold({ threshold: number.format(threshold) }),
    ].join(' '),
    m.cli_tally_winners({ count: winners.length, cost: money(totalCost) }),
    ...winners.map((id, place) => `${String(place + 1).padStart(4)}. ${id} · ${money(byId.get(id)?.cost ?? 0)} · ${byId.get(id)?.name ?? ''}`),
    ...ties.map((ids) => m.cli_tally_tie({ ids: ids.join(', ') })),
    '',
  ].join('\n')
}
