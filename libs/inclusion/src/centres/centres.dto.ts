import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator'
import { SERVICES, SPECIFIC_CARE } from './national-schema.rules'

export const ACCESSIBILITY = ['step-free', 'lift', 'induction-loop', 'sign-language', 'accessible-toilets', 'easy-parking', 'near-transport'] as const
export type Accessibility = (typeof ACCESSIBILITY)[number]

const toBoolean = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value)

/** Where one lives, and what one needs there. */
export class CentresQuery {
  /** INSEE code of a commune or of a former one (Lomme, Hellemmes). */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string

  @IsOptional()
  @Matches(/^\d{5}$/)
  postalCode?: string

  /** Only those where somebody can come now. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  openNow?: boolean

  /** As the national schema names it. */
  @IsOptional()
  @IsIn(SERVICES)
  service?: string

  @IsOptional()
  @IsIn(SPECIFIC_CARE)
  care?: string

  @IsOptional()
  @IsIn(ACCESSIBILITY)
  access?: Accessibility

  /** A language spoken there, as `français`. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  language?: string

  /** `walk-in`: without an appointment; `appointment`: one can be taken. */
  @IsOptional()
  @IsIn(['walk-in', 'appointment'])
  how?: 'walk-in' | 'appointment'

  /** Says that it costs nothing. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  free?: boolean
}

export class CentreMunicipalityView {
  /** INSEE code. */
  code: string
  name: string
}

export class CentreView {
  id: string
  slug: string
  name: string
  organisation: string
  municipality: CentreMunicipalityView
  address: string
  postalCode: string
  phone: string
  /** What the week cannot say, one line each. */
  hours: string[]
  /** How to get in and what helps there: ramp, induction loop, public transport. */
  access: string
  languages: string[]
  /** Communes whose inhabitants it receives or visits, by name. */
  serves: CentreMunicipalityView[]
}

export class CentreRangeView {
  /** Wall clock of Paris, `09:30`. */
  opens: string
  closes: string
}

export class CentreNextView {
  /** `YYYY-MM-DD`. */
  day: string
  opens: string
}

export class CentreClosedView {
  from: string
  /** The last day of it. */
  to: string
  reason: string
}

export class CentreStandingView {
  /** `unknown`: nobody said when it opens. */
  state: 'open' | 'closed' | 'unknown'
  until: string | null
  next: CentreNextView | null
  /** Why it is closed today, when somebody said so. */
  closure: CentreClosedView | null
  /** `YYYY-MM-DD` in Paris, of the moment at which this holds. */
  today: string
}

export class CentreItemView extends CentreView {
  complement: string
  latitude: number | null
  longitude: number | null
  /** From the middle of the commune asked for; null when either is not known. */
  kilometres: number | null
  mobile: boolean
  services: string[]
  fees: string[]
  accessibility: Accessibility[]
  standing: CentreStandingView
}

export class CentresView {
  /** What the question was understood as; several when communes share the postal code, none without a question. */
  municipalities: CentreMunicipalityView[]
  /** Centres of these communes first, then those that receive their inhabitants, each by distance; all of them without a question. 200 at most. */
  items: CentreItemView[]
  total: number
  /** Languages spoken in one or another, to choose from. */
  languages: string[]
}

export class CentreDayView {
  /** `YYYY-MM-DD`. */
  day: string
  ranges: CentreRangeView[]
  /** Why it is closed on that day, when somebody said so. */
  closed: string | null
}

export class CentreStopView extends CentreRangeView {
  id: string
  day: string
  place: string
  municipality: CentreMunicipalityView
}

export class CentreClosureView extends CentreClosedView {
  id: string
}

export class CentrePageView extends CentreItemView {
  emails: string[]
  websites: string[]
  bookingUrl: string
  accessSheetUrl: string
  /** Notation of OpenStreetMap. */
  openingHours: string
  /** Seven days, Monday first; null when the hours say more than a week (seasons, one Saturday a month). */
  week: CentreRangeView[][] | null
  closedOnHolidays: boolean
  /** Today and the six days that follow, closures and stops counted. */
  days: CentreDayView[]
  closures: CentreClosureView[]
  stops: CentreStopView[]
  specificCare: string[]
  audiences: string[]
  accessModes: string[]
  supportModes: string[]
  programmes: string[]
  typologies: string[]
  otherLabels: string[]
  summary: string
  detail: string
  kiosks: number
  headphones: number
  printers: number
  /** `YYYY-MM-DD`. */
  updatedOn: string
  /** Whether an hour can be taken on the site. */
  takesAppointments: boolean
}
