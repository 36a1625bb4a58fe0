import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { SecondFactor } from '@parvis/identity'
import { Audit, DomainError, maybe, offsetOf, one, Outbox, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { communesOf } from '../organisations/organisations.service'
import { actsOf, TRANSITIONS } from './habilitation-states.rules'
import { DECIDER_ACTS } from './habilitations.dto'
import type { HabilitationDecisionDto, HabilitationDetailView, HabilitationRowView, HabilitationsQuery, HabilitationsView, PerimeterDto } from './habilitations.dto'

const MOST_ROWS = 5000
const MOST_PEOPLE = 500

interface Row extends Omit<HabilitationRowView, 'organisation' | 'requestedAt' | 'validUntil'> {
  accountId: string
  organisationId: string
  organisationName: string
  requestedAt: Date
  validUntil: Date | null
  reason: string
  trained: boolean
  commitmentsVersion: string | null
  commitmentsAt: Date | null
  validatedAt: Date | null
  secondFactor: boolean
  consultationIds: string[] | null
}

const SELECT = `
  select h.id, h.account_id as "accountId", a.email, a.display_name as "displayName", o.id as "organisationId", o.name as "organisationName", h.kind, h.state, h.reason, h.requested_at as "requestedAt", h.valid_until as "validUntil",
    (select count(*)::integer from inclusion.habilitation_centre p where p.habilitation_id = h.id) as centres, to_char(f.used_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as "lastCodeOn",
    exists (select from inclusion.training_attempt t where t.account_id = h.account_id and t.passed and t.answered_at > platform.clock() - interval '12 months') as trained,
    h.commitments_version as "commitmentsVersion", h.commitments_at as "commitmentsAt", h.validated_at as "validatedAt", f.confirmed_at is not null as "secondFactor", h.consultation_ids as "consultationIds"`
const FROM = `
  from inclusion.habilitation h join inclusion.organisation o on o.id = h.organisation_id join identity.account a on a.id = h.account_id left join identity.second_factor f on f.account_id = h.account_id`
/** What somebody may decide about: staff by the commune of the organisation, a referent by theirs. $1: communes or null, $2: whether staff, $3: address, null when unconfirmed. */
const MINE = `(($2 and ($1::text[] is null or o.municipality_code = any($1))) or exists (select from inclusion.organisation_referent r where r.organisation_id = o.id and r.email = $3 and o.state in ('accepted', 'suspended')))`

/** Decisions about people: by staff, and by the referents of their organisation; about oneself by nobody. */
@Injectable()
export class HabilitationDecisions {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly outbox: Outbox, private readonly secondFactor: SecondFactor) {}

  async list(actor: Actor, query: HabilitationsQuery): Promise<HabilitationsView> {
    const where = `where ($1::text[] is null or o.municipality_code = any($1)) and ($2::text is null or a.email ilike $2 or public.unaccent(a.display_name) ilike public.unaccent($2) or public.unaccent(o.name) ilike public.unaccent($2)) and ($3::text is null or h.state = $3) and ($4::text is null or h.kind = $4)`
    const params = [communesOf(actor), query.q ? `%${query.q.trim().replace(/[\\%_]/g, '\\$&')}%` : null, query.state ?? null, query.kind ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${FROM} ${where}`, params)
    const found = await rows<Row>(this.dataSource, `${SELECT} ${FROM} ${where} order by (h.state = 'new') desc, h.requested_at desc, h.id limit $5 offset $6`, [...params, query.perPage, offsetOf(query)])
    return { items: found.map(rowView), total, page: query.page, perPage: query.perPage }
  }

  readonly columns = ['email', 'displayName', 'organisationName', 'kind', 'state', 'centres', 'lastCodeOn', 'requestedOn', 'validUntilOn'] as const

  async* file(actor: Actor): AsyncGenerator<object> {
    const found = await rows<Row>(this.dataSource, `${SELECT} ${FROM} where $1::text[] is null or o.municipality_code = any($1) order by a.email, h.requested_at limit ${MOST_ROWS}`, [communesOf(actor)])
    for (const row of found) yield { ...row, requestedOn: row.requestedAt.toISOString().slice(0, 10), validUntilOn: row.validUntil?.toISOString().slice(0, 10) ?? '' }
  }

  /** People of the organisations that this person is a referent of. Errors: 403 `organisation.not-referent`. */
  async team(actor: Actor): Promise<{ items: HabilitationRowView[] }> {
    const email = actor.emailConfirmed ? actor.email : null
    if (!(await maybe(this.dataSource, `select from inclusion.organisation_referent r join inclusion.organisation o on o.id = r.organisation_id where r.email = $1 and o.state in ('accepted', 'suspended')`, [email]))) throw new DomainError('organisation.not-referent', { status: 403 })
    const found = await rows<Row>(this.dataSource, `${SELECT} ${FROM} where exists (select from inclusion.organisation_referent r where r.organisation_id = o.id and r.email = $1) order by (h.state = 'new') desc, a.email, h.requested_at desc limit ${MOST_PEOPLE}`, [email])
    return { items: found.map(rowView) }
  }

  /** Errors: 404 `habilitation.unknown`, of others too. */
  async read(actor: Actor, id: string): Promise<HabilitationDetailView> {
    const row = await this.find(this.dataSource.manager, actor, id)
    const own = row.accountId === actor.accountId
    const centreList = await rows<{ id: string, name: string, chosen: boolean }>(this.dataSource, `
      select c.id, c.name, exists (select from inclusion.habilitation_centre p where p.habilitation_id = $1 and p.centre_id = c.id) as chosen from inclusion.centre c where c.organisation_id = $2 order by c.name limit 100`, [id, row.organisationId])
    const consultationList = await rows<{ id: string, title: string, chosen: boolean }>(this.dataSource, `
      select c.id, c.title, c.id = any($1::uuid[]) as chosen from consultations.consultation c where c.state in ('announced', 'running') or c.id = any($1::uuid[]) order by c.title limit 100`, [row.consultationIds ?? []])
    return {
      ...rowView(row), reason: row.reason, trained: row.trained, commitmentsVersion: row.commitmentsVersion, commitmentsAt: row.commitmentsAt?.toISOString() ?? null, validatedAt: row.validatedAt?.toISOString() ?? null,
      secondFactor: row.secondFactor, acts: own ? [] : actsOf(row.state, 'decider').filter(isDeciderAct), mayDecide: !own, centreList, consultationList,
    }
  }

  /** Takes effect with the next request of the person: their session reads it every time. Errors: 403 `habilitation.own`; 404; 409 `habilitation.not-now`; 422 `habilitation.no-reason`. */
  async decide(actor: Actor, id: string, { act, reason = '' }: HabilitationDecisionDto): Promise<void> {
    const { from, to, reasonNeeded } = TRANSITIONS[act]
    if (reasonNeeded && reason === '') throw new DomainError('habilitation.no-reason', { refusals: [{ code: 'habilitation.no-reason', at: 'reason' }] })
    await this.dataSource.transaction(async (tx) => {
      await this.findOther(tx, actor, id)
      const moved = await maybe(tx, `
        update inclusion.habilitation set state = $2, reason = $3, decided_by = $4, decided_at = platform.clock() where id = $1 and state = any($5) and (not $6 or valid_until > platform.clock()) returning id`,
      [id, to, reason, actor.accountId, from, act === 'resume'])
      if (!moved) throw new DomainError('habilitation.not-now', { status: 409 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'habilitation.decided', subjectKind: 'habilitation', subjectId: id, detail: { habilitationState: to, reason } })
      await this.outbox.announce(tx, 'habilitation.decided', { habilitationId: id })
    })
  }

  /** Where, and for which consultations. Errors: as `decide`; 422 `habilitation.centre-of-another`, `consultation.unknown`. */
  async setPerimeter(actor: Actor, id: string, { centreIds, consultationIds }: PerimeterDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { organisationId } = await this.findOther(tx, actor, id)
      await tx.query('select from inclusion.habilitation where id = $1 for update', [id])
      const known = await touched(tx, 'select from inclusion.centre where id = any($1) and organisation_id = $2', [centreIds, organisationId])
      if (known < new Set(centreIds).size) throw new DomainError('habilitation.centre-of-another', { refusals: [{ code: 'habilitation.centre-of-another', at: 'centreIds' }] })
      const named = await touched(tx, 'select from consultations.consultation where id = any($1)', [consultationIds])
      if (named < new Set(consultationIds).size) throw new DomainError('consultation.unknown', { refusals: [{ code: 'consultation.unknown', at: 'consultationIds' }] })
      await tx.query('delete from inclusion.habilitation_centre where habilitation_id = $1', [id])
      await tx.query('insert into inclusion.habilitation_centre (habilitation_id, centre_id) select $1, unnest from (select distinct unnest($2::uuid[])) given', [id, centreIds])
      await tx.query('update inclusion.habilitation set consultation_ids = nullif($2::uuid[], \'{}\') where id = $1', [id, consultationIds])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'habilitation.perimeter-changed', subjectKind: 'habilitation', subjectId: id, detail: { centres: known, consultations: named } })
    })
  }

  /** A lost telephone: the person sets a new code up, and is signed out everywhere until then. Errors: as `decide`; 404 `second-factor.none`. */
  async resetSecondFactor(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { accountId } = await this.findOther(tx, actor, id)
      await this.secondFactor.remove(tx, actor.accountId, accountId)
    })
  }

  private async find(tx: EntityManager, actor: Actor, id: string): Promise<Row> {
    const isStaff = actor.grants.some(({ role }) => role === 'staff')
    const row = await maybe<Row>(tx, `${SELECT} ${FROM} where ${MINE} and h.id = $4`, [communesOf(actor), isStaff, actor.emailConfirmed ? actor.email : null, id])
    if (!row) throw new DomainError('habilitation.unknown', { status: 404 })
    return row
  }

  private async findOther(tx: EntityManager, actor: Actor, id: string): Promise<Row> {
    const row = await this.find(tx, actor, id)
    if (row.accountId === actor.accountId) throw new DomainError('habilitation.own', { status: 403 })
    return row
  }
}

const isDeciderAct = (act: string): act is (typeof DECIDER_ACTS)[number] => (DECIDER_ACTS as readonly string[]).includes(act)

function rowView({ id, email, displayName, organisationId, organisationName, kind, state, centres, lastCodeOn, requestedAt, validUntil }: Row): HabilitationRowView {
  return { id, email, displayName, organisation: { id: organisationId, name: organisationName }, kind, state, centres, lastCodeOn, requestedAt: requestedAt.toISOString(), validUntil: validUntil?.toISOString() ?? null }
}
