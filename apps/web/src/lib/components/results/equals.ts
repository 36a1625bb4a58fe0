import { m } from '@parvis/texts'

/** What is needed of an option to say what became of its equals. */
export interface Ranked { key: string, title: string, votes: number, rank: number, fate: string }

/** A count whose equals are asked about. */
export interface WithEquals<T extends Ranked = Ranked> {
  options: readonly T[]
  /** Cents; null where no budget decides. */
  budget: number | null
  /** Sets of equals of which some won and some did not. */
  ties: readonly (readonly string[])[]
}

/** It had as much as one that is kept: the draw that the vote announced decided. A budget says what was left at its turn. */
export const lostDraw = ({ key, fate }: Ranked, { options, budget, ties }: WithEquals): boolean =>
  budget === null && fate === 'not-selected' && ties.some(equals => equals.includes(key) && options.some(other => other.fate === 'selected' && equals.includes(other.key)))

/** Options as they are shown: best first, and of equals the one that is kept. */
export const bestFirst = <T extends Ranked>(options: readonly T[]): T[] =>
  [...options].sort((one, other) => one.rank - other.rank || Number(other.fate === 'selected') - Number(one.fate === 'selected'))

/** Who came first, in words: equals together, whoever the draw chose among them. `score` and `list` as the page writes them. */
export function topWords(options: readonly Ranked[], score: (option: Ranked) => string, list: (words: string[]) => string): string {
  const [first] = options
  if (!first || first.votes === 0) return m.results_chart_none()
  const tops = options.filter(({ votes }) => votes === first.votes)
  return tops.length === 1
    ? m.results_chart_top({ title: first.title, votes: score(first) })
    : m.results_chart_top_equal({ titles: list(tops.map(({ title }) => m.own_quoted({ text: title }))), votes: score(first) })
}
