import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'
import { THEMES } from '../themes/themes'

export class ProposalTextDto {
  /** Plain text, 5 to 160 characters. */
  @Transform(tidyLine)
  @Length(5, 160)
  title: string

  /** Plain text, 20 to 8000 characters. */
  @Transform(tidy)
  @Length(20, 8000)
  body: string

  @IsIn(THEMES)
  theme: string

  /** INSEE code of the commune it is about; absent: all of them. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipalityCode?: string
}

export class SubmitProposalDto extends ProposalTextDto {
  /** Made by the form: the same form sent twice makes one proposal. */
  @IsUUID()
  submissionToken: string
}

export class EditProposalDto {
  /** The last version that was read: another edit meanwhile answers 409 `proposal.changed-meanwhile`. */
  @IsOptional()
  @IsInt()
  version?: number

  @IsOptional()
  @Transform(tidyLine)
  @Length(5, 160)
  title?: string

  @IsOptional()
  @Transform(tidy)
  @Length(20, 8000)
  body?: string

  @IsOptional()
  @IsIn(THEMES)
  theme?: string
}

export class ProposalsQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string

  @IsOptional()
  @IsIn(THEMES)
  theme?: string

  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string

  /** `recent` unless told. */
  @IsOptional()
  @IsIn(['recent', 'oldest', 'supported'])
  sort?: 'recent' | 'oldest' | 'supported'
}

export class ProposalSummaryView {
  id: string
  number: number
  title: string
  /** First 280 characters. */
  excerpt: string
  theme: string
  municipalityCode: string | null
  municipalityName: string | null
  /** Empty: the person gave no name, or was helped by somebody else. */
  authorName: string
  /** The door it came through. */
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  supportCount: number
  /** False for strangers. */
  supportedByMe: boolean
  mine: boolean
  createdAt: string
  editedAt: string | null
}

export class ProposalPageView {
  items: ProposalSummaryView[]
  total: number
  page: number
  perPage: number
}

export class ProposalVersionView {
  version: number
  title: string
  body: string
  theme: string
  at: string
}

export class ProposalMayView {
  edit: boolean
  withdraw: boolean
  support: boolean
  /** The civil status has to be given before supporting. */
  needsCivilStatus: boolean
}

export class ProposalConsultationView {
  id: string
  slug: string
  title: string
}

export class ProposalView {
  id: string
  number: number
  consultation: ProposalConsultationView
  /** Of a withdrawn one only the title is left, except for its author. */
  state: 'submitted' | 'withdrawn'
  title: string
  body: string
  theme: string
  municipalityCode: string | null
  municipalityName: string | null
  authorName: string
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  supportCount: number
  supportedByMe: boolean
  mine: boolean
  createdAt: string
  editedAt: string | null
  /** Oldest first; the last one is what stands above. */
  versions: ProposalVersionView[]
  may: ProposalMayView
}

export class SupportView {
  supported: boolean
  supportCount: number
}
