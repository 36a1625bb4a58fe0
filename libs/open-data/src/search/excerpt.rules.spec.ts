import { excerptOf, MARK, segmentsOf } from './excerpt.rules'

describe('a marked text', () => {
  const { start, end } = MARK
  it.each([
    ['', []],
    ['sans rien', [{ text: 'sans rien', marked: false }]],
    [`un ${start}arbre${end} et`, [{ text: 'un ', marked: false }, { text: 'arbre', marked: true }, { text: ' et', marked: false }]],
    [`${start}a${end}${start}b${end}`, [{ text: 'a', marked: true }, { text: 'b', marked: true }]],
    [`${start}jamais fini`, [{ text: 'jamais fini', marked: true }]],
    [`<b>${start}x${end}</b>`, [{ text: '<b>', marked: false }, { text: 'x', marked: true }, { text: '</b>', marked: false }]],
  ])('%j', (marked, expected) => expect(segmentsOf(marked)).toEqual(expected))
})

describe('an excerpt', () => {
  const said = (text: string): string => excerptOf(text.replaceAll('[', MARK.start).replaceAll(']', MARK.end)).map(({ text, marked }) => marked ? `[${text}]` : text).join('')
  const sentence = 'Une phrase de trente-sept caractères. '

  it.each([
    ['', ''],
    ['Une phrase. Une autre.', 'Une phrase. Une autre.'],
    ['Sur [papier]\nUne phrase\n- un banc', 'Sur [papier]. Une phrase. - un banc'],
    [`${sentence.repeat(9)}Voici un [arbre] en ville. La suite.`, 'Voici un [arbre] en ville. La suite.'],
    [`Voici un [arbre].\n\n${sentence.repeat(9)}`, `Voici un [arbre]. ${sentence.repeat(5).trim()}`],
    [`${'mot '.repeat(200)}[arbre] ${'mot '.repeat(200)}`, `… ${'mot '.repeat(18)}[arbre] ${'mot '.repeat(35)}…`],
    [`[arbre] ${'mot '.repeat(200)}`, `[arbre] ${'mot '.repeat(53)}…`],
  ])('%j', (text, expected) => expect(said(text)).toBe(expected))

  it('no text, however it is made, becomes long', () => {
    for (const text of ['x'.repeat(20_000), `${MARK.start}${'x'.repeat(20_000)}${MARK.end}`, 'x. '.repeat(9_000), `${'x '.repeat(9_000)}${MARK.start}x${MARK.end}`]) {
      expect(excerptOf(text).map(({ text }) => text).join('').length).toBeLessThan(480)
    }
  })
})
