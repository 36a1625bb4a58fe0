import * as fc from 'fast-check'
import { decodeChoice, encodeChoice } from './choice'
import { methods } from './methods'
import type { BallotForm, Choice, Question, VotingMethod } from './voting-method'
import { countAll } from './voting-method'

/**
 * What a method promises beyond the contract; one line each. `monotone`: an option that wins still does when a ballot says more for it
 * (asked of one seat: of several, Schulze's ranking does not promise it). A stranger's method needs no line unless it promises this.
 */
const monotone = new Set(['single', 'approval', 'budget', 'budget-points', 'budget-ranks', 'points', 'schulze', 'majority-judgment', 'plurality', 'borda'])

/** Questions that every method understands: options with costs, least and most, a budget, points, grades, all allocations. */
const questions: fc.Arbitrary<Question> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.record({
    options: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: size, maxLength: size })
      .map((costs) => costs.map((cost, index) => ({ id: `o${index * 7}`, cost }))),
    min: fc.integer({ min: 1, max: size }),
    blankAllowed: fc.boolean(),
    seats: fc.integer({ min: 1, max: 4 }),
    budget: fc.integer({ min: 0, max: 40 }),
    points: fc.integer({ min: 4, max: 12 }),
    pointsPerOption: fc.integer({ min: 1, max: 4 }),
    grades: fc.integer({ min: 2, max: 6 }),
    allocation: fc.record({
      by: fc.constantFrom('votes' as const, 'votes-per-cost' as const),
      whenFull: fc.constantFrom('skip' as const, 'stop' as const),
      threshold: fc.integer({ min: 0, max: 3 }),
      tie: fc.constantFrom('smallest-id' as const, 'cost-votes' as const),
    }),
    max: fc.constant(size),
  }))

/** The values that a ballot of each form may give one option, first those that say less for it; a wrong ballot may hold others too. */
const valuesOf: Record<BallotForm, (question: Question) => number[]> = {
  single: () => [1],
  approval: () => [1],
  points: ({ pointsPerOption = 1 }) => Array.from({ length: pointsPerOption }, (_, index) => index + 1),
  ranking: ({ options }) => options.map((_, index) => options.length - index),
  grades: ({ grades = 0 }) => Array.from({ length: grades }, (_, grade) => grade),
}

/** Choices of a form: many right ones and blank ones, some that name what does not exist, too much, too little, twice, or a value out of range. */
function choices(form: BallotForm, question: Question): fc.Arbitrary<Choice> {
  const ids = question.options.map(({ id }) => id)
  const values = valuesOf[form](question)
  const named = (some: fc.Arbitrary<string[]>, value: fc.Arbitrary<number>) =>
    some.chain((options) => fc.tuple(...options.map((option) => value.map((one) => ({ option, value: one })))) as fc.Arbitrary<Choice>)
  const inRange = fc.constantFrom(...values)
  const right: Record<BallotForm, fc.Arbitrary<string[]>> = {
    single: fc.constantFrom(...ids).map((id) => [id]),
    approval: fc.shuffledSubarray(ids),
    points: fc.shuffledSubarray(ids),
    ranking: fc.shuffledSubarray(ids),
    grades: fc.shuffledSubarray(ids, { minLength: ids.length }),
  }
  return fc.oneof(
    { weight: 8, arbitrary: named(right[form], inRange) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: named(fc.shuffledSubarray([...ids, 'stranger', '__proto__']), inRange) },
    { weight: 1, arbitrary: named(fc.shuffledSubarray(ids), fc.constantFrom(...values, -1, 0, 0.5, 99, Number.NaN)) },
    { weight: 1, arbitrary: named(fc.array(fc.constantFrom(...ids), { maxLength: 4 }), inRange) },
  )
}

const boxes = (method: VotingMethod) => questions.chain((question) =>
  fc.record({ question: fc.constant(question), box: fc.array(choices(method.form, question), { maxLength: 25 }) }))

const each = (box: Choice[]) => box.map((choice) => ({ choice }))

/** a and b alike in everything, c behind them. */
const alike: Record<BallotForm, [Choice, number][]> = {
  single: [[mark('a'), 3], [mark('b'), 3], [mark('c'), 1]],
  approval: [[[...mark('a'), ...mark('b')], 3], [mark('c'), 1]],
  points: [[[...mark('a', 2), ...mark('b', 2)], 3], [mark('c', 3), 1]],
  ranking: [[[...mark('a', 1), ...mark('b', 2)], 2], [[...mark('b', 1), ...mark('a', 2)], 2], [mark('c', 1), 1]],
  grades: [[[...mark('a', 1), ...mark('b', 1), ...mark('c', 0)], 3], [[...mark('a', 0), ...mark('b', 0), ...mark('c', 1)], 1]],
}

function mark(option: string, value = 1): Choice {
  return [{ option, value }]
}

/** The same ballot saying more for one option; the same ballot where it can say no more. */
function raised(form: BallotForm, choice: Choice, option: string, question: Question): Choice {
  const before = choice.find((one) => one.option === option)?.value
  const others = choice.filter((one) => one.option !== option)
  if (form === 'single') return mark(option)
  const values = valuesOf[form](question)
  const better = before === undefined ? values[0] : values[values.indexOf(before) + 1]
  return better === undefined ? choice : [...others, { option, value: better }]
}

describe.each(methods.map((method) => [method.name, method] as const))('the contract of voting methods: %s', (_name, method) => {
  it('finds nothing wrong with the questions of this test', () => {
    fc.assert(fc.property(questions, (question) => expect(method.questionRefusals(question)).toEqual([])))
  })

  it('does not look at the order of ballots, nor at the order of marks in one', () => {
    const shuffled = boxes(method).chain(({ question, box }) =>
      fc.record({ question: fc.constant(question), box: fc.constant(box), mixed: fc.shuffledSubarray(box, { minLength: box.length }) }))
    fc.assert(fc.property(shuffled, ({ question, box, mixed }) => {
      const reversed = mixed.map((choice) => [...choice].reverse())
      expect(countAll(method, each(reversed), question)).toEqual(countAll(method, each(box), question))
    }))
  })

  it('counts grouped ballots as the same ballots one by one', () => {
    fc.assert(fc.property(boxes(method), fc.integer({ min: 0, max: 4 }), ({ question, box }, times) => {
      const repeated = box.flatMap((choice) => Array.from({ length: times }, () => choice))
      expect(countAll(method, box.map((choice) => ({ choice, times })), question)).toEqual(countAll(method, each(repeated), question))
    }))
    expect(() => method.start(oneSeat).add([], 0.5)).toThrow(RangeError)
    expect(() => method.start(oneSeat).add([], -1)).toThrow(RangeError)
  })

  it('renames its outcome when options are renamed', () => {
    fc.assert(fc.property(boxes(method), ({ question, box }) => {
      // Renaming in the same order touches nothing; in the opposite order it may only touch what a tie decided.
      for (const rename of [(id: string) => `x${id}`, (id: string) => `z${String.fromCharCode(122 - Number(id.slice(1)) / 7)}`]) {
        const names = new Map(question.options.map(({ id }) => [id, rename(id)] as const))
        const named = (id: string) => names.get(id) ?? id
        const before = countAll(method, each(box), question)
        const after = countAll(
          method,
          each(box.map((choice) => choice.map(({ option, value }) => ({ option: named(option), value })))),
          { ...question, options: question.options.map((option) => ({ ...option, id: named(option.id) })) },
        )
        expect(after.options.map(({ option, score, rank }) => [option, score, rank]))
          .toEqual(before.options.map(({ option, score, rank }) => [named(option), score, rank]))
        if (before.ties.length === 0) expect(new Set(after.winners)).toEqual(new Set(before.winners.map(named)))
      }
    }))
  })

  it('accounts for every ballot, and counts exactly those without refusals', () => {
    fc.assert(fc.property(boxes(method), ({ question, box }) => {
      const { cast, counted, blank, invalid } = countAll(method, each(box), question)
      const accepted = box.filter((choice) => method.refusals(choice, question).length === 0)
      expect(counted + blank + invalid).toBe(cast)
      expect(cast).toBe(box.length)
      expect(counted + blank).toBe(accepted.length)
      expect(blank).toBe(accepted.filter((choice) => choice.length === 0).length)
    }))
  })

  it('sees right, wrong and blank ballots in these tests, and says what is wrong by a code and its place', () => {
    const seen = { right: 0, blank: 0, wrong: 0 }
    fc.assert(fc.property(boxes(method), ({ question, box }) => {
      for (const choice of box) {
        const refusals = method.refusals(choice, question)
        seen[refusals.length > 0 ? 'wrong' : choice.length === 0 ? 'blank' : 'right']++
        for (const { code } of refusals) expect(code).toMatch(/^ballot\.[a-z-]+$/)
        if (choice.some(({ option }) => !question.options.some(({ id }) => id === option))) expect(refusals.map(({ code }) => code)).toContain('ballot.unknown-option')
        if (choice.length === 0 && !question.blankAllowed) expect(refusals).toEqual([{ code: 'ballot.blank' }])
      }
    }), { numRuns: 300 })
    expect(Math.min(seen.right, seen.blank, seen.wrong)).toBeGreaterThan(20)
  })

  it('says what became of every option, and winners and fates agree', () => {
    fc.assert(fc.property(boxes(method), ({ question, box }) => {
      const { options, ranking, winners } = countAll(method, each(box), question)
      const ids = question.options.map(({ id }) => id)
      expect(options.map(({ option }) => option)).toEqual(ids)
      expect(ranking.flat().sort()).toEqual([...ids].sort())
      expect(options.filter(({ fate }) => fate === 'selected').map(({ option }) => option).sort()).toEqual([...winners].sort())
      let before = 0
      for (const group of ranking) {
        for (const id of group) expect(options.find(({ option }) => option === id)?.rank).toBe(before + 1)
        before += group.length
      }
    }))
  })

  it('has an outcome without winners for an empty box', () => {
    fc.assert(fc.property(questions, (question) => {
      expect(countAll(method, [], question)).toMatchObject({ cast: 0, counted: 0, blank: 0, invalid: 0, winners: [], ties: [] })
    }))
  })

  it('reports a tie between two options that are alike in everything when only one of them can win', () => {
    const { ties, options } = countAll(method, alike[method.form].map(([choice, times]) => ({ choice, times })), oneSeat)
    expect(ties.map((tie) => [...tie].sort())).toEqual([['a', 'b']])
    expect(options[2]?.fate).not.toBe('selected')
  })

  it('lets the public draw settle what is equal, and nothing else', () => {
    const drawn = boxes(method).chain(({ question, box }) =>
      fc.record({ question: fc.constant(question), box: fc.constant(box), order: fc.shuffledSubarray(question.options.map(({ id }) => id), { minLength: question.options.length }) }))
    fc.assert(fc.property(drawn, ({ question, box, order }) => {
      const before = countAll(method, each(box), question)
      const settled = { ...question, drawn: order }
      const after = countAll(method, each(box), settled)
      expect(method.questionRefusals(settled)).toEqual([])
      expect(after.options.map(({ fate }) => fate)).not.toContain('tied')
      expect(after.ranking).toEqual(before.ranking)
      if (before.ties.length === 0) expect(after).toEqual(before)
      for (const { option, fate } of before.options) if (fate === 'selected') expect(after.winners).toContain(option)
      const tied = order.filter((id) => before.options.some(({ option, fate }) => option === id && fate === 'tied'))
      const [won, lost] = [tied.filter((id) => after.winners.includes(id)), tied.filter((id) => !after.winners.includes(id))]
      expect([...won, ...lost]).toEqual(tied)
      if (tied.length > 0) expect(after.winners).toHaveLength(question.seats ?? 1)
    }))
    expect(method.questionRefusals({ ...oneSeat, drawn: ['a', 'b'] }).map(({ code }) => code)).toEqual(['question.drawn'])
    expect(method.questionRefusals({ ...oneSeat, drawn: ['a', 'b', 'b'] }).map(({ code }) => code)).toEqual(['question.drawn'])
  })

  if (monotone.has(method.name)) {
    it('never lets an option lose by a ballot that says more for it', () => {
      fc.assert(fc.property(boxes(method), fc.nat(), fc.nat(), ({ question, box }, at, which) => {
        const single = { ...question, seats: 1 }
        const { winners } = countAll(method, each(box), single)
        const [place, winner] = [at % Math.max(1, box.length), winners[which % Math.max(1, winners.length)]]
        const ballot = box[place]
        if (!ballot || winner === undefined) return
        const better = raised(method.form, ballot, winner, question)
        if (method.refusals(ballot, question).length > 0 || method.refusals(better, question).length > 0) return
        expect(countAll(method, each(box.with(place, better)), single).winners).toContain(winner)
      }), { numRuns: 300 })
    })
  }

  it('writes and reads back every choice that it accepts as one text, whatever the order of its marks', () => {
    fc.assert(fc.property(boxes(method), ({ question, box }) => {
      for (const choice of box.filter((one) => method.refusals(one, question).length === 0)) {
        const text = encodeChoice(choice)
        expect(encodeChoice([...choice].reverse())).toBe(text)
        expect(encodeChoice(decodeChoice(text))).toBe(text)
      }
    }))
  })
})

const oneSeat: Question = {
  options: [{ id: 'a', cost: 5 }, { id: 'b', cost: 5 }, { id: 'c', cost: 5 }],
  min: 1, max: 3, blankAllowed: false, budget: 5, points: 4, grades: 2,
}
