import { approvals } from '../choice'
import type { Question } from '../voting-method'
import { countAll } from '../voting-method'
import { approval } from '../methods/approval/approval'
import { budget } from '../methods/budget/budget'

const question: Question = { options: [{ id: 'a', cost: 30 }, { id: 'b', cost: 60 }, { id: 'c', cost: 20 }], min: 1, max: 2, blankAllowed: true, budget: 80 }
const codes = (refusals: { code: string; at?: string }[]) => refusals.map(({ code, at }) => (at ? `${code} ${at}` : code))

describe('an approval ballot', () => {
  it.each([
    [approvals(['a', 'c']), []],
    [[], []],
    [approvals(['a', 'b', 'c']), ['ballot.too-many']],
    [approvals(['a', 'a']), ['ballot.repeated-option a']],
    [approvals(['a', 'z']), ['ballot.unknown-option z']],
    [[{ option: 'a', value: 2 }], ['ballot.value a']],
    [[{ option: 'a', value: 0 }], ['ballot.value a']],
    [approvals(['__proto__']), ['ballot.unknown-option __proto__']],
  ])('%j is answered %j', (choice, expected) => {
    expect(codes(approval.refusals(choice, question))).toEqual(expected)
    expect(codes(budget.refusals(choice, question))).toEqual(expected)
  })

  it('is refused when blank and the question offers no blank ballot, too short, or dearer than allowed together', () => {
    expect(codes(approval.refusals([], { ...question, blankAllowed: false }))).toEqual(['ballot.blank'])
    expect(approval.refusals(approvals(['a']), { ...question, min: 2 })).toEqual([{ code: 'ballot.too-few', facts: { chosen: 1, min: 2 } }])
    expect(approval.refusals(approvals(['a', 'b']), { ...question, maxCost: 80 })).toEqual([{ code: 'ballot.too-costly', facts: { total: 90, maxCost: 80 } }])
  })

  it('stands for a whole number of equal ballots', () => {
    expect(() => approval.start(question).add([], 0.5)).toThrow(RangeError)
    expect(() => approval.start(question).add([], -1)).toThrow(RangeError)
  })
})

describe('a question', () => {
  it('says everything that is wrong with it at once', () => {
    expect(codes(budget.questionRefusals({ options: [{ id: 'a,b' }, { id: 'x', cost: -1 }, { id: 'x', cost: 0.5 }], min: 0, max: 4, blankAllowed: true, seats: 0, maxCost: -1 })))
      .toEqual([
        'question.option-id a,b', 'question.cost x', 'question.repeated-option x', 'question.cost x', 'question.least-and-most',
        'question.seats', 'question.max-cost', 'question.budget', 'question.no-cost a,b', 'question.costs-too-large',
      ])
    expect(codes(approval.questionRefusals({ options: [], min: 1, max: 1, blankAllowed: true }))).toEqual(['question.no-option', 'question.least-and-most'])
    expect(codes(budget.questionRefusals({ ...question, allocation: { by: 'votes', whenFull: 'skip', threshold: 0.5, tie: 'smallest-id' } }))).toEqual(['question.threshold'])
    expect(budget.questionRefusals(question)).toEqual([])
  })
})

describe('the outcome', () => {
  const box = [
    { choice: approvals(['a', 'b']), times: 4 },
    { choice: approvals(['b', 'c']), times: 2 },
    { choice: [], times: 3 },
    { choice: approvals(['a', 'b', 'c']) },
  ]

  it('of an approval vote ranks the options and fills the seats', () => {
    expect(countAll(approval, box, question)).toEqual({
      method: 'approval', version: '1', cast: 10, counted: 6, blank: 3, invalid: 1,
      options: [
        { option: 'a', score: 4, rank: 2, fate: 'not-selected' },
        { option: 'b', score: 6, rank: 1, fate: 'selected' },
        { option: 'c', score: 2, rank: 3, fate: 'not-selected' },
      ],
      ranking: [['b'], ['a'], ['c']], winners: ['b'], ties: [],
    })
  })

  it('of an approval vote leaves equals for the last seat to people', () => {
    const tied = [{ choice: approvals(['a', 'b']) }, { choice: approvals(['c']), times: 2 }]
    expect(countAll(approval, tied, { ...question, seats: 2 })).toMatchObject({
      winners: ['c'], ties: [['a', 'b']], ranking: [['c'], ['a', 'b']],
      options: [{ rank: 2, fate: 'tied' }, { rank: 2, fate: 'tied' }, { rank: 1, fate: 'selected' }],
    })
  })

  it('of a budget buys the most voted first, and says why each is or is not bought', () => {
    expect(countAll(budget, box, question)).toEqual({
      method: 'budget', version: '1', cast: 10, counted: 6, blank: 3, invalid: 1,
      options: [
        { option: 'a', score: 4, rank: 2, fate: 'does-not-fit' },
        { option: 'b', score: 6, rank: 1, fate: 'selected' },
        { option: 'c', score: 2, rank: 3, fate: 'selected' },
      ],
      ranking: [['b'], ['a'], ['c']], winners: ['b', 'c'], totalCost: 80, budget: 80, ties: [],
    })
  })
})
