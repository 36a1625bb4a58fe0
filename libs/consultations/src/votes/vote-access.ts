import { DomainError, maybe } from '@parvis/platform'
import { mayActIn, type Actor, type Permission, type PlaceKind } from '@parvis/identity'
import type { EntityManager } from 'typeorm'
import type { VoteRules } from '../consultations/questions.rules'

/** A vote with what decides who may do what with it. */
export interface VoteRow {
  id: string
  consultationId: string
  phaseId: string
  revision: number
  question: string
  method: string
  rules: VoteRules
  /** What methods chosen before asked, of a vote that is prepared. */
  setAside: Partial<VoteRules>
  /** ISO 4217: what the money of the vote is. */
  currency: string
  rollKind: 'open' | 'closed'
  claimDays: number
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'
  opensAt: Date
  closesAt: Date
  admittedUntil: Date | null
  sealedAt: Date | null
  ownerKind: PlaceKind
  ownerCode: string
  consultationSlug: string
  consultationTitle: string
  consultationState: 'draft' | 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
}

const SELECT = `
  select v.id, v.consultation_id as "consultationId", v.phase_id as "phaseId", v.revision, v.question, v.method, v.rules, v.set_aside as "setAside", v.currency, v.roll_kind as "rollKind",
    v.claim_days as "claimDays", v.state, p.opens_at as "opensAt", coalesce(v.closes_at, p.closes_at) as "closesAt", v.admitted_until as "admittedUntil",
    v.sealed_at as "sealedAt", c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.slug as "consultationSlug", c.title as "consultationTitle",
    c.state as "consultationState", c.suspended_at is not null as suspended
  from consultations.vote v
  join consultations.phase p on p.id = v.phase_id
  join consultations.consultation c on c.id = v.consultation_id
  where v.id = $1`

/** What everybody may see; a draft only who prepares it. Error: 404 `vote.unknown`. */
export async function visibleVote(tx: EntityManager, actor: Actor | null, voteId: string): Promise<VoteRow> {
  const vote = await maybe<VoteRow>(tx, SELECT, [voteId])
  if (!vote || (vote.consultationState === 'draft' && !mayActIn(actor, 'consultation.prepare', placeOf(vote)))) throw unknownVote()
  return vote
}

/**
 * The vote, for somebody who acts on it. Errors: 404 `vote.unknown` (drafts of another place too), 403 `place.other`.
 *
 * @param lock holds it until the transaction ends: `share` against closing and sealing, `update` to move it
 */
export async function voteToActOn(tx: EntityManager, actor: Actor, permission: Permission, voteId: string, lock?: 'share' | 'update'): Promise<VoteRow> {
  const vote = await maybe<VoteRow>(tx, `${SELECT} ${lock ? `for ${lock} of v` : ''}`, [voteId])
  if (!vote) throw unknownVote()
  if (mayActIn(actor, permission, placeOf(vote))) return vote
  throw vote.consultationState === 'draft' ? unknownVote() : new DomainError('place.other', { status: 403 })
}

const placeOf = ({ ownerKind, ownerCode }: VoteRow) => ({ kind: ownerKind, code: ownerCode })
const unknownVote = () => new DomainError('vote.unknown', { status: 404 })
