import { openingRefusals, readFile, readQuestionnaire } from './definition.rules'
import { TEMPLATES } from './templates'

const options = [{ key: 'o1', label: 'Oui' }, { key: 'o2', label: 'Non' }]
const choice = (over: object = {}): object => ({ key: 'q1', kind: 'choice', label: 'Venez-vous ?', options, ...over })
const whole = (...items: object[]): object => ({ introduction: '', sections: [{ key: 's1', title: 'Une page', text: '', items }] })
const refusals = (given: unknown): string[] => readQuestionnaire(given).refusals.map(({ code, at }) => `${code} ${at}`)

describe('a questionnaire as it is kept', () => {
  it.each(TEMPLATES.map(({ id, content }) => [id, content] as const))('takes the ready one %s as it is, which may open', (_id, content) => {
    expect(readQuestionnaire(content)).toEqual({ questionnaire: content, refusals: [] })
    expect(openingRefusals(content)).toEqual([])
    expect(readFile({ format: 'parvis-questionnaire/1', ...content }).questionnaire).toEqual(content)
  })

  it('leaves out what a kind does not know, and marks that trick the eye', () => {
    const { questionnaire, refusals } = readQuestionnaire(whole({ key: 'n', kind: 'number', label: '  Combien\u202E ?\u0007 ', options, maxLength: 3, hostile: '<script>', unit: 'euros' }))
    expect(refusals).toEqual([])
    expect(questionnaire.sections[0]?.items).toEqual([{ key: 'n', kind: 'number', label: 'Combien ?', unit: 'euros' }])
  })

  it.each<[string, unknown, string[]]>([
    ['no object', [], ['questionnaire.unreadable ']],
    ['pages that are no list', { sections: 'x' }, ['questionnaire.unreadable sections']],
    ['a page without a title', { sections: [{ key: 's1', items: [] }] }, ['questionnaire.text-missing sections.0.title']],
    ['two pages of one key', { sections: [{ key: 's1', title: 'a', items: [] }, { key: 's1', title: 'b', items: [] }] }, ['questionnaire.key-twice sections.1.key']],
    ['two questions of one key', whole(choice(), choice()), ['questionnaire.key-twice sections.0.items.1.key']],
    ['a kind nobody knows', whole(choice({ kind: 'hologram' })), ['questionnaire.kind sections.0.items.0.kind']],
    ['limits of bands that go down', whole({ key: 'n', kind: 'number', label: 'Combien ?', bands: [10, 5] }), ['questionnaire.bands sections.0.items.0.bands']],
    ['limits of bands that are no numbers', whole({ key: 'n', kind: 'number', label: 'Combien ?', bands: [1, 'deux'] }), ['questionnaire.number sections.0.items.0.bands.1', 'questionnaire.bands sections.0.items.0.bands']],
    ['a question without words', whole(choice({ label: ' ' })), ['questionnaire.text-missing sections.0.items.0.label']],
    ['one option', whole(choice({ options: options.slice(1) })), ['questionnaire.too-few-options sections.0.items.0.options']],
    ['two options of one name', whole(choice({ options: [options[0], { key: 'o3', label: 'Oui' }] })), ['questionnaire.option-twice sections.0.items.0.options.1.label']],
    ['an option called other', whole(choice({ options: [options[0], { key: 'other', label: 'Autre' }] })), ['questionnaire.key sections.0.items.0.options.1.key']],
    ['more at least than at most', whole({ ...choice(), kind: 'choices', least: 2, most: 1 }), ['questionnaire.least-most sections.0.items.0.most']],
    ['more at most than there are', whole({ ...choice(), kind: 'ranking', most: 3 }), ['questionnaire.least-most sections.0.items.0.most']],
    ['a scale of twenty', whole({ key: 'q1', kind: 'scale', label: 'a', min: 1, max: 20 }), ['questionnaire.scale sections.0.items.0.max']],
    ['a number that is a text', whole({ key: 'q1', kind: 'number', label: 'a', min: '1' }), ['questionnaire.number sections.0.items.0.min']],
    ['bounds the wrong way round', whole({ key: 'q1', kind: 'number', label: 'a', min: 5, max: 1 }), ['questionnaire.min-max sections.0.items.0.max']],
    ['a text that is too long a text', whole({ key: 'q1', kind: 'prose', label: 'a', maxLength: 100_000 }), ['questionnaire.max-length sections.0.items.0.maxLength']],
    ['a table without lines', whole({ ...choice(), kind: 'matrix' }), ['questionnaire.too-few-options sections.0.items.0.rows']],
  ])('refuses %s, and says where', (_what, given, expected) => expect(refusals(given)).toEqual(expected))

  it.each<[string, object, string]>([
    ['on a question that is not there', { question: 'q9', operator: 'answered' }, 'questionnaire.condition-unknown'],
    ['on itself', { question: 'q2', operator: 'answered' }, 'questionnaire.condition-later'],
    ['on one that comes later', { question: 'q3', operator: 'answered' }, 'questionnaire.condition-later'],
    ['on an option that is not there', { question: 'q1', operator: 'is', value: 'o9' }, 'questionnaire.condition-value'],
    ['on the value of a free text', { question: 'q0', operator: 'is', value: 'x' }, 'questionnaire.condition-value'],
  ])('refuses a condition %s: no circle can be made', (_what, condition, code) => {
    const line = { key: 'q0', kind: 'line', label: 'Texte' }
    expect(refusals(whole(line, choice(), choice({ key: 'q2', condition }), choice({ key: 'q3' })))).toEqual([`${code} sections.0.items.2.condition`])
  })

  it('refuses a file of another kind, and ends its list of faults', () => {
    expect(readFile({ format: 'limesurvey' }).refusals).toEqual([{ code: 'questionnaire.format', at: 'format', facts: { expected: 'parvis-questionnaire/1' } }])
    expect(refusals({ sections: Array.from({ length: 30 }, () => ({ key: '?', items: Array.from({ length: 100 }, () => ({})) })) })).toHaveLength(100)
  })

  it('does not open without a question, nor with an empty page', () => {
    expect(openingRefusals(null)).toEqual([{ code: 'questionnaire.no-question' }])
    expect(openingRefusals(readQuestionnaire(whole({ key: 'n', kind: 'note', label: 'Texte' })).questionnaire)).toEqual([{ code: 'questionnaire.no-question' }])
    const { questionnaire } = readQuestionnaire({ sections: [{ key: 's1', title: 'a', items: [choice()] }, { key: 's2', title: 'b', items: [] }] })
    expect(openingRefusals(questionnaire)).toEqual([{ code: 'questionnaire.page-empty', at: 'sections.1', facts: { title: 'b' } }])
  })
})
