import { methods } from '@parvis/voting'
import { paperQuestionnaire, paperQuestions, paperVote, unreadableCode } from './paper-content.rules'

const options = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `o${index + 1}`, title: `Réponse ${index + 1}`, description: '', cost: null }))
const vote = (over: object = {}, count = 4) => paperVote({ method: 'approval', question: 'Que voulez-vous ?', currency: 'EUR', rules: { min: 1, max: 3, blankAllowed: true }, options: options(count), ...over })

describe('a ballot paper', () => {
  it.each([
    ['single', 'single', 0], ['approval', 'approval', 0], ['budget', 'approval', 0], ['equal-shares', 'approval', 0], ['points', 'points', 0], ['schulze', 'ranking', 0], ['majority-judgment', 'grades', 6],
  ])('of %s is filled as %s', (method, form, grades) => {
    const { content, refusals } = vote({ method, rules: { min: 1, max: 3, blankAllowed: true, points: 10, grades: 6 } })
    expect(refusals).toEqual([])
    expect(content).toMatchObject({ kind: 'vote', method, form })
    expect(content.grades).toHaveLength(grades)
  })

  it('knows every method that a vote can have', () => {
    for (const { name, form } of methods) expect(vote({ method: name, rules: { min: 1, max: 3, blankAllowed: true, grades: 6 } })).toMatchObject({ content: { form }, refusals: [] })
  })

  it('grades from the best to the worst', () => {
    expect(vote({ method: 'majority-judgment', rules: { min: 1, max: 4, blankAllowed: false, grades: 3 } }).content).toMatchObject({ grades: [{ code: '1', value: 2 }, { code: '2', value: 1 }, { code: '3', value: 0 }], blankCode: null })
  })

  it.each([[4, '01', '04', '00'], [98, '01', '98', '00'], [99, '001', '099', '000'], [500, '001', '500', '000']])('of %i options has codes from %s to %s, and %s for a blank one', (count, first, last, blank) => {
    const { content } = vote({}, count)
    expect([content.options[0]?.code, content.options.at(-1)?.code, content.blankCode]).toEqual([first, last, blank])
    expect(content.options.map(({ code }) => code)).not.toContain(unreadableCode(first.length))
    expect(new Set(content.options.map(({ code }) => code)).size).toBe(count)
  })

  it('asks for no more answers than there are', () => expect(vote({ rules: { min: 1, max: 10, blankAllowed: true } }).content.rules.max).toBe(4))

  it.each([
    [{ options: options(1) }, ['paper-kit.too-few-options']],
    [{ options: [], question: ' ' }, ['vote.question-missing', 'paper-kit.too-few-options']],
    [{ method: 'dice' }, ['vote.unknown-method']],
    [{ options: options(501) }, ['paper-kit.too-many-options']],
  ])('is refused: %#', (over, codes) => expect(vote(over).refusals.map(({ code }) => code)).toEqual(codes))
})

const labelled = (...labels: string[]) => labels.map((label, index) => ({ key: `o${index + 1}`, label }))
const form = (...items: object[]) => paperQuestionnaire({ introduction: '', sections: [{ key: 's1', title: 'Une page', text: '', items: items as never }] })
const only = (item: object) => paperQuestions(form(item).content)[0]

describe('a questionnaire on paper', () => {
  it('numbers its questions through its pages, and not the texts between them', () => {
    const { content } = paperQuestionnaire({ introduction: '', sections: [
      { key: 'a', title: 'A', text: '', items: [{ key: 'n', kind: 'note', label: 'Bonjour' }, { key: 'x', kind: 'line', label: 'X' }] },
      { key: 'b', title: 'B', text: '', items: [{ key: 'y', kind: 'date', label: 'Y' }] },
    ] })
    expect(paperQuestions(content).map(({ key, number }) => [key, number])).toEqual([['x', 1], ['y', 2]])
    expect(content.sections[0]?.items[0]).toEqual({ kind: 'note', label: 'Bonjour' })
  })

  it.each([
    ['choice', { options: labelled('A', 'B') }, 'whole'], ['choices', { options: labelled('A', 'B') }, 'whole'], ['scale', { min: 1, max: 5 }, 'whole'],
    ['matrix', { options: labelled('A', 'B'), rows: labelled('L') }, 'whole'], ['ranking', { options: labelled('A', 'B') }, 'whole'], ['number', {}, 'whole'], ['date', {}, 'whole'],
    ['commune', {}, 'whole'], ['line', {}, 'whole'], ['prose', {}, 'whole'], ['point', {}, 'place'], ['file', {}, 'none'],
  ])('carries %s %#', (kind, over, carried) => {
    expect(only({ key: 'q', kind, label: 'Q', ...over })).toMatchObject({ kind, carried, passCode: kind === 'file' ? null : '00' })
  })

  it('may be passed unless it has to be answered', () => {
    expect(only({ key: 'q', kind: 'line', label: 'Q' })?.passCode).toBe('00')
    expect(only({ key: 'q', kind: 'line', label: 'Q', mandatory: true })?.passCode).toBeNull()
  })

  it('gives « autre » the code after the last', () => expect(only({ key: 'q', kind: 'choice', label: 'Q', options: labelled('A', 'B'), other: true })).toMatchObject({ options: [{ code: '01' }, { code: '02' }], other: '03' }))

  it('gives the values of a scale codes of their own, so that its zero is not a pass', () => {
    expect(only({ key: 'q', kind: 'scale', label: 'Q', min: 0, max: 2 })?.options).toEqual([{ code: '01', key: '0', label: '0' }, { code: '02', key: '1', label: '1' }, { code: '03', key: '2', label: '2' }])
  })

  it.each([
    [{ question: 'moyen', operator: 'is', value: 'o2' }, { number: 1, operator: 'is', value: 'À vélo' }],
    [{ question: 'moyen', operator: 'is-not', value: 'other' }, { number: 1, operator: 'is-not', value: 'other' }],
    [{ question: 'moyen', operator: 'answered' }, { number: 1, operator: 'answered', value: null }],
  ])('says its condition by the number of the question: %#', (condition, said) => {
    const { content } = form({ key: 'moyen', kind: 'choice', label: 'Comment ?', options: labelled('À pied', 'À vélo'), other: true }, { key: 'q', kind: 'line', label: 'Q', condition })
    expect(paperQuestions(content)[1]?.condition).toEqual(said)
  })

  it('is refused where a question has to be answered that paper cannot carry, and says which', () => {
    expect(form({ key: 'p', kind: 'file', label: 'Une photo', mandatory: true }, { key: 'q', kind: 'point', label: 'Où ?', mandatory: true }).refusals).toEqual([{ code: 'paper-kit.not-on-paper', at: 'p', facts: { question: 'Une photo', number: 1 } }])
    expect(form({ key: 'p', kind: 'file', label: 'Une photo' }).refusals).toEqual([])
    expect(form({ key: 'n', kind: 'note', label: 'Rien' }).refusals.map(({ code }) => code)).toEqual(['paper-kit.no-question'])
  })
})
