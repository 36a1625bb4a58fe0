import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, Erasures, maybe, one, rows, touched } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { tidyLine } from '../consultations/consultations.dto'
import { openPhase, refuseUnconfirmed, takingPhase } from '../proposals/open-phase'
import { lastVersionForEdit, ownForChange } from '../proposals/own-proposal'
import { altRefusals, LIMITS } from './attachments.rules'
import type { AttachmentsView, AttachmentView, ChangeAttachmentDto } from './attachments.dto'
import { inTurn, prepared, readUpload, type Prepared } from './uploads'
import { attachmentJson, keepFile, publishWorkingSet, showFirstPicture, WORKING_ORDER, type Snapshot } from './working-set'

/** Files that were given and belong to nothing are removed after a day; of answers the hour is not kept, so they have up to two. */
const ORPHAN_HOURS = { proposals: 24, answers: 48 } as const

/** Holds the session of a desk until the transaction ends. */
type LockedSession = (tx: EntityManager) => Promise<{ id: string, consultationId: string }>

interface Own {
  id: string
  token: string
  kind: 'picture' | 'document'
  /** Null while it is a draft. */
  proposalId: string | null
}

/** The pictures and documents that an author puts together, of a draft or of a proposal that stands. */
@Injectable()
export class Attachments implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly erasures: Erasures) {}

  onModuleInit(): void {
    this.erasures.register('unattached-files', 3600, (tx) => this.sweep(tx))
  }

  /** Errors: 404 `draft.unknown`; 422 `phase.not-open`, and those of `give`. */
  async addToDraft(actor: Actor, draftId: string, request: FastifyRequest): Promise<AttachmentsView> {
    refuseUnconfirmed(actor)
    // Asked before anything of the file is read, and once more when it is kept.
    await this.draft(this.dataSource.manager, actor, draftId)
    const given = await this.given(request)
    return this.dataSource.transaction(async (tx) => {
      const consultationId = await this.draft(tx, actor, draftId, 'for share')
      await this.keep(tx, { consultationId, token: draftId, authorId: actor.accountId }, given)
      return this.view(tx, draftId, null)
    })
  }

  /** Seen by its author alone until it is published. Errors: those of `ownForChange`, of an edit, and of `give`. */
  async addToProposal(actor: Actor, proposalId: string, request: FastifyRequest): Promise<AttachmentsView> {
    await this.dataSource.transaction((tx) => this.editable(tx, actor, proposalId))
    const given = await this.given(request)
    return this.dataSource.transaction(async (tx) => {
      const { consultationId, submissionToken } = await this.editable(tx, actor, proposalId)
      await this.keep(tx, { consultationId, token: submissionToken, authorId: actor.accountId }, given)
      return this.view(tx, submissionToken, proposalId)
    })
  }

  /**
   * Of a proposal that is being written at a desk, whose session is held by `lock`; `token` is that of its form. Seen by nobody before the proposal is sent.
   * Errors: those of `lock`; 409 `proposal.token-taken`; 422 `phase.not-open`, and those of `give`.
   */
  async addAtDesk(lock: LockedSession, token: string, request: FastifyRequest): Promise<AttachmentsView> {
    await this.dataSource.transaction((tx) => this.desk(tx, lock, token))
    const given = await this.given(request)
    return this.dataSource.transaction(async (tx) => {
      const session = await this.desk(tx, lock, token)
      await this.keep(tx, { consultationId: session.consultationId, token, assistanceId: session.id }, given)
      return this.view(tx, token, null)
    })
  }

  /** What was given in this session. Errors: those of `lock`. */
  async ofDesk(lock: LockedSession, token: string): Promise<AttachmentsView> {
    return this.dataSource.transaction(async (tx) => {
      await this.desk(tx, lock, token)
      return this.view(tx, token, null)
    })
  }

  /** Errors: those of `lock`, 404 `attachment.unknown`. */
  async removeAtDesk(lock: LockedSession, token: string, id: string): Promise<AttachmentsView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await this.desk(tx, lock, token)
      if (!await maybe(tx, 'delete from consultations.attachment where id = $1 and token = $2 and assistance_id = $3 and published_at is null returning id', [id, token, session.id])) throw new DomainError('attachment.unknown', { status: 404 })
      return this.view(tx, token, null)
    })
  }

  /** Error: 404 `draft.unknown`. */
  async ofDraft(actor: Actor, draftId: string): Promise<AttachmentsView> {
    await this.draft(this.dataSource.manager, actor, draftId)
    return this.view(this.dataSource.manager, draftId, null)
  }

  /** Errors: 404 `proposal.unknown`, also of somebody else. */
  async ofProposal(actor: Actor, proposalId: string): Promise<AttachmentsView> {
    const own = await maybe<{ token: string }>(this.dataSource, 'select submission_token as token from consultations.proposal where id = $1 and author_id = $2', [proposalId, actor.accountId])
    if (!own) throw new DomainError('proposal.unknown', { status: 404 })
    return this.view(this.dataSource.manager, own.token, proposalId)
  }

  /** Its description, or its place among its kind. Errors: 404 `attachment.unknown`; 422 `attachment.alt-missing`, and those of an edit. */
  async change(actor: Actor, id: string, { alt, decorative = false, move }: ChangeAttachmentDto): Promise<AttachmentsView> {
    return this.dataSource.transaction(async (tx) => {
      const own = await this.own(tx, actor, id)
      if (own.kind === 'picture' && (alt !== undefined || decorative)) {
        const words = decorative ? '' : alt ?? ''
        DomainError.throwIfAny(altRefusals({ alt: words, decorative }))
        await tx.query('update consultations.attachment set alt = $2 where id = $1', [id, words])
      }
      if (move) {
        const order = (await rows<{ id: string }>(tx, `select a.id from consultations.attachment a where a.token = $1 and a.kind = $2 and a.slot is not null order by ${WORKING_ORDER} for update`, [own.token, own.kind])).map((row) => row.id)
        const from = order.indexOf(id)
        const to = from + (move === 'up' ? -1 : 1)
        if (to >= 0 && to < order.length) [order[from], order[to]] = [order[to] ?? id, id]
        await tx.query('update consultations.attachment a set position = o.place from unnest($1::uuid[]) with ordinality o(id, place) where o.id = a.id', [order])
      }
      return this.view(tx, own.token, own.proposalId)
    })
  }

  /** Takes it out. What no version shows is gone at once. Errors: as `change`. */
  async remove(actor: Actor, id: string): Promise<AttachmentsView> {
    return this.dataSource.transaction(async (tx) => {
      const { token, proposalId } = await this.own(tx, actor, id)
      await tx.query('delete from consultations.attachment where id = $1 and published_at is null', [id])
      await tx.query('update consultations.attachment set slot = null where id = $1', [id])
      return this.view(tx, token, proposalId)
    })
  }

  /** Shows what was put together, as another version with the same text. Errors: those of an edit, 409 `proposal.changed-meanwhile`. */
  async publish(actor: Actor, proposalId: string, version: number): Promise<AttachmentsView> {
    return this.dataSource.transaction(async (tx) => {
      const { submissionToken } = await ownForChange(tx, actor, proposalId)
      const last = await lastVersionForEdit(tx, proposalId, version)
      const { shown } = await one<{ shown: Snapshot }>(tx, 'select attachments as shown from consultations.proposal_version where proposal_id = $1 and version = $2', [proposalId, last])
      const now = await publishWorkingSet(tx, submissionToken, { authorId: actor.accountId })
      if (!same(shown, now)) {
        await tx.query(`
          insert into consultations.proposal_version (proposal_id, version, title, body, theme, place, lat, lon, attachments)
          select $1, $2::integer + 1, v.title, v.body, v.theme, v.place, v.lat, v.lon, $3 from consultations.proposal_version v where v.proposal_id = $1 and v.version = $2`, [proposalId, last, JSON.stringify(now)])
        await tx.query('update consultations.proposal set edited_at = platform.clock(), updated_at = platform.clock() where id = $1', [proposalId])
        await showFirstPicture(tx, proposalId, now)
        await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.edited', subjectKind: 'proposal', subjectId: proposalId, detail: { version: last + 1, attachments: now.length } })
      }
      return this.view(tx, submissionToken, proposalId)
    })
  }

  /** What was given and never attached. Files of drafts go with their draft (a trigger), those of a sheet with the sheet. */
  async sweep(tx: EntityManager): Promise<number> {
    return touched(tx, `
      delete from consultations.attachment a where a.published_at is null and (
        (a.token is not null and a.created_at < platform.clock() - interval '${ORPHAN_HOURS.proposals} hours' and not exists (select from consultations.proposal_draft d where d.id = a.token))
        or (a.token is null and a.created_at < platform.clock() - interval '${ORPHAN_HOURS.answers} hours' and not exists (
          select from consultations.answer_sheet s where s.id = a.sheet_id and a.id::text in (s.answers -> a.question ->> 'file', s.sent -> a.question ->> 'file'))))`)
  }

  private async given(request: FastifyRequest): Promise<{ file: Prepared, alt: string }> {
    return inTurn(async () => {
      const { fields, ...upload } = await readUpload(request)
      const alt = String(tidyLine({ value: fields.alt ?? '' }))
      const decorative = fields.decorative === 'true'
      const file = await prepared(upload)
      // Asked of a picture alone; of what was typed nothing is lost.
      if (file.kind === 'picture') DomainError.throwIfAny(altRefusals({ alt, decorative }), { facts: { alt: alt.slice(0, LIMITS.alt) } })
      return { file, alt: file.kind === 'picture' && !decorative ? alt : '' }
    })
  }

  private async keep(tx: EntityManager, owner: { consultationId: string, token: string, authorId?: string, assistanceId?: string }, { file, alt }: { file: Prepared, alt: string }): Promise<void> {
    const most = file.kind === 'picture' ? LIMITS.pictures : LIMITS.documents
    if (!await keepFile(tx, owner, file, alt, most)) throw new DomainError(`attachment.too-many-${file.kind}s`, { facts: { most } })
  }

  private async draft(tx: EntityManager, { accountId }: Actor, id: string, lock = ''): Promise<string> {
    const draft = await maybe<{ consultationId: string }>(tx, `select consultation_id as "consultationId" from consultations.proposal_draft where id = $1 and author_id = $2 ${lock}`, [id, accountId])
    if (!draft) throw new DomainError('draft.unknown', { status: 404 })
    if (lock) takingPhase(await openPhase(tx, draft.consultationId))
    return draft.consultationId
  }

  /** A form of this session, or a new one: what is kept under somebody else's token is not touched. */
  private async desk(tx: EntityManager, lock: LockedSession, token: string): Promise<{ id: string, consultationId: string }> {
    const session = await lock(tx)
    takingPhase(await openPhase(tx, session.consultationId))
    if (await maybe(tx, `
      select 1 from consultations.proposal where submission_token = $1 union all select 1 from consultations.proposal_draft where id = $1
      union all select 1 from consultations.attachment where token = $1 and assistance_id is distinct from $2 limit 1`, [token, session.id])) throw new DomainError('proposal.token-taken', { status: 409 })
    return session
  }

  private async editable(tx: EntityManager, actor: Actor, proposalId: string): Promise<{ consultationId: string, submissionToken: string }> {
    const proposal = await ownForChange(tx, actor, proposalId)
    await lastVersionForEdit(tx, proposalId, undefined)
    return proposal
  }

  /** A file of one's own that may be changed now. */
  private async own(tx: EntityManager, actor: Actor, id: string): Promise<Own> {
    const found = await maybe<Own>(tx, `
      select a.id, a.token, a.kind, p.id as "proposalId" from consultations.attachment a left join consultations.proposal p on p.submission_token = a.token and p.consultation_id = a.consultation_id
      where a.id = $1 and a.author_id = $2 and a.slot is not null`, [id, actor.accountId])
    if (!found) throw new DomainError('attachment.unknown', { status: 404 })
    if (found.proposalId) await this.editable(tx, actor, found.proposalId)
    else await this.draft(tx, actor, found.token, 'for update')
    return found
  }

  private async view(tx: EntityManager, token: string, proposalId: string | null): Promise<AttachmentsView> {
    const items = await rows<{ item: AttachmentView }>(tx, `select ${attachmentJson('a.alt')} as item from consultations.attachment a where a.token = $1 and a.slot is not null order by ${WORKING_ORDER}`, [token])
    const shown = proposalId === null ? null : (await one<{ shown: Snapshot }>(tx, 'select attachments as shown from consultations.proposal_version where proposal_id = $1 order by version desc limit 1', [proposalId])).shown
    return {
      items: items.map(({ item }) => item), changed: shown !== null && !same(shown, items.map(({ item: { id, alt } }) => ({ id, alt }))),
      limits: { pictures: LIMITS.pictures, documents: LIMITS.documents, pictureMegabytes: LIMITS.pictureBytes / 1024 / 1024, documentMegabytes: LIMITS.documentBytes / 1024 / 1024 },
    }
  }
}

const same = (one: Snapshot, other: Snapshot): boolean => one.length === other.length && one.every(({ id, alt }, index) => id === other[index]?.id && alt === other[index].alt)
