import type { Cookies } from '@sveltejs/kit'
import { keepChoice, keptChoice } from '../src/lib/server/ballot-choice'
import { fieldOf, hiddenFields, marksWrong, readMarks, type BallotVote } from '../src/lib/server/ballot-marks'

const options = ['o1', 'o2', 'p.3'].map((key, index) => ({ key, title: `Réponse ${index + 1}`, cost: null, position: index + 1 }))
const vote = (method: string, form: BallotVote['form'], rules: Partial<BallotVote['rules']> = {}): BallotVote => ({ method, form, options, rules: { min: 1, max: 3, blankAllowed: true, ...rules } })
const votes = {
  single: vote('single', 'single', { max: 1 }),
  approval: vote('approval', 'approval', { max: 2 }),
  points: vote('points', 'points', { points: 10, pointsPerOption: 6 }),
  ranking: vote('schulze', 'ranking'),
  grades: vote('majority-judgment', 'grades', { grades: 5 }),
}
const sent = (fields: [string, string][]) => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}
const wrong = (of: BallotVote, fields: [string, string][], blank = false) => marksWrong(of, readMarks(sent(fields), of), blank).map(({ code, at }) => `${code} ${at}`)

describe('a ballot read from a form', () => {
  it.each([
    ['single', [['choix', 'o2']], { o2: 1 }],
    ['approval', [['choix', 'p.3'], ['choix', 'o1'], ['choix', 'o1'], ['choix', 'stranger']], { 'o1': 1, 'p.3': 1 }],
    ['points', [['points.o1', ' 6 '], ['points.o2', ''], ['points.p.3', '0']], { o1: 6 }],
    ['ranking', [['rang.p.3', '1'], ['rang.o1', '2'], ['rang.o2', '']], { 'p.3': 1, 'o1': 2 }],
    ['grades', [['note.o1', '0'], ['note.o2', '4'], ['note.p.3', '2']], { 'o1': 0, 'o2': 4, 'p.3': 2 }],
  ] as const)('%s, and written again as the fields of the read-back', (form, fields, choice) => {
    const of = votes[form]
    const marks = readMarks(sent(fields as unknown as [string, string][]), of)
    expect(marks.choice).toEqual(choice)
    expect(marksWrong(of, marks, false)).toEqual([])
    const again = hiddenFields(of.form, marks.choice).map(({ name, value }): [string, string] => [name, value])
    expect(readMarks(sent(again), of).choice).toEqual(choice)
  })

  it('keeps what was typed and says which field cannot be read', () => {
    const marks = readMarks(sent([['points.o1', 'trois'], ['points.o2', '-1'], ['points.p.3', '2,5']]), votes.points)
    expect(marks.typed).toEqual({ 'o1': 'trois', 'o2': '-1', 'p.3': '2,5' })
    expect(marksWrong(votes.points, marks, false)).toEqual(options.map(({ key, title }) => ({ code: 'ballot.points-unread', at: `points.${key}`, facts: { option: title, last: 3 } })))
    expect(wrong(votes.ranking, [['rang.o1', '4'], ['rang.o2', 'premier']])).toEqual(['ballot.rank-unread rang.o1', 'ballot.rank-unread rang.o2'])
    expect(wrong(votes.grades, [['note.o1', '5']])).toEqual(['ballot.value note.o1'])
  })

  it('refuses with the rules of the vote, each refusal at its field', () => {
    expect(wrong(votes.points, [['points.o1', '7']])).toEqual(['ballot.points points.o1'])
    expect(wrong(votes.points, [['points.o1', '6'], ['points.o2', '6']])).toEqual(['ballot.too-many-points choix'])
    expect(wrong(votes.grades, [['note.o1', '3']])).toEqual(['ballot.grade-missing note.o2', 'ballot.grade-missing note.p.3'])
    expect(wrong(votes.approval, [['choix', 'o1'], ['choix', 'o2'], ['choix', 'p.3']])).toEqual(['ballot.too-many choix'])
    expect(wrong(votes.single, [['choix', 'o1'], ['choix', 'o2']])).toEqual(['ballot.too-many choix'])
  })

  it('takes an empty ballot for blank only when it was asked for, and only where it may be', () => {
    for (const [form, code] of [['single', 'too-few'], ['approval', 'too-few'], ['points', 'no-points'], ['ranking', 'no-rank'], ['grades', 'no-grade']] as const) {
      expect([form, wrong(votes[form], []), wrong(votes[form], [], true)]).toEqual([form, [`ballot.${code} choix`], []])
      expect(wrong({ ...votes[form], rules: { ...votes[form].rules, blankAllowed: false } }, [], true)).toEqual(['ballot.blank choix'])
    }
  })

  it('names one field for all options, or one for each', () => {
    expect([fieldOf('approval', 'o1'), fieldOf('points', 'p.3'), fieldOf('ranking', 'o1'), fieldOf('grades', 'o1')]).toEqual(['choix', 'points.p.3', 'rang.o1', 'note.o1'])
  })
})

describe('a ballot kept by the browser', () => {
  const url = new URL('http://localhost/')
  /** A jar as the browser is: what is larger than 4 KB is dropped. */
  function jar() {
    const kept = new Map<string, string>()
    const cookies = { set: (name: string, value: string) => { if (name.length + encodeURIComponent(value).length < 4000) kept.set(name, value) }, get: (name: string) => kept.get(name) } as unknown as Cookies
    return { cookies, size: () => Math.max(0, ...[...kept.values()].map(value => encodeURIComponent(value).length)) }
  }
  const id = '0193c9a2-7f3e-7d64-9c1a-2f60c1a0b7d1'
  const long = { id, options: Array.from({ length: 200 }, (_, index) => ({ key: `o${index * 7}`, position: index + 1 })) }
  const every = (value: (index: number) => number | undefined) => Object.fromEntries(long.options.flatMap(({ key }, index) => { const one = value(index); return one === undefined ? [] : [[key, one] as const] }))

  it.each([
    ['blank', every(() => undefined)],
    ['one box', every(index => index === 120 ? 1 : undefined)],
    ['all boxes', every(() => 1)],
    ['every second one', every(index => index % 2 ? 1 : undefined)],
    ['all ranked', every(index => 200 - index)],
    ['all graded, the worst too', every(index => index % 7)],
    ['points', every(index => index % 3 ? undefined : 1_000 + index)],
  ])('%s of 200 options comes back as it was', (_, choice) => {
    const { cookies, size } = jar()
    keepChoice(cookies, url, long, choice)
    expect(keptChoice(cookies, long)).toEqual(choice)
    expect(size()).toBeLessThan(1500)
    expect(keptChoice(cookies, { ...long, id: 'another' })).toBeNull()
  })

  it('is nothing when there is none', () => expect(keptChoice(jar().cookies, long)).toBeNull())
})
