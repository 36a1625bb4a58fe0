import { afterCall, callNumberOf, checksOf, clockOf, isMobile, spokenNumber, stepsOf, workingDaysAfter } from './phone.rules'

it.each([
  ['03 20 12 34 56', '+33320123456'],
  ['0320123456', '+33320123456'],
  ['06.12.34.56.78', '+33612345678'],
  ['+33 9 70 00 00 00', '+33970000000'],
  ['0033 7 12 34 56 78', '+33712345678'],
  ['0800 12 34 56', '+33800123456'],
  ['+32 2 123 45 67', '+3221234567'],
  // Numbers that cost whoever calls, too short, and words.
  ['0899 12 34 56', null],
  ['0820 12 34 56', null],
  ['12', null],
  ['ma voisine', null],
  ['', null],
])('%s can be called at %s', (typed, number) => {
  expect(callNumberOf(typed)).toBe(number)
})

it('knows which numbers take an SMS, and how one is read aloud', () => {
  expect(['+33612345678', '+33712345678', '+32470123456', '+33320123456'].map(isMobile)).toEqual([true, true, true, false])
  expect([spokenNumber('+33320123456'), spokenNumber('+3221234567')]).toEqual(['03 20 12 34 56', '+3221234567'])
})

it.each([[0, 0], [1, 1], [19, 1], [20, 1], [21, 2], [100, 5], [101, 6]])('of %i visits checks %i', (visits, checks) => {
  expect(checksOf(visits)).toBe(checks)
})

it.each([
  ['a Monday', '2027-02-01', '2027-02-03'],
  ['a Thursday: the weekend is nobody’s', '2027-02-04', '2027-02-08'],
  ['a Saturday', '2027-02-06', '2027-02-09'],
  ['before a public holiday, 14 July 2027', '2027-07-13', '2027-07-16'],
])('two working days after %s', (_, day, due) => {
  expect(workingDaysAfter(day, 2)).toBe(due)
})

it('says how a clock stands', () => {
  expect(['2027-02-02', '2027-02-03', '2027-02-04'].map((due) => clockOf(due, '2027-02-03'))).toEqual(['late', 'today', 'in-time'])
})

it.each([
  ['reached at once', 'reached', 0, { tries: 1, over: 'reached' }],
  ['not reached once', 'not-reached', 0, { tries: 1, over: null }],
  ['not reached twice', 'not-reached', 1, { tries: 2, over: null }],
  ['not reached three times', 'not-reached', 2, { tries: 3, over: 'not-reached' }],
  ['asked to be left alone', 'stop', 1, { tries: 2, over: 'stop' }],
] as const)('%s', (_, outcome, tries, after) => {
  expect(afterCall(outcome, tries)).toEqual(after)
})

it('reads a script a step at a time', () => {
  expect(stepsOf('Bonjour.\n\nJe vous lis ceci.\n\n\nOui ?\n')).toEqual(['Bonjour.', 'Je vous lis ceci.', 'Oui ?'])
})
