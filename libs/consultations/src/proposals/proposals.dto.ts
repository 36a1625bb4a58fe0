import { Documented, PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator'
import { ProposalStepView } from '../proposal-steps/proposal-steps.dto'
import { PublishedAnswerView } from '../proposal-answers/proposal-answers.dto'
import type { AnswerKind } from '../proposal-answers/proposal-answers.dto'
import { tidy, tidyLine } from '../consultations/consultations.dto'
import { REASONS } from '../moderation/moderation.rules'
import type { Reason } from '../moderation/moderation.rules'
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

  /** `submitted` unless told: those that stand. */
  @IsOptional()
  @IsIn(['submitted', 'withdrawn'])
  state?: 'submitted' | 'withdrawn'

  /** Kind of the official answer, the identifier of one of the consultation's own words, or `none`. */
  @IsOptional()
  @Matches(/^(accepted|refused|studied|other|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
  answer?: string
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
  /** Of the official answer; null: none yet. */
  answerKind: AnswerKind | null
  /** A word of the consultation's own; null: the usual word of the kind. */
  answerLabel: string | null
  /** Counted on another platform, by its rules; never part of `supportCount`. Null: made here. */
  importedSupports: number | null
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

/** What the phase asks of the reader's own supports. */
export class OwnSupportsView {
  /** Supports of the reader in this consultation. */
  given: number
  most: number | null
  least: number | null
  /** The reader's support of this proposal counts. */
  counted: boolean
}

export class ProposalConsultationView {
  id: string
  slug: string
  title: string
}

export class ProposalModerationView {
  @Documented({ enum: REASONS })
  reason: Reason
  at: string
  /** For its author alone: the decision, to read it and to appeal. */
  decisionId: string | null
}

export class ImportedFromView {
  source: 'decidim' | 'consul' | 'cap-collectif' | 'parvis'
  url: string | null
}

export class ProposalView {
  id: string
  number: number
  consultation: ProposalConsultationView
  /** Of a withdrawn one only the title is left, of one that moderation hides not even that, except for its author. */
  state: 'submitted' | 'withdrawn' | 'hidden'
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
  /** Why and when moderation hid it. */
  moderation: ProposalModerationView | null
  importedSupports: number | null
  /** The platform it was made on; null: this one. */
  importedFrom: ImportedFromView | null
  /** Of the last official answer; null: none yet. */
  answerKind: AnswerKind | null
  answerLabel: string | null
  /** Official answers as they were published, oldest first: the last one stands. */
  answers: PublishedAnswerView[]
  /** What became of it, by day. */
  steps: ProposalStepView[]
  /** Until when its author may correct it, where they still may. */
  editableUntil: string | null
  /** Supports that its phase asks of it. */
  threshold: number | null
  ownSupports: OwnSupportsView
  may: ProposalMayView
}

export class SupportView {
  supported: boolean
  supportCount: number
  /** False while the person gave fewer supports than the phase asks. */
  counted: boolean
}
