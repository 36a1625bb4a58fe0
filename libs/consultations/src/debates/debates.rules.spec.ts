import { debateRefusals } from './debates.rules'
import type { DebateEvent, DebateFacts } from './debates.rules'

const open: DebateFacts = { state: 'draft', phase: { kind: 'debate', state: 'open' }, suspended: false }

it.each<[DebateEvent, string, Partial<DebateFacts>, string[]]>([
  ['edit', 'a draft', {}, []],
  ['edit', 'a debate that people answer', { state: 'published' }, ['debate.wrong-state']],
  ['publish', 'a draft in its phase', {}, []],
  ['publish', 'a draft before its phase: it is read, and answered when the phase opens', { phase: { kind: 'debate', state: 'scheduled' } }, []],
  ['publish', 'a draft after its phase', { phase: { kind: 'debate', state: 'closed' } }, ['debate.phase-over']],
  ['publish', 'a draft while suspended', { suspended: true }, ['consultation.suspended']],
  ['publish', 'a published one', { state: 'published' }, ['debate.wrong-state']],
  ['conclude', 'a published one, while it is open', { state: 'published' }, []],
  ['conclude', 'a published one, after its phase', { state: 'published', phase: { kind: 'debate', state: 'closed' } }, []],
  ['conclude', 'one that has its conclusion', { state: 'concluded' }, ['debate.wrong-state']],
  ['conclude', 'a draft', {}, ['debate.wrong-state']],
  ['remove', 'a draft', {}, []],
  ['remove', 'one that people answered', { state: 'published' }, ['debate.wrong-state']],
])('%s: %s', (event, _, over, codes) => {
  expect(debateRefusals(event, { ...open, ...over }).map(({ code }) => code)).toEqual(codes)
})
