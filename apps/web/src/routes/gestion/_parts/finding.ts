import { m } from '@parvis/texts'
import { euros, list, number } from '$lib/format'
import type { Tally, Vote } from './types'

/** The outcome in one sentence, as a first draft of the headline. */
export function finding({ options, rules }: Pick<Vote, 'options' | 'rules'>, { outcome }: Pick<Tally, 'outcome'>): string {
  const titles = new Map(options.map(({ key, title }) => [key, title]))
  const winners = outcome.winners.map(key => titles.get(key) ?? key)
  const [first] = outcome.winners
  if (first === undefined) return m.gestion_finding_none()
  if (rules.budget !== undefined) return m.gestion_finding_budget({ count: winners.length, total: euros((outcome.totalCost ?? 0) / 100), budget: euros(rules.budget / 100) })
  const score = outcome.options.find(({ option }) => option === first)?.score ?? 0
  if (winners.length === 1) return m.gestion_finding_one({ title: winners[0] ?? '', votes: number(score), counted: number(outcome.counted) })
  return m.gestion_finding_several({ count: winners.length, titles: list(winners.map(title => `« ${title} »`)) })
}
