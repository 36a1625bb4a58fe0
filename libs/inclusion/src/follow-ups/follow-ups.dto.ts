import { tidy } from '@parvis/consultations'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator'
import { FOLLOW_UP_WAYS, type FollowUpWay, type Outcome } from './follow-ups.rules'

/** Most letters that are marked at once. */
export const LETTERS = 100

export class AskFollowUpDto {
  @IsIn(FOLLOW_UP_WAYS)
  way: FollowUpWay

  /** A mobile number, or a name and a postal address; none for the list of the centre. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(400)
  contact?: string

  /** The code of a proposal: what is told is what became of it. Without one, it is the result of the consultation. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  receipt?: string

  @IsIn(['fr', 'en', 'nl'])
  language: 'fr' | 'en' | 'nl'
}

export class AskedFollowUpView {
  /** `K7QM-2D9X-4TRW`: on the list of the centre, and at `/recu`. */
  code: string
}

export class FollowUpSubjectView {
  slug: string
  title: string
  /** Number of the proposal it is about; null: the consultation. */
  proposal: number | null
}

/** What became of it: a state and where it is read; never a choice, never a name. */
export class FollowUpView {
  way: FollowUpWay
  state: 'waiting' | 'ready' | 'told' | 'lost'
  outcome: Outcome | null
  /** `YYYY-MM-DD` */
  askedOn: string
  toldOn: string | null
  subject: FollowUpSubjectView
}

export class PostedFollowUpView {
  code: string
  outcome: Outcome
  subject: FollowUpSubjectView
}

/** The list that hangs at a centre. */
export class PostedListView {
  centre: string
  items: PostedFollowUpView[]
  /** Requests of this place that wait for an outcome. */
  waiting: number
  /** Outcomes that nobody said they posted. */
  toPost: number
}

export class LetterView {
  id: string
  /** Name and address, as they were dictated. */
  address: string
  code: string
  language: 'fr' | 'en' | 'nl'
  outcome: Outcome
  subject: FollowUpSubjectView
}

export class LettersView {
  items: LetterView[]
  total: number
  figures: FollowUpFiguresView
}

/** How many asked to be told, and how many were: what the charter calls being told of the outcome. */
export class FollowUpFiguresView {
  asked: number
  waiting: number
  ready: number
  told: number
  lost: number
}

export class LettersSentDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LETTERS)
  @IsUUID(undefined, { each: true })
  ids: string[]
}

export class LettersSentView {
  sent: number
}
