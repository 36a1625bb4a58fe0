import type { Choice, Question } from '../voting-method'
import { countAll } from '../voting-method'
import { borda } from './borda/borda'
import { irv } from './irv/irv'
import { majorityJudgment } from './majority-judgment/majority-judgment'
import { plurality } from './plurality/plurality'
import { points } from './points/points'
import { schulze } from './schulze/schulze'
import { single } from './single/single'

const question: Question = { options: ['a', 'b', 'c', 'd'].map((id) => ({ id })), min: 1, max: 4, blankAllowed: true, points: 5, pointsPerOption: 3, grades: 4 }
const codes = (refusals: { code: string; at?: string }[]) => refusals.map(({ code, at }) => (at ? `${code} ${at}` : code))

/** `a>b=c`: ranks from the best. */
function ranking(text: string): Choice {
  return text.split('>').flatMap((rank, index) => rank.split('=').map((option) => ({ option, value: index + 1 })))
}

const marks = (values: Record<string, number>): Choice => Object.entries(values).map(([option, value]) => ({ option, value }))
const box = (...ballots: [number, Choice][]) => ballots.map(([times, choice]) => ({ choice, times }))

describe('a ballot of', () => {
  it.each([
    [single, marks({ a: 1 }), []],
    [single, marks({ a: 1, b: 1 }), ['ballot.too-many']],
    [single, marks({ a: 2 }), ['ballot.value a']],
    [points, marks({ a: 3, b: 2 }), []],
    [points, marks({ a: 1 }), []],
    [points, marks({ a: 4 }), ['ballot.points a']],
    [points, marks({ a: 0, b: 1 }), ['ballot.points a']],
    [points, marks({ a: 3, b: 3 }), ['ballot.too-many-points']],
    [points, marks({ a: 1.5 }), ['ballot.points a']],
    [schulze, ranking('a>b=c'), []],
    [schulze, marks({ a: 1, b: 4 }), []],
    [schulze, marks({ a: 0, b: 5 }), ['ballot.rank a', 'ballot.rank b']],
    [schulze, [...ranking('a'), ...ranking('a')], ['ballot.repeated-option a']],
    [majorityJudgment, marks({ a: 0, b: 3, c: 1, d: 2 }), []],
    [majorityJudgment, marks({ a: 0, b: 4, c: -1, d: 2 }), ['ballot.grade b', 'ballot.grade c']],
    [majorityJudgment, marks({ a: 0, c: 1 }), ['ballot.grade-missing b', 'ballot.grade-missing d']],
    [majorityJudgment, [], []],
  ])('%p: %j is answered %j', (method, choice, expected) => {
    expect(codes(method.refusals(choice, question))).toEqual(expected)
  })

  it('is too short or too long where the question says so, and blank only where it is offered', () => {
    const narrow = { ...question, min: 2, max: 2, blankAllowed: false }
    for (const method of [points, schulze]) {
      expect(codes(method.refusals(marks({ a: 1 }), narrow))).toEqual(['ballot.too-few'])
      expect(codes(method.refusals(marks({ a: 1, b: 2, c: 2 }), narrow))).toEqual(['ballot.too-many'])
    }
    for (const method of [single, points, schulze, majorityJudgment]) expect(codes(method.refusals([], narrow))).toEqual(['ballot.blank'])
  })
})

describe('a question of', () => {
  it.each([
    [points, { points: undefined }, ['question.points', 'question.points-per-option']],
    [points, { points: 0 }, ['question.points', 'question.points-per-option']],
    [points, { pointsPerOption: 6 }, ['question.points-per-option']],
    [points, { pointsPerOption: 0 }, ['question.points-per-option']],
    [points, { pointsPerOption: undefined }, []],
    [majorityJudgment, { grades: 1 }, ['question.grades']],
    [majorityJudgment, { grades: 11 }, ['question.grades']],
    [majorityJudgment, { grades: undefined }, ['question.grades']],
    [single, { points: undefined, grades: undefined }, []],
    [schulze, { seats: 0 }, ['question.seats']],
  ])('%p with %j is answered %j', (method, change, expected) => {
    expect(codes(method.questionRefusals({ ...question, ...change }))).toEqual(expected)
  })
})

describe('single choice', () => {
  it('elects the most named; blank and wrong ballots are apart; equals are a tie, or drawn', () => {
    const ballots = box([3, marks({ a: 1 })], [3, marks({ b: 1 })], [2, []], [1, marks({ a: 1, c: 1 })])
    expect(countAll(single, ballots, question)).toMatchObject({ cast: 9, counted: 6, blank: 2, invalid: 1, winners: [], ties: [['a', 'b']], ranking: [['a', 'b'], ['c', 'd']] })
    expect(countAll(single, ballots, { ...question, drawn: ['d', 'b', 'a', 'c'] })).toMatchObject({ winners: ['b'], ties: [['b', 'a']] })
    expect(countAll(single, ballots, { ...question, seats: 3 })).toMatchObject({ winners: ['a', 'b'], ties: [] })
  })
})

describe('points', () => {
  it('are added up', () => {
    expect(countAll(points, box([2, marks({ a: 3, b: 1 })], [3, marks({ b: 2, c: 2 })]), question))
      .toMatchObject({ winners: ['b'], options: [{ score: 6 }, { score: 8 }, { score: 6 }, { score: 0 }], ranking: [['b'], ['a', 'c'], ['d']] })
  })
})

// Tennessee, the usual example: four rules on one box.
const tennessee = box([42, ranking('a>b>c>d')], [26, ranking('b>c>d>a')], [15, ranking('c>d>b>a')], [17, ranking('d>c>b>a')])

describe('rankings', () => {
  it.each([
    [plurality, [['a'], ['b'], ['d'], ['c']]],
    [irv, [['d'], ['a'], ['b'], ['c']]],
    [borda, [['b'], ['c'], ['a'], ['d']]],
    [schulze, [['b'], ['c'], ['d'], ['a']]],
  ])('counted by %p', (method, expected) => {
    expect(countAll(method, tennessee, question).ranking).toEqual(expected)
  })

  it('show the duels', () => {
    expect(countAll(schulze, tennessee, question)).toMatchObject({
      options: [{ score: 0 }, { score: 3 }, { score: 2 }, { score: 1 }],
      explanation: { kind: 'duels', options: ['a', 'b', 'c', 'd'], for: [[0, 42, 42, 42], [58, 0, 68, 68], [58, 32, 0, 83], [58, 32, 17, 0]] },
    })
  })

  it('show the rounds', () => {
    const { explanation } = countAll(irv, tennessee, question)
    if (explanation?.kind !== 'rounds') throw new Error('no rounds')
    expect(explanation.rounds.slice(0, 3)).toEqual([
      { scores: { a: 42, b: 26, c: 15, d: 17 }, exhausted: 0, elected: [], out: ['c'] },
      { scores: { a: 42, b: 26, d: 32 }, exhausted: 0, elected: [], out: ['b'] },
      { scores: { a: 42, d: 58 }, exhausted: 0, elected: ['d'], out: [] },
    ])
  })

  it('of which a half is no majority', () => {
    const elected = (votes: number) => {
      const { explanation } = countAll(irv, box([votes, ranking('a')], [1, ranking('b')], [1, ranking('c>b')]), question)
      return explanation?.kind === 'rounds' ? explanation.rounds[0]?.elected : undefined
    }
    expect(elected(2)).toEqual([])
    expect(elected(3)).toEqual(['a'])
  })

  it('with equals on the first rank share the vote exactly', () => {
    const thirds = box([1, ranking('a=b=c')], [1, ranking('a=b=c')], [1, ranking('a=b=c')], [1, ranking('d')])
    expect(countAll(plurality, thirds, question)).toMatchObject({ ranking: [['a', 'b', 'c', 'd']], options: [{ score: 1 }, { score: 1 }, { score: 1 }, { score: 1 }] })
    expect(countAll(irv, box([2, ranking('a=b>c')], [1, ranking('d')]), question).ranking[0]).toEqual(['c'])
  })

  it('give what is left out the last places, or nothing', () => {
    const ballots = box([1, ranking('a')], [1, ranking('b>c')])
    const scores = (unranked: 'last' | 'ignored') => countAll(borda, ballots, { ...question, unranked }).options.map(({ score }) => score / 2)
    expect(scores('last')).toEqual([5.5, 6, 5, 3.5])
    expect(scores('ignored')).toEqual([4, 4, 3, 0])
  })

  it('elect nobody whom no ballot ranks', () => {
    expect(countAll(schulze, box([1, ranking('a')]), { ...question, seats: 3 })).toMatchObject({ winners: ['a'], ranking: [['a'], ['b', 'c', 'd']], ties: [] })
  })
})

describe('majority judgment', () => {
  it('gives the profile of each option and tells equal grades apart', () => {
    const outcome = countAll(majorityJudgment, box([2, marks({ a: 3, b: 2, c: 0, d: 1 })], [2, marks({ a: 2, b: 2, c: 0, d: 1 })], [1, marks({ a: 0, b: 2, c: 0, d: 1 })]), question)
    expect(outcome).toMatchObject({
      winners: ['a'], ranking: [['a'], ['b'], ['d'], ['c']], options: [{ score: 2 }, { score: 2 }, { score: 0 }, { score: 1 }],
      explanation: { kind: 'merit', profile: [{ option: 'a', counts: [1, 0, 2, 2], grade: 2 }, { option: 'b', counts: [0, 0, 5, 0], grade: 2 }, { option: 'c', counts: [5, 0, 0, 0] }, { option: 'd', counts: [0, 5, 0, 0] }] },
    })
  })

  it('elects nothing that everybody rejects', () => {
    expect(countAll(majorityJudgment, box([3, marks({ a: 0, b: 0, c: 0, d: 0 })]), question)).toMatchObject({ counted: 3, winners: [], ties: [] })
  })
})
