import type { Refusal } from '@parvis/platform'

export type DebateEvent = 'edit' | 'publish' | 'conclude' | 'remove'

export interface DebateFacts {
  state: 'draft' | 'published' | 'concluded'
  /** The phase that carries it. */
  phase: { kind: string, state: 'scheduled' | 'open' | 'closed' }
  suspended: boolean
}

/** Why staff may not do it; empty when they may. */
export function debateRefusals(event: DebateEvent, { state, phase, suspended }: DebateFacts): Refusal[] {
  const allowed: Record<DebateEvent, DebateFacts['state'][]> = { edit: ['draft'], publish: ['draft'], conclude: ['published'], remove: ['draft'] }
  if (!allowed[event].includes(state)) return [{ code: 'debate.wrong-state', facts: { state } }]
  if (event === 'publish') {
    if (suspended) return [{ code: 'consultation.suspended' }]
    if (phase.state === 'closed') return [{ code: 'debate.phase-over' }]
  }
  return []
}
