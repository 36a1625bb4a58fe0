import type { Channel } from '@parvis/consultations'
import { entriesFor, entryRefusal, modeRefusals, MODES, proposedDoors, ruleOf, type DoorFacts, type ModeFacts } from './modes.rules'

const good: ModeFacts = { evidence: 'E2', mandate: true, protectiveMeasure: false, assistant: 'professional' }
const codes = (mode: Channel, change: Partial<ModeFacts>) => modeRefusals(mode, { ...good, ...change }).map(({ code }) => code)

describe('who may begin, door by door', () => {
  const situations = {
    'a document was seen': {},
    'identity is declared': { evidence: 'E1' },
    'nobody was asked who it is': { evidence: 'E0' },
    'an account of their own': { evidence: 'E3' },
    'no mandate': { mandate: false },
    'under a protective measure': { protectiveMeasure: true },
    'a volunteer beside them': { assistant: 'volunteer' },
  } as const satisfies Record<string, Partial<ModeFacts>>

  // Every door in every situation: nothing, or what it is refused for.
  it.each<[Channel, Partial<Record<keyof typeof situations, string[]>>]>([
    ['online', { 'nobody was asked who it is': ['mode.evidence'] }],
    ['accompanied', { 'nobody was asked who it is': ['mode.evidence'] }],
    ['kiosk', { 'nobody was asked who it is': ['mode.evidence'], 'an account of their own': ['mode.evidence'] }],
    ['on_behalf', { 'nobody was asked who it is': ['mode.evidence'], 'an account of their own': ['mode.evidence'], 'no mandate': ['mandate.missing'], 'under a protective measure': ['mode.protective-measure'], 'a volunteer beside them': ['mode.assistant'] }],
    ['paper', { 'nobody was asked who it is': ['mode.evidence'], 'an account of their own': ['mode.evidence'] }],
    ['phone', { 'a document was seen': ['mode.evidence'], 'nobody was asked who it is': ['mode.evidence'], 'an account of their own': ['mode.evidence'], 'no mandate': ['mode.evidence'], 'under a protective measure': ['mode.protective-measure', 'mode.evidence'], 'a volunteer beside them': ['mode.evidence', 'mode.assistant'] }],
  ])('%s', (mode, refused) => {
    for (const [situation, change] of Object.entries(situations)) expect([situation, codes(mode, change)]).toEqual([situation, refused[situation as keyof typeof situations] ?? []])
  })

  it('says everything at once', () => {
    expect(codes('on_behalf', { evidence: 'E0', mandate: false, protectiveMeasure: true, assistant: 'volunteer' })).toEqual(['mode.protective-measure', 'mode.evidence', 'mandate.missing', 'mode.assistant'])
  })

  it('keeps nothing of the protective measure in what it answers', () => {
    expect(modeRefusals('on_behalf', { ...good, protectiveMeasure: true })).toEqual([{ code: 'mode.protective-measure', at: 'protectiveMeasure' }])
  })
})

describe('the table', () => {
  const doors = Object.values(MODES).map(({ channel }) => ruleOf(channel))

  it('has the six doors, each under its own name', () => {
    expect(Object.keys(MODES).sort()).toEqual(['accompanied', 'kiosk', 'on_behalf', 'online', 'paper', 'phone'])
    for (const [name, { channel }] of Object.entries(MODES)) expect(channel).toBe(name)
  })

  it('lets nobody but a professional do it in the place of somebody, and nobody at all without their agreement', () => {
    for (const { typedBy, assistants, protectedPersons, consent, channel } of doors) {
      if (typedBy !== 'mediator') continue
      expect([channel, assistants, protectedPersons]).toEqual([channel, ['professional'], 'refused'])
      expect(['mandate', 'script-read']).toContain(consent)
    }
  })

  it('welcomes people under a protective measure wherever they do it themselves', () => {
    for (const { typedBy, protectedPersons } of doors) if (typedBy === 'person') expect(protectedPersons).toBe('welcome')
  })

  it('shows nobody a choice afterwards: who reads it while it is typed can never read it back', () => {
    for (const { sees, cannot } of doors) if (sees.includes('answers-until-validated')) expect(cannot).toEqual(expect.arrayContaining(['read-back', 'list-answers']))
  })

  it('takes no vote by telephone', () => expect(MODES.phone.entries).toEqual(['proposal', 'questionnaire']))

  it('asks for the least evidence first', () => {
    for (const { evidence } of doors) expect([...evidence].sort()).toEqual([...evidence])
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
  ])('while %j is open: %j', (phases, expected) => {
    for (const mode of ['online', 'accompanied', 'on_behalf'] as const) expect(entriesFor(mode, phases, false)).toEqual(expected)
  })

  it('takes amendments where the phase does', () => {
    expect(entriesFor('on_behalf', ['proposals'], true)).toContain('amendment')
    expect(entriesFor('on_behalf', ['debate', 'vote'], true)).not.toContain('amendment')
  })

  it('is less at a kiosk, on paper and by telephone', () => {
    const all = ['proposals', 'debate', 'vote', 'questionnaire']
    expect(entriesFor('kiosk', all, true)).toEqual(['proposal', 'support', 'ballot', 'comment', 'questionnaire'])
    expect(entriesFor('paper', all, true)).toEqual(['proposal', 'ballot', 'questionnaire'])
    expect(entriesFor('phone', all, true)).toEqual(['proposal', 'questionnaire'])
  })
})

describe('the door that is proposed', () => {
  const desk: Channel[] = ['accompanied', 'on_behalf']
  const withKiosk: Channel[] = [...desk, 'kiosk']
  it.each<[string, Partial<DoorFacts>, Channel[], Channel[]]>([
    ['has an account', { account: true }, desk, ['accompanied', 'on_behalf']],
    ['wants to type', { types: true }, desk, ['accompanied', 'on_behalf']],
    ['neither', {}, desk, ['on_behalf', 'accompanied']],
    ['neither, and a kiosk is free', {}, withKiosk, ['kiosk', 'accompanied', 'on_behalf']],
    ['has an account, and a kiosk is free', { account: true }, withKiosk, ['accompanied', 'kiosk', 'on_behalf']],
    ['under a protective measure', { protectiveMeasure: true }, desk, ['accompanied']],
    ['under a protective measure, and a kiosk is free', { protectiveMeasure: true }, withKiosk, ['kiosk', 'accompanied']],
  ])('to somebody who %s', (_who, facts, offered, expected) => {
    expect(proposedDoors({ account: false, types: false, protectiveMeasure: false, ...facts }, offered)).toEqual(expected)
  })

  it('is never a hand in the place of theirs while a kiosk is free', () => {
    for (const account of [true, false]) for (const types of [true, false]) for (const protectiveMeasure of [true, false]) expect(proposedDoors({ account, types, protectiveMeasure }, withKiosk)[0]).not.toBe('on_behalf')
  })
})

it('nobody votes by phone, nor does there what is done in company; every other door takes a ballot', () => {
  for (const { channel } of Object.values(MODES)) expect([channel, entryRefusal(channel, 'ballot')?.code ?? null]).toEqual([channel, channel === 'phone' ? 'mode.no-ballot' : null])
  expect((['proposal', 'questionnaire', 'support', 'signature'] as const).map((entry) => entryRefusal('phone', entry)?.code ?? null)).toEqual([null, null, 'mode.entry', 'mode.entry'])
})
