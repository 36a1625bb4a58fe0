import { Documented } from '@parvis/platform'
import { MeetingSummaryView } from '../meetings/meeting-views.dto'
import { REASONS } from '../moderation/moderation.rules'
import type { Reason } from '../moderation/moderation.rules'
import { ParticipationConsultationView } from './participations.dto'

export class OwnCommentView {
  id: string
  state: 'published' | 'held' | 'hidden' | 'deleted'
  /** The first words; empty once it is deleted. */
  excerpt: string
  createdAt: string
  replies: number
  useful: number
  consultation: ParticipationConsultationView
  aboutKind: 'proposal' | 'debate'
  aboutNumber: number
  /** Title of what it is about; empty for a proposal that moderation hides. */
  about: string
  /** The decision that hides it: `GET moderation/notices/:id`. */
  decisionId: string | null
}

export class OwnCommentPageView {
  items: OwnCommentView[]
  total: number
  page: number
  perPage: number
}

/** A debate in which the person wrote. */
export class OwnDebateView {
  number: number
  title: string
  question: string
  state: 'published' | 'concluded'
  /** Comments are taken now. */
  open: boolean
  consultation: ParticipationConsultationView
  /** How many comments of the person stand in it. */
  comments: number
  lastAt: string
}

export class OwnDebatePageView {
  items: OwnDebateView[]
  total: number
  page: number
  perPage: number
}

export class OwnRegistrationView {
  state: 'confirmed' | 'waiting' | 'cancelled'
  /** Place in the queue, for who waits. */
  queue: number | null
  registeredAt: string
  /** `DELETE meetings/:id/registration`. */
  cancellable: boolean
  meeting: MeetingSummaryView
}

export class OwnRegistrationPageView {
  items: OwnRegistrationView[]
  total: number
  page: number
  perPage: number
}

/** What the person reported. Who else did is not told. */
export class OwnReportView {
  kind: 'comment' | 'proposal'
  @Documented({ enum: REASONS })
  reason: Reason
  words: string
  at: string
  /** Read and left; hidden; or not read yet. */
  state: 'waiting' | 'kept' | 'hidden'
  consultation: ParticipationConsultationView
  aboutKind: 'proposal' | 'debate'
  aboutNumber: number
  /** Title of the proposal or the debate; empty for a proposal that moderation hides. */
  about: string
}

export class OwnReportPageView {
  items: OwnReportView[]
  total: number
  page: number
  perPage: number
}

export class OwnAppealView {
  at: string
  dueAt: string
  @Documented({ enum: ['upheld', 'restored', 'moot'], nullable: true })
  outcome: 'upheld' | 'restored' | 'moot' | null
  decidedAt: string | null
}

/** Something of the person that moderation hid, and what became of it. */
export class OwnModerationView {
  decisionId: string
  kind: 'comment' | 'proposal'
  title: string
  @Documented({ enum: REASONS })
  reason: Reason
  at: string
  appealUntil: string
  /** It is shown again. */
  over: boolean
  mayAppeal: boolean
  consultation: ParticipationConsultationView
  appeal: OwnAppealView | null
}

export class OwnModerationPageView {
  items: OwnModerationView[]
  total: number
  page: number
  perPage: number
}
