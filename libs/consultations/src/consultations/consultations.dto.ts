import { PageQuery } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { THEMES } from '../themes/themes'
import { PHASE_KINDS } from './phases.rules'

// Marks that nobody types and that make a text read otherwise than it is written: controls, reversals of direction.
const INVISIBLE = /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu

/** Typed text as it is kept: composed letters, one kind of line end, no trick, no space around. */
export const tidy = ({ value }: { value: unknown }): unknown =>
  (typeof value === 'string' ? value.normalize('NFC').replace(/\r\n?/g, '\n').replace(INVISIBLE, '').trim() : value)

/** The same on one line. */
export const tidyLine = ({ value }: { value: unknown }): unknown => {
  const text = tidy({ value })
  return typeof text === 'string' ? text.replace(/\s+/g, ' ') : text
}

/** An instant with its offset: `2027-03-01T08:00:00+01:00` or `…Z`. */
const INSTANT = /^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

export class PlaceDto {
  @IsIn(['metropolis', 'municipality'])
  kind: 'metropolis' | 'municipality'

  /** INSEE code of the commune, or the number of the metropolis. */
  @Matches(/^\d{5,9}$/)
  code: string
}

export class OfflineWayDto {
  @IsIn(['centre', 'paper', 'phone'])
  kind: 'centre' | 'paper' | 'phone'

  /** Where, when, which number: as people read it. */
  @Transform(tidy)
  @Length(1, 1000)
  text: string
}

/** What staff may write of a consultation, step by step; what is absent stays as it is. */
export class ConsultationFieldsDto {
  /** « En bref »: at most 150 plain words, for everybody. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(4000)
  summary?: string

  @IsOptional()
  @Transform(tidy)
  @MaxLength(20_000)
  description?: string

  @IsOptional()
  @Transform(tidy)
  @MaxLength(4000)
  openToChange?: string

  @IsOptional()
  @Transform(tidy)
  @MaxLength(4000)
  notOpenToChange?: string

  /** Version simple: a text of its own in simple language, never this description cut. Empty: none. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(4000)
  simpleText?: string

  @IsOptional()
  @IsIn(THEMES)
  theme?: string

  /** INSEE codes of the communes it concerns. A commune's consultation concerns that commune only. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @Matches(/^\d{5}$/, { each: true })
  communes?: string[]

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(99)
  minAge?: number

  @IsOptional()
  @IsBoolean()
  residentsOnly?: boolean

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => OfflineWayDto)
  offlineWays?: OfflineWayDto[]

  /** What happens after the consultation, and when. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(4000)
  nextSteps?: string
}

export class CreateConsultationDto extends ConsultationFieldsDto {
  @Transform(tidyLine)
  @Length(1, 160)
  title: string

  /** Needed only by somebody who prepares consultations in several places. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PlaceDto)
  owner?: PlaceDto
}

export class EditConsultationDto extends ConsultationFieldsDto {
  /** The one that was read: a change made meanwhile by somebody else answers 409 `consultation.changed-meanwhile`. */
  @IsInt()
  @Min(1)
  revision: number

  @IsOptional()
  @Transform(tidyLine)
  @Length(1, 160)
  title?: string
}

export class PhaseDto {
  /** Of a phase that exists already; absent for a new one. */
  @IsOptional()
  @IsUUID()
  id?: string

  @IsIn(PHASE_KINDS)
  kind: 'information' | 'questionnaire' | 'proposals' | 'debate' | 'vote' | 'follow-up'

  @Transform(tidyLine)
  @Length(1, 160)
  title: string

  @IsOptional()
  @Transform(tidy)
  @MaxLength(4000)
  description?: string

  @Matches(INSTANT)
  opensAt: string

  @Matches(INSTANT)
  closesAt: string
}

export class PhasesDto {
  @IsInt()
  @Min(1)
  revision: number

  /** The whole list, in order; what is not in it is removed. */
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PhaseDto)
  phases: PhaseDto[]
}

export class SuspensionDto {
  /** Read by everybody. */
  @Transform(tidy)
  @Length(20, 1000)
  reason: string
}

export class ExtensionDto {
  @Matches(INSTANT)
  closesAt: string

  /** Read by everybody. */
  @Transform(tidy)
  @Length(20, 1000)
  reason: string
}

export class ConsultationsQuery extends PageQuery {
  /** `open`: running. `coming`: announced. `finished`: finished or archived. `draft`: mine to prepare. `all`, unless told: everything but drafts. */
  @IsOptional()
  @IsIn(['open', 'coming', 'finished', 'draft', 'all'])
  state?: 'open' | 'coming' | 'finished' | 'draft' | 'all'

  @IsOptional()
  @IsIn(THEMES)
  theme?: string

  /** INSEE code: what concerns the inhabitants of that commune, metropolitan consultations included. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string

  /** Whose: the number of the metropolis or an INSEE code. */
  @IsOptional()
  @Matches(/^\d{5,9}$/)
  owner?: string

  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string
}
