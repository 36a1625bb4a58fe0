import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsInt, IsOptional, IsUUID, Length, MaxLength } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'

export class WriteDebateDto {
  /** Plain text, 5 to 160 characters. */
  @Transform(tidyLine)
  @Length(5, 160)
  title: string

  /** What people are asked to agree or disagree with: 5 to 300 characters. */
  @Transform(tidyLine)
  @Length(5, 300)
  question: string

  /** What one needs to know to answer; at most 8000 characters. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(8000)
  body?: string
}

export class NewDebateDto extends WriteDebateDto {
  /** A phase of the kind debate. */
  @IsUUID()
  phaseId: string
}

export class EditDebateDto extends WriteDebateDto {
  /** The last one that was read: another change meanwhile answers 409 `debate.changed-meanwhile`. */
  @IsInt()
  revision: number
}

export class ConcludeDebateDto {
  /** Who said what: 20 to 12000 characters. */
  @Transform(tidy)
  @Length(20, 12_000)
  summary: string

  /** What is kept of it, and what comes next: 10 to 8000 characters. */
  @Transform(tidy)
  @Length(10, 8000)
  kept: string
}

export class DebatesQuery extends PageQuery {}

export class DebateCountsView {
  published: number
  for: number
  against: number
  neutral: number
}

export class DebateSummaryView {
  id: string
  number: number
  phaseId: string
  title: string
  question: string
  /** A draft is seen by staff of the place alone. */
  state: 'draft' | 'published' | 'concluded'
  /** Comments are taken now. */
  open: boolean
  opensAt: string
  closesAt: string
  counts: DebateCountsView
  publishedAt: string | null
  concludedAt: string | null
}

export class DebatePageView {
  items: DebateSummaryView[]
  total: number
  page: number
  perPage: number
}

export class DebateMayView {
  edit: boolean
  publish: boolean
  conclude: boolean
  remove: boolean
}

export class DebateConsultationView {
  id: string
  slug: string
  title: string
}

export class DebateView extends DebateSummaryView {
  consultation: DebateConsultationView
  body: string
  /** The conclusion; empty until then. */
  summary: string
  kept: string
  revision: number
  may: DebateMayView
}
