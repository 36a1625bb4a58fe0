import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TieRule } from '@parvis/voting'
import { approvals, methodNamed, usualShares } from '@parvis/voting'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { parsePabulib } from './pabulib'
import { hundredths } from './pabulib-fields'
import type { PabulibSharesRules, PabulibUtility } from './pabulib-shares'
import { hasUtility, phragmenOf, sharesOf, usualUtility } from './pabulib-shares'

// Larger files, and other projects' fixtures, are compared by `npm run check:tally`.
const MOST_BALLOTS = 7000

interface Reference {
  published: { selected: string[]; rule: string }
  pabutools: { results: Result[] } | null
  equalshares_js: { results: Result[] } | null
}
interface Result {
  rule?: string
  params: { sat?: string; completion?: string; start?: string; voter_budget_increment?: number; comparison?: string; add1options?: string[]; increment?: number }
  winners?: string[]
  total_cost: number
  endowment_per_voter?: number
}

const utilityOf: Record<string, PabulibUtility> = { Cost_Sat: 'cost', Cardinality_Sat: 'cardinality', Additive_Cardinal_Sat: 'points', Additive_Borda_Sat: 'borda' }
const completionOf: Record<string, PabulibSharesRules['completion']> = { 'none': 'none', 'utilitarian': 'utilitarian', 'add1': 'add1', 'add1+utilitarian': 'add1-utilitarian', 'add1u': 'add1-utilitarian' }

/** What the reference was asked, in our words; undefined when it is another rule. */
function rulesOf({ rule, params }: Result): PabulibSharesRules | 'phragmen' | undefined {
  if (rule === 'sequential_phragmen') return 'phragmen'
  if (rule === 'greedy_utilitarian_welfare' || (params.comparison ?? 'none') !== 'none') return undefined
  const completion = completionOf[params.completion?.split(' ')[0] ?? ''] ?? 'none'
  const [exhaustive, integral] = ['exhaustive', 'integral'].map((option) => params.add1options?.includes(option) ?? false)
  const floor = params.start?.startsWith('floor') || (integral && completion.startsWith('add1'))
  return {
    utility: utilityOf[params.sat ?? ''] ?? 'cost',
    completion: completion === 'add1' && params.add1options && !exhaustive ? 'add1-overspend' : completion,
    start: floor ? 'floor' : 'exact',
    increment: params.voter_budget_increment ?? params.increment ?? 1,
    tie: (rule ? 'smallest-id' : 'cost-votes') satisfies TieRule,
  }
}

describeShared('equal shares and Phragmén on real elections', () => {
  const elections = ['', 'small'].flatMap((folder) =>
    readdirSync(sharedFile(join('pabulib', folder))).filter((name) => name.endsWith('.pb')).map((name) => ({
      name,
      small: folder === 'small',
      instance: parsePabulib(readFileSync(sharedFile(join('pabulib', folder, name))), name),
      reference: JSON.parse(readFileSync(sharedFile(join('pabulib', folder, 'reference', name.replace('.pb', '.json'))), 'utf8')) as Reference,
    }))).filter(({ instance }) => instance.ballots.length <= MOST_BALLOTS)

  it('give the winners and the cost of two reference implementations, for every utility and completion', () => {
    const wrong: string[] = []
    let compared = 0
    for (const { name, instance, reference } of elections)
      for (const result of [...reference.pabutools?.results ?? [], ...reference.equalshares_js?.results ?? []]) {
        const rules = rulesOf(result)
        if (!rules || !result.winners) continue
        compared++
        const ours = rules === 'phragmen' ? phragmenOf(instance, 'smallest-id') : sharesOf(instance, rules)
        const share = 'share' in ours ? Number(ours.share.top) / Number(ours.share.bottom) / hundredths : 0
        const equal = [...ours.winners].sort().join() === [...result.winners].sort().join() && ours.totalCost === Math.round(result.total_cost * hundredths)
          && Math.abs(share - (result.endowment_per_voter ?? share)) < 1e-6
        if (!equal) wrong.push(`${name} ${JSON.stringify(rules)}`)
      }
    console.info(`reference results of equal shares and Phragmén: ${compared - wrong.length} of ${compared}`)
    expect(wrong).toEqual([])
    expect(compared).toBe(394)
  })

  it('give what Wieliczka and Assen published, by the rule they used', () => {
    const official = elections.filter(({ reference }) => reference.published.rule.startsWith('equalshares/'))
    expect(official.map(({ name, instance, reference }) => {
      const { winners, totalCost } = sharesOf(instance, { utility: 'cost', completion: 'add1-overspend', start: 'floor', increment: 1, tie: 'smallest-id' })
      expect([...winners].sort()).toEqual([...reference.published.selected].sort())
      return [name, winners.length, totalCost / hundredths]
    })).toEqual([['Netherlands_Assen_2024.pb', 9, 76700], ['Poland_Wieliczka_2023_Green_Budget.pb', 30, 995079]])
  })

  it('are counted alike by the methods that the platform offers', () => {
    for (const { instance } of elections.filter(({ small, instance: { voteType } }) => small && voteType === 'approval')) {
      const { projects, ballots, budget, limits } = instance
      const question = { options: projects, min: 1, max: limits.maxLength ?? projects.length, blankAllowed: false, budget }
      for (const [method, ours] of [
        ['equal-shares', sharesOf(instance, { ...usualShares, increment: 1 })] as const,
        ['phragmen', phragmenOf(instance, 'smallest-id')] as const,
      ]) {
        const count = methodNamed(method)?.start(question)
        for (const { projects: named } of ballots) count?.add(approvals(named))
        expect(count?.outcome()).toMatchObject({ counted: ballots.length, winners: ours.winners, totalCost: ours.totalCost, ties: ours.ties })
      }
    }
  })

  it('take the utility that the ballots say', () => {
    expect((['approval', 'choose-1', 'cumulative', 'scoring', 'ordinal'] as const).map(usualUtility)).toEqual(['cost', 'cost', 'points', 'points', 'borda'])
    expect([hasUtility('approval', 'points'), hasUtility('ordinal', 'points'), hasUtility('cumulative', 'points'), hasUtility('cumulative', 'cardinality')]).toEqual([false, false, true, true])
  })
})
