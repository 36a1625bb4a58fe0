import { PageQuery } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsEmail, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'
import { ACCESSIBILITY, MEETING_KINDS } from './meetings.rules'
import type { Accessibility, MeetingKind } from './meetings.rules'

/** An instant with its offset: `2027-03-01T18:00:00+01:00` or `…Z`. */
const INSTANT = /^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/
const DAY = /^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const given = (_: object, value: unknown): boolean => value !== null && value !== undefined
const emptyIsNone = ({ value }: { value: unknown }): unknown => {
  const line = tidyLine({ value })
  return line === '' ? undefined : line
}

export class AgendaPointDto {
  /** Wall clock of Paris, `18:30`. */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  time: string

  @Transform(tidyLine)
  @Length(1, 200)
  title: string
}

export class LinkDto {
  @Transform(tidyLine)
  @Length(1, 200)
  title: string

  /** https only. */
  @Transform(tidyLine)
  @Length(1, 500)
  url: string
}

/** Everything that staff write of a meeting; sent whole. */
export class MeetingFieldsDto {
  @Transform(tidyLine)
  @Length(5, 160)
  title: string

  /** Plain text, 8000 characters at most. */
  @Transform(tidy)
  @IsString()
  @MaxLength(8000)
  body: string

  @IsIn(MEETING_KINDS)
  kind: MeetingKind

  /** A centre of ours: its name, address and commune are copied; the four fields of the place are then not read. */
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,120}$/)
  centreSlug?: string

  @IsOptional()
  @Transform(tidyLine)
  @IsString()
  @MaxLength(160)
  placeName?: string

  @IsOptional()
  @Transform(tidyLine)
  @IsString()
  @MaxLength(300)
  address?: string

  @IsOptional()
  @Matches(/^\d{5}$/)
  postalCode?: string

  /** INSEE code. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipalityCode?: string

  /** How to come: lines, stops, which door. */
  @Transform(tidy)
  @IsString()
  @MaxLength(2000)
  access: string

  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(ACCESSIBILITY.length)
  @IsIn(ACCESSIBILITY, { each: true })
  accessibility: Accessibility[]

  /** https only. */
  @IsOptional()
  @Transform(emptyIsNone)
  @IsString()
  @MaxLength(500)
  onlineUrl?: string

  @IsIn(['registered', 'everybody'])
  onlineFor: 'registered' | 'everybody'

  @Matches(INSTANT)
  startsAt: string

  @Matches(INSTANT)
  endsAt: string

  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => AgendaPointDto)
  agenda: AgendaPointDto[]

  /** As people name them: `français`, `langue des signes`. */
  @IsArray()
  @ArrayMaxSize(12)
  @Transform(({ value }: { value: unknown }) => Array.isArray(value) ? value.map((one: unknown) => tidyLine({ value: one })) : value)
  @Length(1, 40, { each: true })
  languages: string[]

  /** Null: everybody who comes. */
  @ValidateIf((_, value) => given(_ as object, value))
  @IsInt()
  @Min(1)
  @Max(100_000)
  places: number | null

  /** Days after the meeting on which names, addresses and needs are erased. */
  @IsInt()
  @Min(1)
  @Max(365)
  eraseAfterDays: number
}

export class EditMeetingDto extends MeetingFieldsDto {
  /** The one that was read: another change meanwhile answers 409 `meeting.changed-meanwhile`. */
  @IsInt()
  revision: number
}

export class CancelMeetingDto {
  /** Told to everybody who registered. */
  @Transform(tidy)
  @Length(10, 1000)
  reason: string
}

export class MinutesDto {
  @IsInt()
  revision: number

  /** Plain text, 40,000 characters at most. */
  @Transform(tidy)
  @IsString()
  @MaxLength(40_000)
  minutes: string

  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => LinkDto)
  links: LinkDto[]

  /** Once published, it stays so. */
  @IsBoolean()
  publish: boolean
}

export class AttendanceDto {
  /** Registrations of people who came. */
  @IsArray()
  @ArrayMaxSize(10_000)
  @IsUUID(undefined, { each: true })
  came: string[]

  /** People who came without one. */
  @IsInt()
  @Min(0)
  @Max(100_000)
  walkIns: number
}

export class NewQuestionDto {
  @Transform(tidy)
  @Length(5, 1000)
  question: string

  @IsOptional()
  @Transform(tidy)
  @IsString()
  @MaxLength(8000)
  answer?: string

  /** The day before whose end it is answered; asked for when there is no answer. */
  @IsOptional()
  @Matches(DAY)
  dueOn?: string
}

export class EditQuestionDto extends NewQuestionDto {
  @IsInt()
  revision: number
}

/** Somebody who wants to come. With an account, its address is written to. */
export class RegisterDto {
  @Transform(tidyLine)
  @Length(2, 120)
  name: string

  @IsOptional()
  @Transform(emptyIsNone)
  @IsEmail()
  @MaxLength(254)
  email?: string

  @IsOptional()
  @Transform(emptyIsNone)
  @Matches(/^\+?[0-9 .()-]{6,30}$/)
  phone?: string

  /** Interpreter, child care, help to move around: seen by the organisers only. */
  @IsOptional()
  @Transform(tidy)
  @IsString()
  @MaxLength(1000)
  needs?: string

  /** Of the mails. */
  @IsOptional()
  @IsIn(['fr', 'en', 'nl'])
  language?: 'fr' | 'en' | 'nl'

  /** Made by the form: the same form sent twice makes one registration. */
  @IsUUID()
  submissionToken: string
}

export class RegisterAtDeskDto extends RegisterDto {
  /** Slug of the mediator's centre. */
  @Matches(/^[a-z0-9-]{1,120}$/)
  centre: string

  @IsIn(['on_behalf', 'phone'])
  channel: 'on_behalf' | 'phone'
}

export class DeskQuestionDto extends NewQuestionDto {
  /** Slug of the mediator's centre, where the meeting is held. */
  @Matches(/^[a-z0-9-]{1,120}$/)
  centre: string
}

export class MeetingsQuery extends PageQuery {
  /** `coming` unless told; `past`: the newest first. */
  @IsOptional()
  @IsIn(['coming', 'past'])
  when?: 'coming' | 'past'

  /** INSEE code: meetings there, and those online of consultations that concern it. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string

  /** From this day, `YYYY-MM-DD`, in Paris. */
  @IsOptional()
  @Matches(DAY)
  from?: string
}

export class CalendarQuery {
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string
}
