import { mayActIn } from '@parvis/identity'
import type { Actor, Permission, Place } from '@parvis/identity'
import { DomainError } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { Consultation } from './consultation.entity'

/**
 * A consultation, locked, for somebody who may use the permission where it belongs. Locks are taken in one order everywhere:
 * consultation, phases, votes; citizens lock a phase or a vote only, and their rows refer to the consultation meanwhile.
 * Errors: 404 `consultation.unknown` (also a draft of another place), 403 `place.other`.
 */
export async function lockForChange(tx: EntityManager, actor: Actor, id: string, permission: Permission): Promise<Consultation> {
  const consultation = await tx.findOne(Consultation, { where: { id }, lock: { mode: 'for_no_key_update' } })
  return allowed(consultation, actor, permission)
}

/** The same without a lock. */
export async function readForStaff(tx: EntityManager, actor: Actor, id: string, permission: Permission): Promise<Consultation> {
  return allowed(await tx.findOne(Consultation, { where: { id } }), actor, permission)
}

function allowed(consultation: Consultation | null, actor: Actor, permission: Permission): Consultation {
  const place: Place | null = consultation && { kind: consultation.ownerKind, code: consultation.ownerCode }
  if (consultation && place && mayActIn(actor, permission, place)) return consultation
  // A draft of somebody else does not even exist.
  if (!consultation || !place || consultation.state === 'draft') throw new DomainError('consultation.unknown', { status: 404 })
  throw new DomainError('place.other', { status: 403, facts: { ...place } })
}

/** Refuses a change made on a page that somebody else changed meanwhile. */
export function refuseStale(consultation: Consultation, revision: number): void {
  if (consultation.revision !== revision) {
    throw new DomainError('consultation.changed-meanwhile', { status: 409, facts: { revision: consultation.revision } })
  }
}
