import { PageQuery } from '@parvis/platform'
import { tidy, tidyLine } from '@parvis/consultations'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator'
import { ACCESSIBILITY, CentreMunicipalityView, CentrePageView } from './centres.dto'
import type { Accessibility } from './centres.dto'
import { MOST_RANGES } from './hours.rules'
import { ACCESS_MODES, AUDIENCES, FEES, SERVICES, SPECIFIC_CARE, SUPPORT_MODES } from './national-schema.rules'

const DAY = /^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
const lines = ({ value }: { value: unknown }): unknown => (Array.isArray(value) ? value.map((one: unknown) => tidyLine({ value: one })) : value)
const given = (_: object, value: unknown): boolean => value !== null && value !== undefined

export class CentresConsoleQuery extends PageQuery {
  /** Words of the name, the organisation or the address. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string

  /** INSEE code. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string

  /** `incomplete`: open to the public, without hours or without a telephone number. */
  @IsOptional()
  @IsIn(['active', 'inactive', 'incomplete', 'closed'])
  state?: 'active' | 'inactive' | 'incomplete' | 'closed'
}

/** What a centre is, says and offers; sent whole. Its hours have a form of their own. */
export class CentreSheetDto {
  @Transform(tidyLine)
  @Length(2, 200)
  name: string

  @Transform(tidyLine)
  @Length(2, 200)
  organisation: string

  @Matches(/^\d{5}$/)
  municipalityCode: string

  @Transform(tidyLine)
  @Length(2, 300)
  address: string

  @Transform(tidyLine)
  @IsString()
  @MaxLength(200)
  complement: string

  @Matches(/^\d{5}$/)
  postalCode: string

  @ValidateIf((_, value) => given(_ as object, value))
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(50)
  @Max(51.2)
  latitude: number | null

  @ValidateIf((_, value) => given(_ as object, value))
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(2)
  @Max(4.3)
  longitude: number | null

  /** Digits, or nothing. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/[\s.-]/g, '') : value))
  @Matches(/^(\+?\d{10,15})?$/)
  phone: string

  @IsArray()
  @ArrayMaxSize(5)
  @Transform(lines)
  @Matches(/^[^\s@"<>]{1,64}@[^\s@"<>]{1,120}\.[a-z]{2,}$/i, { each: true })
  emails: string[]

  @IsArray()
  @ArrayMaxSize(5)
  @Transform(lines)
  @MaxLength(500, { each: true })
  websites: string[]

  @Transform(tidyLine)
  @IsString()
  @MaxLength(500)
  bookingUrl: string

  /** Page of acceslibre.beta.gouv.fr, or another description of how to get in. */
  @Transform(tidyLine)
  @IsString()
  @MaxLength(500)
  accessSheetUrl: string

  /** How to come: lines, stops, which door. */
  @Transform(tidy)
  @IsString()
  @MaxLength(2000)
  access: string

  @IsArray()
  @ArrayUnique()
  @IsIn(ACCESSIBILITY, { each: true })
  accessibility: Accessibility[]

  /** As people name them: `français`, `langue des signes`. */
  @IsArray()
  @ArrayMaxSize(20)
  @Transform(lines)
  @Length(1, 40, { each: true })
  languages: string[]

  /** INSEE codes of the other communes whose inhabitants it receives or visits. */
  @IsArray()
  @ArrayMaxSize(95)
  @Matches(/^\d{5}$/, { each: true })
  serves: string[]

  /** It moves: where it stands is said day by day. */
  @IsBoolean()
  mobile: boolean

  @IsArray()
  @ArrayUnique()
  @IsIn(SERVICES, { each: true })
  services: string[]

  @IsArray()
  @ArrayUnique()
  @IsIn(SPECIFIC_CARE, { each: true })
  specificCare: string[]

  @IsArray()
  @ArrayUnique()
  @IsIn(AUDIENCES, { each: true })
  audiences: string[]

  @IsArray()
  @ArrayUnique()
  @IsIn(ACCESS_MODES, { each: true })
  accessModes: string[]

  @IsArray()
  @ArrayUnique()
  @IsIn(SUPPORT_MODES, { each: true })
  supportModes: string[]

  @IsArray()
  @ArrayUnique()
  @IsIn(FEES, { each: true })
  fees: string[]

  @Transform(tidyLine)
  @IsString()
  @MaxLength(280)
  summary: string

  @IsInt()
  @Min(0)
  @Max(200)
  kiosks: number

  @IsInt()
  @Min(0)
  @Max(200)
  headphones: number

  @IsInt()
  @Min(0)
  @Max(200)
  printers: number
}

export class EditCentreDto extends CentreSheetDto {
  /** The one that was read: another change meanwhile answers 409 `centre.changed-meanwhile`. */
  @IsInt()
  revision: number
}

export class RangeDto {
  @Matches(TIME)
  opens: string

  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
  closes: string
}

export class DayDto {
  @IsArray()
  @ArrayMaxSize(MOST_RANGES)
  @ValidateNested({ each: true })
  @Type(() => RangeDto)
  ranges: RangeDto[]
}

export class CentreHoursDto {
  @IsInt()
  revision: number

  /** Seven days, Monday first. Left out when `openingHours` says more than a week. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(7)
  @ArrayMaxSize(7)
  @ValidateNested({ each: true })
  @Type(() => DayDto)
  week?: DayDto[]

  @IsOptional()
  @IsBoolean()
  closedOnHolidays?: boolean

  /** Notation of OpenStreetMap, for what a week cannot say. Read when there is no `week`. */
  @IsOptional()
  @Transform(tidyLine)
  @IsString()
  @MaxLength(500)
  openingHours?: string

  /** What neither can say, a line each. */
  @IsArray()
  @ArrayMaxSize(5)
  @Transform(lines)
  @Length(1, 200, { each: true })
  remarks: string[]
}

export class ClosureDto {
  @Matches(DAY)
  from: string

  /** The last day of it. */
  @Matches(DAY)
  to: string

  /** Read by everybody. */
  @Transform(tidyLine)
  @Length(2, 200)
  reason: string
}

export class StopDto {
  @Matches(DAY)
  day: string

  @Matches(TIME)
  opens: string

  @Matches(TIME)
  closes: string

  @Transform(tidyLine)
  @Length(2, 200)
  place: string

  @Matches(/^\d{5}$/)
  municipalityCode: string
}

export class ActivationDto {
  @IsBoolean()
  active: boolean
}

export class CentreRowView {
  id: string
  slug: string
  name: string
  municipality: CentreMunicipalityView
  active: boolean
  mobile: boolean
  hasHours: boolean
  hasPhone: boolean
  /** Where it was taken from; null when it was written here. */
  source: string | null
  /** Reason of a closure of today. */
  closed: string | null
  /** `YYYY-MM-DD`. */
  updatedOn: string
}

export class CentreRowsView {
  items: CentreRowView[]
  total: number
  page: number
  perPage: number
}

export class CentreConsoleView extends CentrePageView {
  active: boolean
  revision: number
  source: string | null
  sourceId: string | null
  /** Hours a week, holidays aside. */
  weeklyHours: number
  /** What the list it came from no longer changes: columns. */
  edited: string[]
}

export class CentreFileLineView {
  /** Line of data, from 1. */
  row: number
  id: string
  name: string
  outcome: 'taken' | 'mapped' | 'refused'
}

export class CentreFileProblemView {
  row: number
  /** The column, as the file calls it. */
  field: string
  code: string
  /** What the cell says, shortened. */
  value: string
  /** The row is not taken; otherwise it is, without this value. */
  refused: boolean
}

export class CentreImportItemView {
  id: string
  fileName: string
  sentAt: string
  takenAt: string | null
  rows: number
  taken: number
}

export class CentreImportsView {
  items: CentreImportItemView[]
}

export class CentreImportView extends CentreImportItemView {
  mapped: number
  refused: number
  lines: CentreFileLineView[]
  problems: CentreFileProblemView[]
  created: number | null
  updated: number | null
  unchanged: number | null
}

export class ImportQuery {
  /** Name of the file, to find it again. */
  @Transform(tidyLine)
  @Length(1, 200)
  name: string
}
