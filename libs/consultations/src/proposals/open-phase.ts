import type { Actor } from '@parvis/identity'
import { DomainError, prepared, preparedOne } from '@parvis/platform'
import type { EntityManager } from 'typeorm'

export interface OpenPhase {
  phaseId: string | null
  suspended: boolean
  scopeCodes: string[]
}

const OPEN_PHASE = prepared('select phase_id as "phaseId", suspended, scope_codes as "scopeCodes" from consultations.proposals_phase($1)')

/** The phase in which proposals are taken now, kept from closing until the transaction ends; `phaseId` null when none is. */
export async function openPhase(tx: EntityManager, consultationId: string): Promise<OpenPhase> {
  const phase = await preparedOne<OpenPhase>(tx, OPEN_PHASE, [consultationId])
  if (!phase) throw new DomainError('consultation.unknown', { status: 404 })
  return phase
}

export function acceptingPhase(phase: OpenPhase): OpenPhase & { phaseId: string } {
  if (phase.suspended) throw new DomainError('consultation.suspended')
  return takingPhase(phase)
}

/** The same while the consultation is suspended: for what nobody else sees. */
export function takingPhase(phase: OpenPhase): OpenPhase & { phaseId: string } {
  if (!phase.phaseId) throw new DomainError('phase.not-open', { facts: { kind: 'proposals' } })
  return { ...phase, phaseId: phase.phaseId }
}

/** What is done online by an account needs an address that was proved. */
export function refuseUnconfirmed(actor: Actor): void {
  if (!actor.emailConfirmed) throw new DomainError('account.email-unconfirmed')
}
