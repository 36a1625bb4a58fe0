import { m } from '@parvis/texts'
import { explanationOf, gradeWord, winsAll } from '$lib/components/results/explanation'
import { list, money, number } from '$lib/format'
import type { Tally, Vote } from './types'

/** The outcome in one sentence, as a first draft of the headline. */
export function finding({ options, rules, currency }: Pick<Vote, 'options' | 'rules' | 'currency'>, { outcome }: Pick<Tally, 'outcome'>): string {
  const titles = new Map(options.map(({ key, title }) => [key, title]))
  const winners = outcome.winners.map(key => titles.get(key) ?? key)
  const [first] = outcome.winners
  if (first === undefined) return m.gestion_finding_none()
  if (rules.budget !== undefined) return m.gestion_finding_budget({ count: winners.length, total: money(outcome.totalCost ?? 0, currency), budget: money(rules.budget, currency) })
  const title = winners[0] ?? ''
  const score = outcome.options.find(({ option }) => option === first)?.score ?? 0
  const explanation = explanationOf(outcome)
  if (winners.length === 1) {
    switch (outcome.method) {
      case 'points': return m.gestion_finding_points({ title, points: number(score) })
      case 'majority-judgment': return m.gestion_finding_merit({ title, grade: gradeWord(score, rules.grades ?? 0) })
      case 'schulze': return explanation?.kind === 'duels' && winsAll(explanation) === first ? m.gestion_finding_duels({ title }) : m.gestion_finding_circle({ title })
      default: return m.gestion_finding_one({ title, votes: number(score), counted: number(outcome.counted) })
    }
  }
  return m.gestion_finding_several({ count: winners.length, titles: list(winners.map(title => m.own_quoted({ text: title }))) })
}
