import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { MunicipalityDirectory, Places } from '@parvis/identity'
import { Clock, DomainError, maybe, rows } from '@parvis/platform'
import { DateTime } from 'luxon'
import { DataSource } from 'typeorm'
import { CENTRE_COLUMNS, scheduleOf, schedulesOf } from './centre-columns'
import type { CentreRecord, KeptSchedule } from './centre-columns'
import { Centre } from './centre.entity'
import type { Accessibility, CentreItemView, CentreMunicipalityView, CentrePageView, CentresQuery, CentresView, CentreView } from './centres.dto'
import { weekOf } from './hours.rules'
import { fold, FREE, WALK_IN } from './national-schema.rules'
import { daysAhead, standingAt } from './opening.rules'
import type { Moment } from './opening.rules'

const MOST = 200
const DAYS_SHOWN = 7

/** How many schedules are read at once. */
const PIECE = 1000

/** Kilometres as the crow flies from `$11`, `$12` (latitude, longitude), to one decimal; null when either end is not known. */
const AWAY = `case when $11::float8 is not null and c.latitude is not null then round((12742 * asin(least(1, sqrt(power(sin(radians(c.latitude - $11::float8) / 2), 2)
  + cos(radians($11::float8)) * cos(radians(c.latitude)) * power(sin(radians(c.longitude - $12::float8) / 2), 2)))))::numeric, 1)::float8 end`

interface Found {
  id: string
  openingHours: string
  /** How many there are of them all. */
  total: number
  kilometres: number | null
}

interface Point {
  latitude: number
  longitude: number
}

@Injectable()
export class Centres implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly places: Places, private readonly clock: Clock) {}

  onModuleInit(): void {
    this.places.registerCentres(async (slug) => (await this.dataSource.getRepository(Centre).findOneBy({ slug }))?.name ?? null)
  }

  async near({ municipality, postalCode, openNow, ...wanted }: CentresQuery): Promise<CentresView> {
    const asked = municipality !== undefined || postalCode !== undefined
    const codes = new Set<string>()
    const resolved = municipality === undefined ? null : this.directory.resolve(municipality)
    if (resolved) codes.add(resolved)
    if (municipality === undefined && postalCode !== undefined) for (const match of this.directory.byPostalCode(postalCode)) codes.add(match.code)
    const middle = await this.middleOf(codes)
    const found = await rows<Found>(this.dataSource, `
      select c.id, ${openNow ? 'c.opening_hours' : `''`} as "openingHours", count(*) over ()::integer as total, ${AWAY} as kilometres
      from inclusion.centre c join identity.municipality m on m.code = c.municipality_code
      where c.active and (not $1::boolean or (c.serves || c.municipality_code) && $2::text[])
        and ($3::text is null or $3 = any(c.services)) and ($4::text is null or $4 = any(c.specific_care)) and ($5::text is null or $5 = any(c.accessibility)) and ($6::text is null or $6 = any(c.languages))
        and ($7::text is null or case $7 when 'walk-in' then $8 = any(c.access_modes) else c.booking_url <> '' or c.access_modes && array['Téléphoner', 'Prendre un RDV en ligne', 'Contacter par mail'] end)
        and (not $9::boolean or $10 = any(c.fees))
      order by c.municipality_code <> all($2::text[]), ${AWAY} nulls last, m.name collate "fr-x-icu", c.name collate "fr-x-icu", c.id
      limit ${openNow ? 'all' : MOST}`, [asked, [...codes], wanted.service ?? null, wanted.care ?? null, wanted.access ?? null, wanted.language ?? null, wanted.how ?? null, WALK_IN, wanted.free ?? false, FREE, middle?.latitude ?? null, middle?.longitude ?? null])
    const now = await this.moment()
    const fitting = openNow ? await this.openOf(found, now) : found
    const total = openNow ? fitting.length : found[0]?.total ?? 0
    return { municipalities: this.named([...codes]), items: await this.items(fitting.slice(0, MOST), now), total, languages: await this.languages() }
  }

  /** In the order given. */
  private async items(found: readonly Found[], now: Moment): Promise<CentreItemView[]> {
    const records = await rows<CentreRecord>(this.dataSource, `
      select ${CENTRE_COLUMNS} from unnest($1::uuid[]) with ordinality wanted(id, place) join inclusion.centre c on c.id = wanted.id order by wanted.place`, [found.map(({ id }) => id)])
    const schedules = await schedulesOf(this.dataSource, records)
    const away = new Map(found.map(({ id, kilometres }) => [id, kilometres]))
    return records.map((centre) => this.item(centre, schedules.get(centre.id), now, away.get(centre.id) ?? null))
  }

  /** Those where somebody can come now: hours are a notation that SQL does not read, so they are asked one by one, by pieces. */
  private async openOf(found: readonly Found[], now: Moment): Promise<Found[]> {
    const open: Found[] = []
    for (let from = 0; from < found.length; from += PIECE) {
      const piece = found.slice(from, from + PIECE)
      const schedules = await schedulesOf(this.dataSource, piece)
      open.push(...piece.filter((centre) => standingAt(scheduleOf(centre, schedules.get(centre.id)), now).state === 'open'))
    }
    return open
  }

  async bySlug(slug: string): Promise<CentrePageView> {
    const centre = await maybe<CentreRecord>(this.dataSource, `select ${CENTRE_COLUMNS} from inclusion.centre c where c.slug = $1 and c.active`, [slug])
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    return this.page(centre)
  }

  /** Every active centre, by the name of its commune. */
  async active(): Promise<Centre[]> {
    const centres = await this.dataSource.getRepository(Centre).findBy({ active: true })
    const place = ({ municipalityCode, name }: Centre) => `${this.directory.nameOf('municipality', municipalityCode)} ${name}`
    return centres.sort((one, other) => place(one).localeCompare(place(other), 'fr'))
  }

  view(centre: Omit<Centre, 'active'>): CentreView {
    const { id, slug, name, organisation, municipalityCode, address, postalCode, phone, hours, access, languages, serves } = centre
    const municipality = { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) }
    return { id, slug, name, organisation, municipality, address, postalCode, phone, hours, access, languages, serves: this.named(serves) }
  }

  /** Everything that its page shows, whatever its state. */
  async page(centre: CentreRecord): Promise<CentrePageView> {
    const [schedules, now] = await Promise.all([schedulesOf(this.dataSource, [centre]), this.moment()])
    const kept = schedules.get(centre.id)
    const plain = centre.openingHours === '' ? null : weekOf(centre.openingHours)
    const { emails, websites, bookingUrl, accessSheetUrl, openingHours, specificCare, audiences, accessModes, supportModes, programmes, typologies, otherLabels, summary, detail, kiosks, headphones, printers, updatedOn, takesAppointments } = centre
    return {
      ...this.item(centre, kept, now, null), emails, websites, bookingUrl, accessSheetUrl, openingHours, week: plain?.week ?? null, closedOnHolidays: plain?.closedOnHolidays ?? false,
      days: daysAhead(scheduleOf(centre, kept), now.day, DAYS_SHOWN), closures: kept?.closures ?? [],
      stops: (kept?.stops ?? []).map(({ municipalityCode, ...stop }) => ({ ...stop, municipality: { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) } })),
      specificCare, audiences, accessModes, supportModes, programmes, typologies, otherLabels, summary, detail, kiosks, headphones, printers, updatedOn, takesAppointments,
    }
  }

  private item(centre: CentreRecord, kept: KeptSchedule | undefined, now: Moment, kilometres: number | null): CentreItemView {
    const { complement, latitude, longitude, mobile, services, fees, accessibility } = centre
    return { ...this.view(centre), complement, latitude, longitude, kilometres, mobile, services, fees, accessibility: accessibility as Accessibility[], standing: { ...standingAt(scheduleOf(centre, kept), now), today: now.day } }
  }

  private async moment(): Promise<Moment> {
    const now = DateTime.fromJSDate(await this.clock.now(), { zone: 'Europe/Paris' })
    return { day: now.toFormat('yyyy-MM-dd'), time: now.toFormat('HH:mm') }
  }

  /** The middle of the communes asked for, by their outlines; where none was imported, as their own centres stand around it. */
  private async middleOf(codes: ReadonlySet<string>): Promise<Point | null> {
    if (codes.size === 0) return null
    return await maybe<Point>(this.dataSource, `
      select avg(middle[2]) as latitude, avg(middle[1]) as longitude from identity.municipality_shape where code = any($1) having count(*) > 0`, [[...codes]])
      ?? maybe<Point>(this.dataSource, `
      select avg(latitude) as latitude, avg(longitude) as longitude from inclusion.centre where active and municipality_code = any($1) having count(latitude) > 0`, [[...codes]])
  }

  private async languages(): Promise<string[]> {
    const found = await rows<{ language: string }>(this.dataSource, 'select distinct unnest(languages) as language from inclusion.centre where active limit 100')
    return found.map(({ language }) => language).sort((one, other) => fold(one).localeCompare(fold(other), 'fr'))
  }

  private named(codes: readonly string[]): CentreMunicipalityView[] {
    return codes.map((code) => ({ code, name: this.directory.nameOf('municipality', code) })).sort((one, other) => one.name.localeCompare(other.name, 'fr'))
  }
}
