import * as fc from 'fast-check'
import { approvals, decodeChoice, encodeChoice } from './choice'
import { methods } from './methods'
import type { Choice, Question } from './voting-method'
import { countAll } from './voting-method'

/** Questions that every method understands: options with costs, least and most, a budget, all allocations. */
const questions: fc.Arbitrary<Question> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.record({
    options: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: size, maxLength: size })
      .map((costs) => costs.map((cost, index) => ({ id: `o${index * 7}`, cost }))),
    min: fc.integer({ min: 1, max: size }),
    blankAllowed: fc.boolean(),
    seats: fc.integer({ min: 1, max: 4 }),
    budget: fc.integer({ min: 0, max: 40 }),
    allocation: fc.record({
      by: fc.constantFrom('votes' as const, 'votes-per-cost' as const),
      whenFull: fc.constantFrom('skip' as const, 'stop' as const),
      threshold: fc.integer({ min: 0, max: 3 }),
      tie: fc.constantFrom('smallest-id' as const, 'cost-votes' as const),
    }),
    max: fc.constant(size),
  }))

/** A question and a box: right ballots, blank ones, and some that name what does not exist or too much. */
const boxes = questions.chain((question) =>
  fc.record({
    question: fc.constant(question),
    box: fc.array(
      fc.subarray([...question.options.map(({ id }) => id), 'stranger']).map((ids): Choice => approvals(ids)),
      { maxLength: 25 },
    ),
  }))

const each = (box: Choice[]) => box.map((choice) => ({ choice }))

describe.each(methods.map((method) => [method.name, method] as const))('the contract of voting methods: %s', (_name, method) => {
  it('finds nothing wrong with the questions of this test', () => {
    fc.assert(fc.property(questions, (question) => expect(method.questionRefusals(question)).toEqual([])))
  })

  it('does not look at the order of ballots, nor at the order of marks in one', () => {
    const shuffled = boxes.chain(({ question, box }) =>
      fc.record({ question: fc.constant(question), box: fc.constant(box), mixed: fc.shuffledSubarray(box, { minLength: box.length }) }))
    fc.assert(fc.property(shuffled, ({ question, box, mixed }) => {
      const reversed = mixed.map((choice) => [...choice].reverse())
      expect(countAll(method, each(reversed), question)).toEqual(countAll(method, each(box), question))
    }))
  })

  it('counts grouped ballots as the same ballots one by one', () => {
    fc.assert(fc.property(boxes, fc.integer({ min: 0, max: 4 }), ({ question, box }, times) => {
      const repeated = box.flatMap((choice) => Array.from({ length: times }, () => choice))
      expect(countAll(method, box.map((choice) => ({ choice, times })), question)).toEqual(countAll(method, each(repeated), question))
    }))
  })

  it('renames its outcome when options are renamed', () => {
    fc.assert(fc.property(boxes, ({ question, box }) => {
      // Renaming in the same order touches nothing; in the opposite order it may only touch what a tie decided.
      for (const rename of [(id: string) => `x${id}`, (id: string) => `z${String.fromCharCode(122 - Number(id.slice(1)) / 7)}`]) {
        const names = new Map([...question.options.map(({ id }) => [id, rename(id)] as const), ['stranger', 'stranger']])
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
    fc.assert(fc.property(boxes, ({ question, box }) => {
      const { cast, counted, blank, invalid } = countAll(method, each(box), question)
      const accepted = box.filter((choice) => method.refusals(choice, question).length === 0)
      expect(counted + blank + invalid).toBe(cast)
      expect(cast).toBe(box.length)
      expect(counted + blank).toBe(accepted.length)
      expect(blank).toBe(accepted.filter((choice) => choice.length === 0).length)
    }))
  })

  it('says what became of every option, and winners and fates agree', () => {
    fc.assert(fc.property(boxes, ({ question, box }) => {
      const { options, ranking, winners } = countAll(method, each(box), question)
      const ids = question.options.map(({ id }) => id)
      expect(options.map(({ option }) => option)).toEqual(ids)
      expect(ranking.flat().sort()).toEqual([...ids].sort())
      expect(options.filter(({ fate }) => fate === 'selected').map(({ option }) => option).sort()).toEqual([...winners].sort())
    }))
  })

  it('has an outcome without winners for an empty box', () => {
    fc.assert(fc.property(questions, (question) => {
      expect(countAll(method, [], question)).toMatchObject({ cast: 0, counted: 0, blank: 0, invalid: 0, winners: [], ties: [] })
    }))
  })

  it('reports a tie between two options that are alike in everything when only one of them can win', () => {
    const question: Question = { options: [{ id: 'a', cost: 5 }, { id: 'b', cost: 5 }, { id: 'c', cost: 5 }], min: 1, max: 2, blankAllowed: false, budget: 5 }
    const { ties } = countAll(method, [{ choice: approvals(['a', 'b']), times: 3 }, { choice: approvals(['c']) }], question)
    expect(ties.map((tie) => [...tie].sort())).toEqual([['a', 'b']])
  })

  it('writes and reads back every choice as one text, whatever the order of its marks', () => {
    fc.assert(fc.property(boxes, ({ box }) => {
      for (const choice of box) {
        const text = encodeChoice(choice)
        expect(encodeChoice([...choice].reverse())).toBe(text)
        expect(encodeChoice(decodeChoice(text))).toBe(text)
      }
    }))
  })
})
