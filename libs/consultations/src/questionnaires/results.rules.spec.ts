import { binOf, binsOf, type Spread } from './bins.rules'
import { cellsOf, columnsOf } from './columns.rules'
import type { Answers, Item, Questionnaire } from './questionnaire'
import { ageBandOf, cellMiddle, CELLS, QuestionnaireCount, type Facts } from './results.rules'

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

describe('crosses of numbers, dates and communes', () => {
  const asked = (item: Partial<Item>): Questionnaire => ({ introduction: '', sections: [{ key: 's1', title: 'Une', text: '', items: [{ key: 'n', kind: 'number', label: 'N', ...item }] }] })
  type Line = [count: number, answer: Answers[string] | null, facts: Facts]
  function crossed(item: Partial<Item>, spread: Spread, lines: Line[]) {
    const count = new QuestionnaireCount(asked(item), new Map([['n', spread]]))
    for (const [times, answer, facts] of lines) for (let n = 0; n < times; n++) count.add(answer ? { n: answer } : { n: { passed: true } }, facts)
    const [found] = count.result().questions[0]?.tables ?? []
    return { cells: found?.cells.map(({ key, count: n }) => [key, n]), rows: found?.crosses.find(({ by }) => by === 'commune')?.rows.map(({ key, counts }) => [key, ...counts]) }
  }
  const all = (kind: Item['kind'], values: string[]): [Partial<Item>, Spread] => [{ kind }, { values }]

  it.each<[string, [Partial<Item>, Spread], Line[], unknown[], unknown]>([
    ['bands that staff gave', [{ bands: [10, 20] }, { values: [] }], [[30, { value: 3 }, lille], [12, { value: 10 }, lille], [15, { value: 19.5 }, roubaix], [20, { value: 20 }, roubaix]],
      [[':10', 30], ['10:20', 27], ['20:', 20]], [[':10', null, null], ['10:20', 12, 15], ['20:', null, null]]],
    ['single values where they are few', all('number', ['1', '2']), [[20, { value: 1 }, lille], [15, { value: 1 }, roubaix], [10, { value: 2 }, lille], [11, { value: 2 }, roubaix]],
      [['1', 35], ['2', 21]], [['1', 20, 15], ['2', 10, 11]]],
    ['months', all('date', ['2026-02', '2026-01']), [[20, { date: '2026-01-31' }, lille], [15, { date: '2026-02-01' }, roubaix], [10, { date: '2026-02-28' }, lille], [11, { date: '2026-01-01' }, roubaix]],
      [['2026-01', 31], ['2026-02', 25]], [['2026-01', 20, 11], ['2026-02', 10, 15]]],
    ['a commune, beside where people live', [{ kind: 'commune' }, { values: [] }], [[20, { commune: '59350' }, lille], [12, { commune: '59512' }, lille], [25, { commune: '59512' }, roubaix], [10, { commune: '59350' }, roubaix]],
      [['59512', 37], ['59350', 30]], [['59512', 25, 12], ['59350', 10, 20]]],
    ['a hidden stretch takes another one with it, and both stand together', [{ bands: [10, 20] }, { values: [] }], [[30, { value: 3 }, lille], [3, { value: 15 }, roubaix], [20, { value: 25 }, roubaix], [14, { value: 1 }, roubaix], [12, { value: 30 }, lille]],
      [[':10', 44], ['10:20', null], ['20:', null]], [[':10', 30, 14], ['others', 12, 23]]],
    ['people who passed stand with them', all('number', ['1', '2']), [[20, { value: 1 }, lille], [14, { value: 2 }, roubaix], [12, null, lille], [10, null, roubaix]],
      [['1', 20], ['2', 14]], [['1', null, null], ['2', null, null], ['others', 12, 10]]],
    ['a table of hidden counts alone is left out', [{ bands: [10] }, { values: [] }], [[11, { value: 3 }, lille], [10, { value: 3 }, roubaix], [8, { value: 20 }, lille], [7, { value: 20 }, roubaix]],
      [[':10', 21], ['10:', 15]], undefined],
  ])('%s', (_, [item, spread], lines, cells, rows) => {
    expect(crossed(item, spread, lines)).toEqual({ cells, rows })
  })

  it('never shows a small count, nor one hidden alone, whatever was answered', () => {
    let seed = 11
    const chance = (most: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % most
    for (let round = 0; round < 60; round++) {
      const count = new QuestionnaireCount(asked({ bands: [5, 10, 15] }))
      for (let n = 30 + chance(150); n > 0; n--) count.add(chance(8) === 0 ? {} : { n: { value: chance(20) } }, { channel: ['online', 'on_behalf'][chance(2)] as string, commune: ['59350', '59512', '59599'][chance(3)] as string, age: '25-39' })
      for (const { rows } of count.result().questions[0]?.tables[0]?.crosses ?? []) {
        for (const { counts } of rows) {
          for (const n of counts) if (n !== null) expect(n).toBeGreaterThanOrEqual(10)
          expect(counts.filter((n) => n === null)).not.toHaveLength(1)
        }
        rows[0]?.counts.forEach((_, column) => expect(rows.filter(({ counts }) => counts[column] === null)).not.toHaveLength(1))
      }
    }
  })

  it('keeps the largest answers where there are many of both', () => {
    const count = new QuestionnaireCount(asked({ kind: 'commune' }))
    for (let n = 0; n < 40_000; n++) count.add({ n: { commune: String(59001 + ((n * n) % 97)) } }, { ...lille, commune: String(59001 + (n % 95)) })
    const [found] = count.result().questions[0]?.tables ?? []
    expect(found?.cells).toHaveLength(49)
    for (const { rows } of found?.crosses ?? []) expect(rows.length).toBeLessThanOrEqual(21)
    expect(found?.crosses.map(({ by }) => by)).toContain('commune')
  })
})

describe('numbers and days', () => {
  const number = { kind: 'number' } as const
  const ends = (bins: ReturnType<typeof binsOf>) => bins.map(({ from, to }) => [from, to])

  it('single values where they are few, round open stretches where they are many', () => {
    expect(ends(binsOf(number, { values: ['2', '1', '10'] }))).toEqual([[1, 1], [2, 2], [10, 10]])
    const bins = binsOf(number, { low: 5, high: 94 })
    expect(ends(bins)).toEqual([[null, 0], [0, 20], [20, 40], [40, 60], [60, 80], [80, 100], [100, null]])
    // Every number falls into one of them, and so does an absurd one.
    for (const value of [-1e12, -1, 0, 19.9, 20, 94, 100, 9e11]) expect(bins.filter(({ key }) => key === binOf(bins, { value }))).toHaveLength(1)
    expect(binOf(bins, { value: 20 })).toBe('20:40')
  })

  it('the limits that staff gave, whatever was answered', () => {
    expect(ends(binsOf({ kind: 'number', bands: [0, 2.5] }, { low: 5, high: 94 }))).toEqual([[null, 0], [0, 2.5], [2.5, null]])
  })

  it.each([
    ['months', ['2026-02', '2026-01'], ['2026-01', '2026-02'], '2026-01-31', '2026-01'],
    ['years where there are many months', Array.from({ length: 36 }, (_, n) => `${2020 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`), ['2020', '2021', '2022'], '2021-12-31', '2021'],
    ['ten years where there are many years', Array.from({ length: 45 }, (_, n) => String(1960 + n)), ['1960s', '1970s', '1980s', '1990s', '2000s'], '1979-12-31', '1970s'],
  ])('dates by %s', (_, values, keys, date, key) => {
    const bins = binsOf({ kind: 'date' }, { values })
    expect(bins.map((bin) => bin.key)).toEqual(keys)
    expect(binOf(bins, { date })).toBe(key)
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

describe('places on a map', () => {
  const asked: Questionnaire = { introduction: '', sections: [{ key: 's1', title: 'Une', text: '', items: [{ key: 'p', kind: 'point', label: 'Où ?' }] }] }
  const at = (commune: string, lat?: number, lon?: number): Answers => ({ p: { commune, ...(lat === undefined ? {} : { lat, lon }) } })
  const of = (lines: [count: number, answers: Answers][]) => {
    const count = new QuestionnaireCount(asked)
    for (const [times, answers] of lines) for (let n = 0; n < times; n++) count.add(answers, lille)
    return count.result().questions[0]
  }
  const cells = (result: ReturnType<typeof of>) => result?.tables.find(({ key }) => key === CELLS)?.cells

  it('are counted by commune and by cell', () => {
    const result = of([[20, at('59350', 50.631, 3.061)], [15, at('59350', 50.651, 3.061)], [12, at('59512', 50.69, 3.18)]])
    expect(result?.tables[0]?.cells).toEqual([{ key: '59350', count: 35 }, { key: '59512', count: 12 }])
    expect(cells(result)?.map(({ count }) => count)).toEqual([20, 15, 12])
    expect(cellMiddle(cells(result)?.[0]?.key ?? '')).toEqual({ commune: '59350', lon: expect.closeTo(3.061, 1), lat: expect.closeTo(50.631, 1) })
  })

  it('never name a cell of fewer than ten, nor give one away by what is left of its commune', () => {
    // Eleven and one of twelve: the eleven would tell of the one.
    expect(cells(of([[11, at('59350', 50.631, 3.061)], [1, at('59350', 50.651, 3.061)], [30, at('59512', 50.69, 3.18)]]))?.map(({ key, count }) => [key.split('/')[0], count])).toEqual([['59512', 30]])
    // Those who gave no point are as few.
    expect(cells(of([[11, at('59350', 50.631, 3.061)], [1, at('59350')], [30, at('59512', 50.69, 3.18)]]))?.map(({ count }) => count)).toEqual([30])
    // Of a commune that is hidden, nothing.
    const hidden = of([[40, at('59350', 50.631, 3.061)], [4, at('59512', 50.69, 3.18)], [20, at('59009', 50.61, 3.13)]])
    expect(cells(hidden)?.every(({ key }) => key.startsWith('59350/'))).toBe(true)
    expect(JSON.stringify(hidden)).not.toMatch(/"count":[1-9][,}]/)
  })

  it('are three columns for staff', () => {
    const columns = columnsOf(asked)
    expect(columns.map(({ name }) => name)).toEqual(['Q1 Où ? : commune', 'Q1 Où ? : latitude', 'Q1 Où ? : longitude'])
    expect(cellsOf(columns, at('59350', 50.631, 3.061))).toEqual(['59350', 50.631, 3.061])
    expect(cellsOf(columns, at('59350'))).toEqual(['59350', null, null])
  })
})
