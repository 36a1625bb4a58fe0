import { tidy, tidyLine } from '@parvis/consultations'
import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min } from 'class-validator'
import { AVAILABILITY, SKILLS } from './mission-states.rules'

type Skill = 'welcome' | 'guide' | 'carry' | 'read-aloud' | 'sign-language' | 'drive'
type Availability = 'weekday' | 'evening' | 'weekend'
const list = ({ value }: { value: unknown }): unknown => (Array.isArray(value) ? value.map((one: unknown) => tidyLine({ value: one })) : value)

export class ReserveMemberDto {
  /** INSEE code of the commune from which one comes. */
  @Matches(/^\d{5}$/)
  municipalityCode: string

  /** Spoken, besides French. */
  @IsArray()
  @ArrayMaxSize(10)
  @Transform(list)
  @Length(1, 40, { each: true })
  languages: string[]

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(6)
  @IsIn(SKILLS, { each: true })
  skills: Skill[]

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(3)
  @IsIn(AVAILABILITY, { each: true })
  availability: Availability[]
}

export class MissionAnswerDto {
  @IsBoolean()
  accept: boolean
}

export class MissionDto {
  @Transform(tidyLine)
  @Length(3, 120)
  title: string

  @Transform(tidy)
  @Length(10, 2000)
  tasks: string

  @Matches(/^\d{5}$/)
  municipalityCode: string

  @Matches(/^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  day: string

  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  opens: string

  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  closes: string

  /** People wanted. */
  @IsInt()
  @Min(1)
  @Max(50)
  seats: number
}

export class MissionProposalsDto {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  accountIds: string[]
}

export class MissionEndDto {
  @IsIn(['done', 'cancelled'])
  state: 'done' | 'cancelled'
}

export class ReserveQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  language?: string

  @IsOptional()
  @IsIn(SKILLS)
  skill?: Skill

  @IsOptional()
  @IsIn(AVAILABILITY)
  availability?: Availability

  /** INSEE code. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string
}

export class ReserveCommuneView {
  code: string
  name: string
}

export class ReserveMemberView {
  municipality: ReserveCommuneView
  languages: string[]
  skills: Skill[]
  availability: Availability[]
  /** ISO 8601. */
  joinedAt: string
}

export class MissionView {
  id: string
  title: string
  tasks: string
  municipality: ReserveCommuneView
  day: string
  opens: string
  closes: string
  seats: number
  accepted: number
  state: 'open' | 'done' | 'cancelled'
}

export class OwnMissionView extends MissionView {
  answer: 'proposed' | 'accepted' | 'declined'
}

export class OwnReserveView {
  /** Null: not a member. */
  member: ReserveMemberView | null
  missions: OwnMissionView[]
}

export class ReserveRowView extends ReserveMemberView {
  accountId: string
  email: string
  displayName: string
  /** Missions accepted so far. */
  missions: number
}

export class ReserveView {
  items: ReserveRowView[]
  total: number
  page: number
  perPage: number
}

export class MissionsView {
  items: MissionView[]
}

export class MissionPersonView {
  accountId: string
  name: string
  municipality: string
  languages: string[]
  answer: 'proposed' | 'accepted' | 'declined' | null
}

export class MissionDetailView extends MissionView {
  /** Who was asked, then members who were not. */
  people: MissionPersonView[]
}
