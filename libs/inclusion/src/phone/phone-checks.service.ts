import { createHmac } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, Config, DomainError, Erasures, maybe, one, Periodic, rows, Sealed } from '@parvis/platform'
import { drawnOrder } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { PHONE_DAYS } from '../mandates/mandates.rules'
import { PHONE_VISIT } from './phone-visits.service'
import type { PhoneCheckDto, PhoneCheckItemView, PhoneChecksView, PhoneCheckView, PhoneDenialsView, PhoneDenialView } from './phone.dto'
import { afterCall, checksOf, clockOf, spokenNumber } from './phone.rules'

/** The proof of an agreement is kept as long as that of a mandate. */
const KEPT_YEARS = 3

/** A check that can still be made: its number is there. $1 is who asks. */
const OPEN = `k.result is null and v.phone is not null and v.centre_id in (select d.centre_id from identity.desk_place d where d.account_id = $1 and d.kind = 'professional') and not exists (select from inclusion.reserve_member r where r.account_id = $1)`
const COLUMNS = `v.id, jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as centre, v.day::text as day`
const FROM = 'from inclusion.phone_check k join inclusion.phone_visit v on v.id = k.visit_id join consultations.consultation c on c.id = v.consultation_id join inclusion.centre t on t.id = v.centre_id'

type CheckRow = Omit<PhoneCheckItemView, 'clock'>

/** One visit by phone in twenty is checked: another person calls back and asks one thing, whether they took part that day. */
@Injectable()
export class PhoneChecks implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly periodic: Periodic,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    this.periodic.every('phone-draws', 3600, async () => {
      await this.draw()
    })
    this.erasures.register('phone-numbers', 3600, (tx) => this.forget(tx))
  }

  async list(actor: Actor): Promise<PhoneChecksView> {
    const today = await this.clock.today(this.dataSource.manager)
    const found = await rows<CheckRow>(this.dataSource, `select ${COLUMNS}, v.kept_until::text as "checkBy", k.tries, k.operator_id = $1 as own ${FROM} where ${OPEN} order by v.kept_until, v.id limit 200`, [actor.accountId])
    return { items: found.map((row) => ({ ...row, clock: clockOf(row.checkBy, today) })) }
  }

  /** Errors: 404 `phone.check-unknown`, of another desk too; 409 `phone.check-other-person` for a visit of one's own, whose number is not shown. */
  async view(actor: Actor, id: string): Promise<PhoneCheckView> {
    const row = await maybe<CheckRow & { phone: Buffer }>(this.dataSource, `select ${COLUMNS}, v.kept_until::text as "checkBy", k.tries, k.operator_id = $1 as own, v.phone ${FROM} where ${OPEN} and v.id = $2`, [actor.accountId, id])
    if (!row) throw new DomainError('phone.check-unknown', { status: 404 })
    if (row.own) throw new DomainError('phone.check-other-person', { status: 409 })
    const today = await this.clock.today(this.dataSource.manager)
    return { ...row, clock: clockOf(row.checkBy, today), phone: spokenNumber(new Sealed(this.config, PHONE_VISIT).open(row.phone, id)) }
  }

  /** One more call. Three that nobody answered end it. Errors: those of `view`; the database knows who was the operator. */
  async note(actor: Actor, id: string, { result }: PhoneCheckDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const open = await maybe<{ tries: number, slug: string }>(tx, `select k.tries, t.slug ${FROM} where ${OPEN} and v.id = $2 for update of k`, [actor.accountId, id])
      if (!open) throw new DomainError('phone.check-unknown', { status: 404 })
      const { tries, over } = afterCall(result, open.tries)
      await tx.query('update inclusion.phone_check set tries = $2, checker_id = $3, result = $4::text, checked_on = case when $4::text is null then null else platform.today() end where visit_id = $1', [id, tries, actor.accountId, over]).catch((error: unknown) => {
        if (broke(error, 'phone_check_other_person')) throw new DomainError('phone.check-other-person', { status: 409 })
        throw broke(error, 'phone_check_habilitated') ? new DomainError('phone.check-unknown', { status: 404 }) : error
      })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'phone-check.noted', subjectKind: 'centre', subjectId: open.slug, detail: { checkResult: over ?? 'not-reached' } })
    })
  }

  /** For staff: what somebody denied, those that nobody reviewed first, and how the checks of ninety days ended. */
  async denials(actor: Actor): Promise<PhoneDenialsView> {
    const communes = own(actor)
    const items = await rows<PhoneDenialView>(this.dataSource, `
      select ${COLUMNS}, k.checked_on::text as "checkedOn", k.review, k.reviewed_on::text as "reviewedOn",
        array(select 'questionnaire' from consultations.questionnaire_entry e where e.assistance_id = v.session_id union all select 'proposal' from consultations.proposal p where p.assistance_id = v.session_id) as entered
      ${FROM} where k.result = 'denied' and ($1::text[] is null or t.municipality_code = any($1)) order by k.review is not null, k.checked_on desc, v.id limit 200`, [communes])
    const counts = await one<Omit<PhoneDenialsView, 'items'>>(this.dataSource, `
      select count(*)::integer as visits, count(k.visit_id)::integer as drawn, count(*) filter (where k.result = 'confirmed')::integer as confirmed, count(*) filter (where k.result = 'denied')::integer as denied, count(*) filter (where k.result = 'not-reached')::integer as "notReached"
      from inclusion.phone_visit v join inclusion.centre t on t.id = v.centre_id left join inclusion.phone_check k on k.visit_id = v.id
      where v.agreed_on is not null and v.day > platform.today() - 90 and ($1::text[] is null or t.municipality_code = any($1))`, [communes])
    return { items, ...counts }
  }

  /** Errors: 404 `phone.check-unknown`, of another commune and one that was reviewed too; 409 `phone.review-other-person` for who called, at first or to check. */
  async review(actor: Actor, id: string, review: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const done = await maybe<{ slug: string }>(tx, `
        with done as (
          update inclusion.phone_check k set reviewer_id = $1, reviewed_on = platform.today(), review = $3 from inclusion.phone_visit v join inclusion.centre t on t.id = v.centre_id
          where v.id = k.visit_id and k.visit_id = $2 and k.result = 'denied' and k.review is null and ($4::text[] is null or t.municipality_code = any($4)) returning t.slug)
        select slug from done`, [actor.accountId, id, review, own(actor)]).catch((error: unknown) => {
        throw broke(error, 'phone_check_other_reviewer') ? new DomainError('phone.review-other-person', { status: 409 }) : error
      })
      if (!done) throw new DomainError('phone.check-unknown', { status: 404 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'phone-check.reviewed', subjectKind: 'centre', subjectId: done.slug, detail: {} })
    })
  }

  /** Every day that is over, at every centre, once; whoever comes second finds it drawn. */
  async draw(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('phone draws', 0))`)
      const days = await rows<{ centreId: string, day: string, visits: string[] }>(tx, `
        select v.centre_id as "centreId", v.day::text as day, array_agg(v.id::text order by v.id) as visits from inclusion.phone_visit v
        join inclusion.assisted_session s on s.id = v.session_id and s.acts > 0
        where v.day < platform.today() and v.agreed_on is not null and v.phone is not null and not exists (select from inclusion.phone_draw d where d.centre_id = v.centre_id and d.day = v.day)
        group by v.centre_id, v.day order by v.day limit 500`)
      for (const { centreId, day, visits } of days) {
        // Nobody chooses it: it follows from a secret that was there before the day was.
        const seed = createHmac('sha256', this.config.masterPepper).update(`phone-check/v1\n${centreId}\n${day}`).digest('hex')
        const drawn = (await drawnOrder(visits, seed)).slice(0, checksOf(visits.length))
        await tx.query('insert into inclusion.phone_draw (centre_id, day, seed, visits, drawn) values ($1, $2, $3, $4, $5)', [centreId, day, seed, visits.length, drawn.length])
        await tx.query('insert into inclusion.phone_check (visit_id, operator_id) select id, operator_id from inclusion.phone_visit where id = any($1)', [drawn])
      }
      return days.length
    })
  }

  /**
   * A number goes when nothing is to be called or sent any more, and after two weeks whatever is left to do. What ties a visit to what
   * was entered goes with it, but for what somebody denied, until it is reviewed.
   */
  private async forget(tx: EntityManager): Promise<number> {
    const { gone } = await one<{ gone: number }>(tx, `
      with unsaid as (
        delete from inclusion.phone_visit v where v.agreed_on is null and not exists (select from inclusion.assisted_session s where s.id = v.session_id and s.expires_at > platform.clock()) returning v.id),
      over as (
        update inclusion.phone_visit v set phone = null, address = null, receipts = null where v.phone is not null and v.agreed_on is not null and (v.kept_until < platform.today()
          or (v.day < platform.today() and (v.sent_on is not null or v.delivery = 'aloud' or v.receipts is null)
            and (exists (select from inclusion.phone_draw d where d.centre_id = v.centre_id and d.day = v.day) or not exists (select from inclusion.assisted_session s where s.id = v.session_id and s.acts > 0))
            and not exists (select from inclusion.phone_check k where k.visit_id = v.id and k.result is null))) returning v.id),
      old as (delete from inclusion.phone_visit v where v.day < platform.today() - make_interval(years => $1) returning v.id)
      select ((select count(*) from unsaid) + (select count(*) from over) + (select count(*) from old))::integer as gone`, [KEPT_YEARS])
    await tx.query(`update inclusion.phone_visit v set session_id = null where v.phone is null and v.session_id is not null and not exists (select from inclusion.phone_check k where k.visit_id = v.id and k.result = 'denied' and k.review is null)`)
    await tx.query('update inclusion.phone_visit v set phone_hash = null where v.phone_hash is not null and v.phone is null and v.day < platform.today() - $1::integer', [PHONE_DAYS])
    // The questions that were asked for visits that are no more.
    await tx.query(`delete from inclusion.consent_request r where r.closes_at is null and not exists (select from inclusion.phone_visit v where v.consent_request_id = r.id) and not exists (select from inclusion.mandate m where m.consent_request_id = r.id)`)
    return gone
  }
}

function broke(error: unknown, constraint: string): boolean {
  const { driverError } = error as { driverError?: { code?: string, constraint?: string } }
  return driverError?.code === '23514' && driverError.constraint === constraint
}

/** Communes whose habilitations the actor keeps up; null: all of them. */
function own(actor: Actor): string[] | null {
  const { places } = placesOf(actor, 'habilitation.manage')
  return places.some(({ kind }) => kind === 'metropolis') ? null : places.filter(({ kind }) => kind === 'municipality').map(({ code }) => code)
}
