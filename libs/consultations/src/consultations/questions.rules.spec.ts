import { greedy } from '@parvis/voting'
import { questionOf, tieRefusals } from './questions.rules'
import type { VoteRules } from './questions.rules'

const rules: VoteRules = { min: 1, max: 3, blankAllowed: true, budget: 100 }
const draw = 'Tirage du Loto du samedi'

it.each([
  ['a budget says nothing of equals', 'budget', rules, 1],
  ['a budget announces a draw', 'budget', { ...rules, draw }, 0],
  ['a budget states a rule', 'budget', { ...rules, tie: 'cost-votes' as const }, 0],
  ['equal shares say nothing', 'equal-shares', rules, 1],
  ['an approval has no money', 'approval', { min: 1, max: 3, blankAllowed: true }, 0],
])('%s', (_, method, given, refused) => {
  expect(tieRefusals({ method, rules: given })).toHaveLength(refused)
})

it.each([
  ['a draw that was announced stands above a rule', { draw, tie: 'cost-votes' as const }, 'drawn'],
  ['a rule that was stated', { tie: 'cost-votes' as const }, 'cost-votes'],
  ['older votes and imports keep the smallest key', {}, 'smallest-id'],
])('%s decides of equals', (_, over, tie) => {
  expect(questionOf('budget', { ...rules, ...over }, []).allocation).toMatchObject({ tie })
})

it('with the stated rule the second of ten projects comes before the tenth when it is cheaper, whatever their keys', () => {
  const projects = [{ id: 'o10', cost: 60, votes: 5, score: 5 }, { id: 'o2', cost: 50, votes: 5, score: 5 }]
  const winners = (tie: 'cost-votes' | 'smallest-id') => greedy(projects, 60, { by: 'votes', whenFull: 'skip', threshold: 0, tie }).winners
  expect(winners('smallest-id')).toEqual(['o10'])
  expect(winners('cost-votes')).toEqual(['o2'])
})
