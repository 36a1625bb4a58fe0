import { rows } from '@parvis/platform'
import type { PlaceFacts } from './national-schema.rules'
import type { Schedule } from './opening.rules'

type Database = Parameters<typeof rows>[0]

/** A centre as the table keeps it, with everything that its page shows. */
export interface CentreRecord extends PlaceFacts {
  id: string
  hours: string[]
  access: string
  accessibility: string[]
  languages: string[]
  serves: string[]
  kiosks: number
  headphones: number
  printers: number
  active: boolean
  source: string | null
  sourceId: string | null
  edited: string[]
  revision: number
  updatedOn: string
  takesAppointments: boolean
}

export const CENTRE_COLUMNS = `
  c.id, c.slug, c.name, c.organisation, c.municipality_code as "municipalityCode", c.address, c.complement, c.postal_code as "postalCode", c.latitude, c.longitude, c.phone, c.emails, c.websites,
  c.booking_url as "bookingUrl", c.access_sheet_url as "accessSheetUrl", c.opening_hours as "openingHours", c.hours, c.access, c.accessibility, c.languages, c.serves, c.mobile, c.services, c.typologies,
  c.specific_care as "specificCare", c.audiences, c.access_modes as "accessModes", c.support_modes as "supportModes", c.fees, c.programmes, c.labels, c.other_labels as "otherLabels", c.summary, c.detail,
  c.kiosks, c.headphones, c.printers, c.active, c.pivot, c.source, c.source_id as "sourceId", c.edited, c.revision, exists (select from inclusion.appointment_setting s where s.centre_id = c.id) as "takesAppointments", to_char(c.updated_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as "updatedOn"`

export interface KeptClosure {
  id: string
  from: string
  to: string
  reason: string
}

export interface KeptStop {
  id: string
  day: string
  opens: string
  closes: string
  place: string
  municipalityCode: string
}

export interface KeptSchedule {
  closures: KeptClosure[]
  stops: KeptStop[]
}

/** Closures and stops of these centres that are not over, in their order: one statement for all of them. */
export async function schedulesOf(db: Database, centres: readonly Pick<CentreRecord, 'id'>[]): Promise<Map<string, KeptSchedule>> {
  const found = await rows<{ id: string } & KeptSchedule>(db, `
    select c.id,
      coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'from', k.from_day, 'to', k.to_day, 'reason', k.reason) order by k.from_day, k.to_day)
        from inclusion.centre_closure k where k.centre_id = c.id and k.to_day >= platform.today()), '[]') as closures,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'day', s.day, 'opens', to_char(s.opens, 'HH24:MI'), 'closes', to_char(s.closes, 'HH24:MI'), 'place', s.place, 'municipalityCode', s.municipality_code) order by s.day, s.opens)
        from inclusion.centre_stop s where s.centre_id = c.id and s.day >= platform.today()), '[]') as stops
    from unnest($1::uuid[]) as c(id)`, [centres.map(({ id }) => id)])
  return new Map(found.map(({ id, closures, stops }) => [id, { closures, stops }]))
}

export const scheduleOf = ({ openingHours }: Pick<CentreRecord, 'openingHours'>, kept: KeptSchedule | undefined): Schedule => ({ openingHours, closures: kept?.closures ?? [], stops: kept?.stops ?? [] })
