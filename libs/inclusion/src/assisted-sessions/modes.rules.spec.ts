import { entriesFor, modeRefusals, MODES, type ModeFacts } from './modes.rules'

const good: ModeFacts = { evidence: 'E2', consentVersion: '1.0', currentConsentVersion: '1.0', protectiveMeasure: false }
const codes = (change: Partial<ModeFacts>) => modeRefusals('on_behalf', { ...good, ...change }).map(({ code }) => code)

describe('entering on behalf of somebody', () => {
  it.each<[string, Partial<ModeFacts>, string[]]>([
    ['a document was seen', {}, []],
    ['identity is declared', { evidence: 'E1' }, []],
    ['nobody was asked who it is', { evidence: 'E0' }, ['mode.evidence']],
    ['an account of their own belongs to another mode', { evidence: 'E3' }, ['mode.evidence']],
    ['the consent text was not read', { consentVersion: null }, ['consent.missing']],
    ['an older consent text was read', { consentVersion: '0.9' }, ['consent.outdated']],
    ['the person is under guardianship', { protectiveMeasure: true }, ['mode.protective-measure']],
    ['everything at once', { evidence: 'E0', consentVersion: null, protectiveMeasure: true }, ['mode.protective-measure', 'mode.evidence', 'consent.missing']],
  ])('%s', (_situation, change, expected) => expect(codes(change)).toEqual(expected))

  it('keeps nothing of the protective measure in what it answers', () => {
    expect(modeRefusals('on_behalf', { ...good, protectiveMeasure: true })).toEqual([{ code: 'mode.protective-measure', at: 'protectiveMeasure' }])
  })
})

describe('what may be entered', () => {
  it.each([
    [['proposals'], ['proposal', 'support', 'comment', 'signature', 'report']],
    [['debate'], ['comment', 'report']],
    [['debate', 'vote'], ['ballot', 'comment', 'report']],
    [['vote'], ['ballot']],
    [['questionnaire'], ['questionnaire']],
    [['proposals', 'vote'], ['proposal', 'support', 'ballot', 'comment', 'signature', 'report']],
    [['information', 'follow-up'], []],
    [[], []],
  ])('while %j is open: %j', (phases, expected) => expect(entriesFor('on_behalf', phases, false)).toEqual(expected))

  it('takes amendments where the phase does', () => {
    expect(entriesFor('on_behalf', ['proposals'], true)).toContain('amendment')
    expect(entriesFor('on_behalf', ['debate', 'vote'], true)).not.toContain('amendment')
  })
})

it('every mode names a channel of its own and a limit in time', () => {
  const rules = Object.values(MODES)
  expect(new Set(rules.map(({ channel }) => channel)).size).toBe(rules.length)
  for (const { minutes } of rules) expect(minutes).toBeGreaterThan(0)
})
