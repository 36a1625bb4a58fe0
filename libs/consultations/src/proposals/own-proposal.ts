import type { Actor } from '@parvis/identity'
import { DomainError, maybe, one } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { editRefusal } from '../proposal-rules/proposal-rules.rules'
import type { EditFacts } from '../proposal-rules/proposal-rules.rules'
import { acceptingPhase, openPhase, refuseUnconfirmed } from './open-phase'
import { Proposal } from './proposal.entity'

/** `$1`: the proposal, locked. */
const EDIT_FACTS = `
  select (extract(epoch from p.created_at) * 1000)::float8 as "sentAt", (extract(epoch from platform.clock()) * 1000)::float8 as now, r.edit_minutes as "editMinutes", p.answer_kind is not null as answered
  from consultations.proposal p left join consultations.proposal_rules r on r.phase_id = p.phase_id where p.id = $1`

/** The first of the authors, one of the others, or neither. */
export type Authorship = 'first' | 'other' | null

export async function authorshipOf(tx: EntityManager, proposalId: string, accountId: string): Promise<Authorship> {
  const found = await maybe<{ first: boolean }>(tx, `
    select true as first from consultations.proposal where id = $1 and author_id = $2
    union all select false from consultations.proposal_coauthor where proposal_id = $1 and account_id = $2`, [proposalId, accountId])
  return found && (found.first ? 'first' : 'other')
}

/**
 * A proposal that stands, held for one of its authors while its phase takes proposals.
 * Errors: 404 `proposal.unknown`; 403 `proposal.not-author`; 422 `account.email-unconfirmed`, `proposal.withdrawn`, `proposal.reshaped`, `consultation.suspended`, `phase.not-open`.
 */
export async function ownForChange(tx: EntityManager, actor: Actor, id: string, who: 'any' | 'first' = 'any'): Promise<Proposal & { scopeCodes: string[] }> {
  refuseUnconfirmed(actor)
  const found = await tx.findOne(Proposal, { where: { id } })
  if (!found) throw new DomainError('proposal.unknown', { status: 404 })
  refuseOthers(await authorshipOf(tx, id, actor.accountId), who)
  const { scopeCodes } = acceptingPhase(await openPhase(tx, found.consultationId))
  const proposal = await tx.findOne(Proposal, { where: { id }, lock: { mode: 'for_no_key_update' } })
  // Asked again under the lock: an author may have left meanwhile.
  refuseOthers(await authorshipOf(tx, id, actor.accountId), who)
  refuseGone(proposal?.state)
  return { ...proposal as Proposal, scopeCodes }
}

function refuseOthers(authorship: Authorship, who: 'any' | 'first'): void {
  if (authorship === null || (who === 'first' && authorship !== 'first')) throw new DomainError(authorship === null ? 'proposal.not-author' : 'proposal.not-first-author', { status: 403 })
}

export function refuseGone(state: Proposal['state'] | undefined): void {
  if (state === 'submitted') return
  throw new DomainError(state === 'merged' || state === 'split' || state === 'undone' ? 'proposal.reshaped' : 'proposal.withdrawn')
}

/** The last version of a proposal that is locked, where its author may write another one. Errors: 409 `proposal.changed-meanwhile`; 422 by the rules. */
export async function lastVersionForEdit(tx: EntityManager, id: string, read: number | undefined): Promise<number> {
  const last = (await one<{ last: number }>(tx, 'select max(version)::integer as last from consultations.proposal_version where proposal_id = $1', [id])).last
  if (read !== undefined && read !== last) throw new DomainError('proposal.changed-meanwhile', { status: 409, facts: { version: last } })
  const refused = editRefusal({ ...await one<Pick<EditFacts, 'sentAt' | 'now' | 'editMinutes' | 'answered'>>(tx, EDIT_FACTS, [id]), versions: last })
  if (refused) throw new DomainError(refused.code, { facts: refused.facts })
  return last
}
