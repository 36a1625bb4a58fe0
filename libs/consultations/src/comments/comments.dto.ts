import { Documented, PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Length } from 'class-validator'
import { CHANNELS } from '../ballots/precedence.rules'
import type { Channel } from '../ballots/precedence.rules'
import { tidy } from '../consultations/consultations.dto'
import { REASONS } from '../moderation/moderation.rules'
import type { Reason } from '../moderation/moderation.rules'
import { STANCES } from './comments.rules'
import type { Stance } from './comments.rules'

export class SubmitCommentDto {
  /** A proposal or a debate: one of the two. */
  @IsOptional()
  @IsUUID()
  proposalId?: string

  @IsOptional()
  @IsUUID()
  debateId?: string

  /** The comment that is answered. */
  @IsOptional()
  @IsUUID()
  parentId?: string

  /** Asked at the root, unless it is an official answer. */
  @IsOptional()
  @IsIn(STANCES)
  stance?: Stance

  /** Plain text, 2 to 4000 characters. */
  @Transform(tidy)
  @Length(2, 4000)
  body: string

  /** In the name of the place that consults: its staff only. */
  @IsOptional()
  @IsBoolean()
  official?: boolean

  /** Made by the form: the same form sent twice makes one comment. */
  @IsUUID()
  submissionToken: string
}

/** What narrows a file of comments. */
export class CommentFileQuery {
  /** The door it came through; what was imported came through none of ours. */
  @IsOptional()
  @IsIn(CHANNELS)
  @Documented({ enum: CHANNELS })
  channel?: Channel
}

export class EditCommentDto {
  /** The last version that was read: another edit meanwhile answers 409 `comment.changed-meanwhile`. */
  @IsOptional()
  @IsInt()
  version?: number

  @Transform(tidy)
  @Length(2, 4000)
  body: string
}

export class JudgeCommentDto {
  /** True: useful to the discussion. False: not useful. */
  @IsBoolean()
  useful: boolean
}

export class CommentsQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  proposalId?: string

  @IsOptional()
  @IsUUID()
  debateId?: string

  /** `fair` unless told: by Wilson's lower bound of « utile », one that few have read after each three. */
  @IsOptional()
  @IsIn(['fair', 'recent', 'oldest'])
  sort?: 'fair' | 'recent' | 'oldest'
}

export class HiddenView {
  @Documented({ enum: REASONS })
  reason: Reason
  at: string
  /** For its author alone: the decision, to read it and to appeal. */
  decisionId: string | null
}

export class CommentMayView {
  edit: boolean
  remove: boolean
  reply: boolean
  judge: boolean
  report: boolean
}

export class CommentView {
  id: string
  parentId: string | null
  /** Name of who is answered, when it is not the comment at the root. */
  parentName: string | null
  /** 0 at the root. */
  depth: number
  @Documented({ enum: STANCES, nullable: true })
  stance: Stance | null
  /** Empty once it is hidden or deleted, except for its author. */
  body: string
  /** Empty: no name was given, or the person was helped. */
  authorName: string
  official: boolean
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  /** `held`: its author alone sees it, until somebody has read it. */
  state: 'published' | 'held' | 'hidden' | 'deleted'
  useful: number
  notUseful: number
  /** What the reader voted; null: nothing. */
  @Documented({ type: Boolean, nullable: true })
  myVote: boolean | null
  mine: boolean
  createdAt: string
  editedAt: string | null
  hidden: HiddenView | null
  may: CommentMayView
}

export class ThreadView extends CommentView {
  /** Listed answers in the whole thread. */
  replyCount: number
  /** The first of them: official ones, then each answer with those to it. */
  replies: CommentView[]
}

export class CommentCountsView {
  published: number
  for: number
  against: number
  neutral: number
}

export class DiscussionMayView {
  comment: boolean
  official: boolean
}

export class DiscussionView {
  items: ThreadView[]
  /** Comments at the root that are listed. */
  total: number
  page: number
  perPage: number
  counts: CommentCountsView
  /** Official answers to the whole, first. */
  official: ThreadView[]
  /** The reader's own that somebody has yet to read. */
  pending: CommentView[]
  /** Comments are taken now, until `closesAt`. */
  open: boolean
  closesAt: string | null
  /** Minutes in which an author may correct. */
  editMinutes: number
  may: DiscussionMayView
}

export class CommentVersionView {
  version: number
  body: string
  at: string
}

export class CommentSubjectView {
  kind: 'proposal' | 'debate'
  id: string
  number: number
  title: string
}

export class CommentConsultationView {
  id: string
  slug: string
  title: string
}

export class CommentPageView {
  /** The comment at the root of the thread. */
  thread: ThreadView
  /** The comment asked for. */
  comment: CommentView
  versions: CommentVersionView[]
  subject: CommentSubjectView
  consultation: CommentConsultationView
  open: boolean
  editMinutes: number
  /** Until when its author may still correct it. */
  editUntil: string
  may: DiscussionMayView
  /** Pages of answers. */
  page: number
  perPage: number
}

export class CommentSentView {
  id: string
  /** `held`: somebody reads it first. */
  state: 'published' | 'held'
}

export class JudgementView {
  useful: number
  notUseful: number
  @Documented({ type: Boolean, nullable: true })
  myVote: boolean | null
}
