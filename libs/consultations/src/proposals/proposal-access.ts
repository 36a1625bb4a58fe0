import { mayActIn } from '@parvis/identity'
import type { Actor, Permission, PlaceKind } from '@parvis/identity'
import { DomainError, maybe } from '@parvis/platform'
import type { EntityManager } from 'typeorm'

export interface StaffProposal {
  id: string
  number: number
  title: string
  state: 'submitted' | 'withdrawn'
  consultationId: string
  consultationState: string
}

/**
 * A proposal, for staff of the place that owns its consultation. Errors: 404 `proposal.unknown`, 403 `place.other`.
 * @param lock holds it until the transaction ends: an answer and a correction by its author come one after the other
 */
export async function proposalForStaff(tx: EntityManager, actor: Actor, id: string, permission: Permission, lock = false): Promise<StaffProposal> {
  const row = await maybe<StaffProposal & { kind: PlaceKind, code: string }>(tx, `
    select p.id, p.number, p.title, p.state, p.consultation_id as "consultationId", c.state as "consultationState", c.owner_kind as kind, c.owner_code as code
    from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where p.id = $1 ${lock ? 'for no key update of p' : ''}`, [id])
  if (!row) throw new DomainError('proposal.unknown', { status: 404 })
  const { kind, code, ...proposal } = row
  if (!mayActIn(actor, permission, { kind, code })) throw new DomainError('place.other', { status: 403, facts: { kind, code } })
  return proposal
}
