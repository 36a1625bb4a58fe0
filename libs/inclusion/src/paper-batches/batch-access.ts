import { mayActIn, type Actor } from '@parvis/identity'
import { DomainError, iso, maybe } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { DUTY_OF, type BatchState, type Duty, type Worker } from './batch-states.rules'

/** A batch with what decides who may do what in it. Never leaves the service. */
export interface BatchRow {
  id: string
  number: number
  state: BatchState
  consultationId: string
  slug: string
  title: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  kitId: string
  phaseId: string
  kind: 'vote' | 'questionnaire'
  voteId: string | null
  centreId: string
  centre: string
  centreSlug: string
  slip: number
  found: number | null
  joined: number
  absent: number
  seed: Buffer | null
  share: number | null
  receivedOn: string
  admittedUntil: string
  own: Duty | null
  /** Under contract at the centre, for this consultation. */
  contract: boolean
}

/** $1: who asks. */
export const BATCH = `
  select b.id, b.number, b.state, b.consultation_id as "consultationId", c.slug, c.title, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", b.kit_id as "kitId", k.phase_id as "phaseId", k.kind, v.id as "voteId",
    b.centre_id as "centreId", t.name as centre, t.slug as "centreSlug", b.slip, b.found, b.joined, b.absent, b.seed, b.share, b.received_on::text as "receivedOn",
    ${iso('coalesce(v.admitted_until, consultations.paper_admitted_until(k.phase_id))')} as "admittedUntil",
    (select d.duty from inclusion.paper_duty d where d.batch_id = b.id and d.account_id = $1) as own,
    exists (select from identity.desk_place d where d.account_id = $1 and d.centre_id = b.centre_id and d.kind = 'professional' and (d.consultation_ids is null or b.consultation_id = any(d.consultation_ids))
      and not exists (select from inclusion.reserve_member r where r.account_id = $1)) as contract
  from inclusion.paper_batch b
  join inclusion.paper_kit k on k.id = b.kit_id
  join consultations.consultation c on c.id = b.consultation_id
  join inclusion.centre t on t.id = b.centre_id
  left join consultations.vote v on v.phase_id = k.phase_id`

/** Staff answer for what their place owns; mediators for what was handed in at their centres. */
export const answersFor = (actor: Actor, { ownerKind, ownerCode }: Pick<BatchRow, 'ownerKind' | 'ownerCode'>): boolean => mayActIn(actor, 'paper.enter', { kind: ownerKind, code: ownerCode })
export const atCentre = (actor: Actor, centreSlug: string): boolean => mayActIn(actor, 'paper.enter', { kind: 'centre', code: centreSlug })

export const workerIn = (actor: Actor, batch: BatchRow): Worker => ({ own: batch.own, professional: answersFor(actor, batch) || batch.contract })

/**
 * The batch, for somebody of its centre or of the place that asks. Errors: 404 `paper-batch.unknown`, 403 `place.other`.
 *
 * @param lock whoever changes it waits
 */
export async function batchFor(tx: EntityManager, actor: Actor, id: string, lock = false): Promise<BatchRow> {
  // Locked first, read then: what is read is what the last one left.
  if (lock) await tx.query('select from inclusion.paper_batch where id = $1 for update', [id])
  const batch = await maybe<BatchRow>(tx, `${BATCH} where b.id = $2`, [actor.accountId, id])
  if (!batch) throw new DomainError('paper-batch.unknown', { status: 404 })
  if (!answersFor(actor, batch) && !atCentre(actor, batch.centreSlug)) throw new DomainError('place.other', { status: 403 })
  return batch
}

/**
 * The same, for a duty in it. That nobody has two is decided by the database, at the first thing they enter. Errors: 403 `paper-batch.professionals`;
 * 409 `paper-batch.elsewhere` with the state it stands in.
 */
export async function batchForDuty(tx: EntityManager, actor: Actor, id: string, duty: Duty): Promise<BatchRow> {
  return checked(actor, await batchFor(tx, actor, id, true), duty)
}

/** What somebody reads to do a duty: nobody who has another one in this batch sees it. Errors: those of `batchForDuty`; 409 `paper-batch.one-duty`. */
export async function readForDuty(tx: EntityManager, actor: Actor, id: string, duty: Duty): Promise<BatchRow> {
  const batch = checked(actor, await batchFor(tx, actor, id), duty)
  if (batch.own !== null && batch.own !== duty) throw new DomainError('paper-batch.one-duty', { status: 409 })
  return batch
}

function checked(actor: Actor, batch: BatchRow, duty: Duty): BatchRow {
  if (!workerIn(actor, batch).professional) throw new DomainError('paper-batch.professionals', { status: 403 })
  if (DUTY_OF[batch.state] !== duty) throw new DomainError('paper-batch.elsewhere', { status: 409, facts: { state: batch.state } })
  return batch
}
