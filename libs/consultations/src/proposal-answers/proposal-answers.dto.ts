import { Documented, PageQuery } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator'
import { CHANNELS } from '../ballots/precedence.rules'
import type { Channel } from '../ballots/precedence.rules'
import { tidy, tidyLine } from '../consultations/consultations.dto'

export const ANSWER_KINDS = ['accepted', 'refused', 'studied', 'other'] as const
export type AnswerKind = (typeof ANSWER_KINDS)[number]

const given = (_: object, value: unknown) => value !== null

export class ProposalStatusDto {
  /** Absent: a new one. */
  @IsOptional() @IsUUID()
  id?: string

  @Transform(tidyLine) @Length(2, 60)
  label: string

  @IsIn(ANSWER_KINDS)
  kind: AnswerKind
}

export class ProposalStatusesDto {
  @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => ProposalStatusDto)
  items: ProposalStatusDto[]
}

export class ProposalStatusView {
  id: string
  label: string
  kind: AnswerKind
}

export class ProposalStatusesView {
  items: ProposalStatusView[]
}

export class ProposalAnswerDto {
  @IsIn(ANSWER_KINDS)
  kind: AnswerKind

  /** One of the consultation's own words; null: the usual word of the kind. */
  @ValidateIf(given) @IsUUID()
  statusId: string | null

  /** Plain text, 10 to 8000 characters. */
  @Transform(tidy) @Length(10, 8000)
  body: string

  /** Cents; null: none said. */
  @ValidateIf(given) @IsInt() @Min(0) @Max(1_000_000_000_000)
  cost: number | null

  /** `YYYY-MM-DD`, when it is meant to begin. */
  @ValidateIf(given) @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  fromDay: string | null

  @ValidateIf(given) @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  toDay: string | null

  /** Of the draft that was read; 0 when there was none. */
  @IsInt() @Min(0)
  revision: number
}

export class AnswersQuery extends PageQuery {
  @IsOptional() @IsString() @MaxLength(200)
  q?: string

  /** `waiting`: nothing published. `draft`: written, not published. */
  @IsOptional() @IsIn(['waiting', 'draft', 'published'])
  state?: 'waiting' | 'draft' | 'published'

  /** The door the proposal came through; what was imported came through none of ours. */
  @IsOptional() @IsIn(CHANNELS) @Documented({ enum: CHANNELS })
  channel?: Channel

  /** Those that the reader studies. */
  @IsOptional() @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value)) @IsBoolean()
  mine?: boolean
}

/** What a file of the list asks: all of its pages. */
export type AnswerFilter = Omit<AnswersQuery, 'page' | 'perPage'>

export class PublishedAnswerView {
  version: number
  kind: AnswerKind
  /** A word of the consultation's own; null: the usual word of the kind. */
  label: string | null
  body: string
  /** Cents. */
  cost: number | null
  fromDay: string | null
  toDay: string | null
  publishedAt: string
}

export class DraftAnswerView {
  revision: number
  kind: AnswerKind
  statusId: string | null
  body: string
  cost: number | null
  fromDay: string | null
  toDay: string | null
  writtenAt: string
}

export class AnswerWorkView {
  draft: DraftAnswerView | null
  /** Oldest first. */
  published: PublishedAnswerView[]
}

export class AnswerRowView {
  id: string
  number: number
  title: string
  @Documented({ enum: CHANNELS })
  channel: Channel
  excerpt: string
  supportCount: number
  createdAt: string
  /** Of the last one published. */
  kind: AnswerKind | null
  label: string | null
  /** Of what is written and not published. */
  draftKind: AnswerKind | null
  evaluators: number
  /** How many of them wrote something. */
  evaluated: number
  /** Mean of all scores, 0 to 5; null: none. */
  score: number | null
  mine: boolean
}

export class AnswerPageView {
  items: AnswerRowView[]
  total: number
  page: number
  perPage: number
}

/** What publishing would do now. */
export class PublicationPlanView {
  answers: number
  /** Of these, corrections of answers that are published already. */
  corrections: number
  /** Authors who get a mail. */
  authorsTold: number
  /** Proposals whose author has no account, or none with an address that was proved. */
  authorsNotTold: number
  /** Names exactly these drafts: publishing asks for it again. */
  fingerprint: string
}

export class PublishAnswersDto {
  @Matches(/^[0-9a-f]{32}$/)
  fingerprint: string
}

export class PublishedAnswersView {
  answers: number
}
