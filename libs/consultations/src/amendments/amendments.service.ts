import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor, PlaceKind } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { Channel } from '../ballots/precedence.rules'
import { editRefusal } from '../proposal-rules/proposal-rules.rules'
import { acceptingPhase, openPhase, refuseUnconfirmed } from '../proposals/open-phase'
import { authorshipOf, ownForChange, refuseGone } from '../proposals/own-proposal'
import { Proposal } from '../proposals/proposal.entity'
import { Proposals } from '../proposals/proposals.service'
import type { AmendmentDto } from './amendments.dto'
import { mayPromote, proposeRefusals } from './amendments.rules'
import type { AmendmentState, ProposeFacts } from './amendments.rules'

interface Amendment {
  id: string
  proposalId: string
  number: number
  baseVersion: number
  title: string
  body: string
  authorId: string | null
  state: AmendmentState
  due: boolean
}

const AMENDMENT = `
  select m.id, m.proposal_id as "proposalId", m.number, m.base_version as "baseVersion", m.title, m.body, m.author_id as "authorId", m.state, platform.clock() >= m.answer_due as due
  from consultations.amendment m where m.id = $1`

/** What others would change in a proposal. Its authors alone accept or decline, and whoever amended never becomes one of them by it. */
@Injectable()
export class Amendments {
  constructor(private readonly dataSource: DataSource, private readonly proposals: Proposals, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** A person's own. Errors: 422 `account.email-unconfirmed`, and those of `propose`. */
  proposeOwn(actor: Actor, proposalId: string, amendment: AmendmentDto): Promise<{ id: string }> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction((tx) => this.propose(tx, proposalId, { ...amendment, channel: 'online', author: { id: actor.accountId, name: actor.displayName } }))
  }

  /**
   * Once per `submissionToken`. Errors: 404 `proposal.unknown`; 409 `amendment.stale`, `amendment.token-taken`; 422 `proposal.withdrawn`, `proposal.reshaped`,
   * `consultation.suspended`, `phase.not-open`, and by the rules.
   */
  async propose(tx: EntityManager, proposalId: string, amendment: AmendmentDto & { channel: Channel, author?: { id: string, name: string }, receiptHash?: Buffer }): Promise<{ id: string }> {
    const found = await maybe<{ consultationId: string }>(tx, 'select consultation_id as "consultationId" from consultations.proposal where id = $1', [proposalId])
    if (!found) throw new DomainError('proposal.unknown', { status: 404 })
    acceptingPhase(await openPhase(tx, found.consultationId))
    const proposal = await tx.findOne(Proposal, { where: { id: proposalId }, lock: { mode: 'for_no_key_update' } })
    const author = amendment.author?.id ?? null
    const again = await maybe<{ id: string, authorId: string | null, proposalId: string }>(tx, 'select id, author_id as "authorId", proposal_id as "proposalId" from consultations.amendment where submission_token = $1', [amendment.submissionToken])
    if (again) {
      if (again.authorId !== author || again.proposalId !== proposalId) throw new DomainError('amendment.token-taken', { status: 409 })
      return { id: again.id }
    }
    refuseGone(proposal?.state)
    const facts = await one<Omit<ProposeFacts, 'own' | 'same' | 'stale'> & { last: number }>(tx, `
      select r.amendment_days as days, p.answer_kind is not null as answered, (select max(v.version)::integer from consultations.proposal_version v where v.proposal_id = p.id) as last,
        (select count(*)::integer from consultations.amendment m where m.proposal_id = p.id and m.state = 'waiting' and m.author_id = $2) as waiting, (select count(*)::integer from consultations.amendment m where m.proposal_id = p.id) as total
      from consultations.proposal p left join consultations.proposal_rules r on r.phase_id = p.phase_id where p.id = $1`, [proposalId, author])
    const [refused] = proposeRefusals({
      ...facts, own: author !== null && await authorshipOf(tx, proposalId, author) !== null, stale: amendment.baseVersion !== facts.last, same: amendment.title === proposal?.title && amendment.body === proposal.body,
    })
    if (refused?.code === 'amendment.stale') throw new DomainError('amendment.stale', { status: 409, facts: { version: facts.last } })
    DomainError.throwIfAny(refused ? [refused] : [])
    const row = await one<{ id: string, number: number }>(tx, `
      insert into consultations.amendment (proposal_id, number, base_version, title, body, reason, author_id, author_name, channel, submission_token, answer_due)
      select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, platform.clock() + make_interval(days => $10) from consultations.amendment where proposal_id = $1 returning id, number`,
    [proposalId, amendment.baseVersion, amendment.title, amendment.body, amendment.reason, author, amendment.author?.name ?? '', amendment.channel, amendment.submissionToken, facts.days])
    await this.record(tx, author, 'proposal.amendment-submitted', proposalId, { number: row.number, channel: amendment.channel })
    if (amendment.receiptHash) await tx.query(`insert into consultations.receipt (hash, kind, consultation_id, amendment_id) values ($1, 'amendment', $2, $3) on conflict (hash) do nothing`, [amendment.receiptHash, found.consultationId, row.id])
    await this.tellAuthors(tx, proposalId, row.id)
    return { id: row.id }
  }

  /**
   * The text becomes a new version, which names the amendment. Errors: 404 `amendment.unknown`; 403 `proposal.not-author`; 409 `amendment.answered`, `amendment.stale`;
   * 422 as for correcting a proposal, whose time to correct does not bind here.
   */
  async accept(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const amendment = await this.heldByAuthors(tx, actor, id)
      const { proposalId, title, body } = amendment
      const { last, answered, theme } = await one<{ last: number, answered: boolean, theme: string }>(tx, `
        select p.theme, p.answer_kind is not null as answered, (select max(v.version)::integer from consultations.proposal_version v where v.proposal_id = p.id) as last from consultations.proposal p where p.id = $1`, [proposalId])
      if (amendment.baseVersion !== last) throw new DomainError('amendment.stale', { status: 409, facts: { version: last } })
      const refused = editRefusal({ sentAt: 0, now: 0, editMinutes: null, answered, versions: last })
      if (refused) throw new DomainError(refused.code, { facts: refused.facts })
      await tx.query('insert into consultations.proposal_version (proposal_id, version, title, body, theme) values ($1, $2, $3, $4, $5)', [proposalId, last + 1, title, body, theme])
      await tx.query('update consultations.proposal set title = $2, body = $3, edited_at = platform.clock(), updated_at = platform.clock() where id = $1', [proposalId, title, body])
      await tx.query(`update consultations.amendment set state = 'accepted', accepted_version = $2, answered_at = platform.clock() where id = $1`, [id, last + 1])
      await this.record(tx, actor.accountId, 'proposal.amendment-accepted', proposalId, { number: amendment.number, version: last + 1 })
      await this.outbox.announce(tx, 'amendment.answered', { amendmentId: id })
      await this.outbox.announce(tx, 'proposal.amended', { proposalId })
    })
  }

  /** Errors: as for accepting, but for what the text asks. */
  async decline(actor: Actor, id: string, reason: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { proposalId, number } = await this.heldByAuthors(tx, actor, id)
      await tx.query(`update consultations.amendment set state = 'declined', answer = $2, answered_at = platform.clock() where id = $1`, [id, reason])
      await this.record(tx, actor.accountId, 'proposal.amendment-declined', proposalId, { number })
      await this.outbox.announce(tx, 'amendment.answered', { amendmentId: id })
    })
  }

  /** By who wrote it, while nobody answered. Errors: 404 `amendment.unknown`; 403 `amendment.not-author`; 409 `amendment.answered`. */
  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { proposalId, number } = waiting(await this.ownHeld(tx, actor, id))
      await tx.query(`update consultations.amendment set state = 'withdrawn' where id = $1`, [id])
      await this.record(tx, actor.accountId, 'proposal.amendment-withdrawn', proposalId, { number })
    })
  }

  /** A proposal of its own comes of it, which links back. Errors: 404 `amendment.unknown`; 403 `amendment.not-author`; 409 `amendment.not-promotable`; 422 as for submitting a proposal. */
  async promote(actor: Actor, id: string): Promise<{ number: number }> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction(async (tx) => {
      const about = await maybe<{ consultationId: string }>(tx, 'select p.consultation_id as "consultationId" from consultations.amendment m join consultations.proposal p on p.id = m.proposal_id where m.id = $1', [id])
      if (!about) throw new DomainError('amendment.unknown', { status: 404 })
      // As a proposal is submitted: first the queue of numbers, then the rows.
      await tx.query("select pg_advisory_xact_lock(hashtextextended('proposal-number:' || $1, 0))", [about.consultationId])
      const amendment = await this.ownHeld(tx, actor, id)
      const proposal = await one<{ theme: string, municipalityCode: string | null, state: string }>(tx, 'select theme, municipality_code as "municipalityCode", state from consultations.proposal where id = $1', [amendment.proposalId])
      if (!mayPromote({ state: amendment.state, due: amendment.due, gone: proposal.state !== 'submitted' })) throw new DomainError('amendment.not-promotable', { status: 409 })
      const made = await this.proposals.submit(tx, {
        consultationId: about.consultationId, title: amendment.title, body: amendment.body, theme: proposal.theme, municipalityCode: proposal.municipalityCode,
        submissionToken: id, channel: 'online', authorId: actor.accountId, authorName: actor.displayName,
      })
      await tx.query(`update consultations.amendment set state = 'promoted', promoted_to = $2 where id = $1`, [id, made.id])
      await this.record(tx, actor.accountId, 'proposal.amendment-promoted', amendment.proposalId, { number: amendment.number })
      return { number: made.number }
    })
  }

  /** Moderation takes the text off; that it was there, and why it is gone, stays. Errors: 404 `amendment.unknown`; 403 `place.other`; 409 `amendment.answered`. */
  async remove(actor: Actor, id: string, reason: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const amendment = await maybe<Amendment & { kind: PlaceKind, code: string }>(tx, `
        select m.id, m.proposal_id as "proposalId", m.number, m.state, c.owner_kind as kind, c.owner_code as code from consultations.amendment m
        join consultations.proposal p on p.id = m.proposal_id join consultations.consultation c on c.id = p.consultation_id where m.id = $1 for update of m`, [id])
      if (!amendment) throw new DomainError('amendment.unknown', { status: 404 })
      const place = { kind: amendment.kind, code: amendment.code }
      if (!mayActIn(actor, 'content.moderate', place)) throw new DomainError('place.other', { status: 403, facts: place })
      // What was accepted is the text of the proposal: moderation acts on that.
      if (amendment.state === 'accepted' || amendment.state === 'removed') throw new DomainError('amendment.answered', { status: 409 })
      await tx.query(`update consultations.amendment set state = 'removed', answer = $2, answered_at = platform.clock() where id = $1`, [id, reason])
      await this.record(tx, actor.accountId, 'proposal.amendment-removed', amendment.proposalId, { number: amendment.number, reason })
      await this.outbox.announce(tx, 'amendment.answered', { amendmentId: id })
    })
  }

  /** For whoever signs its proposal, the proposal held, then the amendment: of two answers at once the second finds the first. */
  private async heldByAuthors(tx: EntityManager, actor: Actor, id: string): Promise<Amendment> {
    const found = await maybe<Amendment>(tx, AMENDMENT, [id])
    if (!found) throw new DomainError('amendment.unknown', { status: 404 })
    await ownForChange(tx, actor, found.proposalId)
    return waiting(await one<Amendment>(tx, `${AMENDMENT} for update`, [id]))
  }

  private async ownHeld(tx: EntityManager, actor: Actor, id: string): Promise<Amendment> {
    const amendment = await maybe<Amendment>(tx, `${AMENDMENT} for update`, [id])
    if (!amendment) throw new DomainError('amendment.unknown', { status: 404 })
    if (amendment.authorId !== actor.accountId) throw new DomainError('amendment.not-author', { status: 403 })
    return amendment
  }

  private async record(tx: EntityManager, actorId: string | null, action: string, proposalId: string, detail: object): Promise<void> {
    await this.audit.append(tx, { actorId, action, subjectKind: 'proposal', subjectId: proposalId, detail })
  }

  /** One event for each, so that each is one mail. */
  private async tellAuthors(tx: EntityManager, proposalId: string, amendmentId: string): Promise<void> {
    const { ids } = await one<{ ids: string[] }>(tx, `
      select coalesce(array_agg(account), '{}') as ids from (
        select author_id as account from consultations.proposal where id = $1 and author_id is not null union select account_id from consultations.proposal_coauthor where proposal_id = $1 and account_id is not null) a`, [proposalId])
    await this.outbox.announceAll(tx, 'amendment.submitted', ids.map((accountId) => ({ amendmentId, accountId })))
  }
}

function waiting(amendment: Amendment): Amendment {
  if (amendment.state !== 'waiting') throw new DomainError('amendment.answered', { status: 409, facts: { state: amendment.state } })
  return amendment
}
