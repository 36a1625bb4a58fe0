import { Transform } from 'class-transformer'
import { IsIn, IsInt, IsOptional, Length, Max, Min } from 'class-validator'

export const KINDS = ['consultation', 'proposal', 'debate', 'meeting', 'centre', 'page'] as const
export type SearchKind = (typeof KINDS)[number]

const toNumber = ({ value }: { value: unknown }): unknown => typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
const tidyLine = ({ value }: { value: unknown }): unknown => typeof value === 'string' ? value.normalize('NFC').replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim() : value

export class SearchQuery {
  /** What people typed: 2 to 100 characters. Accents, capitals, plurals and small errors are forgiven; every word counts. */
  @Transform(tidyLine)
  @Length(2, 100)
  q: string

  /** Only this kind; the counts are of all. */
  @IsOptional()
  @IsIn(KINDS)
  kind?: SearchKind

  /** Language of the pages of the site, French unless told. Citizens' texts are in the language they were written in. */
  @IsOptional()
  @IsIn(['fr', 'en', 'nl'])
  locale?: 'fr' | 'en' | 'nl'

  /** From 1 to 50: who has not found it by then asks otherwise. */
  @IsOptional() @Transform(toNumber) @IsInt() @Min(1) @Max(50)
  page: number = 1

  /** 20 unless told, 50 at most. */
  @IsOptional() @Transform(toNumber) @IsInt() @Min(1) @Max(50)
  perPage: number = 20
}

export class SegmentView {
  /** Plain text. */
  text: string
  /** This is what was looked for. */
  marked: boolean
}

export class SearchConsultationView {
  slug: string
  title: string
  state: 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
}

export class SearchCentreView {
  slug: string
  municipalityName: string
}

export class SearchItemView {
  kind: 'consultation' | 'proposal' | 'debate' | 'meeting' | 'centre' | 'page'
  title: string
  /** Whole sentences: the first ones, or those where the words were found. */
  excerpt: SegmentView[]
  /** Language of title and excerpt. */
  locale: 'fr' | 'en' | 'nl'
  /** The consultation found, or that of the proposal or debate or meeting. */
  consultation: SearchConsultationView | null
  /** Of a proposal or a debate or a meeting, within its consultation. */
  number: number | null
  centre: SearchCentreView | null
  /** Of a page of the site, without its language: `/aide#papier`. */
  path: string | null
}

export class SearchCountsView {
  consultation: number
  proposal: number
  debate: number
  meeting: number
  centre: number
  page: number
}

export class SearchView {
  /** Best first. */
  items: SearchItemView[]
  /** Of the kind asked for, or of all. */
  total: number
  page: number
  perPage: number
  counts: SearchCountsView
  /** `all` words are in each text; `corrected`: those of `didYouMean` are; `some`: only some of them; `none`. */
  matched: 'all' | 'corrected' | 'some' | 'none'
  /** What was looked for instead, when what was typed is found nowhere. */
  didYouMean: string | null
}
