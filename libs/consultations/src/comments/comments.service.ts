import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { Channel } from '../ballots/precedence.rules'
import { ModerationRules } from '../moderation/moderation-settings.service'
import { heldBecause } from '../moderation/moderation.rules'
import type { CommentSentView, EditCommentDto, JudgementView, SubmitCommentDto } from './comments.dto'
import { commentRefusals, editableUntil } from './comments.rules'
import type { Stance } from './comments.rules'

export interface NewComment {
  proposalId?: string | null
  debateId?: string | null
  parentId?: string | null
  stance?: Stance | null
  body: string
  /** Whoever calls has checked that the account may speak for the place. */
  official?: boolean
  submissionToken: string
  channel: Channel
  transport?: 'direct' | 'offline'
  /** Null at a counter, where nobody's account is asked. */
  author?: { id: string, name: string } | null
  /** 32 bytes: what the server keeps of a receipt given at a counter. */
  receiptHash?: Buffer | null
}

interface Subject {
  consultationId: string
  phaseId: string | null
  suspended: boolean
  state: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
}

interface Own {
  id: string
  consultationId: string
  proposalId: string | null
  debateId: string | null
  authorId: string | null
  body: string
  state: string
  createdAt: Date
  now: Date
}

/** Comments on proposals and debates, and what people find useful of them, whichever door they come through. */
@Injectable()
export class Comments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keyring: ParticipantKeyring,
    private readonly rules: ModerationRules,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** A person's own comment. Errors: 422 `account.email-unconfirmed`; 403 `place.other` for an official one; and those of `submit`. */
  async submitOwn(actor: Actor, { official = false, ...comment }: SubmitCommentDto): Promise<CommentSentView> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction(async (tx) => {
      if (official) {
        const { ownerKind, ownerCode } = await subjectOf(tx, comment)
        if (!mayActIn(actor, 'comment.answer', { kind: ownerKind, code: ownerCode })) throw new DomainError('place.other', { status: 403, facts: { kind: ownerKind, code: ownerCode } })
      }
      return this.submit(tx, { ...comment, official, channel: 'online', author: { id: actor.accountId, name: actor.displayName } })
    })
  }

  /**
   * Records a comment, once per `submissionToken`; sent again, it answers the same. What the place holds back waits for a reader.
   * Errors: 404 `comment.subject-unknown`; 409 `comment.token-taken`; 422 those of `commentRefusals`; 429 `comment.too-many`.
   */
  async submit(tx: EntityManager, comment: NewComment): Promise<CommentSentView> {
    // Held to the end: a form sent twice at once finds its first copy, and comments of one account are counted one after the other.
    // Before the phase is asked: whoever waited here past the close is too late.
    await tx.query("select pg_advisory_xact_lock(hashtextextended('comment:' || $1, 0))", [comment.author?.id ?? comment.submissionToken])
    const subject = await subjectOf(tx, comment)
    const place = { kind: subject.ownerKind, code: subject.ownerCode }
    const again = await maybe<CommentSentView & { authorId: string | null }>(tx,
      'select id, state, author_id as "authorId" from consultations.comment where consultation_id = $1 and submission_token = $2', [subject.consultationId, comment.submissionToken])
    if (again) {
      if (again.authorId !== (comment.author?.id ?? null)) throw new DomainError('comment.token-taken', { status: 409 })
      return { id: again.id, state: again.state === 'held' ? 'held' : 'published' }
    }
    const parent = comment.parentId ? await parentOf(tx, comment.parentId, comment) : null
    const stance = parent || comment.official ? null : comment.stance ?? null
    DomainError.throwIfAny(commentRefusals({
      open: subject.phaseId !== null, suspended: subject.suspended, kind: comment.proposalId ? 'proposal' : 'debate', state: subject.state, parent, stance, official: comment.official ?? false,
    }))
    const settings = await this.rules.of(tx, place)
    const writer = comment.author && await writerFacts(tx, comment.author.id)
    if (writer && !comment.official && writer.lastHour >= settings.commentsPerHour) throw new DomainError('comment.too-many', { status: 429, facts: { count: settings.commentsPerHour } })
    const held = comment.official ? null : heldBecause({
      text: comment.body, patterns: await this.rules.words(tx, place), settings, accountDays: writer ? writer.days : null, earlierComments: writer?.earlier ?? 0,
    })
    const row = await one<{ id: string }>(tx, `
      insert into consultations.comment (consultation_id, phase_id, proposal_id, debate_id, parent_id, root_id, depth, stance, body, author_id, author_name, official, channel, transport,
        state, listed, submission_token, created_at)
      select $1, coalesce((select phase_id from consultations.proposal where id = $2), (select phase_id from consultations.debate where id = $3)), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        case when $14 then 'held' else 'published' end, not $14, $15,
        -- Admitted while the phase was held open: it is of that time, however long its own writing takes.
        coalesce((select least(platform.clock(), f.closes_at - interval '1 ms') from consultations.phase f where f.id = $16), platform.clock())
      returning id`,
    [subject.consultationId, comment.proposalId ?? null, comment.debateId ?? null, comment.parentId ?? null, parent ? parent.rootId : null, parent ? parent.depth + 1 : 0, stance, comment.body,
      comment.author?.id ?? null, comment.author?.name ?? '', comment.official ?? false, comment.channel, comment.transport ?? 'direct', held !== null, comment.submissionToken, subject.phaseId])
    await tx.query('insert into consultations.comment_version (comment_id, version, body) values ($1, 1, $2)', [row.id, comment.body])
    if (held) await holdBack(tx, subject.consultationId, row.id, held)
    if (comment.receiptHash) await tx.query('insert into consultations.receipt (hash, kind, consultation_id, comment_id) values ($1, $2, $3, $4) on conflict (hash) do nothing', [comment.receiptHash, 'comment', subject.consultationId, row.id])
    await this.audit.append(tx, { actorId: comment.author?.id ?? null, action: comment.official ? 'comment.answered' : held ? 'comment.held' : 'comment.submitted', subjectKind: 'comment', subjectId: row.id, detail: { channel: comment.channel, ...(held ? { cause: held.cause } : {}) } })
    await this.outbox.announce(tx, 'comment.submitted', { consultationId: subject.consultationId, commentId: row.id })
    return { id: row.id, state: held ? 'held' : 'published' }
  }

  /**
   * Corrects one's own text for the minutes that the place gives; every version is kept, and read again by the same rules as the first.
   * Errors: 404 `comment.unknown`; 403 `comment.not-author`; 409 `comment.changed-meanwhile`; 422 `comment.edit-over`, `comment.gone`, `phase.not-open`.
   */
  async edit(actor: Actor, id: string, { body, version }: EditCommentDto): Promise<CommentSentView> {
    return this.dataSource.transaction(async (tx) => {
      const comment = await ownForChange(tx, actor, id)
      const subject = await subjectOf(tx, comment)
      if (subject.suspended) throw new DomainError('consultation.suspended')
      if (subject.phaseId === null) throw new DomainError('phase.not-open', { facts: { kind: comment.proposalId ? 'proposals' : 'debate' } })
      const place = { kind: subject.ownerKind, code: subject.ownerCode }
      const { editMinutes, ...settings } = await this.rules.of(tx, place)
      if (comment.now.getTime() >= editableUntil(comment.createdAt.getTime(), editMinutes)) throw new DomainError('comment.edit-over', { facts: { minutes: editMinutes } })
      const { last } = await one<{ last: number }>(tx, 'select max(version)::integer as last from consultations.comment_version where comment_id = $1', [id])
      if (version !== undefined && version !== last) throw new DomainError('comment.changed-meanwhile', { status: 409, facts: { version: last } })
      if (body === comment.body) return { id, state: comment.state === 'held' ? 'held' : 'published' }
      const { days, earlier } = await writerFacts(tx, actor.accountId)
      const held = heldBecause({ text: body, patterns: await this.rules.words(tx, place), settings, accountDays: days, earlierComments: earlier - 1 })
      await tx.query('insert into consultations.comment_version (comment_id, version, body) values ($1, $2, $3)', [id, last + 1, body])
      // Held once, it stays so until somebody has read it; shown, a text with a word of the list leaves the page.
      await tx.query(`update consultations.comment set body = $2, edited_at = platform.clock(), state = case when $3 then 'held' else state end, listed = listed and not $3 where id = $1`, [id, body, held !== null])
      if (held) await holdBack(tx, comment.consultationId, id, held)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'comment.edited', subjectKind: 'comment', subjectId: id, detail: { version: last + 1 } })
      return { id, state: held || comment.state === 'held' ? 'held' : 'published' }
    })
  }

  /** Leaves a mark in its place, and the answers. Errors: 404 `comment.unknown`, 403 `comment.not-author`, 422 `comment.gone`. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await ownForChange(tx, actor, id)
      await tx.query(`update consultations.comment set state = 'deleted' where id = $1`, [id])
      await tx.query(`update consultations.moderation_case set state = 'kept' where comment_id = $1 and state = 'waiting'`, [id])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'comment.removed', subjectKind: 'comment', subjectId: id })
    })
  }

  /** One vote per account, changed as often as one likes; null takes it back. Errors: 404 `comment.unknown`; 422 `account.email-unconfirmed`, `comment.own`, `comment.gone`, `phase.not-open`. */
  async judge(actor: Actor, id: string, useful: boolean | null): Promise<JudgementView> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction(async (tx) => {
      const comment = await maybe<{ proposalId: string | null, debateId: string | null, consultationId: string, state: string, own: boolean }>(tx, `
        select proposal_id as "proposalId", debate_id as "debateId", consultation_id as "consultationId", state, coalesce(author_id = $2, false) as own from consultations.comment where id = $1 and listed`, [id, actor.accountId])
      if (!comment) throw new DomainError('comment.unknown', { status: 404 })
      if (comment.own) throw new DomainError('comment.own')
      const subject = await subjectOf(tx, comment)
      if (subject.suspended) throw new DomainError('consultation.suspended')
      if (subject.phaseId === null) throw new DomainError('phase.not-open', { facts: { kind: comment.proposalId ? 'proposals' : 'debate' } })
      const ref = this.keyring.accountIn(comment.consultationId, actor.accountId)
      if (useful === null) {
        await tx.query('delete from consultations.comment_vote where comment_id = $1 and account_ref = $2', [id, ref])
      } else {
        // The key decides who is first; whose comment it is, and whether it stands, is asked again in the same statement.
        const written = await touched(tx, `
          insert into consultations.comment_vote as v (comment_id, account_ref, useful)
          select c.id, $3, $4 from consultations.comment c where c.id = $1 and c.state = 'published' and c.author_id is distinct from $2
          on conflict (comment_id, account_ref) do update set useful = excluded.useful returning v.comment_id`, [id, actor.accountId, ref, useful])
        if (written === 0) throw new DomainError('comment.gone')
      }
      return one<JudgementView>(tx, 'select useful, not_useful as "notUseful", $2::boolean as "myVote" from consultations.comment where id = $1', [id, useful])
    })
  }
}

/** What is done online by an account needs an address that was proved. */
function refuseUnconfirmed(actor: Actor): void {
  if (!actor.emailConfirmed) throw new DomainError('account.email-unconfirmed')
}

/** What carries a comment, kept from closing until the transaction ends. Errors: 404 `comment.subject-unknown`; 400 `request.invalid` for none or two. */
async function subjectOf(tx: EntityManager, { proposalId, debateId }: { proposalId?: string | null, debateId?: string | null }): Promise<Subject> {
  if (Boolean(proposalId) === Boolean(debateId)) throw new DomainError('request.invalid', { status: 400, detail: 'Give a proposal or a debate', refusals: [{ code: 'comment.one-subject', at: 'proposalId' }] })
  const subject = await maybe<Subject>(tx, `
    select consultation_id as "consultationId", phase_id as "phaseId", suspended, subject_state as state, owner_kind as "ownerKind", owner_code as "ownerCode" from consultations.comments_phase($1, $2)`, [proposalId ?? null, debateId ?? null])
  if (!subject) throw new DomainError('comment.subject-unknown', { status: 404 })
  return subject
}

async function parentOf(tx: EntityManager, id: string, { proposalId, debateId }: NewComment): Promise<{ depth: number, state: string, sameSubject: boolean, rootId: string }> {
  const parent = await maybe<{ depth: number, state: string, subjectId: string, rootId: string }>(tx, `
    select depth, state, subject_id as "subjectId", coalesce(root_id, id) as "rootId" from consultations.comment where id = $1 for share`, [id])
  if (!parent) throw new DomainError('comment.unknown', { status: 404 })
  return { ...parent, sameSubject: parent.subjectId === (proposalId ?? debateId) }
}

async function writerFacts(tx: EntityManager, accountId: string): Promise<{ days: number, earlier: number, lastHour: number }> {
  return one(tx, `
    select extract(epoch from platform.clock() - a.created_at)::float8 / 86400 as days,
      (select count(*)::integer from (select from consultations.comment c where c.author_id = a.id limit 1000) c) as earlier,
      (select count(*)::integer from consultations.comment c where c.author_id = a.id and c.created_at > platform.clock() - interval '1 hour') as "lastHour"
    from identity.account a where a.id = $1`, [accountId])
}

async function holdBack(tx: EntityManager, consultationId: string, commentId: string, { cause, found }: { cause: string, found: string }): Promise<void> {
  await tx.query(`
    insert into consultations.moderation_case as k (consultation_id, comment_id, cause, found) values ($1, $2, $3, $4)
    on conflict (comment_id) do update set state = 'waiting', cause = excluded.cause, found = excluded.found, waiting_since = platform.clock() where k.state <> 'hidden'`, [consultationId, commentId, cause, found])
}

async function ownForChange(tx: EntityManager, actor: Actor, id: string): Promise<Own> {
  refuseUnconfirmed(actor)
  const comment = await maybe<Own>(tx, `
    select id, consultation_id as "consultationId", proposal_id as "proposalId", debate_id as "debateId", author_id as "authorId", body, state, created_at as "createdAt", platform.clock() as now
    from consultations.comment where id = $1 and (listed or author_id = $2) for no key update`, [id, actor.accountId])
  if (!comment) throw new DomainError('comment.unknown', { status: 404 })
  if (comment.authorId !== actor.accountId) throw new DomainError('comment.not-author', { status: 403 })
  if (comment.state === 'deleted' || comment.state === 'hidden') throw new DomainError('comment.gone')
  return comment
}
