import {
  CONSULTATION_STATES, CONSULTATION_TRANSITIONS, PHASE_STATES, PHASE_TRANSITIONS, VOTE_STATES, VOTE_TRANSITIONS,
  changeRefusals, dueTransitions, frozenFields, phaseScheduleRefusals, stateAfter, suspensionRefusals, transitionRefusals,
  type ConsultationFacts, type PhaseFacts, type VoteMoveFacts,
} from './phases.rules'

const day = (n: number): string => `2027-03-${String(n).padStart(2, '0')}T08:00:00+01:00`
const phase = (id: string, kind: PhaseFacts['kind'], from: number, to: number, more: Partial<PhaseFacts> = {}): PhaseFacts =>
  ({ id, kind, state: 'scheduled', opensAt: day(from), closesAt: day(to), ...more })
const codes = (refusals: { code: string }[]): string[] => refusals.map((refusal) => refusal.code)

const proposals = phase('p', 'proposals', 1, 10)
const vote = phase('v', 'vote', 12, 20, { optionCount: 3 })
const draft: ConsultationFacts = {
  state: 'draft', suspended: false, phases: [proposals, vote], title: 'Un parc', summary: 'Un parc à imaginer', openToChange: 'les allées',
  notOpenToChange: 'le budget', communes: ['59350'], charterRefusals: [], votesUnpublished: 1,
}
const counting: VoteMoveFacts = {
  state: 'counting', opensAt: day(1), closesAt: day(10), admittedUntil: day(12), claimDays: 3, contestedPending: 0, claimsPending: 0, pendingBatches: 0,
  unsyncedDevices: 0, optionCount: 2, suspended: false, publicationRefusals: [], now: day(15),
}

describe.each([
  ['consultation', CONSULTATION_STATES, CONSULTATION_TRANSITIONS, 'draft', 'archived'],
  ['phase', PHASE_STATES, PHASE_TRANSITIONS, 'scheduled', 'closed'],
  ['vote', VOTE_STATES, VOTE_TRANSITIONS, 'draft', 'published'],
] as const)('the table of a %s', (_noun, states, table, first, last) => {
  const lines: readonly { event: string; from: readonly string[]; to: string }[] = table
  it('names only states that exist', () => {
    for (const line of lines) for (const state of [...line.from, line.to]) expect(states).toContain(state)
  })
  it('reaches every state from the first one', () => {
    const reached = new Set<string>([first])
    for (let round = 0; round < states.length; round++) for (const line of lines) if (line.from.some((state) => reached.has(state))) reached.add(line.to)
    expect([...reached].sort()).toEqual([...states].sort())
  })
  it('never leaves the last one, and leaves every other', () => {
    expect(states.filter((state) => !lines.some((line) => line.from.includes(state)))).toEqual([last])
  })
  it('says one thing per event and state', () => {
    const keys = lines.flatMap((line) => line.from.map((state) => `${line.event} ${state}`))
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('moving a consultation', () => {
  const announce = (facts: ConsultationFacts): string[] => codes(transitionRefusals('consultation', CONSULTATION_TRANSITIONS, 'announce', facts.state, facts))
  it('announces one that says everything', () => expect(announce(draft)).toEqual([]))
  it('says all that is missing at once, the charter included', () => {
    expect(announce({ ...draft, title: ' ', communes: [], phases: [], charterRefusals: [{ code: 'charter.notice-too-short' }] }))
      .toEqual(['consultation.text-missing', 'consultation.no-commune', 'phase.no-participation', 'charter.notice-too-short'])
  })
  it('does not announce twice', () => expect(announce({ ...draft, state: 'running' })).toEqual(['consultation.wrong-state']))
  it('is not put away while a result is owed', () => {
    expect(codes(transitionRefusals('consultation', CONSULTATION_TRANSITIONS, 'archive', 'finished', { ...draft, state: 'finished', phases: [{ ...vote, state: 'closed' }] }))).toEqual(['consultation.results-unpublished'])
  })
  it('is suspended and resumed', () => {
    expect(suspensionRefusals('suspend', { state: 'running', suspended: false })).toEqual([])
    expect(codes(suspensionRefusals('suspend', { state: 'running', suspended: true }))).toEqual(['consultation.already-suspended'])
    expect(codes(suspensionRefusals('resume', { state: 'running', suspended: false }))).toEqual(['consultation.not-suspended'])
    expect(codes(suspensionRefusals('suspend', { state: 'draft', suspended: false }))).toEqual(['consultation.wrong-state'])
  })
  it('knows where an event leads', () => {
    expect(stateAfter(CONSULTATION_TRANSITIONS, 'start', 'announced')).toBe('running')
    expect(stateAfter(CONSULTATION_TRANSITIONS, 'start', 'draft')).toBeNull()
  })
})

describe('opening a phase', () => {
  const open = (over: Partial<PhaseFacts>, consultation = {}, now = day(12)): string[] =>
    codes(transitionRefusals('phase', PHASE_TRANSITIONS, 'open', 'scheduled', { phase: { ...vote, ...over }, consultation: { state: 'running', suspended: false, charterRefusals: [], ...consultation }, now }))
  it('opens at its date', () => expect(open({})).toEqual([]))
  it('not before', () => expect(open({}, {}, day(11))).toEqual(['phase.not-yet']))
  it('not with one option', () => expect(open({ optionCount: 1 })).toEqual(['phase.too-few-options']))
  it('not while suspended', () => expect(open({}, { suspended: true })).toEqual(['consultation.suspended']))
  it('not in a draft', () => expect(open({}, { state: 'draft' })).toEqual(['consultation.wrong-state']))
  it('not against the charter, which binds participation only', () => {
    const broken = { charterRefusals: [{ code: 'charter.tier-not-reached' }] }
    expect(open({}, broken)).toEqual(['charter.tier-not-reached'])
    expect(open({ kind: 'information' }, broken)).toEqual([])
  })
  it('a follow-up phase opens after the end', () => {
    expect(open({ kind: 'follow-up' }, { state: 'finished' })).toEqual([])
    expect(open({}, { state: 'finished' })).toEqual(['consultation.wrong-state'])
  })
})

describe('sealing a vote', () => {
  const seal = (over: Partial<VoteMoveFacts>): string[] => codes(transitionRefusals('vote', VOTE_TRANSITIONS, 'seal', 'counting', { ...counting, ...over }))
  it('happens when nothing is owed', () => expect(seal({})).toEqual([]))
  it('waits for entries, claims, reviews, batches and devices', () => {
    expect(seal({ now: day(11), contestedPending: 1, claimsPending: 2, pendingBatches: 1, unsyncedDevices: 2 }))
      .toEqual(['vote.entries-still-admitted', 'vote.claims-still-open', 'vote.contested-pending', 'vote.claims-pending', 'vote.batches-pending', 'vote.devices-unsynced'])
  })
  it('comes before the count, which comes before publishing', () => {
    expect(codes(transitionRefusals('vote', VOTE_TRANSITIONS, 'tally', 'counting', counting))).toEqual(['vote.wrong-state'])
    expect(transitionRefusals('vote', VOTE_TRANSITIONS, 'publish', 'tallied', { ...counting, publicationRefusals: [{ code: 'results.tie-unsettled' }] })).toEqual([{ code: 'results.tie-unsettled' }])
  })
})

describe('the dates of phases', () => {
  const refused = (...phases: PhaseFacts[]): string[] => codes(phaseScheduleRefusals(phases))
  it('accepts information, proposals, vote, follow-up', () =>
    expect(refused(phase('i', 'information', 1, 30), proposals, vote, phase('f', 'follow-up', 20, 30))).toEqual([]))
  it('wants somebody to take part', () => expect(refused(phase('i', 'information', 1, 5))).toEqual(['phase.no-participation']))
  it('wants an end after the start', () => expect(refused(phase('v', 'vote', 5, 5))).toEqual(['phase.closes-before-opening']))
  it('wants dates', () => expect(refused({ ...vote, opensAt: 'demain' })).toEqual(['phase.date-unreadable']))
  it('wants them in order', () => expect(refused(vote, phase('q', 'questionnaire', 1, 5))).toEqual(['phase.out-of-order']))
  it('does not run two phases of one kind at once', () => expect(refused(vote, phase('w', 'vote', 19, 25))).toEqual(['phase.overlaps']))
  it('closes the proposals before the vote on them', () => expect(refused(proposals, phase('v', 'vote', 9, 20))).toEqual(['phase.vote-before-proposals-end']))
  it('follows up afterwards', () => expect(refused(vote, phase('f', 'follow-up', 13, 30))).toEqual(['phase.follow-up-too-early']))
  it('lets a debate accompany a vote', () => expect(refused(phase('d', 'debate', 1, 20), vote)).toEqual([]))
})

describe('changing a consultation', () => {
  it('is free in a draft', () => expect(changeRefusals('draft', [{ field: 'minimumAge', to: 18 }])).toEqual([]))
  it('is bound at the announcement', () => {
    expect(codes(changeRefusals('announced', [{ field: 'minimumAge' }, { field: 'closesAt' }, { field: 'maxChoices' }, { field: 'heading' }])))
      .toEqual(['consultation.field-frozen', 'consultation.field-frozen', 'consultation.field-frozen'])
  })
  it('leaves options open until their phase opens', () => {
    const asked = (state: PhaseFacts['state']): string[] => codes(changeRefusals('running', [{ field: 'options', phase: { id: 'v', state, closesAt: day(20) } }]))
    expect(asked('scheduled')).toEqual([])
    expect(asked('open')).toEqual(['phase.content-frozen'])
    expect(asked('closed')).toEqual(['phase.content-frozen'])
  })
  it('lets a phase be extended, later only, and not once closed', () => {
    const extend = (to: string, state: PhaseFacts['state'] = 'open'): string[] =>
      codes(changeRefusals('running', [{ field: 'closesAt', phase: { id: 'v', state, closesAt: day(20) }, to, asExtension: true }]))
    expect(extend(day(25))).toEqual([])
    expect(extend(day(20))).toEqual(['phase.extension-not-later'])
    expect(extend(day(25), 'closed')).toEqual(['phase.closed'])
  })
  it('nothing moves once archived', () => {
    expect(frozenFields('archived')).toEqual(['*'])
    expect(codes(changeRefusals('archived', [{ field: 'heading' }]))).toEqual(['consultation.field-frozen'])
  })
})

describe('what is due', () => {
  const names = (transitions: ReturnType<typeof dueTransitions>): string[] => transitions.map((t) => (t.target === 'phase' ? `${t.event} ${t.id}` : t.event))
  it('is nothing before the first date, in a draft, or while suspended', () => {
    expect(dueTransitions({ state: 'announced', suspended: false }, [proposals, vote], '2027-02-28T23:59:59Z')).toEqual([])
    expect(dueTransitions({ state: 'draft', suspended: false }, [proposals, vote], day(30))).toEqual([])
    expect(dueTransitions({ state: 'running', suspended: true }, [proposals, vote], day(30))).toEqual([])
  })
  it('starts with the first phase, at that very instant', () => {
    expect(names(dueTransitions({ state: 'announced', suspended: false }, [proposals, vote], day(1)))).toEqual(['start', 'open p'])
  })
  it('catches up in order after downtime', () => {
    expect(names(dueTransitions({ state: 'announced', suspended: false }, [proposals, vote, phase('f', 'follow-up', 20, 30)], day(21))))
      .toEqual(['start', 'open p', 'close p', 'open v', 'close v', 'open f', 'finish'])
  })
  it('is empty once done', () => {
    expect(dueTransitions({ state: 'finished', suspended: false }, [{ ...proposals, state: 'closed' }, { ...vote, state: 'closed' }], day(30))).toEqual([])
  })
  it('opens a follow-up after the end', () => {
    expect(names(dueTransitions({ state: 'finished', suspended: false }, [{ ...vote, state: 'closed' }, phase('f', 'follow-up', 20, 30)], day(21)))).toEqual(['open f'])
  })
})
