import { Injectable } from '@nestjs/common'
import { mayActIn, METROPOLIS, MunicipalityDirectory, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, offsetOf, one, rows, touched, uniqueViolation } from '@parvis/platform'
import type { Refusal } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { CENTRE_COLUMNS } from './centre-columns'
import type { CentreRecord } from './centre-columns'
import { isWebAddress, slugOf } from './centre-row'
import type { CentreConsoleView, CentreHoursDto, CentreRowsView, CentreRowView, CentresConsoleQuery, CentreSheetDto, ClosureDto, EditCentreDto, StopDto } from './centres-console.dto'
import { Centres } from './centres.service'
import { isReadable, textOf, weeklyHours, weekRefusals } from './hours.rules'

const MOST_CLOSURES = 100
const MOST_STOPS = 400

/** Fields of the sheet and their columns; the last value of one stands in the place of a list's own. */
const SHEET = {
  name: 'name', organisation: 'organisation', municipalityCode: 'municipality_code', address: 'address', complement: 'complement', postalCode: 'postal_code', latitude: 'latitude', longitude: 'longitude', phone: 'phone',
  emails: 'emails', websites: 'websites', bookingUrl: 'booking_url', accessSheetUrl: 'access_sheet_url', access: 'access', accessibility: 'accessibility', languages: 'languages', serves: 'serves', mobile: 'mobile',
  services: 'services', specificCare: 'specific_care', audiences: 'audiences', accessModes: 'access_modes', supportModes: 'support_modes', fees: 'fees', summary: 'summary', kiosks: 'kiosks', headphones: 'headphones', printers: 'printers',
} as const satisfies Partial<Record<keyof CentreRecord, string>>
type SheetField = keyof typeof SHEET
const FIELDS = Object.keys(SHEET) as SheetField[]

/** Centres as staff keep them up. The metropolis keeps the network, a commune its own; a centre of another commune is not there. */
@Injectable()
export class CentresConsole {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly centres: Centres, private readonly audit: Audit) {}

  async list(actor: Actor, query: CentresConsoleQuery): Promise<CentreRowsView> {
    const where = `
      where ($1::text[] is null or c.municipality_code = any($1)) and ($2::text is null or public.unaccent(c.name || ' ' || c.organisation || ' ' || c.address) ilike public.unaccent($2)) and ($3::text is null or c.municipality_code = $3)
        and case $4 when 'active' then c.active when 'inactive' then not c.active when 'incomplete' then c.active and (c.phone = '' or (c.opening_hours = '' and not c.mobile))
          when 'closed' then exists (select from inclusion.centre_closure k where k.centre_id = c.id and platform.today() between k.from_day and k.to_day) else true end`
    const params = [this.own(actor), query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null, query.municipality ?? null, query.state ?? 'all']
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from inclusion.centre c ${where}`, params)
    const found = await rows<Omit<CentreRowView, 'municipality'> & { municipalityCode: string }>(this.dataSource, `
      select c.id, c.slug, c.name, c.municipality_code as "municipalityCode", c.active, c.mobile, c.opening_hours <> '' as "hasHours", c.phone <> '' as "hasPhone", c.source,
        (select k.reason from inclusion.centre_closure k where k.centre_id = c.id and platform.today() between k.from_day and k.to_day limit 1) as closed,
        to_char(c.updated_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as "updatedOn"
      from inclusion.centre c join identity.municipality m on m.code = c.municipality_code ${where} order by m.name collate "fr-x-icu", c.name collate "fr-x-icu", c.id limit $5 offset $6`, [...params, query.perPage, offsetOf(query)])
    return { items: found.map(({ municipalityCode, ...row }) => ({ ...row, municipality: { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) } })), total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `centre.unknown`. */
  async read(actor: Actor, id: string): Promise<CentreConsoleView> {
    const centre = await this.find(this.dataSource.manager, actor, id)
    const { active, revision, source, sourceId, edited } = centre
    return { ...await this.centres.page(centre), active, revision, source, sourceId, edited, weeklyHours: centre.openingHours === '' ? 0 : weeklyHours(centre.openingHours) }
  }

  /** Errors: 403 `place.other`; 422 with each field that cannot be. */
  async create(actor: Actor, fields: CentreSheetDto): Promise<{ id: string }> {
    const sheet = this.sheet(fields)
    this.refuseOtherPlace(actor, sheet.municipalityCode)
    return this.dataSource.transaction(async (tx) => {
      const { id } = await one<{ id: string }>(tx, 'select gen_random_uuid() as id')
      const slug = slugOf(sheet.name, id)
      await tx.query(`insert into inclusion.centre (id, slug, hours, ${FIELDS.map((field) => SHEET[field]).join(', ')}) values ($1, $2, '{}', ${FIELDS.map((_, index) => `$${index + 3}`).join(', ')})`, [id, slug, ...FIELDS.map((field) => sheet[field])])
      await this.record(tx, actor, 'centre.created', slug, { title: sheet.name })
      return { id }
    })
  }

  /** Saves the sheet; of a centre taken from a list, what changed is ours from then on. Errors: 404, 409 `centre.changed-meanwhile`, 422 with each field that cannot be. */
  async edit(actor: Actor, id: string, { revision, ...fields }: EditCentreDto): Promise<void> {
    const sheet = this.sheet(fields)
    await this.change(actor, id, revision, async (tx, before) => {
      if (sheet.municipalityCode !== before.municipalityCode) this.refuseOtherPlace(actor, sheet.municipalityCode)
      const changed = FIELDS.filter((field) => JSON.stringify(sheet[field]) !== JSON.stringify(before[field])).map((field) => SHEET[field])
      await tx.query(`
        update inclusion.centre c set (${FIELDS.map((field) => SHEET[field]).join(', ')}) = row(${FIELDS.map((field, index) => `$${index + 3}::${typeOf(field)}`).join(', ')}),
          edited = array(select distinct unnest(c.edited || case when c.source is null then '{}'::text[] else $2::text[] end)) where id = $1`, [id, changed, ...FIELDS.map((field) => sheet[field])])
      await this.record(tx, actor, 'centre.edited', before.slug, { fields: changed })
    })
  }

  /** Errors: as `edit`; 422 `centre.hours-unreadable`, and what cannot be in a week with its day. */
  async editHours(actor: Actor, id: string, { revision, week, closedOnHolidays = false, openingHours = '', remarks }: CentreHoursDto): Promise<void> {
    const typed = week?.map(({ ranges }) => ranges.map(({ opens, closes }) => ({ opens, closes })))
    if (typed) DomainError.throwIfAny(weekRefusals(typed).map(({ code, day }): Refusal => ({ code, at: `week.${day}` })))
    const text = typed ? textOf({ week: typed, closedOnHolidays }) : openingHours
    if (!typed && text !== '' && !isReadable(text)) throw new DomainError('centre.hours-unreadable', { refusals: [{ code: 'centre.hours-unreadable', at: 'openingHours' }] })
    await this.change(actor, id, revision, async (tx, before) => {
      await tx.query(`update inclusion.centre c set opening_hours = $2, hours = $3,
        edited = array(select distinct unnest(c.edited || case when c.source is null then '{}'::text[] else array['opening_hours', 'hours'] end)) where id = $1`, [id, text, remarks])
      await this.record(tx, actor, 'centre.hours-changed', before.slug)
    })
  }

  /** Errors: 404; 422 `centre.closure-ends-before-start`, `centre.closure-too-long`, `centre.too-many-closures`; 409 `centre.closure-known`. */
  async close(actor: Actor, id: string, { from, to, reason }: ClosureDto): Promise<void> {
    refuseNoDay({ from, to })
    if (to < from) throw new DomainError('centre.closure-ends-before-start', { refusals: [{ code: 'centre.closure-ends-before-start', at: 'to' }] })
    if (Date.parse(to) - Date.parse(from) > 730 * 86_400_000) throw new DomainError('centre.closure-too-long', { refusals: [{ code: 'centre.closure-too-long', at: 'to' }] })
    await this.change(actor, id, null, async (tx, { slug }) => {
      const { count } = await one<{ count: number }>(tx, 'select count(*)::integer as count from inclusion.centre_closure where centre_id = $1 and to_day >= platform.today()', [id])
      if (count >= MOST_CLOSURES) throw new DomainError('centre.too-many-closures', { facts: { limit: MOST_CLOSURES } })
      try {
        await tx.query('insert into inclusion.centre_closure (centre_id, from_day, to_day, reason) values ($1, $2, $3, $4)', [id, from, to, reason])
      } catch (error) {
        throw uniqueViolation(error) === null ? error : new DomainError('centre.closure-known', { status: 409, refusals: [{ code: 'centre.closure-known', at: 'from' }] })
      }
      await this.record(tx, actor, 'centre.closed', slug, { fromDay: from, toDay: to, reason })
    })
  }

  async reopen(actor: Actor, id: string, closureId: string): Promise<void> {
    await this.change(actor, id, null, async (tx, { slug }) => {
      if (await touched(tx, 'delete from inclusion.centre_closure where id = $1 and centre_id = $2', [closureId, id]) === 0) throw new DomainError('centre.closure-unknown', { status: 404 })
      await this.record(tx, actor, 'centre.closure-removed', slug)
    })
  }

  /** Errors: 404; 422 `centre.not-mobile`, `hours.ends-before-start`, `centre.stop-overlaps`, `centre.too-many-stops`, `municipality.unknown`. */
  async addStop(actor: Actor, id: string, { day, opens, closes, place, municipalityCode }: StopDto): Promise<void> {
    refuseNoDay({ day })
    const code = this.directory.resolve(municipalityCode)
    DomainError.throwIfAny([
      ...(closes <= opens ? [{ code: 'hours.ends-before-start', at: 'closes' }] : []),
      ...(code === null ? [{ code: 'municipality.unknown', at: 'municipalityCode' }] : []),
    ])
    await this.change(actor, id, null, async (tx, { slug, mobile }) => {
      if (!mobile) throw new DomainError('centre.not-mobile')
      // Under the lock of the centre: nobody adds another one between the two statements.
      const { count, overlaps } = await one<{ count: number, overlaps: boolean }>(tx, `
        select count(*)::integer as count, coalesce(bool_or(day = $2 and opens < $4::time and closes > $3::time), false) as overlaps from inclusion.centre_stop where centre_id = $1 and day >= platform.today()`, [id, day, opens, closes])
      if (overlaps) throw new DomainError('centre.stop-overlaps', { refusals: [{ code: 'centre.stop-overlaps', at: 'opens' }] })
      if (count >= MOST_STOPS) throw new DomainError('centre.too-many-stops', { facts: { limit: MOST_STOPS } })
      await tx.query('insert into inclusion.centre_stop (centre_id, day, opens, closes, place, municipality_code) values ($1, $2, $3, $4, $5, $6)', [id, day, opens, closes, place, code])
      // Whoever lives where it stops is received.
      await tx.query('update inclusion.centre set serves = serves || $2::text where id = $1 and not ($2 = any(serves))', [id, code])
      await this.record(tx, actor, 'centre.stop-added', slug, { day, place })
    })
  }

  async removeStop(actor: Actor, id: string, stopId: string): Promise<void> {
    await this.change(actor, id, null, async (tx, { slug }) => {
      if (await touched(tx, 'delete from inclusion.centre_stop where id = $1 and centre_id = $2', [stopId, id]) === 0) throw new DomainError('centre.stop-unknown', { status: 404 })
      await this.record(tx, actor, 'centre.stop-removed', slug)
    })
  }

  /** Shown to everybody, and counted by the charter, or neither. */
  async activate(actor: Actor, id: string, active: boolean): Promise<void> {
    await this.change(actor, id, null, async (tx, { slug, active: before }) => {
      if (active === before) return
      await tx.query('update inclusion.centre set active = $2 where id = $1', [id, active])
      await this.record(tx, actor, active ? 'centre.shown' : 'centre.withdrawn', slug)
    })
  }

  /** One change, under the lock of the centre; a revision that is not the one read is refused. */
  private async change(actor: Actor, id: string, revision: number | null, work: (tx: EntityManager, before: CentreRecord) => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const before = await this.find(tx, actor, id, 'for no key update of c')
      if (revision !== null && before.revision !== revision) throw new DomainError('centre.changed-meanwhile', { status: 409, facts: { revision: before.revision } })
      await work(tx, before)
      await tx.query('update inclusion.centre set revision = revision + 1, updated_at = platform.clock() where id = $1', [id])
    })
  }

  private async find(db: EntityManager, actor: Actor, id: string, lock: '' | 'for no key update of c' = ''): Promise<CentreRecord> {
    const centre = await maybe<CentreRecord>(db, `select ${CENTRE_COLUMNS} from inclusion.centre c where c.id = $1 ${lock}`, [id])
    if (!centre || !mayManage(actor, centre.municipalityCode)) throw new DomainError('centre.unknown', { status: 404 })
    return centre
  }

  /** Communes whose centres the actor keeps up; null: every one. */
  private own(actor: Actor): string[] | null {
    const { places } = placesOf(actor, 'centre.manage')
    return places.some(({ kind }) => kind === 'metropolis') ? null : places.filter(({ kind }) => kind === 'municipality').map(({ code }) => code)
  }

  private refuseOtherPlace(actor: Actor, municipalityCode: string): void {
    if (!mayManage(actor, municipalityCode)) throw new DomainError('place.other', { status: 403, refusals: [{ code: 'place.other', at: 'municipalityCode' }] })
  }

  private sheet(fields: CentreSheetDto): CentreSheetDto {
    const municipalityCode = this.directory.resolve(fields.municipalityCode)
    const urls = ([['bookingUrl', fields.bookingUrl], ['accessSheetUrl', fields.accessSheetUrl], ...fields.websites.map((url) => ['websites', url])] as const).filter(([, url]) => url !== '' && !isWebAddress(url ?? ''))
    const serves = fields.serves.map((code) => this.directory.resolve(code))
    DomainError.throwIfAny([
      ...(municipalityCode === null ? [{ code: 'municipality.unknown', at: 'municipalityCode' }] : []),
      ...(serves.includes(null) ? [{ code: 'municipality.unknown', at: 'serves' }] : []),
      ...((fields.latitude === null) !== (fields.longitude === null) ? [{ code: 'centre.half-a-point', at: 'longitude' }] : []),
      ...urls.map(([at]) => ({ code: 'centre.link-unsafe', at: at ?? '' })),
    ])
    // Its own commune stands first.
    return { ...fields, municipalityCode: municipalityCode ?? '', serves: [...new Set([municipalityCode ?? '', ...serves.filter((code) => code !== null)])] }
  }

  private async record(tx: EntityManager, actor: Actor, action: string, slug: string, detail: object = {}): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'centre', subjectId: slug, detail })
  }
}

/** The metropolis keeps the list of the whole network, as it pays for it; a commune keeps its own. */
export const mayManage = (actor: Actor, municipalityCode: string): boolean =>
  mayActIn(actor, 'centre.manage', { kind: 'metropolis', code: METROPOLIS.code }) || mayActIn(actor, 'centre.manage', { kind: 'municipality', code: municipalityCode })

/** 30 February has the form of a day. */
function refuseNoDay(days: Record<string, string>): void {
  DomainError.throwIfAny(Object.entries(days).filter(([, day]) => new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day).map(([at]) => ({ code: 'field.date', at })))
}

function typeOf(field: SheetField): string {
  if (field === 'latitude' || field === 'longitude') return 'double precision'
  if (field === 'kiosks' || field === 'headphones' || field === 'printers') return 'smallint'
  if (field === 'mobile') return 'boolean'
  return ['emails', 'websites', 'accessibility', 'languages', 'serves', 'services', 'specificCare', 'audiences', 'accessModes', 'supportModes', 'fees'].includes(field) ? 'text[]' : 'text'
}
