import { bytesOf, marksOf, MOST_MARKS, NOBODY_YET, withTyped, type TypedSeries } from './typed-names.rules'

let people = 0
const mark = (number: number): string => number.toString(16).padStart(8, '0')
/** Each name is somebody else; `=` repeats the person before. */
const typed = (names: string[], dates: (number | null)[] = []): TypedSeries => names.reduce<TypedSeries>((series, name, place) => {
  if (name !== '=') people += 1
  const date = dates[place] === undefined ? people + 1000 : dates[place]
  return withTyped(series, { surname: name === '=' ? series.last : name, person: mark(people), date: date === null ? null : mark(date) })
}, NOBODY_YET)

describe('surnames in the order of a list', () => {
  it.each([
    ['one', ['MARTIN'], 1, 1, 1],
    ['a list', ['ADAM', 'BERNARD', 'CARON', 'DUBOIS'], 4, 4, 4],
    ['a list, then anybody', ['ADAM', 'BERNARD', 'CARON', 'ABEL', 'BRUN'], 5, 2, 3],
    ['from the end', ['DUBOIS', 'CARON', 'BERNARD', 'ADAM'], 4, 1, 1],
    ['a family does not break it', ['ADAM', 'BERNARD', 'BERNARD', 'CARON'], 4, 3, 3],
    ['a family of eight is no list', Array.from({ length: 8 }, () => 'BERNARD'), 8, 1, 1],
    ['somebody typed again is nobody more', ['ADAM', 'BERNARD', '=', '=', 'CARON'], 3, 3, 3],
  ] as const)('%s', (_, names, count, now, longest) => {
    expect(typed([...names])).toMatchObject({ typed: count, inOrder: now, longestOrder: longest })
  })
})

describe('people of one birth date', () => {
  it.each([
    ['nobody', ['A', 'B', 'C'], [1, 2, 3], 1],
    ['twins', ['A', 'B', 'C'], [1, 1, 3], 2],
    ['three', ['A', 'B', 'C', 'D'], [1, 2, 1, 1], 3],
    ['one person, three consultations', ['A', '=', '='], [1, 1, 1], 1],
    ['dates that registers give', ['A', 'B', 'C'], [null, null, null], 0],
  ] as const)('%s', (_, names, dates, most) => {
    expect(typed([...names], [...dates]).sameDate).toBe(most)
  })

  it('looks no further back than the last ones', () => {
    const names = Array.from({ length: MOST_MARKS + 1 }, (_, place) => `N${place}`)
    const series = typed(names, names.map((_, place) => (place === 0 || place === MOST_MARKS ? 7 : 100 + place)))
    expect([series.sameDate, series.marks.length, series.typed]).toEqual([1, MOST_MARKS, MOST_MARKS + 1])
  })
})

it('is kept in eight bytes for each', () => {
  const { marks } = typed(['A', 'B', 'C'], [1, null, 3])
  expect(bytesOf(marks)).toHaveLength(24)
  expect(marksOf(bytesOf(marks))).toEqual(marks)
  expect(marksOf(null)).toEqual([])
})

it('asks an ordinary day of forty people about once in a thousand', () => {
  // Surnames without an order, drawn by a seed: eight in a row by chance.
  let state = 7
  const random = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state.toString(16).padStart(8, '0')
  }
  const days = 4000
  let [five, eight] = [0, 0]
  for (let day = 0; day < days; day += 1) {
    let [last, run, longest] = ['', 0, 0]
    for (let person = 0; person < 40; person += 1) {
      const { inOrder } = withTyped({ ...NOBODY_YET, last, inOrder: run }, { surname: random(), person: mark(person), date: null })
      last = state.toString(16).padStart(8, '0')
      run = inOrder
      longest = Math.max(longest, run)
    }
    if (longest >= 5) five += 1
    if (longest >= 8) eight += 1
  }
  expect(five / days).toBeGreaterThan(0.15)
  expect(eight / days).toBeLessThan(0.004)
})
