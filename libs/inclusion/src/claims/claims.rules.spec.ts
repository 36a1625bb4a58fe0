import { actsFor, claimState, CLAIM_KINDS, contactRefusals, decisionRefusals, isOverdue, workingDayAfter, type ClaimAct, type ClaimKind, type ClaimStanding, type Proofs, type Reply } from './claims.rules'

it.each([
  ['2026-03-02', 1, '2026-03-03', 'a Monday'],
  ['2026-03-06', 1, '2026-03-09', 'over a weekend'],
  ['2026-03-07', 1, '2026-03-09', 'filed on a Saturday'],
  ['2026-03-02', 10, '2026-03-16', 'two weeks'],
  ['2026-04-30', 1, '2026-05-04', 'the first of May'],
  ['2026-04-27', 10, '2026-05-13', 'the first and the eighth of May'],
  ['2026-12-21', 5, '2026-12-29', 'Christmas'],
  ['2026-03-27', 2, '2026-03-31', 'summer time begins'],
])('from %s, %i working days lead to %s: %s', (from, count, expected) => expect(workingDayAfter(from, count)).toBe(expected))

describe('where a claim stands', () => {
  const filed: ClaimStanding = { decided: false, appealed: false, appealDecided: false, daysSinceDecision: null, daysLate: -3 }
  it.each<[string, Partial<ClaimStanding>, string, boolean]>([
    ['filed', {}, 'waiting', false],
    ['on its last day', { daysLate: 0 }, 'waiting', false],
    ['the day after', { daysLate: 1 }, 'waiting', true],
    ['decided', { decided: true, daysSinceDecision: 0, daysLate: 9 }, 'decided', false],
    ['decided two weeks ago', { decided: true, daysSinceDecision: 14 }, 'decided', false],
    ['decided long ago', { decided: true, daysSinceDecision: 15 }, 'closed', false],
    ['appealed', { decided: true, daysSinceDecision: 20, appealed: true }, 'appealed', false],
    ['appealed, and late', { decided: true, daysSinceDecision: 20, appealed: true, daysLate: 2 }, 'appealed', true],
    ['appealed and decided', { decided: true, daysSinceDecision: 2, appealed: true, appealDecided: true, daysLate: 5 }, 'closed', false],
  ])('%s', (_, over, state, overdue) => expect([claimState({ ...filed, ...over }), isOverdue({ ...filed, ...over })]).toEqual([state, overdue]))
})

describe('what a decision may do', () => {
  const proven: Proofs = { ballotReceipt: true, document: true, account: true }
  const nothing: Proofs = { ballotReceipt: false, document: false, account: false }
  it.each<[ClaimKind, Partial<Proofs>, ClaimAct[]]>([
    ['WANT_TO_WITHDRAW', {}, ['none']],
    ['WANT_TO_WITHDRAW', { ballotReceipt: true }, ['none']],
    ['WANT_TO_WITHDRAW', { document: true }, ['none', 'withdrawn']],
    ['WANT_TO_WITHDRAW', { account: true }, ['none', 'withdrawn']],
    ['WRONGLY_REJECTED', { document: true, account: true }, ['none']],
    ['WRONGLY_REJECTED', { ballotReceipt: true }, ['none', 'homonym']],
    ['SOMEONE_USED_MY_NAME', { ballotReceipt: true, account: true }, ['none']],
    ['SOMEONE_USED_MY_NAME', { document: true }, ['none', 'usurped']],
  ])('%s with %j: %j', (kind, proofs, acts) => expect(actsFor(kind, { ...nothing, ...proofs }, false)).toEqual(acts))

  it('changes nothing of a sealed box, whatever is proven', () => {
    for (const kind of CLAIM_KINDS) expect(actsFor(kind, proven, true)).toEqual(['none'])
  })

  it('is said of the others, and nothing more', () => {
    for (const kind of ['WANT_TO_CHANGE', 'NOT_COUNTED', 'MEDIATOR_CONDUCT', 'DATA_RIGHTS'] as const) expect(actsFor(kind, proven, false)).toEqual(['none'])
  })

  it.each<['accepted' | 'rejected', ClaimAct, ClaimAct[], string[]]>([
    ['accepted', 'none', ['none'], []],
    ['accepted', 'withdrawn', ['none', 'withdrawn'], []],
    ['accepted', 'withdrawn', ['none'], ['claim.act-unproven']],
    ['rejected', 'none', ['none', 'usurped'], []],
    ['rejected', 'usurped', ['none', 'usurped'], ['claim.act-rejected']],
  ])('%s, %s of %j: %j', (outcome, act, possible, codes) => expect(decisionRefusals(outcome, act, possible).map(({ code }) => code)).toEqual(codes))
})

it.each<[Reply, string, string[]]>([
  ['code', '', []],
  ['email', 'a@b.fr', []], ['email', 'a@b', ['claim.email']], ['email', '', ['claim.email']],
  ['phone', '03 20 12 34 56', []], ['phone', '06.12.34.56.78', []], ['phone', '12', ['claim.phone']],
  ['post', '3 rue des Arts, 59000 Lille', []], ['post', 'Lille', ['claim.address']],
])('answered by %s at « %s »: %j', (reply, contact, codes) => expect(contactRefusals(reply, contact).map(({ code }) => code)).toEqual(codes))
