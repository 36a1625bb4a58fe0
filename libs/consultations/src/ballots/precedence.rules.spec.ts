import { CHANNELS, admission, admissionDecision, type AdmissionDecision, type Door, type IdentityEvidence, type RollRow, withdrawable } from './precedence.rules'

interface Case extends Door { account: string | null }
const door = (channel: Door['channel'], evidence: IdentityEvidence, account: string | null = null): Case => ({ channel, evidence, account })
const decide = (existing: Case | null, incoming: Case, conventional: boolean): AdmissionDecision =>
  admissionDecision(existing && { ...existing, sameAccount: existing.account !== null && existing.account === incoming.account }, incoming, conventional)
const doors = {
  'online A': door('online', 'E1', 'A'),
  'online B': door('online', 'E3', 'B'),
  'own account A at a desk': door('accompanied', 'E1', 'A'),
  'own account A at a desk, document seen': door('accompanied', 'E2', 'A'),
  'desk, declared': door('on_behalf', 'E1'),
  'desk, document seen': door('on_behalf', 'E2'),
  'kiosk, document seen': door('kiosk', 'E2'),
  phone: door('phone', 'E1'),
  paper: door('paper', 'E1'),
}
type Name = keyof typeof doors
const names = Object.keys(doors) as Name[]

/** Existing row, then the doors that replace it. Every other one is contested. */
const replacedBy: Record<Name, Name[]> = {
  'online A': ['online A', 'own account A at a desk', 'own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  'online B': ['online B', 'own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  'own account A at a desk': ['online A', 'own account A at a desk', 'own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  'own account A at a desk, document seen': ['online A', 'own account A at a desk', 'own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  'desk, declared': ['own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  'desk, document seen': ['own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  'kiosk, document seen': ['own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  phone: ['own account A at a desk, document seen', 'desk, document seen', 'kiosk, document seen', 'paper'],
  paper: ['paper'],
}

describe('the same person by two doors', () => {
  it.each(names)('anybody new is first: %s', (name) => {
    expect(decide(null, doors[name], false)).toBe('first')
    expect(decide(null, doors[name], true)).toBe('first')
  })

  it.each(names.flatMap((existing) => names.map((incoming) => [existing, incoming] as const)))('%s, then %s', (existing, incoming) => {
    expect(decide(doors[existing], doors[incoming], false)).toBe(replacedBy[existing].includes(incoming) ? 'replace' : 'contested')
  })

  it.each(names.flatMap((existing) => names.map((incoming) => [existing, incoming] as const)))('%s, then %s, born on 1 January', (existing, incoming) => {
    const own = [doors[existing], doors[incoming]].every((one) => one.account !== null && (one.channel === 'online' || one.channel === 'accompanied'))
    const expected = own && doors[existing].account === doors[incoming].account ? 'replace' : 'contested'
    expect(decide(doors[existing], doors[incoming], true)).toBe(expected)
  })

  const levels: IdentityEvidence[] = ['E0', 'E1', 'E2', 'E3']
  const every = CHANNELS.flatMap((channel) => levels.flatMap((evidence) => [null, 'A', 'B'].map((account) => door(channel, evidence, account))))

  it('holds over every pair of doors: nothing but paper touches paper, and a weaker door never replaces a stronger one of somebody else', () => {
    for (const existing of every) {
      for (const incoming of every) {
        const decision = decide(existing, incoming, false)
        expect(['replace', 'contested']).toContain(decision)
        if (existing.channel === 'paper' && incoming.channel !== 'paper') expect(decision).toBe('contested')
        if (incoming.channel === 'paper') expect(decision).toBe('replace')
        if (incoming.channel === 'phone') expect(decision).toBe('contested')
        if (incoming.channel === 'online' && existing.account !== incoming.account) expect(decision).toBe('contested')
      }
    }
  })

  it('a counter entry that carries an account by mistake is still a counter entry', () => {
    expect(decide(door('on_behalf', 'E2', 'A'), doors['online A'], false)).toBe('contested')
  })

  const row = (id: string, existing: Case, over: Partial<RollRow> = {}): RollRow => ({ id, channel: existing.channel, evidence: existing.evidence, status: 'admitted', sameAccount: false, ...over })

  it('looks at all rows: none, the one admitted, the own one', () => {
    expect(admission([], doors.paper, false)).toEqual({ decision: 'first', rowId: null })
    expect(admission([row('c', doors['online B'], { status: 'contested' }), row('a', doors['online A'])], doors['desk, document seen'], false)).toEqual({ decision: 'replace', rowId: 'a' })
    expect(admission([row('a', doors['desk, document seen']), row('c', doors['online B'], { status: 'contested', sameAccount: true })], doors['online B'], false)).toEqual({ decision: 'replace', rowId: 'c' })
  })

  it('cannot tell homonyms apart, except by their account', () => {
    const homonyms = [row('a', doors['online A'], { sameAccount: true }), row('b', doors['online B'])]
    expect(admission(homonyms, doors['online A'], false)).toEqual({ decision: 'replace', rowId: 'a' })
    expect(admission(homonyms.map((one) => ({ ...one, sameAccount: false })), doors.paper, false)).toEqual({ decision: 'contested', rowId: 'a' })
  })
})

describe('what is taken back', () => {
  const row = (id: string, over: Partial<RollRow> = {}): RollRow => ({ id, status: 'admitted', channel: 'online', evidence: 'E1', sameAccount: false, ...over })
  const desk: Door = { channel: 'on_behalf', evidence: 'E2' }
  const own: Door = { channel: 'online', evidence: 'E1' }
  it.each<[string, RollRow[], Door, boolean, string[]]>([
    ['nothing stood there', [], desk, false, []],
    ['an online one, at a desk', [row('a')], desk, false, ['a']],
    ['one of another desk', [row('a', { channel: 'on_behalf', evidence: 'E2' })], desk, false, ['a']],
    ['paper, at a desk', [row('a', { channel: 'paper' })], desk, false, []],
    ['without a document', [row('a')], { channel: 'on_behalf', evidence: 'E1' }, false, []],
    ['a birth date that many share', [row('a')], desk, true, []],
    ['what waits for a review goes too', [row('a'), row('b', { status: 'contested', channel: 'kiosk' })], desk, false, ['a', 'b']],
    ['homonyms: nobody can tell whose', [row('a'), row('b')], desk, false, []],
    ['one’s own, by the account', [row('a', { sameAccount: true })], own, false, ['a']],
    ['one’s own, on a conventional date', [row('a', { sameAccount: true })], own, true, ['a']],
    ['somebody else’s of the same civil status', [row('a')], own, false, []],
    ['one’s own that a desk took over', [row('a', { sameAccount: true, channel: 'on_behalf', evidence: 'E2' })], own, false, []],
  ])('%s', (_, rows, door, conventional, ids) => expect(withdrawable(rows, door, conventional)).toEqual(ids))
})
