import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, offsetOf, one, Outbox, rows, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ORGANISATION_DECISIONS, organisationDecisions } from './organisation-states.rules'
import type { OrganisationState } from './organisation-states.rules'
import type { OrganisationDecisionDto, OrganisationNamesView, OrganisationPeopleDto, OrganisationRequestDto, OrganisationsQuery, OrganisationsView, OrganisationView } from './organisations.dto'
import { isSiret } from './siret.rules'

/** Requests that wait at most: beyond, somebody is playing, and staff are told by the refusal. */
const MOST_WAITING = 500
const MOST_ROWS = 5000

interface Row {
  id: string
  name: string
  siret: string
  kind: OrganisationView['kind']
  state: OrganisationState
  municipalityCode: string
  places: string
  contactName: string
  contactPhone: string
  reason: string
  centres: number
  people: number
  requestedAt: Date
}

const COLUMNS = `o.id, o.name, o.siret, o.kind, o.state, o.municipality_code as "municipalityCode", o.places, o.contact_name as "contactName", o.contact_phone as "contactPhone", o.reason, o.requested_at as "requestedAt",
  (select count(*)::integer from inclusion.centre c where c.organisation_id = o.id) as centres,
  (select count(*)::integer from inclusion.habilitation h where h.organisation_id = o.id and h.state = 'validated' and h.valid_until > platform.clock()) as people`

/** Organisations that welcome people: asked for by themselves, decided by staff of their commune or of the metropolis. */
@Injectable()
export class Organisations {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** Errors: 409 `organisation.known`; 422 `organisation.siret`, `municipality.unknown`; 429 `organisation.too-many-waiting`. */
  async request({ name, siret, kind, municipalityCode, places = '', contactName, contactEmail, contactPhone = '' }: OrganisationRequestDto): Promise<void> {
    const code = this.directory.resolve(municipalityCode)
    DomainError.throwIfAny([
      ...(isSiret(siret) ? [] : [{ code: 'organisation.siret', at: 'siret' }]),
      ...(code === null ? [{ code: 'municipality.unknown', at: 'municipalityCode' }] : []),
    ])
    await this.dataSource.transaction(async (tx) => {
      const made = await this.insert(tx, [name, siret, kind, code, places.trim(), contactName, contactPhone])
      if (!made) throw new DomainError('organisation.too-many-waiting', { status: 429 })
      await tx.query('insert into inclusion.organisation_referent (organisation_id, email) values ($1, $2)', [made.id, contactEmail])
      await this.record(tx, null, 'organisation.requested', made.id, { title: name })
    })
  }

  private async insert(tx: EntityManager, values: unknown[]): Promise<{ id: string } | null> {
    try {
      return await maybe<{ id: string }>(tx, `
        insert into inclusion.organisation (name, siret, kind, municipality_code, places, contact_name, contact_phone)
        select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from inclusion.organisation where state = 'requested') < ${MOST_WAITING} returning id`, values)
    } catch (error) {
      throw uniqueViolation(error) === null ? error : new DomainError('organisation.known', { status: 409, refusals: [{ code: 'organisation.known', at: 'siret' }] })
    }
  }

  /** Those that somebody may ask to work for. */
  async names(): Promise<OrganisationNamesView> {
    const items = await rows<{ id: string, name: string, code: string }>(this.dataSource, `select id, name, municipality_code as code from inclusion.organisation where state = 'accepted' order by name collate "fr-x-icu" limit 1000`)
    return { items: items.map(({ id, name, code }) => ({ id, name, municipality: this.directory.nameOf('municipality', code) })) }
  }

  async list(actor: Actor, query: OrganisationsQuery): Promise<OrganisationsView> {
    const where = `where ($1::text[] is null or o.municipality_code = any($1)) and ($2::text is null or public.unaccent(o.name) ilike public.unaccent($2) or o.siret like $2) and ($3::text is null or o.state = $3)`
    const params = [communesOf(actor), query.q ? `%${query.q.trim().replace(/[\\%_]/g, '\\$&')}%` : null, query.state ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from inclusion.organisation o ${where}`, params)
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.organisation o ${where} order by (o.state = 'requested') desc, o.requested_at desc, o.id limit $4 offset $5`, [...params, query.perPage, offsetOf(query)])
    return { items: found.map((row) => this.rowView(row)), total, page: query.page, perPage: query.perPage }
  }

  readonly columns = ['name', 'siret', 'kind', 'state', 'commune', 'centres', 'people', 'requestedOn'] as const

  async* file(actor: Actor): AsyncGenerator<object> {
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.organisation o where $1::text[] is null or o.municipality_code = any($1) order by o.requested_at, o.id limit ${MOST_ROWS}`, [communesOf(actor)])
    for (const row of found) yield { ...row, commune: this.directory.nameOf('municipality', row.municipalityCode), requestedOn: row.requestedAt.toISOString().slice(0, 10) }
  }

  /** Errors: 404 `organisation.unknown`, of another commune too. */
  async read(actor: Actor, id: string): Promise<OrganisationView> {
    const row = await this.find(this.dataSource.manager, actor, id)
    const referents = await rows<{ email: string }>(this.dataSource, 'select email from inclusion.organisation_referent where organisation_id = $1 order by email', [id])
    const centres = await rows<{ id: string, name: string, code: string, own: boolean }>(this.dataSource, `
      select c.id, c.name, c.municipality_code as code, c.organisation_id is not null as own from inclusion.centre c
      where c.organisation_id = $1 or (c.organisation_id is null and c.active and c.municipality_code = $2) order by (c.organisation_id is not null) desc, c.name collate "fr-x-icu" limit 200`, [id, row.municipalityCode])
    return {
      ...this.rowView(row),
      places: row.places, contactName: row.contactName, contactPhone: row.contactPhone, reason: row.reason,
      referents: referents.map(({ email }) => email),
      decisions: organisationDecisions(row.state),
      centreList: centres.map(({ code, ...centre }) => ({ ...centre, municipality: this.directory.nameOf('municipality', code) })),
    }
  }

  /** What suspends or closes it takes every desk of its people with it, at once. Errors: 404; 409 `organisation.not-now`; 422 `organisation.no-reason`. */
  async decide(actor: Actor, id: string, { decision, reason = '' }: OrganisationDecisionDto): Promise<void> {
    const rule = ORGANISATION_DECISIONS[decision]
    if (rule.reasonNeeded && reason === '') throw new DomainError('organisation.no-reason', { refusals: [{ code: 'organisation.no-reason', at: 'reason' }] })
    await this.dataSource.transaction(async (tx) => {
      const { name } = await this.find(tx, actor, id)
      const moved = await maybe(tx, 'update inclusion.organisation set state = $2, reason = $3, decided_by = $4, decided_at = platform.clock() where id = $1 and state = any($5) returning id', [id, rule.to, reason, actor.accountId, rule.from])
      if (!moved) throw new DomainError('organisation.not-now', { status: 409 })
      await this.record(tx, actor.accountId, 'organisation.decided', id, { title: name, organisationState: rule.to, reason })
      await this.outbox.announce(tx, 'organisation.decided', { organisationId: id })
    })
  }

  /** Which centres it runs and who manages its people. Errors: 404; 422 `organisation.centre-of-another`. */
  async keep(actor: Actor, id: string, { centreIds, referents }: OrganisationPeopleDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { name } = await this.find(tx, actor, id)
      await tx.query('select from inclusion.organisation where id = $1 for update', [id])
      await tx.query('update inclusion.centre set organisation_id = null where organisation_id = $1 and not id = any($2)', [id, centreIds])
      const tied = await rows(tx, 'update inclusion.centre c set organisation_id = $1 where c.id = any($2) and (c.organisation_id is null or c.organisation_id = $1) and ($3::text[] is null or c.municipality_code = any($3) or c.organisation_id = $1) returning c.id', [id, centreIds, communesOf(actor)])
      if (tied.length < new Set(centreIds).size) throw new DomainError('organisation.centre-of-another', { refusals: [{ code: 'organisation.centre-of-another', at: 'centreIds' }] })
      await tx.query('delete from inclusion.organisation_referent where organisation_id = $1', [id])
      await tx.query('insert into inclusion.organisation_referent (organisation_id, email) select $1, email from (select distinct unnest($2::text[]) as email) given', [id, referents])
      await this.record(tx, actor.accountId, 'organisation.edited', id, { title: name })
    })
  }

  private async find(tx: EntityManager, actor: Actor, id: string): Promise<Row> {
    const row = await maybe<Row>(tx, `select ${COLUMNS} from inclusion.organisation o where o.id = $1 and ($2::text[] is null or o.municipality_code = any($2))`, [id, communesOf(actor)])
    if (!row) throw new DomainError('organisation.unknown', { status: 404 })
    return row
  }

  private rowView({ id, name, siret, kind, state, municipalityCode, centres, people, requestedAt }: Row): OrganisationsView['items'][number] {
    return { id, name, siret, kind, state, municipality: { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) }, centres, people, requestedAt: requestedAt.toISOString() }
  }

  private async record(tx: EntityManager, actorId: string | null, action: string, id: string, detail: object): Promise<void> {
    await this.audit.append(tx, { actorId, action, subjectKind: 'organisation', subjectId: id, detail })
  }
}

/** Communes whose organisations and people somebody decides about; null: all, for the metropolis. */
export function communesOf(actor: Actor): string[] | null {
  const { places } = placesOf(actor, 'habilitation.manage')
  return places.some(({ kind }) => kind === 'metropolis') ? null : places.filter(({ kind }) => kind === 'municipality').map(({ code }) => code)
}
