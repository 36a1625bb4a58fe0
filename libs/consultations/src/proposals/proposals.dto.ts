import { Documented, PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator'
import { AttachmentView } from '../attachments/attachments.dto'
import { ProposalStepView } from '../proposal-steps/proposal-steps.dto'
import { PublishedAnswerView } from '../proposal-answers/proposal-answers.dto'
import type { AnswerKind } from '../proposal-answers/proposal-answers.dto'
import { tidy, tidyLine } from '../consultations/consultations.dto'
import { REASONS } from '../moderation/moderation.rules'
import type { Reason } from '../moderation/moderation.rules'
import { CHANNELS } from '../ballots/precedence.rules'
import type { Channel } from '../ballots/precedence.rules'
import { THEMES } from '../themes/themes'
import { PlaceDto } from './place.dto'

export class ProposalTextDto extends PlaceDto {
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

/** What is left out stays as it is; a point is taken away by two nulls, and lies in the commune of the proposal, where it has one. */
export class EditProposalDto extends PlaceDto {
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

/** `west,south,east,north`, in degrees. */
const ZONE = /^-?\d{1,3}(\.\d{1,5})?(,-?\d{1,3}(\.\d{1,5})?){3}$/

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

  /** The door it came through; what was imported came through none of ours. */
  @IsOptional()
  @IsIn(CHANNELS)
  @Documented({ enum: CHANNELS })
  channel?: Channel

  /** Those with a point between these degrees: `west,south,east,north`. */
  @IsOptional()
  @Matches(ZONE)
  zone?: string
}

/** What narrows a file of proposals; without any of it, those that stand in another one are in it too. */
export class ProposalFileQuery {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string

  @IsOptional()
  @IsIn(CHANNELS)
  @Documented({ enum: CHANNELS })
  channel?: Channel
}

/** What narrows a list, without its order nor its pages. */
export type ProposalsFilter = Pick<ProposalsQuery, 'q' | 'theme' | 'municipality' | 'state' | 'answer' | 'channel' | 'zone'>

export class CommuneCountView {
  code: string
  name: string
  count: number
}

export class MarkProposalView {
  number: number
  title: string
}

export class MapMarkView {
  lon: number
  lat: number
  count: number
  /** What it stands for: `west,south,east,north`. */
  zone: string
  /** Of a mark that stands for one. */
  proposal: MarkProposalView | null
}

export class ProposalMapView {
  total: number
  /** With a point. */
  placed: number
  /** With neither point nor commune. */
  nowhere: number
  /** What the map shows: west, south, east, north. Null: no outline and no point. */
  @Documented({ type: 'array', items: { type: 'number' }, nullable: true })
  bounds: number[] | null
  /** The most first; those with a point too. */
  communes: CommuneCountView[]
  /** Sixty-four at most, from north to south. */
  marks: MapMarkView[]
}

export class ProposalPictureView {
  id: string
  width: number
  height: number
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
  /** The reader is its first author. */
  mine: boolean
  /** Who signs it beside the first author. */
  coAuthorCount: number
  createdAt: string
  editedAt: string | null
  /** Of the official answer; null: none yet. */
  answerKind: AnswerKind | null
  /** A word of the consultation's own; null: the usual word of the kind. */
  answerLabel: string | null
  /** Counted on another platform, by its rules; never part of `supportCount`. Null: made here. */
  importedSupports: number | null
  /** The first one it shows; beside its title it says nothing more. */
  picture: ProposalPictureView | null
}

export class ProposalPageView {
  items: ProposalSummaryView[]
  total: number
  page: number
  perPage: number
}

/** By an amendment of somebody else, which the authors accepted. */
export class VersionAmendmentView {
  number: number
  authorName: string
}

export class CoAuthorView {
  /** Empty: the person gave no name, or was helped by somebody else. */
  name: string
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
}

/** Another proposal of the same consultation. */
export class LinkedProposalView {
  number: number
  /** Empty once moderation hides it. */
  title: string
}

export class PromotedFromView extends LinkedProposalView {
  /** Number of the amendment. */
  amendment: number
}

/** Proposals were united, or one was split, by staff. */
export class ProposalReshapingView {
  kind: 'merge' | 'split'
  reason: string
  at: string
  undoneAt: string | null
}

export class ProposalAmendmentsView {
  /** In which the authors answer; null: the phase takes no amendments. */
  days: number | null
  waiting: number
  total: number
}

export class ProposalVersionView {
  version: number
  title: string
  body: string
  theme: string
  place: string
  lat: number | null
  lon: number | null
  at: string
  /** Null: its authors wrote it. */
  amendment: VersionAmendmentView | null
  /** Pictures first, then documents, as they stood. */
  attachments: AttachmentView[]
}

export class ProposalMayView {
  edit: boolean
  withdraw: boolean
  support: boolean
  /** The civil status has to be given before supporting. */
  needsCivilStatus: boolean
  /** Invite other people to sign. */
  invite: boolean
  /** Stop signing it, which stays. */
  leave: boolean
  amend: boolean
  answerAmendments: boolean
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
  /** Of a withdrawn one only the title is left, of one that moderation hides not even that, except for its author. `merged`, `split`: it stands in others. `undone`: those it was made of stand again. */
  state: 'submitted' | 'withdrawn' | 'hidden' | 'merged' | 'split' | 'undone'
  title: string
  body: string
  theme: string
  municipalityCode: string | null
  municipalityName: string | null
  /** Where it is, in words. */
  place: string
  /** To about ten metres. */
  lat: number | null
  lon: number | null
  authorName: string
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  supportCount: number
  supportedByMe: boolean
  /** The reader is its first author. */
  mine: boolean
  createdAt: string
  editedAt: string | null
  /** Pictures first, then documents: those of the last version. */
  attachments: AttachmentView[]
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
  coAuthorCount: number
  /** The reader is one of the other authors. */
  coAuthor: boolean
  /** In the order they joined. */
  coAuthors: CoAuthorView[]
  amendments: ProposalAmendmentsView
  /** What it was united in, or split into. */
  becomes: LinkedProposalView[]
  /** What it was united of, or split from. */
  madeOf: LinkedProposalView[]
  reshaping: ProposalReshapingView | null
  /** It was an amendment to another proposal. */
  promotedFrom: PromotedFromView | null
  may: ProposalMayView
}

export class SupportView {
  supported: boolean
  supportCount: number
  /** False while the person gave fewer supports than the phase asks. */
  counted: boolean
}
