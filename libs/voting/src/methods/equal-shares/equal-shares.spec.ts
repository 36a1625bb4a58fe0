import { approvals } from '../../choice'
import { methodNamed } from '../../methods'
import type { Allocation, EqualSharesAllocation, Question } from '../../voting-method'
import { countAll } from '../../voting-method'
import { budget } from '../budget/budget'
import { equalShares, usualShares } from './equal-shares'

// Two neighbourhoods: six for the north, three for the south, and a budget that the more numerous take whole when votes decide.
const options = [{ id: 'north-pool', cost: 6000 }, { id: 'north-park', cost: 4000 }, { id: 'south-path', cost: 3000 }, { id: 'south-lamp', cost: 1000 }]
const box = [{ choice: approvals(['north-pool', 'north-park']), times: 6 }, { choice: approvals(['south-path', 'south-lamp']), times: 3 }, { choice: [], times: 2 }]
const question: Question = { options, min: 1, max: 3, blankAllowed: true, budget: 10_000 }
const shares = (rules: Partial<EqualSharesAllocation> = {}): EqualSharesAllocation => ({ ...usualShares, completion: 'none', ...rules })
const count = (allocation: Allocation, changes: Partial<Question> = {}) => countAll(equalShares, box, { ...question, ...changes, allocation })

describe('the method of equal shares', () => {
  it('gives each group what its share can buy, and says who carried it', () => {
    expect(countAll(budget, box, question).winners).toEqual(['north-park', 'north-pool'])
    expect(count(shares())).toEqual({
      method: 'equal-shares', version: '1', cast: 11, counted: 9, blank: 2, invalid: 0,
      options: [
        { option: 'north-pool', score: 6, rank: 1, fate: 'does-not-fit' },
        { option: 'north-park', score: 6, rank: 1, fate: 'selected' },
        { option: 'south-path', score: 3, rank: 3, fate: 'not-selected' },
        { option: 'south-lamp', score: 3, rank: 3, fate: 'selected' },
      ],
      ranking: [['north-pool', 'north-park'], ['south-path', 'south-lamp']],
      winners: ['north-park', 'south-lamp'], totalCost: 5000, budget: 10_000, ties: [['north-park', 'north-pool'], ['south-lamp', 'south-path']],
      explanation: {
        kind: 'purchases', share: '1111.111111', completed: [], unspentShares: '5000', left: 5000,
        // Six had 1111.11 each and spent 4000 together; three had as much and spent 1000.
        missed: [{ option: 'north-pool', left: '2666.666666', missing: '3333.333333' }, { option: 'south-path', left: '2333.333333', missing: '666.666666' }],
        purchases: [
          { option: 'north-park', supporters: 6, price: '0.166666', most: '666.666666', emptied: 0 },
          { option: 'south-lamp', supporters: 3, price: '0.333333', most: '333.333333', emptied: 0 },
        ],
      },
    })
  })

  it('completes as it is told, and explains the run that was kept', () => {
    const { winners, explanation } = count(shares({ completion: 'utilitarian' }))
    expect(winners).toEqual(['north-park', 'south-lamp', 'south-path'])
    expect(explanation).toMatchObject({ completed: ['south-path'], left: 2000, unspentShares: '5000', missed: [{ option: 'north-pool', left: '2666.666666', missing: '3333.333333' }] })
    // One unit more for each until the path fits too: 3 voters with 1333.33 each have 1000 left for it.
    const grown = count(shares({ completion: 'add1', increment: 1 }))
    expect(grown).toMatchObject({ winners: ['north-park', 'south-lamp', 'south-path'], totalCost: 8000, explanation: { share: '1334.111111', completed: [], left: 2000 } })
  })

  it('says what those whose purse a purchase emptied still have: nothing, and what nobody asked for lacks all of its cost', () => {
    const costly = [{ id: 'both', cost: 700 }, { id: 'one', cost: 400 }, { id: 'other', cost: 300 }, { id: 'nobody', cost: 50 }]
    // Shares of 500. `both` takes 350 of each; the first has 150 left for `one`, the second 150 for `other`.
    const outcome = countAll(equalShares, [{ choice: approvals(['both', 'one']) }, { choice: approvals(['both', 'other']) }], { options: costly, min: 1, max: 4, blankAllowed: true, budget: 1000, allocation: shares() })
    expect(outcome).toMatchObject({ winners: ['both'], explanation: { missed: [{ option: 'one', left: '150', missing: '250' }, { option: 'other', left: '150', missing: '150' }, { option: 'nobody', left: '0', missing: '50' }] } })
    const emptied = countAll(equalShares, [{ choice: approvals(['both', 'one']) }, { choice: approvals(['other']) }], { options: [{ id: 'both', cost: 500 }, { id: 'one', cost: 1 }, { id: 'other', cost: 501 }], min: 1, max: 3, blankAllowed: true, budget: 1000, allocation: shares() })
    expect(emptied).toMatchObject({ winners: ['both'], explanation: { missed: [{ option: 'one', left: '0', missing: '1' }, { option: 'other', left: '500', missing: '1' }] } })
  })

  it('leaves to people what nothing settles, and takes the draw when there is one', () => {
    const open = count(shares({ tie: 'drawn' }))
    expect(open).toMatchObject({ winners: [], ties: [['north-pool', 'north-park']] })
    expect(open.options.map(({ fate }) => fate)).toEqual(['tied', 'tied', 'not-reached', 'not-reached'])
    const drawn = ['south-path', 'north-pool', 'north-park', 'south-lamp']
    expect(count(shares({ tie: 'drawn' }), { drawn }).winners).toEqual(['north-pool', 'south-path'])
  })

  it('does not read an allocation of another rule, and greedy reads one that was kept without a rule', () => {
    expect(count({ by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }).winners).toEqual(count(usualShares).winners)
    const kept = JSON.parse('{"by":"votes-per-cost","whenFull":"skip","threshold":0,"tie":"smallest-id"}') as Allocation
    expect(countAll(budget, box, { ...question, allocation: kept }).winners).toEqual(['south-lamp', 'north-park', 'south-path'])
    expect(countAll(budget, box, { ...question, allocation: { ...kept, rule: 'greedy' } as Allocation })).toEqual(countAll(budget, box, { ...question, allocation: kept }))
    expect(methodNamed('phragmen')).toMatchObject({ offered: false })
  })

  it('refuses steps that are none', () => {
    const codes = (rules: Partial<EqualSharesAllocation>) => equalShares.questionRefusals({ ...question, allocation: shares(rules) }).map(({ code }) => code)
    expect(codes({})).toEqual([])
    expect(codes({ increment: 0 })).toEqual(['question.increment'])
    expect(codes({ increment: 0.5, unit: 0 })).toEqual(['question.increment', 'question.unit'])
  })
})
