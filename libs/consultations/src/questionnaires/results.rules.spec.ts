import { binsOf } from './bins.rules'
import { cellsOf, columnsOf } from './columns.rules'
import type { Answers, Questionnaire } from './questionnaire'
import { ageBandOf, QuestionnaireCount, type Facts } from './results.rules'

const options = ['o1', 'o2', 'o3'].map((key) => ({ key, label: `Option ${key}` }))
const questionnaire: Questionnaire = {
  introduction: '',
  sections: [{ key: 's1', title: 'Une', text: '', items: [
    { key: 'a', kind: 'choice', label: 'A', options, other: true, mandatory: true },
    { key: 'b', kind: 'choices', label: 'B', options, other: true },
    { key: 'c', kind: 'scale', label: 'C', min: 1, max: 3 },
    { key: 'd', kind: 'matrix', label: 'D', options: options.slice(0, 2), rows: [{ key: 'r1', label: 'Ligne' }] },
    { key: 'e', kind: 'ranking', label: 'E', options },
    { key: 'f', kind: 'prose', label: 'F', condition: { question: 'a', operator: 'is', value: 'o1' } },
  ] }],
}

const lille: Facts = { channel: 'online', commune: '59350', age: '25-39' }
const roubaix: Facts = { channel: 'on_behalf', commune: '59512', age: '60-74' }

function counted(lines: [count: number, answers: Answers, facts?: Facts][]): ReturnType<QuestionnaireCount['result']> {
  const count = new QuestionnaireCount(questionnaire)
  for (const [times, answers, facts = lille] of lines) for (let n = 0; n < times; n++) count.add(answers, facts)
  return count.result()
}

const table = (result: ReturnType<typeof counted>, key: string, of = '') => result.questions.find((question) => question.key === key)?.tables.find((one) => one.key === of)
const shown = (result: ReturnType<typeof counted>, key: string, of = '') => table(result, key, of)?.cells.map(({ count }) => count)

describe('counts of a questionnaire', () => {
  it('shows nothing of nine people', () => {
    const result = counted([[9, { a: { choice: 'o1' }, f: { text: 'Bonjour' } }]])
    expect(result).toMatchObject({ participants: null, dimensions: [] })
    expect(result.questions.every(({ answered, texts }) => answered === null && texts === null)).toBe(true)
    expect(JSON.stringify(result)).not.toMatch(/"count":\d/)
  })

  it('hides a small answer together with another one', () => {
    expect(shown(counted([[40, { a: { choice: 'o1' } }], [30, { a: { choice: 'o2' } }], [20, { a: { choice: 'o3' } }], [3, { a: { choice: 'other' } }]]), 'a')).toEqual([40, 30, null, null])
    expect(shown(counted([[40, { a: { choice: 'o1' } }], [30, { a: { choice: 'o2' } }], [20, { a: { choice: 'o3' } }], [12, { a: { choice: 'other' } }]]), 'a')).toEqual([40, 30, 20, 12])
  })

  it('hides how many answered where few did not, and everything that says it', () => {
    const result = counted([[40, { a: { choice: 'o1' }, c: { value: 3 } }], [4, { a: { choice: 'o1' }, c: { passed: true } }]])
    expect(result.questions.find(({ key }) => key === 'c')).toMatchObject({ answered: null, passed: null, mean: null })
    expect(shown(result, 'c')).toEqual([null, null, null])
    const more = counted([[40, { a: { choice: 'o1' }, c: { value: 3 } }], [30, { a: { choice: 'o1' }, c: { value: 2 } }], [20, { a: { choice: 'o1' }, c: { value: 1 } }], [4, { a: { choice: 'o1' } }]])
    expect(more.questions.find(({ key }) => key === 'c')).toMatchObject({ answered: null, passed: null, mean: null })
    expect(shown(more, 'c')).toEqual([null, 30, 40])
  })

  it('says plainly that everybody answered', () => {
    const result = counted([[40, { a: { choice: 'o1' }, c: { value: 3 } }], [30, { a: { choice: 'o1' }, c: { value: 2 } }], [20, { a: { choice: 'o1' }, c: { value: 1 } }]])
    expect(result.questions.find(({ key }) => key === 'c')).toMatchObject({ answered: 90, passed: 0, mean: 2.2 })
    expect(shown(result, 'c')).toEqual([20, 30, 40])
  })

  it('counts several choices one by one, and hides nearly everybody like nearly nobody', () => {
    const result = counted([[30, { a: { choice: 'o1' }, b: { choices: ['o1', 'o2'] } }], [25, { a: { choice: 'o1' }, b: { choices: ['o1'] } }], [5, { a: { choice: 'o1' }, b: { choices: ['o2', 'o3'] } }], [20, { a: { choice: 'o1' } }]])
    expect(result.questions.find(({ key }) => key === 'b')).toMatchObject({ answered: 60, passed: 20 })
    expect(shown(result, 'b', 'o1')).toEqual([null, null])
    expect(shown(result, 'b', 'o2')).toEqual([35, 25])
    expect(shown(result, 'b', 'o3')).toEqual([null, null])
  })

  it('gives a mean only where no step is hidden', () => {
    const with3 = (three: number) => counted([[20, { a: { choice: 'o1' }, c: { value: 1 } }], [20, { a: { choice: 'o1' }, c: { value: 2 } }], [three, { a: { choice: 'o1' }, c: { value: 3 } }], [10, { a: { choice: 'o1' } }]])
    expect(with3(20).questions[2]?.mean).toBe(2)
    expect(with3(4).questions[2]?.mean).toBeNull()
  })

  it('counts lines of a table, first places of a ranking and who was not asked', () => {
    const result = counted([[30, { a: { choice: 'o2' }, d: { rows: { r1: 'o1' } }, e: { order: ['o3', 'o1'] } }], [20, { a: { choice: 'o2' }, d: { rows: { r1: 'o2' } }, e: { order: ['o1'] } }], [15, { a: { choice: 'o1' }, e: { order: ['o2'] }, d: { rows: {} }, f: { text: 'Oui' } }]])
    expect(shown(result, 'd', 'r1')).toEqual([30, 20, 15])
    expect(shown(result, 'e')).toEqual([20, 15, 30])
    expect(result.questions.find(({ key }) => key === 'f')).toMatchObject({ notAsked: 50, texts: 15 })
  })

  it('crosses answers by commune, channel and age; each line adds up to what is shown elsewhere', () => {
    const result = counted([[30, { a: { choice: 'o1' } }], [20, { a: { choice: 'o2' } }], [15, { a: { choice: 'o1' } }, roubaix], [25, { a: { choice: 'o2' } }, roubaix], [10, { a: { choice: 'o3' } }, roubaix], [10, { a: { choice: 'other' } }, lille]])
    expect(result.dimensions).toContainEqual({ by: 'commune', cells: [{ key: '59350', count: 60 }, { key: '59512', count: 50 }] })
    const cross = table(result, 'a')?.crosses.find(({ by }) => by === 'commune')
    expect(cross?.columns).toEqual(['59350', '59512'])
    expect(cross?.rows.map(({ key, counts }) => [key, ...counts])).toEqual([['o1', 30, 15], ['o2', 20, 25], ['o3', null, null], ['other', null, null]])
    expect(table(result, 'a')?.crosses.map(({ by }) => by)).toEqual(['channel', 'commune', 'age'])
  })

  it('never lets a hidden cell be found by subtraction, whatever was answered', () => {
    let seed = 7
    const chance = (most: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % most
    for (let round = 0; round < 60; round++) {
      const people = Array.from({ length: 30 + chance(120) }, () => ({ answers: { a: { choice: ['o1', 'o1', 'o1', 'o2', 'o2', 'o3', 'other'][chance(7)] as string } }, facts: { channel: ['online', 'online', 'on_behalf'][chance(3)] as string, commune: ['59350', '59512', '59599', '59009'][chance(4)] as string, age: '25-39' } }))
      const count = new QuestionnaireCount(questionnaire)
      for (const { answers, facts } of people) count.add(answers, facts)
      const result = count.result()
      const cells = table(result, 'a')?.cells ?? []
      const total = result.participants ?? 0
      const hidden = cells.filter(({ count: n }) => n === null)
      if (hidden.length > 0) {
        expect(hidden.length).toBeGreaterThan(1)
        expect(total - cells.reduce((sum, { count: n }) => sum + (n ?? 0), 0)).toBeGreaterThanOrEqual(10)
      }
      for (const { key, count: n } of cells) if (n !== null) expect(n).toBe(people.filter(({ answers }) => answers.a.choice === key).length)
      for (const cross of table(result, 'a')?.crosses ?? []) {
        for (const { counts } of cross.rows) {
          for (const n of counts) if (n !== null) expect(n).toBeGreaterThanOrEqual(10)
          expect(counts.filter((n) => n === null).length).not.toBe(1)
        }
      }
    }
  })
})

describe('numbers and days', () => {
  it('single values where they are few, round open stretches where they are many', () => {
    expect(binsOf(false, [['2', 10], ['1', 20]]).map(({ from, count }) => [from, count])).toEqual([[1, 20], [2, 10]])
    const bins = binsOf(false, Array.from({ length: 100 }, (_, n) => [String(n), 1] as const))
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(100)
    expect(bins.every(({ from, to }) => [from, to].every((edge) => edge === null || Number(edge) % 10 === 0))).toBe(true)
    expect(binsOf(false, [['-1000000', 1], ...Array.from({ length: 40 }, (_, n) => [String(n / 10), 5] as const), ['9e11', 1]]).reduce((sum, { count }) => sum + count, 0)).toBe(202)
  })

  it('months, or years where there are many', () => {
    expect(binsOf(true, [['2026-02', 2], ['2026-01', 1]]).map(({ key }) => key)).toEqual(['2026-01', '2026-02'])
    expect(binsOf(true, Array.from({ length: 36 }, (_, n) => [`${2020 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`, 1] as const)).map(({ key, count }) => [key, count])).toEqual([['2020', 12], ['2021', 12], ['2022', 12]])
  })

  it.each([['2009-06-02', 'under-18'], ['2009-06-01', '18-24'], ['1987-06-02', '25-39'], ['1950-01-01', '75-and-over']])('born on %s: %s on 1 June 2027', (birth, band) => {
    expect(ageBandOf(birth, '2027-06-01')).toBe(birth === '2009-06-02' ? 'under-18' : band)
  })
})

describe('the table of answers', () => {
  it('has one clean column per question, and one for each of several choices', () => {
    const columns = columnsOf(questionnaire)
    expect(columns.map(({ name }) => name)).toEqual([
      'Q1 A', 'Q1 A : autre, texte', 'Q2 B : Option o1', 'Q2 B : Option o2', 'Q2 B : Option o3', 'Q2 B : autre', 'Q2 B : autre, texte', 'Q3 C', 'Q4 D : Ligne',
      'Q5 E : Option o1', 'Q5 E : Option o2', 'Q5 E : Option o3', 'Q6 F',
    ])
    expect(cellsOf(columns, { a: { choice: 'other', other: 'À pied' }, b: { choices: ['o2', 'other'], other: 'x' }, c: { passed: true }, d: { rows: { r1: 'o2' } }, e: { order: ['o3', 'o1'] } }))
      .toEqual(['autre', 'À pied', 0, 1, 0, 1, 'x', 'passe', 'Option o2', 2, null, 1, null])
  })
})
