import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { mayActIn, METROPOLIS } from '@parvis/identity'
import { Audit, DomainError, maybe, offsetOf, one, Outbox, rows, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ownCentre } from '../desk/desk-centres'
import { communesOf } from '../organisations/organisations.service'
import type { AskLiftDto, DecideLiftDto, LiftsQuery, LiftsView, LiftView, PaceSettingDto, PaceSettingView, QuotaView } from './quotas.dto'
import { quotaState, settingRefusals } from './quotas.rules'
import type { PaceSetting } from './quotas.rules'

/** Told to each of those who may decide. Payload: `{ liftId, accountId }`. */
export const quotaEvents = { liftAsked: 'quota.lift-asked' } as const

export const SETTING = `version, mediator_quota as "mediatorQuota", warning_at as "warningAt", centre_quota as "centreQuota", median_seconds as "medianSeconds", median_of as "medianOf", least_seconds as "leastSeconds",
  outside_minutes as "outsideMinutes", answer_days as "answerDays", order_of as "orderOf", same_date_of as "sameDateOf"`

const MOST_TOLD = 20

/** How many visits somebody may enter for others in a day. The database refuses the next one; a coordinator may give more. */
@Injectable()
export class Quotas {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly outbox: Outbox) {}

  async own({ accountId }: Actor): Promise<QuotaView> {
    const found = await one<{ used: number, extra: number, mediatorQuota: number, warningAt: number, lift: QuotaView['lift'] }>(this.dataSource, `
      select (select coalesce(sum(visits), 0)::integer from inclusion.desk_pace where account_id = $1 and day = platform.today()) as used,
        (select coalesce(sum(extra), 0)::integer from inclusion.quota_lift where account_id = $1 and day = platform.today()) as extra, s.mediator_quota as "mediatorQuota", s.warning_at as "warningAt",
        (select jsonb_build_object('state', l.state, 'extra', l.extra, 'words', l.words) from inclusion.quota_lift l where l.account_id = $1 and l.day = platform.today() order by l.state = 'asked' desc, l.decided_on desc nulls last, l.id limit 1) as lift
      from inclusion.pace_setting s order by s.version desc limit 1`, [accountId])
    return { ...quotaState(found.used, found.extra, found), lift: found.lift }
  }

  /** Errors: 404 `centre.unknown`, 403 `place.other`; 409 `quota.not-near` while it is far, `quota.asked-already`. */
  async ask(actor: Actor, { centreId, reason }: AskLiftDto): Promise<QuotaView> {
    await this.dataSource.transaction(async (tx) => {
      const centre = await ownCentre(tx, actor, centreId)
      if ((await this.own(actor)).state === 'fine') throw new DomainError('quota.not-near', { status: 409 })
      const made = await maybe<{ id: string }>(tx, 'insert into inclusion.quota_lift (account_id, centre_id, reason) values ($1, $2, $3) returning id', [actor.accountId, centreId, reason]).catch((error: unknown) => {
        throw uniqueViolation(error) === 'quota_lift_open' ? new DomainError('quota.asked-already', { status: 409 }) : error
      })
      const deciders = await rows<{ accountId: string }>(tx, `
        select distinct g.account_id as "accountId" from identity.role_grant g join inclusion.centre c on c.id = $1
        where g.role = 'staff' and g.ended_at is null and g.account_id <> $2 and (g.place_kind = 'metropolis' or g.place_kind = 'municipality' and g.place_code = c.municipality_code) limit ${MOST_TOLD}`, [centreId, actor.accountId])
      for (const { accountId } of deciders) await this.outbox.announce(tx, quotaEvents.liftAsked, { liftId: made?.id, accountId })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'quota.lift-asked', subjectKind: 'centre', subjectId: centre.slug })
    })
    return this.own(actor)
  }

  /** What waits stands first. */
  async lifts(actor: Actor, query: LiftsQuery): Promise<LiftsView> {
    const where = 'where ($1::text[] is null or c.municipality_code = any($1)) and ($2::text is null or l.state = $2)'
    const params = [communesOf(actor), query.state ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from inclusion.quota_lift l join inclusion.centre c on c.id = l.centre_id ${where}`, params)
    const items = await rows<LiftView>(this.dataSource, `
      select l.id, coalesce(nullif(a.display_name, ''), a.email) as person, c.name as centre, l.day::text, l.reason, l.state, l.extra, l.words, l.state = 'asked' and l.account_id <> $3 and l.day = platform.today() as "mayDecide",
        (select coalesce(sum(p.visits), 0)::integer from inclusion.desk_pace p where p.account_id = l.account_id and p.day = l.day) as used
      from inclusion.quota_lift l join inclusion.centre c on c.id = l.centre_id join identity.account a on a.id = l.account_id ${where}
      order by l.state = 'asked' desc, l.day desc, l.id limit $4 offset $5`, [...params, actor.accountId, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `quota.lift-unknown`, of another commune too; 403 `quota.own`; 409 `quota.lift-decided`; 422 `quota.extra-missing`, `quota.words-missing`. */
  async decide(actor: Actor, id: string, { grant, extra, words = '' }: DecideLiftDto): Promise<void> {
    if (grant && extra === undefined) throw new DomainError('quota.extra-missing', { refusals: [{ code: 'quota.extra-missing', at: 'extra' }] })
    if (!grant && words === '') throw new DomainError('quota.words-missing', { refusals: [{ code: 'quota.words-missing', at: 'words' }] })
    await this.dataSource.transaction(async (tx) => {
      const lift = await maybe<{ slug: string, state: string }>(tx, `
        select c.slug, l.state from inclusion.quota_lift l join inclusion.centre c on c.id = l.centre_id where l.id = $1 and ($2::text[] is null or c.municipality_code = any($2))`, [id, communesOf(actor)])
      if (!lift) throw new DomainError('quota.lift-unknown', { status: 404 })
      const decided = await maybe(tx, `
        update inclusion.quota_lift set state = $2, extra = $3, words = $4, decided_by = $5, decided_on = platform.today() where id = $1 and state = 'asked' returning id`,
      [id, grant ? 'granted' : 'refused', grant ? extra : null, words, actor.accountId]).catch((error: unknown) => {
        throw violates(error, 'quota_lift_two_people') ? new DomainError('quota.own', { status: 403 }) : error
      })
      if (!decided) throw new DomainError('quota.lift-decided', { status: 409 })
      await this.audit.append(tx, { actorId: actor.accountId, action: grant ? 'quota.lifted' : 'quota.lift-refused', subjectKind: 'centre', subjectId: lift.slug, detail: { reason: words } })
    })
  }

  async setting(actor: Actor): Promise<PaceSettingView> {
    const setting = await current(this.dataSource.manager)
    return { ...setting, mayChange: mayChange(actor) }
  }

  /** A new version: those before are kept. Errors: 403 `place.other` but for staff of the metropolis; 422 with each number that cannot be. */
  async set(actor: Actor, numbers: PaceSettingDto): Promise<PaceSettingView> {
    if (!mayChange(actor)) throw new DomainError('place.other', { status: 403 })
    DomainError.throwIfAny(settingRefusals(numbers))
    const { mediatorQuota, warningAt, centreQuota, medianSeconds, medianOf, leastSeconds, outsideMinutes, answerDays, orderOf, sameDateOf } = numbers
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`
        insert into inclusion.pace_setting (mediator_quota, warning_at, centre_quota, median_seconds, median_of, least_seconds, outside_minutes, answer_days, order_of, same_date_of, set_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [mediatorQuota, warningAt, centreQuota, medianSeconds, medianOf, leastSeconds, outsideMinutes, answerDays, orderOf, sameDateOf, actor.accountId])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'quota.numbers-set', subjectKind: 'metropolis', subjectId: METROPOLIS.code })
    })
    return this.setting(actor)
  }
}

/** The numbers in force. */
export const current = (tx: EntityManager): Promise<PaceSetting & { version: number, setOn: string }> =>
  one(tx, `select ${SETTING}, set_on::text as "setOn" from inclusion.pace_setting order by version desc limit 1`)

export const violates = (error: unknown, constraint: string): boolean => (error as { driverError?: { constraint?: string } }).driverError?.constraint === constraint

const mayChange = (actor: Actor): boolean => mayActIn(actor, 'habilitation.manage', { kind: 'metropolis', code: METROPOLIS.code })
