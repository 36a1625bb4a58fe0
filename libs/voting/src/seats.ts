import type { Fate, Outcome, OptionOutcome, Question } from './voting-method'

/** What is known once the options are ranked: the part of an outcome that is the same in every method without a budget. */
export type Seated = Pick<Outcome, 'options' | 'ranking' | 'winners' | 'ties'>

/** Options in groups of equals, best first; within a group the order in which they come. `compare` is positive when the first is better. */
export function groupsOf<T>(values: ReadonlyMap<string, T>, compare: (a: T, b: T) => number): string[][] {
  const groups: string[][] = []
  const sorted = Array.from(values, ([option, value]) => ({ option, value })).sort((a, b) => compare(b.value, a.value))
  for (const [place, { option, value }] of sorted.entries()) {
    const before = sorted[place - 1]
    if (before && compare(before.value, value) === 0) groups.at(-1)?.push(option)
    else groups.push([option])
  }
  return groups
}

/**
 * Gives the seats to the best. Equals for the last seats are all left out and reported as a tie, for people to settle;
 * where the question states a public draw, `drawn` settles it and the tie is still reported.
 * An option that no ballot `supports` wins nothing.
 * @param groups all options, best first, equals together in the order of the question
 */
export function giveSeats(
  { options, seats = 1, drawn }: Question,
  groups: readonly (readonly string[])[],
  { score, supports }: { score: (option: string) => number; supports: (option: string) => boolean },
): Seated {
  const winners: string[] = []
  const ties: string[][] = []
  const known = new Map<string, { rank: number; fate: Fate }>()
  let left = seats
  for (const group of groups) {
    const rank = known.size + 1
    const able = group.filter(supports)
    const contested = left > 0 && able.length > left
    const rivals = contested && drawn ? drawn.filter((id) => able.includes(id)) : able
    const chosen = contested && !drawn ? [] : rivals.slice(0, left)
    if (contested) ties.push(rivals)
    winners.push(...chosen)
    left = contested ? 0 : left - chosen.length
    for (const id of group) known.set(id, { rank, fate: chosen.includes(id) ? 'selected' : contested && !drawn && able.includes(id) ? 'tied' : 'not-selected' })
  }
  return {
    options: options.map(({ id }): OptionOutcome => ({ option: id, score: score(id), rank: 1, fate: 'not-selected', ...known.get(id) })),
    ranking: groups.map((group) => [...group]),
    winners,
    ties,
  }
}
