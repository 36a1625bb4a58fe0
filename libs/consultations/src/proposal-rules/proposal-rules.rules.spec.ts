import { editRefusal, rulesRefusals } from './proposal-rules.rules'

describe('until when a text may be corrected', () => {
  const at = (over: object) => editRefusal({ sentAt: 0, now: 0, editMinutes: null, answered: false, versions: 1, ...over })?.code ?? null
  it.each([
    ['at once', {}, null],
    ['a month later, where the phase decides', { now: 30 * 86_400_000 }, null],
    ['one millisecond before five minutes', { editMinutes: 5, now: 299_999 }, null],
    ['at five minutes', { editMinutes: 5, now: 300_000 }, 'proposal.edit-window-over'],
    ['once answered, however early', { answered: true }, 'proposal.answered'],
    ['after fifty versions', { versions: 50 }, 'proposal.too-many-versions'],
  ])('%s', (_when, over, code) => expect(at(over)).toBe(code))
})

describe('rules that contradict each other', () => {
  it.each([
    [null, null, []], [5, null, []], [null, 3, []], [5, 5, []],
    [3, 5, ['support.least-above-most']],
  ])('most %s, least %s', (supportsMost, supportsLeast, codes) => expect(rulesRefusals({ supportsMost, supportsLeast }).map(({ code }) => code)).toEqual(codes))
})
