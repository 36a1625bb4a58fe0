import { commonQuestionRefusals, countBox } from '../../ballots/box'
import type { Ranks } from '../../ballots/rankings'
import { rankingCheck, ranksOf } from '../../ballots/rankings'
import type { DuelMatrix } from '../../ranking/duels'
import { countDuels, duelRecord } from '../../ranking/duels'
import { giveSeats } from '../../seats'
import type { Rounds, VotingMethod } from '../../voting-method'

/** Ballots that rank the same options one after the other, as places in the question. */
interface Pile {
  order: number[]
  times: number
}

/**
 * Instant-runoff voting (the alternative vote): a ballot counts for the first option it ranks that is still in the race.
 * Whoever has more than half of all counted ballots takes the next place; when nobody does, the last leaves.
 * What is open in the usual definition is settled here as follows, which gives the results published for Tideman's elections:
 * - options equal on a rank of a ballot have nothing from that rank: the ballot goes to its next one;
 * - the half is that of all counted ballots, also when some rank nobody who is still there;
 * - among several last, leave those who, compared with each of the others, lose or draw their duel, win no more duels in all and have no
 *   better balance of duels won and lost; several who cannot be told apart leave together, and are equal in the ranking;
 * - the places after the first are taken the same way, among those who are left.
 * The score is what the option had in the last round it was in. Not monotone.
 * William R. Ware (1871); Nicolaus Tideman, "Collective Decisions and Voting" (2006).
 */
export const irv: VotingMethod = {
  name: 'irv',
  version: '1',
  offered: false,
  form: 'ranking',
  questionRefusals: commonQuestionRefusals,
  refusals: (choice, question) => rankingCheck(question)(choice),
  start(question) {
    const ids = question.options.map(({ id }) => id)
    const ranks = ranksOf(question)
    const ranked = new Set<string>()
    const unranked = question.unranked ?? 'last'
    const duels = countDuels(ids.length, unranked)
    const piles = new Map<string, Pile>()
    return countBox(
      rankingCheck(question),
      (choice, times) => {
        for (const { option } of choice) ranked.add(option)
        const places = ranks(choice)
        duels.add(places, times)
        const order = inOrder(unranked === 'last' ? [...places, leftOut(places, ids.length)] : places)
        const key = order.join()
        const pile = piles.get(key)
        if (pile) pile.times += times
        else piles.set(key, { order, times })
      },
      (totals) => {
        const { groups, scores, rounds } = runOff(ids.length, [...piles.values()], duels.matrix(), totals.counted)
        const name = (place: number) => ids[place] ?? ''
        const score = new Map(scores.map((votes, place) => [name(place), votes]))
        return {
          method: irv.name,
          version: irv.version,
          ...totals,
          ...giveSeats(question, groups.map((group) => group.map(name)), { score: (option) => score.get(option) ?? 0, supports: (option) => ranked.has(option) }),
          explanation: {
            kind: 'rounds',
            rounds: rounds.map(({ votes, exhausted, out, elected }) => ({
              scores: Object.fromEntries([...votes].map(([place, count]) => [name(place), count])),
              exhausted,
              out: out.map(name),
              elected: elected.map(name),
            })),
          } satisfies Rounds,
        }
      },
    )
  },
}

function inOrder(ranks: Ranks): number[] {
  return ranks.flatMap((rank) => (rank.length === 1 ? rank : []))
}

function leftOut(ranks: Ranks, size: number): number[] {
  const ranked = new Set(ranks.flat())
  // Several share the last rank and have nothing from it: only a single one matters.
  return ranked.size === size - 1 ? Array.from({ length: size }, (_, place) => place).filter((place) => !ranked.has(place)) : []
}

interface Round {
  votes: Map<number, number>
  exhausted: number
  out: number[]
  elected: number[]
}

function runOff(size: number, piles: readonly Pile[], duels: DuelMatrix, counted: number) {
  const record = duelRecord(duels)
  const [first, last]: [number[][], number[][]] = [[], []]
  const scores = new Array<number>(size).fill(0)
  const rounds: Round[] = []
  const left = new Set(scores.keys())
  /** Every pile lies with the first option of its order that is still in the race. */
  const lying = new Map<number, Pile[]>(Array.from(left, (place) => [place, []]))
  const votes = new Map(Array.from(left, (place) => [place, 0]))
  let exhausted = 0
  const lay = (moved: readonly Pile[]) => {
    for (const pile of moved) {
      const place = pile.order.find((one) => left.has(one))
      if (place === undefined) exhausted += pile.times
      else {
        lying.get(place)?.push(pile)
        votes.set(place, (votes.get(place) ?? 0) + pile.times)
      }
    }
  }
  lay(piles)
  while (left.size > 0) {
    const having = (count: number) => [...votes].filter(([, one]) => one === count).map(([place]) => place)
    const most = Math.max(...votes.values())
    // Halves without division: 2 * most would not be exact beyond 2^52 ballots, counted - most always is.
    const elected = most > counted - most ? having(most) : []
    const out = elected.length > 0 ? [] : weakest(having(Math.min(...votes.values())), duels, record)
    if (elected.length > 0) first.push(elected)
    else last.unshift(out)
    rounds.push({ votes: new Map(votes), exhausted, out, elected })
    const leaving = [...elected, ...out]
    for (const place of leaving) {
      scores[place] = votes.get(place) ?? 0
      left.delete(place)
      votes.delete(place)
    }
    lay(leaving.flatMap((place) => lying.get(place) ?? []))
  }
  return { groups: [...first, ...last], scores, rounds }
}

function weakest(equals: number[], duels: DuelMatrix, record: ReturnType<typeof duelRecord>): number[] {
  const stronger = (a: number, b: number) => {
    const [x, y] = [record[a] ?? { won: 0, lost: 0 }, record[b] ?? { won: 0, lost: 0 }]
    return (duels[a]?.[b] ?? 0) > (duels[b]?.[a] ?? 0) || x.won > y.won || x.won - x.lost > y.won - y.lost
  }
  const out = equals.filter((a) => !equals.some((b) => a !== b && stronger(a, b)))
  return out.length === 0 || out.length === equals.length ? equals : weakest(out, duels, record)
}
