import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome, VotingMethod } from '@parvis/voting'
import { borda, compareMajority, countAll, groupsOf, irv, majorityGrade, majorityJudgment, plurality, rankByPaths, schulze, strongestPaths } from '@parvis/voting'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { gradedBallots, gradedQuestion, parseGraded } from './graded'
import type { RankedInstance } from './ranked'
import { rankedBallots, rankedQuestion } from './ranked'
import { parseAbif } from './ranked-abif'
import { parseCvotes } from './ranked-cvotes'
import { parseDebian } from './ranked-debian'

// Results that others published, and that their files give here: rankings whole, ties as ties.

const file = (...path: string[]) => sharedFile(join('voting', ...path))
const readJson = <T>(...path: string[]) => JSON.parse(readFileSync(file(...path), 'utf8')) as T
const readings = { implicit: 'last', explicit: 'ignored' } as const
type Reading = keyof typeof readings

const count = (method: VotingMethod, instance: RankedInstance, reading: Reading) => countAll(method, rankedBallots(instance), rankedQuestion(instance, readings[reading]))

/** `A > B = C` as groups; ids equal on a rank in string order. */
const published = (text: string) => text.split(' > ').map((rank) => rank.split(' = ').sort())
const sorted = (ranking: string[][]) => ranking.map((rank) => [...rank].sort())

/** The same duels, each as strong as its margin: the variant of Schulze's method that the platform does not offer. */
function byMargins({ explanation }: Outcome): string[][] {
  if (explanation?.kind !== 'duels') throw new Error('no duels')
  return rankByPaths(strongestPaths(explanation.for, 'margins')).map((group) => group.flatMap((place) => explanation.options[place] ?? []))
}

/** Whoever wins every duel; '' when nobody does. */
function condorcetWinner({ explanation }: Outcome): string {
  if (explanation?.kind !== 'duels') throw new Error('no duels')
  return explanation.options.find((_, a) => explanation.for.every((row, b) => a === b || (explanation.for[a]?.[b] ?? 0) > (row[a] ?? 0))) ?? ''
}

describeShared('Tideman\'s elections, as Condorcet PHP counts them', () => {
  const { elections } = readJson<{ elections: Record<string, Record<Reading, Record<string, string>>> }>('tideman', 'expected.json')
  const names = Object.keys(elections)
  const rules: [string, VotingMethod, string][] = [
    ['plurality', plurality, 'First-past-the-post voting'],
    ['irv', irv, 'Instant-runoff'],
    ['borda', borda, 'BordaCount'],
    ['schulze', schulze, 'Schulze Winning'],
  ]

  it('are 55', () => expect(names).toHaveLength(55))

  it.each(names)('%s, both readings of unranked', (name) => {
    const instance = parseCvotes(readFileSync(file('tideman', `${name}.cvotes`)), name)
    for (const reading of ['implicit', 'explicit'] as const) {
      const expected = elections[name]?.[reading] ?? {}
      const of = (rule: string) => published(expected[rule] ?? '')
      for (const [rule, method, reference] of rules) expect([reading, rule, sorted(count(method, instance, reading).ranking)]).toEqual([reading, rule, of(reference)])
      const duels = count(schulze, instance, reading)
      expect(sorted(byMargins(duels))).toEqual(of('Schulze Margin'))
      expect(condorcetWinner(duels)).toBe(expected['Condorcet Winner'])
    }
  })
})

describeShared('the Debian Project\'s votes for a leader', () => {
  it.each(['2006', '2020'] as const)('%s, both readings of unranked', (year) => {
    const expected = readJson<Record<string, { votes: number } & Record<Reading, string>>>('debian', 'expected.json')[year]
    const instance = parseDebian(readFileSync(file('debian', `leader${year}_tally.txt`)), year)
    expect(instance.ballots).toHaveLength(expected?.votes ?? 0)
    for (const reading of ['implicit', 'explicit'] as const) {
      const outcome = count(schulze, instance, reading)
      expect(sorted(outcome.ranking)).toEqual(published(expected?.[reading] ?? ''))
      // The reference says "margins": the two strengths agree here.
      expect(sorted(byMargins(outcome))).toEqual(sorted(outcome.ranking))
    }
  })
})

describeShared('elections by ranking in cities', () => {
  it('Burlington 2009: three rules, three winners', () => {
    const expected = readJson<Record<string, Record<string, string>>>('irv', 'expected.json')['burl2009.abif']
    const instance = parseAbif(readFileSync(file('irv', 'burl2009.abif')), 'burl2009.abif')
    const winner = (method: VotingMethod) => {
      const { winners: [id] } = count(method, instance, 'implicit')
      return instance.options.find((option) => option.id === id)?.name.replace(/ \(.*/, '')
    }
    expect({ irv: winner(irv), schulze: winner(schulze), plurality: winner(plurality) })
      .toEqual({ irv: expected?.IRV, schulze: expected?.['Condorcet winner'], plurality: expected?.FPTP })
  })

  it('San Francisco 2018: 254,016 ballots, and the mayor who took office', () => {
    const instance = parseAbif(readFileSync(file('irv', 'sf2018special-results.abif')), 'sf2018')
    expect(count(irv, instance, 'implicit')).toMatchObject({ cast: 254_016, winners: ['LONDON_BREED'] })
  })
})

describeShared('majority judgment, as MieuxVoter counts it', () => {
  interface Fixture {
    title: string
    participants: number
    mode?: 'StaticDefault' | 'MedianDefault' | 'Normalized'
    default?: number
    tallies: number[][]
    ranks: number[]
  }

  /** What the fixture says of voters who did not grade an option: a grade for all, the option's own majority grade, or nothing (proportions are compared). */
  function completed({ participants, mode, default: given = 0 }: Fixture, tally: number[]): bigint[] {
    const counts = tally.map(BigInt)
    const missing = BigInt(participants) - counts.reduce((sum, one) => sum + one, 0n)
    if (mode === 'Normalized') return counts
    const grade = mode === 'MedianDefault' ? majorityGrade(counts) : given
    return counts.map((one, at) => (at === grade ? one + missing : one))
  }

  it('in each of its 9 fixtures, of billions of voters too', () => {
    const fixtures = readJson<Fixture[]>('majority-judgment', 'assertions-typescript.json')
    expect(fixtures).toHaveLength(9)
    for (const fixture of fixtures) {
      const groups = groupsOf(new Map(fixture.tallies.map((tally, place) => [String(place), completed(fixture, tally)])), compareMajority)
      const ranks = new Map<string, number>()
      for (const group of groups) {
        const rank = ranks.size + 1
        for (const place of group) ranks.set(place, rank)
      }
      expect([fixture.title, fixture.tallies.map((_, place) => ranks.get(String(place)))]).toEqual([fixture.title, fixture.ranks])
    }
  })

  it.each(['bureau_01', 'bureau_12'] as const)('in Orsay 2007, %s: tallies, majority grades and ranks', (station) => {
    type Station = Record<'tally' | 'median' | 'ranks', Record<string, unknown>> & { ballots: number }
    const expected = readJson<Record<string, Station>>('majority-judgment', 'orsay2007_expected.json')[station]
    const instance = parseGraded(readFileSync(file('majority-judgment', `orsay2007_${station}.csv`)), station)
    const outcome = countAll(majorityJudgment, gradedBallots(instance), gradedQuestion(instance))
    if (outcome.explanation?.kind !== 'merit') throw new Error('no profile')
    expect(outcome.counted).toBe(expected?.ballots)
    expect(Object.fromEntries(outcome.explanation.profile.map(({ option, counts }) => [option, counts]))).toEqual(expected?.tally)
    expect(Object.fromEntries(outcome.explanation.profile.map(({ option, grade }) => [option, grade]))).toEqual(expected?.median)
    expect(Object.fromEntries(outcome.options.map(({ option, rank }) => [option, rank]))).toEqual(expected?.ranks)
  })
})
