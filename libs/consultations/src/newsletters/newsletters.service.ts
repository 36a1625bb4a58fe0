import { Injectable } from '@nestjs/common'
import { mayActIn, MunicipalityDirectory, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, iso, maybe, offsetOf, one, Outbox, rows } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { roundedCount, scopeRefusal } from './audience.rules'
import { ACCEPTS_LETTERS, Mailings } from './mailings.service'
import type { NewNewsletter, NewsletterEdit, NewsletterPageView, NewsletterSummaryView, NewsletterText, NewsletterView } from './newsletters.dto'

/** A letter to its own author, to see it as it comes. Payload: `{ newsletterId, accountId }`. */
export const NEWSLETTER_TEST = 'newsletter.test'

/** Who gets it: `$1` commune, `$2` consultation. Who voted or supported is nobody's business and is not looked for. */
const AUDIENCE = `
  from identity.account a where ${ACCEPTS_LETTERS} and ($1::text is null or a.municipality_code = $1) and ($2::uuid is null
    or exists (select from consultations.proposal r where r.author_id = a.id and r.consultation_id = $2)
    or exists (select from consultations.follow f where f.account_id = a.id and f.kind = 'consultation' and f.target = $2::text))`

const SUMMARY = `n.id, n.owner_kind as "ownerKind", n.owner_code as "ownerCode", n.municipality_code as "municipalityCode", n.subject, n.state,
  ${iso('n.updated_at')} as "updatedAt", ${iso('n.started_at')} as "startedAt", ${iso('n.ended_at')} as "endedAt",
  case when c.id is not null then jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) end as consultation`
const FROM = 'from consultations.newsletter n left join consultations.consultation c on c.id = n.consultation_id'

interface SummaryRow extends Omit<NewsletterSummaryView, 'owner' | 'municipality'> {
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  municipalityCode: string | null
}

type Row = SummaryRow & { body: string, revision: number }

/** Letters that staff write to people who accepted them. Whoever sends one never sees an address, nor who gets it. */
@Injectable()
export class Newsletters {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: MunicipalityDirectory,
    private readonly mailings: Mailings,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Of the places where the actor may send letters; the last changed first. */
  async list(actor: Actor, query: PageQuery): Promise<NewsletterPageView> {
    const places = placesOf(actor, 'newsletter.send').places.map(({ kind, code }) => `${kind}:${code}`)
    const where = `where n.owner_kind || ':' || n.owner_code = any($1)`
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${FROM} ${where}`, [places])
    const found = await rows<SummaryRow>(this.dataSource, `select ${SUMMARY} ${FROM} ${where} order by n.updated_at desc, n.id limit $2 offset $3`, [places, query.perPage, offsetOf(query)])
    return { items: found.map((row) => this.summary(row)), total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `newsletter.unknown`, 403 `place.other`. */
  async read(actor: Actor, id: string): Promise<NewsletterView> {
    const row = await this.find(this.dataSource.manager, actor, id)
    const { count } = row.state === 'draft' ? await one<{ count: number }>(this.dataSource, `select count(*)::integer as count ${AUDIENCE}`, [row.municipalityCode, row.consultation?.id ?? null]) : { count: 0 }
    const report = row.state === 'draft' ? null : await one<{ recipients: number, sent: number, refused: number }>(this.dataSource, `
      select count(*)::integer as recipients, count(r.sent_at)::integer as sent, count(*) filter (where r.dropped = 'refused')::integer as refused
      from consultations.mailing m join consultations.mailing_recipient r on r.mailing_id = m.id where m.newsletter_id = $1`, [id])
    const underWay = row.state !== 'draft' && row.state !== 'sent' && await this.mailings.underWay(this.dataSource.manager, id)
    return {
      ...this.summary(row), resumable: (row.state === 'stopped' || row.state === 'sending') && !underWay, underWay, municipalityCode: row.municipalityCode, body: row.body, revision: row.revision,
      audience: roundedCount(count), nobody: row.state === 'draft' && count === 0,
      report: report && { recipients: roundedCount(report.recipients), sent: roundedCount(report.sent), refused: roundedCount(report.refused) },
    }
  }

  /** Errors: 403 `place.other`, 422 `newsletter.people-of-others`, `newsletter.consultation-of-others`, `municipality.unknown`, `consultation.unknown`. */
  async write(actor: Actor, { ownerKind, ownerCode, ...text }: NewNewsletter): Promise<string> {
    const owner = { kind: ownerKind, code: ownerCode }
    if (!mayActIn(actor, 'newsletter.send', owner)) throw new DomainError('place.other', { status: 403, facts: owner })
    return this.dataSource.transaction(async (tx) => {
      const { municipalityCode, consultationId } = await this.checked(tx, owner, text)
      const { id } = await one<{ id: string }>(tx, `
        insert into consultations.newsletter (owner_kind, owner_code, municipality_code, consultation_id, subject, body, created_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [ownerKind, ownerCode, municipalityCode, consultationId, text.subject, text.body, actor.accountId])
      await this.record(tx, actor, 'newsletter.written', id, { subject: text.subject })
      return id
    })
  }

  /** Errors also: 409 `newsletter.changed-meanwhile`, `newsletter.not-draft`. */
  async edit(actor: Actor, id: string, { revision, ...text }: NewsletterEdit): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const row = await this.draft(tx, actor, id, revision)
      const { municipalityCode, consultationId } = await this.checked(tx, { kind: row.ownerKind, code: row.ownerCode }, text)
      await tx.query(`
        update consultations.newsletter set municipality_code = $2, consultation_id = $3, subject = $4, body = $5, revision = revision + 1, updated_at = platform.clock() where id = $1`,
      [id, municipalityCode, consultationId, text.subject, text.body])
      await this.record(tx, actor, 'newsletter.edited', id, { subject: text.subject })
    })
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { subject } = await this.draft(tx, actor, id)
      await tx.query('delete from consultations.newsletter where id = $1', [id])
      await this.record(tx, actor, 'newsletter.removed', id, { subject })
    })
  }

  /** Sends it to whoever asks, and to nobody else. */
  async test(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await this.find(tx, actor, id)
      await this.outbox.announce(tx, NEWSLETTER_TEST, { newsletterId: id, accountId: actor.accountId })
    })
  }

  /** Once. Errors: 409 `newsletter.changed-meanwhile`, `newsletter.not-draft`, 422 `newsletter.nobody`. */
  async send(actor: Actor, id: string, revision: number): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { municipalityCode, consultation, subject } = await this.draft(tx, actor, id, revision)
      await tx.query(`update consultations.newsletter set state = 'sending', sent_by = $2, started_at = platform.clock(), updated_at = platform.clock(), revision = revision + 1 where id = $1`, [id, actor.accountId])
      const count = await this.mailings.openLetter(tx, id, AUDIENCE, [municipalityCode, consultation?.id ?? null])
      if (count === 0) throw new DomainError('newsletter.nobody')
      await this.record(tx, actor, 'newsletter.sent', id, { subject, recipients: roundedCount(count) })
    })
  }

  /** What has not left stays here until the letter is resumed. Error: 409 `newsletter.not-sending`. */
  async stop(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { state, subject } = await this.find(tx, actor, id)
      if (state !== 'sending') throw new DomainError('newsletter.not-sending', { status: 409, facts: { state } })
      await tx.query(`update consultations.newsletter set state = 'stopped', ended_at = platform.clock(), updated_at = platform.clock() where id = $1`, [id])
      await this.record(tx, actor, 'newsletter.stopped', id, { subject })
    })
  }

  /**
   * Goes on with a letter that was stopped, or whose job failed for good: who has it does not get it again.
   * Errors: 409 `newsletter.not-stopped`, `newsletter.still-stopping` (the last ones are still leaving); 422 `newsletter.nobody-left`.
   */
  async resume(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { state, subject } = await this.find(tx, actor, id)
      const underWay = await this.mailings.underWay(tx, id)
      if (state !== 'stopped' && !(state === 'sending' && !underWay)) throw new DomainError('newsletter.not-stopped', { status: 409, facts: { state } })
      if (underWay) throw new DomainError('newsletter.still-stopping', { status: 409 })
      await tx.query(`update consultations.newsletter set state = 'sending', ended_at = null, updated_at = platform.clock() where id = $1`, [id])
      const count = await this.mailings.resumeLetter(tx, id)
      if (count === 0) throw new DomainError('newsletter.nobody-left')
      await this.record(tx, actor, 'newsletter.resumed', id, { subject, recipients: roundedCount(count) })
    })
  }

  /** For the mail itself. */
  async text(id: string): Promise<{ subject: string, body: string, ownerName: string } | null> {
    const row = await maybe<{ subject: string, body: string, kind: 'metropolis' | 'municipality', code: string }>(this.dataSource, 'select subject, body, owner_kind as kind, owner_code as code from consultations.newsletter where id = $1', [id])
    return row && { subject: row.subject, body: row.body, ownerName: this.directory.nameOf(row.kind, row.code) }
  }

  private async checked(tx: EntityManager, owner: { kind: 'metropolis' | 'municipality', code: string }, { municipalityCode = null, consultationId = null }: NewsletterText): Promise<{ municipalityCode: string | null, consultationId: string | null }> {
    const code = municipalityCode === null ? null : this.directory.resolve(municipalityCode)
    if (municipalityCode !== null && code === null) throw refused('municipality.unknown', 'municipalityCode')
    const consultation = consultationId === null ? null : await maybe<{ kind: 'metropolis' | 'municipality', code: string }>(tx, `
      select owner_kind as kind, owner_code as code from consultations.consultation where id = $1 and state <> 'draft'`, [consultationId])
    if (consultationId !== null && !consultation) throw refused('consultation.unknown', 'consultationId')
    const wrong = scopeRefusal({ owner, municipalityCode: code, consultationOwner: consultation })
    if (wrong) throw refused(wrong.code, wrong.at)
    return { municipalityCode: code, consultationId }
  }

  private async draft(tx: EntityManager, actor: Actor, id: string, revision?: number): Promise<Row> {
    const row = await this.find(tx, actor, id)
    if (row.state !== 'draft') throw new DomainError('newsletter.not-draft', { status: 409, facts: { state: row.state } })
    if (revision !== undefined && row.revision !== revision) throw new DomainError('newsletter.changed-meanwhile', { status: 409, facts: { revision: row.revision } })
    return row
  }

  /** Locked, where it is about to change. */
  private async find(tx: EntityManager, actor: Actor, id: string): Promise<Row> {
    const row = await maybe<Row>(tx, `select ${SUMMARY}, n.body, n.revision ${FROM} where n.id = $1 ${tx.queryRunner ? 'for no key update of n' : ''}`, [id])
    if (!row) throw new DomainError('newsletter.unknown', { status: 404 })
    const place = { kind: row.ownerKind, code: row.ownerCode }
    if (!mayActIn(actor, 'newsletter.send', place)) throw new DomainError('place.other', { status: 403, facts: place })
    return row
  }

  private summary({ id, ownerKind, ownerCode, municipalityCode, consultation, subject, state, updatedAt, startedAt, endedAt }: SummaryRow): NewsletterSummaryView {
    return {
      id, consultation, subject, state, updatedAt, startedAt, endedAt,
      owner: { kind: ownerKind, code: ownerCode, name: this.directory.nameOf(ownerKind, ownerCode) },
      municipality: municipalityCode && (this.directory.byCode(municipalityCode)?.name ?? municipalityCode),
    }
  }

  private record(tx: EntityManager, actor: Actor, action: string, id: string, detail: object): Promise<void> {
    return this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'newsletter', subjectId: id, detail })
  }
}

const refused = (code: string, at: string): DomainError => new DomainError(code, { refusals: [{ code, at }] })
