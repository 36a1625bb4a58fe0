import { checkAnswers, draftAnswers, readAnswer, sendingRefusals, visibleKeys, pointsOf } from './answers.rules'
import type { Answers, Item, Questionnaire } from './questionnaire'

const options = ['o1', 'o2', 'o3'].map((key) => ({ key, label: key.toUpperCase() }))
const item = (kind: Item['kind'], over: Partial<Item> = {}): Item => ({ key: 'q', kind, label: 'Question', ...over })
const read = (one: Item, given: unknown): unknown => {
  const found = readAnswer(one, given)
  return 'refusal' in found ? found.refusal.code : found.answer
}

describe('one answer', () => {
  it.each<[string, Item, unknown, unknown]>([
    ['nothing', item('choice', { options }), undefined, null],
    ['an option', item('choice', { options }), { choice: 'o2', other: 'texte égaré', hostile: 1 }, { choice: 'o2' }],
    ['another one with its text', item('choice', { options, other: true }), { choice: 'other', other: ' À  pied ' }, { choice: 'other', other: 'À pied' }],
    ['another one where there is none', item('choice', { options }), { choice: 'other' }, 'answer.unreadable'],
    ['an option of elsewhere', item('choice', { options }), { choice: 'o9' }, 'answer.unreadable'],
    ['several, in the order they are asked', item('choices', { options }), { choices: ['o3', 'o1'] }, { choices: ['o1', 'o3'] }],
    ['the same twice', item('choices', { options }), { choices: ['o1', 'o1'] }, 'answer.unreadable'],
    ['too few', item('choices', { options, least: 2 }), { choices: ['o1'] }, 'answer.too-few'],
    ['too many', item('choices', { options, most: 1 }), { choices: ['o1', 'o2'] }, 'answer.too-many'],
    ['a step of a scale', item('scale', { min: 0, max: 10 }), { value: 0 }, { value: 0 }],
    ['between two steps', item('scale', { min: 0, max: 10 }), { value: 1.5 }, 'answer.scale'],
    ['beyond a scale', item('scale', { min: 0, max: 10 }), { value: 11 }, 'answer.scale'],
    ['a number', item('number', { max: 3 }), { value: 2.5 }, { value: 2.5 }],
    ['a number too large', item('number', { max: 3 }), { value: 4 }, 'answer.number'],
    ['a number that is a text', item('number'), { value: '4' }, 'answer.number'],
    ['lines of a table', item('matrix', { options, rows: [{ key: 'r1', label: 'a' }, { key: 'r2', label: 'b' }] }), { rows: { r2: 'o1', r1: '' } }, { rows: { r2: 'o1' } }],
    ['a table that is mandatory and half filled', item('matrix', { options, mandatory: true, rows: [{ key: 'r1', label: 'a' }, { key: 'r2', label: 'b' }] }), { rows: { r2: 'o1' } }, 'answer.lines-missing'],
    ['a line of elsewhere', item('matrix', { options, rows: [{ key: 'r1', label: 'a' }] }), { rows: { __proto__x: 'o1' } }, 'answer.unreadable'],
    ['a ranking of some', item('ranking', { options }), { order: ['o3', 'o1'] }, { order: ['o3', 'o1'] }],
    ['a day', item('date'), { date: '2024-02-29' }, { date: '2024-02-29' }],
    ['a day that is none', item('date'), { date: '2026-02-29' }, 'answer.date'],
    ['a commune', item('commune'), { commune: '59350' }, { commune: '59350' }],
    ['a text as it was meant', item('prose'), { text: ' <script>\r\n\u202Efin ' }, { text: '<script>\nfin' }],
    ['a text on one line', item('line'), { text: 'a\nb' }, { text: 'a b' }],
    ['a text too long', item('line', { maxLength: 3 }), { text: 'abcd' }, 'answer.too-long'],
    ['passing', item('prose'), { passed: true, text: 'x' }, { passed: true }],
    ['passing what is mandatory', item('prose', { mandatory: true }), { passed: true }, 'answer.mandatory'],
    ['a list', item('prose'), ['x'], 'answer.unreadable'],
  ])('%s', (_what, one, given, expected) => expect(read(one, given)).toEqual(expected))
})

const conditional: Questionnaire = {
  introduction: '',
  sections: [
    { key: 's1', title: 'Une', text: '', items: [
      { key: 'a', kind: 'choices', label: 'A', options, other: true, mandatory: true },
      { key: 'b', kind: 'scale', label: 'B', min: 1, max: 5, condition: { question: 'a', operator: 'is', value: 'o1' } },
    ] },
    { key: 's2', title: 'Deux', text: '', items: [
      { key: 'note', kind: 'note', label: 'Texte', condition: { question: 'b', operator: 'is', value: '5' } },
      { key: 'c', kind: 'line', label: 'C', mandatory: true, condition: { question: 'b', operator: 'answered' } },
      { key: 'd', kind: 'prose', label: 'D', condition: { question: 'a', operator: 'is-not', value: 'o2' } },
    ] },
  ],
}

describe('what is shown', () => {
  it.each<[string, Answers, string[]]>([
    ['at first', {}, ['a']],
    ['one of several', { a: { choices: ['o1', 'o2'] } }, ['a', 'b']],
    ['not that one', { a: { choices: ['o3'] } }, ['a', 'd']],
    ['answered', { a: { choices: ['o1'] }, b: { value: 2 } }, ['a', 'b', 'c', 'd']],
    ['with its value', { a: { choices: ['o1'] }, b: { value: 5 } }, ['a', 'b', 'note', 'c', 'd']],
    ['passed is not answered', { a: { choices: ['o1'] }, b: { passed: true } }, ['a', 'b', 'd']],
    ['passed is not « is not »', { a: { passed: true } }, ['a']],
    ['an answer to what is hidden shows nothing', { a: { choices: ['o2'] }, b: { value: 5 } }, ['a']],
  ])('%s', (_what, answers, expected) => expect([...visibleKeys(conditional, answers)]).toEqual(expected))
})

describe('answers that are checked', () => {
  it('are dropped where they are hidden, right or wrong', () => {
    const known: Answers = { a: { choices: ['o1'] }, b: { value: 3 }, c: { text: 'Oui' }, d: { text: 'Long' } }
    expect(checkAnswers(conditional, known, { a: { choices: ['o2'] }, b: { value: 99 } }, ['s1'], null)).toEqual({ answers: { a: { choices: ['o2'] } }, visible: ['a'], refusals: [] })
  })

  it('are refused with their question, on the page asked for alone', () => {
    const { refusals } = checkAnswers(conditional, {}, { a: { choices: ['o1'] }, b: { value: 9 } }, ['s1'], null)
    expect(refusals).toEqual([{ code: 'answer.scale', at: 'b', facts: { min: 1, max: 5, question: 'B' } }])
    expect(checkAnswers(conditional, {}, {}, ['s1'], null).refusals).toEqual([{ code: 'answer.mandatory', at: 'a', facts: { question: 'A' } }])
    expect(checkAnswers(conditional, {}, { c: { text: 'x' } }, ['s1'], null).refusals.map(({ code }) => code)).toContain('answer.unknown-question')
  })

  describe('give a place', () => {
    const item = { key: 'q', kind: 'point', label: 'Où ?' } as const
    const asked: Questionnaire = { introduction: '', sections: [{ key: 's1', title: 'a', text: '', items: [item] }] }
    const check = (q: object, outside: string[] = []) => checkAnswers(asked, {}, { q }, null, new Set(['59350']), new Set(outside))

    it.each([
      ['a commune', { commune: '59350' }, { commune: '59350' }],
      ['a point, to ten metres', { commune: '59350', lat: 50.637249, lon: 3.063312 }, { commune: '59350', lat: 50.6372, lon: 3.0633 }],
    ])('%s', (_, given, kept) => expect(check(given)).toMatchObject({ refusals: [], answers: { q: kept } }))

    it.each([
      ['no commune', { lat: 50.6, lon: 3 }, 'answer.point-commune'], ['half a point', { commune: '59350', lat: 50.6 }, 'answer.point'], ['no degrees', { commune: '59350', lat: 500, lon: 3 }, 'answer.point'],
      ['a text', { commune: '59350', lat: '50.6', lon: 3 }, 'answer.point'], ['another commune', { commune: '75056' }, 'answer.commune'], ['nothing that is read', { commune: 5 }, 'answer.unreadable'],
    ])('refused: %s', (_, given, code) => expect(check(given).refusals).toMatchObject([{ code, at: 'q', facts: { question: 'Où ?' } }]))

    it('refused: a point that the map finds elsewhere; its commune alone is not asked of the map', () => {
      expect(check({ commune: '59350', lat: 50.6, lon: 3 }, ['q']).refusals).toMatchObject([{ code: 'answer.point-outside' }])
      expect(check({ commune: '59350' }, ['q']).refusals).toEqual([])
      expect(pointsOf(asked, { q: { commune: '59350', lat: 50.6, lon: 3 } })).toEqual([{ key: 'q', commune: '59350', lat: 50.6, lon: 3 }])
      expect(pointsOf(asked, { q: { commune: '59350' } })).toEqual([])
    })
  })

  it('name a commune that exists', () => {
    const asked: Questionnaire = { introduction: '', sections: [{ key: 's1', title: 'a', text: '', items: [{ key: 'q', kind: 'commune', label: 'Où ?' }] }] }
    expect(checkAnswers(asked, {}, { q: { commune: '75056' } }, null, new Set(['59350'])).refusals).toMatchObject([{ code: 'answer.commune', at: 'q' }])
  })
})

describe('what keeps answers from being sent', () => {
  it.each<[string, Answers, string[]]>([
    ['nothing at all', {}, ['answer.mandatory']],
    ['a question that became shown', { a: { choices: ['o1'] }, b: { value: 1 } }, ['answer.mandatory']],
    ['nothing', { a: { choices: ['o2'] } }, []],
  ])('%s', (_what, answers, expected) => expect(sendingRefusals(conditional, answers).map(({ code }) => code)).toEqual(expected))

  it('passing everything', () => {
    const free: Questionnaire = { introduction: '', sections: [{ key: 's1', title: 'a', text: '', items: [{ key: 'q', kind: 'line', label: 'Texte' }] }] }
    expect(sendingRefusals(free, { q: { passed: true } })).toEqual([{ code: 'answer.nothing' }])
  })
})

describe('a page while it is typed', () => {
  const questionnaire: Questionnaire = { introduction: '', sections: [
    { key: 's1', title: 'Une', text: '', items: [
      { key: 'a', kind: 'choice', label: 'A', options, mandatory: true }, { key: 'b', kind: 'choices', label: 'B', options, most: 2 }, { key: 'c', kind: 'line', label: 'C', condition: { question: 'a', operator: 'is', value: 'o1' } },
    ] },
    { key: 's2', title: 'Deux', text: '', items: [{ key: 'd', kind: 'commune', label: 'D' }] },
  ] }
  const known: Answers = { a: { choice: 'o1' }, b: { choices: ['o1'] }, c: { text: 'Bonjour' }, d: { commune: '59350' } }

  it.each<[string, Record<string, unknown>, string[], Answers]>([
    ['what is new replaces what was there', { a: { choice: 'o1' }, b: { choices: ['o2'] }, c: { text: 'Bonsoir' } }, ['a', 'b', 'c'], { ...known, b: { choices: ['o2'] }, c: { text: 'Bonsoir' } }],
    ['what is taken away is taken away', { a: { choice: 'o1' }, b: { choices: ['o1'] } }, ['a', 'b', 'c'], { a: { choice: 'o1' }, b: { choices: ['o1'] }, d: { commune: '59350' } }],
    ['what is wrong leaves what was there', { a: { choice: 'o9' }, b: { choices: ['o1', 'o2', 'o3'] }, c: { text: 'x'.repeat(300) } }, ['a', 'b', 'c'], known],
    ['a mandatory question is not asked for, and is not passed', { a: { passed: true } }, ['a'], known],
    ['what the page does not show is not touched, hidden or not', { a: { choice: 'o2' }, d: { commune: '59512' } }, ['a', 'd'], { ...known, a: { choice: 'o2' } }],
  ])('%s', (_, given, shown, expected) => {
    expect(draftAnswers(questionnaire, known, given, 's1', shown, new Set(['59350', '59512']))).toEqual(expected)
  })

  it('keeps no commune that does not exist', () => {
    expect(draftAnswers(questionnaire, {}, { d: { commune: '99999' } }, 's2', ['d'], new Set(['59350']))).toEqual({})
  })
})
