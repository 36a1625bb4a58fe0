// References of participatory budgets (.pb): pabutools and the equalshares.net tool, run for the shared data; the fixtures of a third
// project, run by it; what cities published. Where a reference met no tie, or ours met none that decides, no tie rule plays a part.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const sorted = (ids) => [...ids].map(String).sort().join()

const utilities = { Cost_Sat: 'cost', Cardinality_Sat: 'cardinality', Additive_Cardinal_Sat: 'points', Additive_Borda_Sat: 'borda' }
const greedyBy = { Cost_Sat: 'votes', Cardinality_Sat: 'votes-per-cost', Additive_Cardinal_Sat: 'votes-per-cost', Additive_Borda_Sat: 'votes-per-cost' }

// References write an increment even where no share grows; `tally` refuses what its rule does not read.
const shares = (utility, completion, { start = 'exact', increment = 1, tie = 'smallest-id' } = {}) =>
  ['--rule', 'equal-shares', '--utility', utility, '--completion', completion, '--start', start, ...(/^add1/.test(completion) ? ['--increment', String(increment)] : []), '--tie', tie]
const plainGreedy = (by, whenFull = 'skip') => ['--rule', 'greedy', '--by', by, '--when-full', whenFull, '--threshold', '0']

/** A result of pabutools: which check it belongs to, and the options that ask for the same. */
function ofPabutools({ rule, params }) {
  if (rule === 'greedy_utilitarian_welfare') return { id: 'pb-greedy', args: plainGreedy(greedyBy[params.sat]) }
  if (rule === 'sequential_phragmen') return { id: 'pb-phragmen', args: ['--rule', 'phragmen'] }
  const completion = { none: 'none', utilitarian: 'utilitarian', add1: 'add1', 'add1+utilitarian': 'add1-utilitarian' }[params.completion.split(' ')[0]]
  const start = params.start?.startsWith('floor') ? 'floor' : 'exact'
  return { id: `pb-shares-${completion}${start === 'floor' ? '-floor' : ''}`, args: shares(utilities[params.sat], completion, { start, increment: params.voter_budget_increment }) }
}

/**
 * A result of the equalshares.net tool with comparison none. Its tie rule is our `cost-votes`, or one that we do not have
 * (`otherTies`): then ours is the usual one - the tool's utilitarian completion takes equals by id, whatever its tie rule.
 */
function ofEqualShares({ completion, add1options, increment, tieBreaking }) {
  const [exhaustive, integral] = ['exhaustive', 'integral'].map((one) => add1options.includes(one))
  const grows = completion.startsWith('add1')
  const name = completion === 'add1u' ? 'add1-utilitarian' : completion === 'add1' && !exhaustive ? 'add1-overspend' : completion
  const start = grows && integral ? 'floor' : 'exact'
  const otherTies = tieBreaking.slice(0, 2).join() === 'minCost,maxVotes' ? undefined : tieBreaking.join(' then ') || 'none'
  return {
    id: `js-shares-${name}${start === 'floor' ? '-floor' : ''}`,
    args: shares('cost', name, { start, increment, tie: otherTies ? 'smallest-id' : 'cost-votes' }),
    otherTies,
  }
}

const whats = {
  'pb-greedy': 'pabutools, greedy: votes, votes per cost, points, Borda',
  'pb-phragmen': 'pabutools, sequential Phragmén',
  'pb-published': 'winners that cities published, by the rule of their files',
  'pb-official': 'official outcomes of cities that used equal shares',
}
const what = (id) => whats[id] ?? `${id.startsWith('js') ? 'equalshares.net' : id.startsWith('third') ? 'third party' : 'pabutools'}, ${id.replace(/^[^-]+-/, '').replaceAll('-', ' ')}`

/** Every reference of the instances of a folder; `seconds`: what the reference implementation took. */
export function* ofInstances(folder) {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.pb'))) {
    const file = join(folder, name)
    const reference = read(join(folder, 'reference', name.replace(/\.pb$/, '.json')))
    const { published, pabutools, equalshares_js: javascript } = reference
    if (published?.reproduced_by_plain_greedy) yield { id: 'pb-published', name, file, args: ['--rule', 'greedy'], winners: published.selected }
    if (published?.rule?.startsWith('equalshares/')) yield { id: 'pb-official', name, file, args: shares('cost', 'add1-overspend', { start: 'floor' }), winners: published.selected }
    for (const result of pabutools?.results ?? []) yield { ...ofPabutools(result), name, file, winners: result.winners, cost: result.total_cost, status: result.status, seconds: result.wall_s }
    for (const result of javascript?.results ?? [])
      if (result.params.comparison === 'none') yield { ...ofEqualShares(result.params), name, file, winners: result.winners, cost: result.total_cost, share: result.endowment_per_voter, status: result.status, seconds: result.wall_s }
  }
}

/** Fixtures of takahashim/equalshares: results by name of file, some for rules that are not ours (maximin, effort, satisfaction). */
function* ofThirdParty(data) {
  const folder = join(data, 'pabulib/third-party-fixtures')
  const fileOf = (path) => (path.includes('wieliczka') ? join(data, 'pabulib/Poland_Wieliczka_2023_Green_Budget.pb') : join(folder, path.replace(/^test\/fixtures\//, '')))
  const one = (id, path, args, rest) => ({ id, name: path.split('/').at(-1), file: fileOf(path), args, ...rest })
  for (const [path, { winners, total_cost: cost }] of Object.entries(read(join(folder, 'pabutools_reference.json')))) yield one('third-pabutools', path, shares('cost', 'none'), { winners, cost })
  for (const [path, { winners }] of Object.entries(read(join(folder, 'pabutools_cardinal_reference.json')))) yield one('third-pabutools', path, shares('points', 'none'), { winners })
  for (const [path, { winners }] of Object.entries(read(join(folder, 'pabutools_ordinal_reference.json')))) yield one('third-pabutools', path, shares('borda', 'none'), { winners })
  for (const [path, rules] of Object.entries(read(join(folder, 'pabutools_rules_reference.json')))) {
    yield one('third-pabutools', path, ['--rule', 'phragmen'], { winners: rules.phragmen })
    yield one('third-pabutools', path, plainGreedy('votes'), { winners: rules.greedy_cost })
    yield one('third-pabutools', path, plainGreedy('votes-per-cost'), { winners: rules.greedy_cardinality })
  }
  for (const [path, { cost, cardinality }] of Object.entries(read(join(folder, 'pabutools_satisfaction_reference.json')))) {
    yield one('third-pabutools', path, shares('cost', 'none'), { winners: cost })
    yield one('third-pabutools', path, shares('cardinality', 'none'), { winners: cardinality })
  }
  const wieliczka = Object.values(read(join(folder, 'js_reference.json'))).map((result) => ['wieliczka', result])
  const others = Object.values(read(join(folder, 'pb_reference.json'))).map((result) => [`pb/${result.fixture}`, result])
  for (const [path, { params, result }] of [...wieliczka, ...others]) {
    if (params.comparison !== 'none') continue
    const { args, otherTies } = ofEqualShares(params)
    yield one('third-js', path, args, { otherTies, winners: result?.winners, cost: result?.totalCost, share: result?.endowment, status: result ? undefined : 'tie not resolved' })
  }
}

/** @returns what differs, undefined when nothing does */
function compare({ winners, cost, share, otherTies, name, args }, ours) {
  const same = sorted(ours.winners) === sorted(winners) && (cost === undefined || ours.totalCost === cost)
  const sameShare = share === undefined || Math.abs(ours.voterShare - share) < 1e-6
  if (same && sameShare) return undefined
  const because = otherTies && ours.ties.length > 0 ? `ties fall by another rule there (${otherTies})` : undefined
  const told = (ids, spent, each) => `${ids.length} for ${spent}${each === undefined ? '' : ` at ${each}`}`
  return { reference: `${name} ${args.slice(1).join(' ')}`, ours: told(ours.winners, ours.totalCost, share && ours.voterShare), theirs: told(winners, cost ?? '?', share), because }
}

export async function* check({ data, tally, wanted }) {
  const references = [...ofInstances(join(data, 'pabulib')), ...ofInstances(join(data, 'pabulib/small')), ...ofThirdParty(data)]
  for (const id of [...new Set(references.map((reference) => reference.id))].filter(wanted)) {
    const found = { id, what: what(id), tried: 0, equal: 0, differences: [], slowest: '' }
    let [slowest, unfinished] = [0, 0]
    for (const reference of references.filter((one) => one.id === id)) {
      if (!reference.winners) {
        unfinished++
        continue
      }
      const ours = await tally(reference.file, ...reference.args)
      const difference = compare(reference, ours)
      found.tried++
      if (difference) found.differences.push(difference)
      else found.equal++
      if (ours.milliseconds > slowest) [slowest, found.slowest] = [ours.milliseconds, `slowest ${reference.name} ${ours.milliseconds} ms`]
    }
    if (unfinished > 0) found.slowest += `, ${unfinished} without a result there`
    yield found
  }
}
