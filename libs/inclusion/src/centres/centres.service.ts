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
import { daysAhead, kilometres, standingAt } from './opening.rules'
import type { Moment } from './opening.rules'

const MOST = 200
const DAYS_SHOWN = 7

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
    const found = await rows<CentreRecord>(this.dataSource, `
      select ${CENTRE_COLUMNS} from inclusion.centre c
      where c.active and (not $1::boolean or (c.serves || c.municipality_code) && $2::text[])
        and ($3::text is null or $3 = any(c.services)) and ($4::text is null or $4 = any(c.specific_care)) and ($5::text is null or $5 = any(c.accessibility)) and ($6::text is null or $6 = any(c.languages))
        and ($7::text is null or case $7 when 'walk-in' then $8 = any(c.access_modes) else c.booking_url <> '' or c.access_modes && array['Téléphoner', 'Prendre un RDV en ligne', 'Contacter par mail'] end)
        and (not $9::boolean or $10 = any(c.fees))
      limit 5000`, [asked, [...codes], wanted.service ?? null, wanted.care ?? null, wanted.access ?? null, wanted.language ?? null, wanted.how ?? null, WALK_IN, wanted.free ?? false, FREE])
    const [schedules, now] = await Promise.all([schedulesOf(this.dataSource, found), this.moment()])
    const middle = await this.middleOf(codes)
    const items = found.map((centre) => this.item(centre, schedules.get(centre.id), now, middle)).filter(({ standing }) => !openNow || standing.state === 'open')
    const away = ({ municipality: { code } }: CentreItemView): number => (codes.has(code) ? 0 : 1)
    const place = ({ municipality: { name: commune }, name }: CentreItemView): string => `${commune} ${name}`
    items.sort((one, other) => away(one) - away(other) || (one.kilometres ?? 1e4) - (other.kilometres ?? 1e4) || place(one).localeCompare(place(other), 'fr'))
    return { municipalities: this.named([...codes]), items: items.slice(0, MOST), total: items.length, languages: await this.languages() }
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
    const { emails, websites, bookingUrl, accessSheetUrl, openingHours, specificCare, audiences, accessModes, supportModes, programmes, typologies, otherLabels, summary, detail, kiosks, headphones, printers, updatedOn } = centre
    return {
      ...this.item(centre, kept, now, null), emails, websites, bookingUrl, accessSheetUrl, openingHours, week: plain?.week ?? null, closedOnHolidays: plain?.closedOnHolidays ?? false,
      days: daysAhead(scheduleOf(centre, kept), now.day, DAYS_SHOWN), closures: kept?.closures ?? [],
      stops: (kept?.stops ?? []).map(({ municipalityCode, ...stop }) => ({ ...stop, municipality: { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) } })),
      specificCare, audiences, accessModes, supportModes, programmes, typologies, otherLabels, summary, detail, kiosks, headphones, printers, updatedOn,
    }
  }

  private item(centre: CentreRecord, kept: KeptSchedule | undefined, now: Moment, middle: Point | null): CentreItemView {
    const { complement, latitude, longitude, mobile, services, fees, accessibility } = centre
    const away = middle && latitude !== null && longitude !== null ? Math.round(kilometres(middle, { latitude, longitude }) * 10) / 10 : null
    return { ...this.view(centre), complement, latitude, longitude, kilometres: away, mobile, services, fees, accessibility: accessibility as Accessibility[], standing: { ...standingAt(scheduleOf(centre, kept), now), today: now.day } }
  }

  private async moment(): Promise<Moment> {
    const now = DateTime.fromJSDate(await this.clock.now(), { zone: 'Europe/Paris' })
    return { day: now.toFormat('yyyy-MM-dd'), time: now.toFormat('HH:mm') }
  }

  /** The middle of the communes asked for, as their own centres stand around it. */
  private async middleOf(codes: ReadonlySet<string>): Promise<Point | null> {
    if (codes.size === 0) return null
    return maybe<Point>(this.dataSource, `
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
