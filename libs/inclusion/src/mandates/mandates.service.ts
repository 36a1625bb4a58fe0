import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { hashReceipt, parseReceipt, receiptCode } from '@parvis/consultations'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, Erasures, maybe, one, Periodic, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ConsentRequests } from './consent-requests.service'
import type { MandateView, NewMandateDto } from './mandates.dto'
import { attestedText, DURATION_DAYS } from './mandates.rules'
import type { Revoker, Scope } from './mandates.rules'

/** Years for which the proof of an agreement is kept after its last day: one in use, two in the archive (inclusion.md 2.9). */
const KEPT_YEARS = 3

export interface MandateToMake extends NewMandateDto {
  centreId: string
  textVersion: string
  /** Of the person, in each consultation that it is for. */
  keys: readonly { consultationId: string, k0: Buffer }[]
}

/** One for a single visit ends with it, whether or not the person agreed meanwhile. */
const VISIT_OVER = `m.duration = 'ONE_ACT' and exists (select from inclusion.assisted_session o where o.mandate_id = m.id and (o.expires_at is null or o.expires_at <= platform.clock()))`

/** The state of a mandate `m` beside its request `q`, in SQL. */
export const MANDATE_STATE = `case when m.revoked_on is not null then 'revoked' when q.state in ('DENIAL_RECEIVED', 'UNDELIVERED', 'SILENT') then 'denied'
  when ${VISIT_OVER} then 'expired' when m.agreed_on is null then 'waiting' when m.expires_on < platform.today() then 'expired' else 'in-force' end`

/** What is said of a mandate on the telephone, and stands on the sheet and in the list of staff: it opens nothing. */
export const MANDATE_REFERENCE = 'upper(left(m.id::text, 8))'

const day = (column: string): string => `to_char(${column}, 'YYYY-MM-DD')`

/** Mandates: made with the person, held by the organisation, shown and ended by whoever has their code. What a mandate allows the database decides (`inclusion.mandate_refusal`). */
@Injectable()
export class Mandates implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly periodic: Periodic,
    private readonly erasures: Erasures,
    private readonly requests: ConsentRequests,
  ) {}

  onModuleInit(): void {
    this.periodic.every('mandates', 60, () => this.requests.close())
    this.erasures.register('mandates', 3600, (tx) => this.forget(tx))
  }

  /** The code that the person keeps: the same whenever it is asked. */
  codeOf(mandateId: string): string {
    return receiptCode(this.config.receiptKey, mandateId, 'mandate')
  }

  /** Writes a mandate; nothing may be entered under it before the person agreed. Errors: those of `ConsentRequests.ask`; 409 `mandate.no-organisation`; 422 `consultation.unknown` at `mandate.otherConsultationIds`. */
  async make(tx: EntityManager, actor: Actor, mandate: MandateToMake): Promise<string> {
    const id = randomUUID()
    const days = DURATION_DAYS[mandate.duration]
    const consultationIds = mandate.keys.map(({ consultationId }) => consultationId)
    const named = await rows<{ id: string, startsOn: string, expiresOn: string }>(tx, `
      select c.id, ${day('platform.today()')} as "startsOn", ${day('greatest(platform.today(), least(ends.on_day, platform.today() + coalesce($2::integer, ends.on_day - platform.today())))')} as "expiresOn"
      from consultations.consultation c
      cross join lateral (
        select max((coalesce(greatest(v.admitted_until, v.closes_at) + make_interval(days => v.claim_days), p.closes_at) at time zone 'Europe/Paris')::date) as on_day
        from consultations.phase p left join consultations.vote v on v.phase_id = p.id where p.consultation_id = c.id) ends
      where c.id = any($1) and c.state in ('announced', 'running') and ends.on_day is not null`, [consultationIds, days])
    const first = named[0]
    if (!first || named.length < consultationIds.length) throw new DomainError('consultation.unknown', { refusals: [{ code: 'consultation.unknown', at: 'mandate.otherConsultationIds' }] })
    const { startsOn } = first
    const expiresOn = named.map((consultation) => consultation.expiresOn).sort().at(-1) ?? startsOn
    const organisationId = await this.organisationOf(tx, mandate.centreId)
    const { hash: template } = await one<{ hash: Buffer }>(tx, 'select hash from inclusion.consent_translation where version = $1 and language = $2', [mandate.textVersion, mandate.language])
    const keys = mandate.keys.map(({ consultationId, k0 }) => ({ consultationId, key: this.keyOf(k0) }))
    const salt = randomBytes(16)
    const attestation = createHash('sha256').update(attestedText({
      id, organisationId, centreId: mandate.centreId, consultations: keys.map(({ consultationId, key }) => `${consultationId}:${key.toString('hex')}`), scopes: mandate.scopes, duration: mandate.duration,
      startsOn, expiresOn, remote: mandate.remote, consentMethod: mandate.method, textVersion: mandate.textVersion, language: mandate.language, protectiveMeasureDeclared: false,
    }, template.toString('hex'), salt.toString('hex')), 'utf8').digest()
    const request = mandate.method === 'SMS' ? await this.requests.ask(tx, mandate.phone ?? '', mandate.language) : null
    await tx.query(`
      insert into inclusion.mandate (id, organisation_id, centre_id, created_by, duration, starts_on, expires_on, remote, consent_method, consent_request_id, phone_hash, agreed_on, text_version, language, declares_no_protective_measure, salt, attestation_hash, receipt_hash)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $9 = 'HANDWRITTEN' then platform.today() end, $12, $13, true, $14, $15, $16)`,
    [id, organisationId, mandate.centreId, actor.accountId, mandate.duration, startsOn, expiresOn, mandate.remote, mandate.method, request?.id ?? null, request?.phoneHash ?? null, mandate.textVersion, mandate.language, salt, attestation, hashReceipt(this.config.receiptKey, this.codeOf(id))])
    await tx.query('insert into inclusion.mandate_consultation (mandate_id, consultation_id, participant_key, expires_on) select $1, k.consultation_id, k.key, n.expires_on from unnest($2::uuid[], $3::bytea[]) as k (consultation_id, key) join unnest($4::uuid[], $5::date[]) as n (id, expires_on) on n.id = k.consultation_id',
      [id, consultationIds, keys.map(({ key }) => key), named.map((consultation) => consultation.id), named.map((consultation) => consultation.expiresOn)])
    await tx.query('insert into inclusion.mandate_authorisation (mandate_id, scope) select $1, unnest($2::text[])', [id, mandate.scopes])
    await this.record(tx, actor.accountId, 'mandate.created', id)
    return id
  }

  /**
   * The mandate of a person who comes back with its code. Errors: 422 `mandate.unknown` at `mandateCode`, for the code of somebody else too;
   * 409 why nothing may be entered under it; `mandate.one-act` when it was for one visit, `mandate.other-organisation` where another one holds it.
   */
  async find(tx: EntityManager, typed: string, { consultationId, centreId, k0 }: { consultationId: string, centreId: string, k0: Buffer }): Promise<string> {
    const code = parseReceipt(typed)
    const found = code && await maybe<{ id: string, duration: string, organisationId: string }>(tx, `
      select m.id, m.duration, m.organisation_id as "organisationId" from inclusion.mandate m join inclusion.mandate_consultation c on c.mandate_id = m.id and c.consultation_id = $2 and c.participant_key = $3 where m.receipt_hash = $1`,
    [hashReceipt(this.config.receiptKey, code), consultationId, this.keyOf(k0)])
    if (!found) throw new DomainError('mandate.unknown', { refusals: [{ code: 'mandate.unknown', at: 'mandateCode' }] })
    if (found.organisationId !== await this.organisationOf(tx, centreId)) throw new DomainError('mandate.other-organisation', { status: 409 })
    if (found.duration === 'ONE_ACT') throw new DomainError('mandate.one-act', { status: 409 })
    await this.enforce(tx, found.id, consultationId, 'ANSWER')
    return found.id
  }

  /** Locks the mandate until the transaction ends. Errors: 409 with why nothing may be done under it. */
  async enforce(tx: EntityManager, mandateId: string | null, consultationId: string, scope: Scope): Promise<void> {
    const { refusal } = await one<{ refusal: string | null }>(tx, 'select inclusion.mandate_refusal($1, $2, $3) as refusal', [mandateId, consultationId, scope])
    if (refusal !== null) throw new DomainError(refusal, { status: 409 })
  }

  /** Error: 404 `mandate.unknown`, for a mistyped code too. */
  async view(typed: string): Promise<MandateView> {
    return this.read(this.dataSource.manager, await this.idOf(this.dataSource.manager, typed))
  }

  /**
   * The person agreed in front of the mediator's screen, or aloud before a second mediator, who is the one that says so.
   * Errors: 404; 403 `mandate.other-centre`, `mandate.witness-habilitated` for a volunteer; 409 `mandate.second-person` for who made it (the database knows both), `mandate.not-waiting`.
   */
  async agree(actor: Actor, typed: string): Promise<MandateView> {
    return this.dataSource.transaction(async (tx) => {
      const id = await this.idOf(tx, typed)
      if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: await this.centreOf(tx, id) })) throw new DomainError('mandate.other-centre', { status: 403 })
      const agreed = await touched(tx, `
        update inclusion.mandate set agreed_on = platform.today(), witnessed_by = case when consent_method = 'ORAL' then $2::uuid end
        where id = $1 and consent_method in ('ON_SCREEN', 'ORAL') and agreed_on is null and revoked_on is null`, [id, actor.accountId]).catch((error: unknown) => {
        if (broke(error, 'mandate_witness_habilitated')) throw new DomainError('mandate.witness-habilitated', { status: 403 })
        throw broke(error, 'mandate_two_people') ? new DomainError('mandate.second-person', { status: 409 }) : error
      })
      if (agreed === 0) throw new DomainError('mandate.not-waiting', { status: 409 })
      await this.record(tx, actor.accountId, 'mandate.agreed', id)
      return this.read(tx, id)
    })
  }

  /** By its code: the person, or a mediator beside them. Ending twice is no error. Error: 404. */
  async revokeByCode(actor: Actor | null, typed: string, scope?: Scope): Promise<MandateView> {
    return this.dataSource.transaction(async (tx) => {
      const id = await this.idOf(tx, typed)
      const atDesk = mayActIn(actor, 'desk.use', { kind: 'centre', code: await this.centreOf(tx, id) })
      const { createdBy } = await one<{ createdBy: string }>(tx, 'select created_by as "createdBy" from inclusion.mandate where id = $1', [id])
      const revoker: Revoker = !atDesk ? 'CITIZEN' : createdBy === actor?.accountId ? 'MEDIATOR' : 'ORGANISATION'
      return this.revoke(tx, atDesk ? actor : null, id, revoker, scope)
    })
  }

  /** The row of the mandate is locked by the update: it waits for an entry that has begun, and the next one sees it. */
  async revoke(tx: EntityManager, actor: Actor | null, id: string, revoker: Revoker, scope?: Scope): Promise<MandateView> {
    const revoked = scope === undefined
      ? await touched(tx, 'update inclusion.mandate set revoked_on = platform.today(), revoked_by = $2 where id = $1 and revoked_on is null', [id, revoker])
      : await touched(tx, 'update inclusion.mandate_authorisation set revoked_on = platform.today(), revoked_by = $2 where mandate_id = $1 and scope = $3 and revoked_on is null', [id, revoker, scope])
    if (revoked > 0) await this.record(tx, actor?.accountId ?? null, 'mandate.revoked', id, { by: revoker })
    return this.read(tx, id)
  }

  /** Deletes what is past its time, with the questions that were asked for it. */
  private async forget(tx: EntityManager): Promise<number> {
    const { gone } = await one<{ gone: number }>(tx, `
      with gone as (delete from inclusion.mandate m where m.expires_on < platform.today() - make_interval(years => $1) and not exists (select from inclusion.assisted_session s where s.mandate_id = m.id and s.k0 is not null) returning m.consent_request_id),
        asked as (delete from inclusion.consent_request r using gone g where r.id = g.consent_request_id)
      select count(*)::integer as gone from gone`, [KEPT_YEARS])
    return gone
  }

  private async idOf(tx: EntityManager, typed: string): Promise<string> {
    const code = parseReceipt(typed)
    const found = code && await maybe<{ id: string }>(tx, 'select id from inclusion.mandate where receipt_hash = $1', [hashReceipt(this.config.receiptKey, code)])
    if (!found) throw new DomainError('mandate.unknown', { status: 404 })
    return found.id
  }

  private async centreOf(tx: EntityManager, id: string): Promise<string> {
    return (await one<{ slug: string }>(tx, 'select t.slug from inclusion.mandate m join inclusion.centre t on t.id = m.centre_id where m.id = $1', [id])).slug
  }

  async read(tx: EntityManager, id: string): Promise<MandateView> {
    return one<MandateView>(tx, `
      select ${MANDATE_REFERENCE} as reference, ${MANDATE_STATE} as state, m.consent_method as method, m.remote, m.duration, ${day('m.starts_on')} as "startsOn", ${day('m.expires_on')} as "expiresOn", ${day('m.revoked_on')} as "revokedOn", m.revoked_by as "revokedBy",
        o.name as organisation, t.name as centre, m.language, m.text_version as "textVersion", x.body as text, encode(m.attestation_hash, 'hex') as attestation, q.state as request,
        (select jsonb_agg(jsonb_build_object('slug', c.slug, 'title', c.title, 'expiresOn', ${day('k.expires_on')}) order by k.expires_on, c.title) from inclusion.mandate_consultation k join consultations.consultation c on c.id = k.consultation_id where k.mandate_id = m.id) as consultations,
        (select jsonb_agg(jsonb_build_object('scope', a.scope, 'revokedOn', ${day('a.revoked_on')}) order by a.scope) from inclusion.mandate_authorisation a where a.mandate_id = m.id) as authorisations
      from inclusion.mandate m join inclusion.organisation o on o.id = m.organisation_id join inclusion.centre t on t.id = m.centre_id
      join inclusion.consent_translation x on x.version = m.text_version and x.language = m.language
      left join inclusion.consent_request q on q.id = m.consent_request_id where m.id = $1`, [id])
  }

  /** Of its own: neither the key of a roll, nor one from which it could be made without the secret. */
  private keyOf(k0: Buffer): Buffer {
    return createHmac('sha256', this.config.masterPepper).update('mandate/participant/v1\n').update(k0).digest().subarray(0, 16)
  }

  /** Who holds it. Error: 409 `mandate.no-organisation` at a centre that nobody answers for. */
  private async organisationOf(tx: EntityManager, centreId: string): Promise<string> {
    const found = await maybe<{ id: string }>(tx, 'select organisation_id as id from inclusion.centre where id = $1 and organisation_id is not null', [centreId])
    if (!found) throw new DomainError('mandate.no-organisation', { status: 409 })
    return found.id
  }

  /** The journal names the centre and not the mandate: a dated row under its number would say when somebody came. */
  private async record(tx: EntityManager, actorId: string | null, action: string, id: string, more: object = {}): Promise<void> {
    const { slug, method } = await one<{ slug: string, method: string }>(tx, 'select t.slug, m.consent_method as method from inclusion.mandate m join inclusion.centre t on t.id = m.centre_id where m.id = $1', [id])
    await this.audit.append(tx, { actorId, action, subjectKind: 'centre', subjectId: slug, detail: { method, ...more } })
  }
}

function broke(error: unknown, constraint: string): boolean {
  const { driverError } = error as { driverError?: { code?: string, constraint?: string } }
  return driverError?.code === '23514' && driverError.constraint === constraint
}
