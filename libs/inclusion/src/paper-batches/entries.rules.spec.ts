import { paperQuestionnaire, paperVote, type PaperQuestionnaire, type PaperVote } from '../paper-kits/paper-content.rules'
import { answersOn, choiceOn, differences, fieldsOf, readEntry, UNREADABLE, type Entry } from './entries.rules'
import { judge } from './judging.rules'

const communeOf = (text: string): string | null => (/^lille$/i.test(text) || text === '59350' ? '59350' : null)
const options = ['Arbres', 'Bancs', 'Fontaine'].map((title, place) => ({ key: `o${place + 1}`, title, description: '', cost: null }))
const ballot = (method: string, rules: object = {}): PaperVote => paperVote({ method, question: 'Quoi ?', currency: 'EUR', rules: { min: 1, max: 2, blankAllowed: true, ...rules }, options }).content
const asked = {
  introduction: '',
  sections: [{ key: 's', title: '', text: '', items: [
    { key: 'moyen', kind: 'choice' as const, label: 'Comment ?', options: [{ key: 'o1', label: 'À pied' }, { key: 'o2', label: 'À vélo' }], other: true, mandatory: true },
    { key: 'note', kind: 'scale' as const, label: 'Bien ?', min: 1, max: 5 },
    { key: 'envies', kind: 'choices' as const, label: 'Quoi ?', options: [{ key: 'o1', label: 'A' }, { key: 'o2', label: 'B' }, { key: 'o3', label: 'C' }], most: 2 },
    { key: 'rang', kind: 'ranking' as const, label: 'Ordre ?', options: [{ key: 'o1', label: 'A' }, { key: 'o2', label: 'B' }] },
    { key: 'grille', kind: 'matrix' as const, label: 'Grille', options: [{ key: 'c1', label: 'Oui' }, { key: 'c2', label: 'Non' }], rows: [{ key: 'r1', label: 'Le jour' }, { key: 'r2', label: 'La nuit' }] },
    { key: 'age', kind: 'number' as const, label: 'Combien ?', min: 0, max: 20 },
    { key: 'jour', kind: 'date' as const, label: 'Quand ?' },
    { key: 'ville', kind: 'commune' as const, label: 'Où ?' },
    { key: 'photo', kind: 'file' as const, label: 'Une photo ?' },
    { key: 'mot', kind: 'prose' as const, label: 'Un mot ?' },
  ] }],
}
const form: PaperQuestionnaire = paperQuestionnaire(asked).content
const nothing = Object.fromEntries(fieldsOf(form).map(({ key }) => [key, '']))

it('one thing is typed for each question, and nothing for what paper does not carry', () => {
  expect(fieldsOf(form).map(({ key, kind }) => `${key} ${kind}`)).toEqual([
    'moyen codes', 'moyen:other text', 'note codes', 'envies codes', 'rang codes', 'grille:r1 codes', 'grille:r2 codes', 'age number', 'jour date', 'ville commune', 'mot text'])
  expect(fieldsOf(ballot('approval')).map(({ key }) => key)).toEqual(['choice'])
  expect(fieldsOf(ballot('points', { points: 10 })).map(({ key, kind }) => `${key} ${kind}`)).toEqual(['o1 number', 'o2 number', 'o3 number'])
})

describe('what a clerk types', () => {
  it.each<[string, string, string | null]>([
    ['envies', '0103', '01 03'], ['envies', '01 03', '01 03'], ['envies', '1 3', '01 03'], ['envies', '1.3', '01 03'], ['envies', ' 03 ', '03'], ['envies', '99', UNREADABLE], ['envies', 'illisible', UNREADABLE], ['envies', '00', '00'], ['envies', '', ''],
    ['envies', '04', null], ['envies', '010', null], ['envies', '0101', null], ['envies', '9901', null], ['envies', 'trois', null], ['envies', '-1', '01'],
    ['moyen', '03', '03'], ['moyen', '0102', '01 02'], ['moyen', '00', null],
    ['age', '12', '12'], ['age', '0012', '12'], ['age', '2,5', '2.5'], ['age', '999999999', UNREADABLE], ['age', '1e3', null], ['age', '-3', null],
    ['jour', '17051980', '1980-05-17'], ['jour', '17/05/1980', '1980-05-17'], ['jour', '31022020', null], ['jour', '99999999', UNREADABLE],
    ['ville', 'Lille', '59350'], ['ville', '59350', '59350'], ['ville', 'Nulle part', null], ['ville', '99999', UNREADABLE],
    ['mot', 'Merci à tous', 'Merci à tous'], ['mot', 'x'.repeat(2001), null], ['mot', 'ILLISIBLE', UNREADABLE],
  ])('%s: « %s » is kept as %s', (key, typed, expected) => {
    const { entry, refusals } = readEntry(form, { [key]: typed }, communeOf)
    expect(expected === null ? refusals.map(({ at }) => at) : entry[key]).toEqual(expected === null ? [key] : expected)
  })
  it('a field that the form has not is refused, and so is what is no text', () => {
    expect(readEntry(form, { autre: '01', envies: 3 }, communeOf).refusals.map(({ code, at }) => `${code} ${at}`)).toEqual(['paper-form.unknown-field autre', 'paper-form.codes envies'])
  })
})

describe('two entries', () => {
  it.each<[Entry, Entry, string[]]>([
    [{ envies: '01 03' }, { envies: '03 01' }, []], [{ rang: '01 02' }, { rang: '02 01' }, ['rang']], [{ mot: 'Merci, à tous !' }, { mot: 'merci a tous' }, []], [{ mot: 'Merci' }, { mot: '' }, ['mot']],
    [{ note: '01' }, { note: UNREADABLE }, ['note']], [{ note: '01', age: '2' }, { note: '02', age: '3' }, ['note', 'age']], [{}, { note: '' }, []],
  ])('%o and %o differ in %o', (first, second, expected) => expect(differences(form, { ...nothing, ...first }, { ...nothing, ...second })).toEqual(expected))
})

describe('a ballot', () => {
  it.each<[PaperVote, Entry, unknown]>([
    [ballot('approval'), { choice: '03 01' }, { choice: [{ option: 'o1', value: 1 }, { option: 'o3', value: 1 }] }],
    [ballot('approval'), { choice: '' }, { choice: [] }],
    [ballot('approval'), { choice: '00' }, { choice: [] }],
    [ballot('approval'), { choice: '00 01' }, { void: 'invalid' }],
    [ballot('approval'), { choice: UNREADABLE }, { void: 'unreadable' }],
    [ballot('points', { points: 10 }), { o1: '7', o2: '0', o3: '3' }, { choice: [{ option: 'o1', value: 7 }, { option: 'o3', value: 3 }] }],
    [ballot('points', { points: 10 }), { o1: '7', o2: UNREADABLE, o3: '' }, { void: 'unreadable' }],
    [ballot('points', { points: 10 }), { o1: '2.5', o2: '', o3: '' }, { void: 'invalid' }],
    [ballot('schulze'), { o1: '2', o2: '1', o3: '' }, { choice: [{ option: 'o1', value: 2 }, { option: 'o2', value: 1 }] }],
    [ballot('majority-judgment', { grades: 6 }), { o1: '1', o2: '6', o3: '' }, { choice: [{ option: 'o1', value: 5 }, { option: 'o2', value: 0 }] }],
  ])('%#: %o', (content, entry, expected) => expect(choiceOn(content, entry)).toEqual(expected))

  it.each([
    [ballot('approval'), '01 02', null], [ballot('approval'), '01 02 03', 'invalid'], [ballot('approval'), '', null], [ballot('approval', { blankAllowed: false }), '', 'nothing'], [ballot('single', { max: 1 }), '01 02', 'invalid'],
  ])('is counted whole or not at all: %#', (content, choice, expected) => {
    const judged = judge(content, null, { choice }, null)
    expect('void' in judged ? judged.void : null).toBe(expected)
  })
})

describe('answers', () => {
  it('are those that can be read', () => {
    const { entry } = readEntry(form, { moyen: '03', 'moyen:other': 'En bus', note: '05', envies: '0103', rang: '0201', 'grille:r1': '02', 'grille:r2': '', age: '12', jour: '17051980', ville: 'Lille', mot: 'Merci' }, communeOf)
    expect(answersOn(form, entry)).toEqual({
      moyen: { choice: 'other', other: 'En bus' }, note: { value: 5 }, envies: { choices: ['o1', 'o3'] }, rang: { order: ['o2', 'o1'] }, grille: { rows: { r1: 'c2' } }, age: { value: 12 }, jour: { date: '1980-05-17' }, ville: { commune: '59350' }, mot: { text: 'Merci' },
    })
  })
  it.each<[Entry, object]>([
    [{ note: '01 02' }, {}], [{ note: UNREADABLE }, {}], [{ note: '00' }, { note: { passed: true } }], [{ note: '00 01' }, {}], [{ 'grille:r1': '00' }, { grille: { passed: true } }], [{ 'grille:r1': '01 02', 'grille:r2': '01' }, { grille: { rows: { r2: 'c1' } } }], [{ 'moyen:other': 'En bus' }, {}],
  ])('of %o: %o', (entry, expected) => expect(answersOn(form, { ...nothing, ...entry })).toEqual(expected))

  it.each<[string, Entry, unknown]>([
    ['a question that must be answered and is not', { note: '04' }, { answers: { note: { value: 4 } } }],
    ['more than may be chosen', { envies: '01 02 03', note: '01' }, { answers: { note: { value: 1 } } }],
    ['a number out of its bounds', { age: '21', note: '01' }, { answers: { note: { value: 1 } } }],
    ['nothing', {}, { void: 'nothing' }], ['only passed', { note: '00' }, { void: 'nothing' }], ['nothing that can be read', { note: UNREADABLE }, { void: 'nothing' }],
  ])('paper asks nobody again: %s', (_, entry, expected) => expect(judge(form, asked, { ...nothing, ...entry }, new Set(['59350']))).toEqual(expected))
})
