import { m } from '@parvis/texts'
import { majorityGauge, whatDecided, type Merit } from '@parvis/voting'
import { number, percent } from '$lib/format'
import { gradeNames } from '../ballot/forms'
import type { CountedOption } from './result'

/** How an option is judged beside its majority grade, and what put it behind the last of those that were kept. */
export interface Behind extends Record<string, unknown> {
  key: string
  title: string
  grade: string
  above: string
  below: string
  /** Absent of the one that the others are compared with. */
  decided: string
  /** The one that they are compared with. */
  kept: boolean
}

/** The options that were not kept, after the last that was: each beside it. Empty where nothing was kept. `options`: best first. */
export function behind({ profile }: Merit, options: readonly CountedOption[]): Behind[] {
  const counts = new Map(profile.map(one => [one.option, one.counts.map(BigInt)]))
  const last = options.findLast(({ fate }) => fate === 'selected')
  const reference = last && counts.get(last.key)
  if (!last || !reference) return []
  const names = gradeNames(reference.length)
  const total = Number(reference.reduce((sum, count) => sum + count, 0n))
  const figures = (count: bigint) => m.results_merit_cell({ count: number(Number(count)), share: percent(total ? Number(count) / total : 0) })
  return [last, ...options.filter(({ fate }) => fate !== 'selected')].flatMap(option => {
    const own = counts.get(option.key)
    if (!own) return []
    const { grade, above, below } = majorityGauge(own)
    const decided = option === last ? m.results_behind_reference() : words[option.fate === 'tied' ? 'tied' : whatDecided(reference, own)]()
    return [{ key: option.key, title: option.title, grade: names[grade] ?? '', above: figures(above), below: figures(below), decided, kept: option === last }]
  })
}

const words = {
  grade: m.results_behind_grade, above: m.results_behind_above, below: m.results_behind_below, middle: m.results_behind_middle, nothing: m.results_behind_nothing, tied: m.results_fate_tied,
}
