import { CHANNELS, admissionDecision, type Door, type IdentityEvidence } from './precedence.rules'

const door = (channel: Door['channel'], evidence: IdentityEvidence, accountId: string | null = null): Door => ({ channel, evidence, accountId })
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
    expect(admissionDecision(null, doors[name], false)).toBe('first')
    expect(admissionDecision(null, doors[name], true)).toBe('first')
  })

  it.each(names.flatMap((existing) => names.map((incoming) => [existing, incoming] as const)))('%s, then %s', (existing, incoming) => {
    expect(admissionDecision(doors[existing], doors[incoming], false)).toBe(replacedBy[existing].includes(incoming) ? 'replace' : 'contested')
  })

  it.each(names.flatMap((existing) => names.map((incoming) => [existing, incoming] as const)))('%s, then %s, born on 1 January', (existing, incoming) => {
    const own = [doors[existing], doors[incoming]].every((one) => one.accountId !== null && (one.channel === 'online' || one.channel === 'accompanied'))
    const expected = own && doors[existing].accountId === doors[incoming].accountId ? 'replace' : 'contested'
    expect(admissionDecision(doors[existing], doors[incoming], true)).toBe(expected)
  })

  const levels: IdentityEvidence[] = ['E0', 'E1', 'E2', 'E3']
  const every = CHANNELS.flatMap((channel) => levels.flatMap((evidence) => [null, 'A', 'B'].map((account) => door(channel, evidence, account))))

  it('holds over every pair of doors: nothing but paper touches paper, and a weaker door never replaces a stronger one of somebody else', () => {
    for (const existing of every) {
      for (const incoming of every) {
        const decision = admissionDecision(existing, incoming, false)
        expect(['replace', 'contested']).toContain(decision)
        if (existing.channel === 'paper' && incoming.channel !== 'paper') expect(decision).toBe('contested')
        if (incoming.channel === 'paper') expect(decision).toBe('replace')
        if (incoming.channel === 'phone') expect(decision).toBe('contested')
        if (incoming.channel === 'online' && existing.accountId !== incoming.accountId) expect(decision).toBe('contested')
      }
    }
  })

  it('a counter entry that carries an account by mistake is still a counter entry', () => {
    expect(admissionDecision(door('on_behalf', 'E2', 'A'), doors['online A'], false)).toBe('contested')
  })
})
