import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator'
import { PageQuery } from '@parvis/platform'
import { THEMES } from '../themes/themes'

export class NewsQuery extends PageQuery {
  /** Slug or identifier of a consultation. */
  @IsOptional() @IsString() @Length(1, 100)
  consultation?: string

  @IsOptional() @IsIn(THEMES)
  theme?: string

  /** INSEE code: what concerns the inhabitants of that commune, metropolitan consultations included. */
  @IsOptional() @Matches(/^\d{5}$/)
  municipality?: string
}

export class NewsConsultationView {
  slug: string
  title: string
}

/** One thing that happened; or, where `count` says so, several of a day. */
export class NewsItemView {
  /** Stays the same: of the newest event it stands for. */
  id: string
  /** The event: `phase.opened`. */
  kind: string
  /** Key of the sentence in the catalogue. */
  sentence: string
  count: number
  /** ISO 8601. */
  at: string
  consultation: NewsConsultationView
  /** Title of the phase it is about. */
  phase: string | null
  /** End of that phase as it stood then, ISO 8601. */
  closesAt: string | null
  /** Number of the proposal it is about. */
  number: number | null
  /** Its title; null when it no longer stands. */
  proposal: string | null
}

export class NewsPageView {
  items: NewsItemView[]
  total: number
  page: number
  perPage: number
}

/** What a feed is about, as its title says it. */
export class NewsAboutView {
  consultation: NewsConsultationView | null
  theme: string | null
  municipality: string | null
}

export class PublicNewsView extends NewsPageView {
  about: NewsAboutView
}

