import { Transform } from 'class-transformer'
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'
import { THEMES } from '../themes/themes'

/** What is written so far: as short as one likes, empty too. */
export class ProposalDraftDto {
  @Transform(tidyLine)
  @MaxLength(160)
  title: string

  @Transform(tidy)
  @MaxLength(8000)
  body: string

  @IsIn(THEMES)
  theme: string

  /** INSEE code of the commune it is about; absent: all of them. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipalityCode?: string

  /** Where it is, in words; absent: as it was. Its point is kept apart, and goes when the commune changes. */
  @IsOptional()
  @Transform(tidyLine)
  @IsString()
  @MaxLength(160)
  place?: string
}

export class SimilarQueryDto {
  @Transform(tidyLine)
  @MaxLength(160)
  title: string

  @Transform(tidy)
  @MaxLength(8000)
  body: string
}

export class DraftConsultationView {
  id: string
  slug: string
  title: string
}

export class ProposalDraftView {
  id: string
  consultation: DraftConsultationView
  title: string
  body: string
  theme: string
  municipalityCode: string | null
  municipalityName: string | null
  place: string
  lat: number | null
  lon: number | null
  updatedAt: string
  /** Until then it is kept, and can be sent. */
  closesAt: string
}

export class ProposalDraftsView {
  /** The last one written first; ten for a consultation at most. */
  items: ProposalDraftView[]
}

export class SimilarProposalView {
  id: string
  number: number
  title: string
  /** First 280 characters. */
  excerpt: string
  supportCount: number
  supportedByMe: boolean
}

export class SimilarProposalsView {
  /** Five at most, the nearest first. */
  items: SimilarProposalView[]
}

export class SentProposalView {
  number: number
}
