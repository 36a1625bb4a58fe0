import type { VoteRules } from '../consultations/questions.rules'
import { allRules, rulesOf, withoutKnown } from './method-rules.rules'

const bounds = { min: 2, max: 4, blankAllowed: true }

/** Goes from one method to the next, as staff do on the page that compares them; what each leaves is set aside. */
function through(methods: string[], start: VoteRules): VoteRules {
  let vote = { method: 'budget', rules: rulesOf('budget', start), setAside: {} as Partial<VoteRules> }
  for (const method of methods) {
    const everything = allRules(vote)
    vote = { method, rules: rulesOf(method, everything), setAside: everything }
  }
  return vote.rules
}

describe('rules of a vote that changes its method', () => {
  const budget: VoteRules = { ...bounds, budget: 70_000_00, maxCost: 9_000_00, by: 'votes-per-cost', whenFull: 'stop', threshold: 12, draw: 'Loto du 12 mars' }
  it.each<[string, string[], Partial<VoteRules>]>([
    ['budget and back', ['approval', 'budget'], budget],
    ['through all of them', ['single', 'approval', 'points', 'schulze', 'majority-judgment', 'equal-shares', 'single', 'budget'], budget],
    ['what two rules of money share', ['equal-shares'], { ...bounds, budget: 70_000_00, maxCost: 9_000_00, utility: 'cost', completion: 'add1-utilitarian', draw: 'Loto du 12 mars' }],
    ['one choice is one choice', ['single'], { min: 1, max: 1, blankAllowed: true, draw: 'Loto du 12 mars' }],
    ['bounds come back after it', ['single', 'approval'], { ...bounds, draw: 'Loto du 12 mars' }],
  ])('%s', (_what, methods, rules) => {
    expect(through(methods, budget)).toEqual(rules)
  })

  it('does not bring back what was taken away', () => {
    expect(withoutKnown('budget', { ...budget, seats: 3 })).toEqual({ seats: 3 })
    expect(withoutKnown('single', { ...budget, seats: 3 })).toEqual({ min: 2, max: 4, budget: 70_000_00, maxCost: 9_000_00, by: 'votes-per-cost', whenFull: 'stop', threshold: 12 })
  })
})
