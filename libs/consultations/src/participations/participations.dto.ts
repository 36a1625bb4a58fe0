import { AccountDataView } from '@parvis/identity'
import { Documented } from '@parvis/platform'
import { AttachmentView } from '../attachments/attachments.dto'
import { ProposalVersionView } from '../proposals/proposals.dto'

export class ParticipationConsultationView {
  slug: string
  title: string
}

export class OwnProposalView {
  number: number
  title: string
  state: 'submitted' | 'withdrawn' | 'hidden' | 'merged' | 'split' | 'undone'
  supportCount: number
  createdAt: string
  editedAt: string | null
  consultation: ParticipationConsultationView
  /** Somebody else is the first author. */
  coAuthor: boolean
  /** Several people sign it. */
  shared: boolean
  /** It may still be corrected and withdrawn. */
  open: boolean
}

export class OwnProposalPageView {
  items: OwnProposalView[]
  total: number
  page: number
  perPage: number
}

export class OwnSupportView {
  number: number
  /** Empty once moderation hides it. */
  title: string
  state: 'submitted' | 'withdrawn' | 'hidden' | 'merged' | 'split' | 'undone'
  supportCount: number
  /** Never finer than the day. */
  day: string
  /** False while the person gave fewer supports than the phase asks, and for those beyond the most. */
  counted: boolean
  consultation: ParticipationConsultationView
  /** It may still be taken back. */
  open: boolean
}

export class OwnSupportPageView {
  items: OwnSupportView[]
  total: number
  page: number
  perPage: number
}

export class KeptProposalView {
  number: number
  state: 'submitted' | 'withdrawn' | 'hidden' | 'merged' | 'split' | 'undone'
  authorName: string
  createdAt: string
  consultation: ParticipationConsultationView
  versions: ProposalVersionView[]
}

export class KeptAmendmentView {
  number: number
  title: string
  body: string
  reason: string
  state: 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'promoted' | 'removed'
  authorName: string
  createdAt: string
  /** Number of the proposal it would change. */
  proposal: number
  consultation: ParticipationConsultationView
}

/** To sign a proposal together. */
export class KeptInvitationView {
  kind: 'sent' | 'received'
  email: string
  state: 'waiting' | 'accepted' | 'declined' | 'cancelled'
  createdAt: string
  /** Number of the proposal. */
  proposal: number
  consultation: ParticipationConsultationView
}

/** Written and not sent. */
export class KeptDraftView {
  title: string
  body: string
  theme: string
  place: string
  lat: number | null
  lon: number | null
  updatedAt: string
  consultation: ParticipationConsultationView
  /** Each is read, signed in, at `/api/attachments/{id}/page` or `/file`. */
  attachments: AttachmentView[]
}

/** That somebody took part in a vote that is not sealed yet. What they chose lies where the service cannot read it. */
export class KeptVoteView {
  consultation: ParticipationConsultationView
  day: string
  channel: string
}

export class KeptCommentVersionView {
  version: number
  body: string
  at: string
}

export class KeptCommentView {
  state: 'published' | 'held' | 'hidden' | 'deleted'
  authorName: string
  createdAt: string
  consultation: ParticipationConsultationView
  /** Title of the proposal or the debate; null once moderation hides it. */
  about: string | null
  versions: KeptCommentVersionView[]
}

/** A registration that still holds who made it. */
export class KeptRegistrationView {
  meeting: string
  consultation: ParticipationConsultationView
  startsAt: string
  state: 'confirmed' | 'waiting' | 'cancelled'
  name: string
  phone: string | null
  needs: string
  registeredAt: string
}

/** That somebody sent answers. What they answered opens with their code alone. */
export class KeptQuestionnaireView {
  consultation: ParticipationConsultationView
  day: string
  channel: string
}

export class KeptFollowView {
  kind: string
  target: string
  followedAt: string
}

/** A digest or a letter that was sent. Its text is in the mailbox of the person. */
export class KeptMailView {
  kind: 'digest' | 'letter'
  /** Subject of the letter. */
  subject: string | null
  sentAt: string
}

/** What the person said of a comment of somebody else. */
export class KeptJudgementView {
  consultation: ParticipationConsultationView
  commentId: string
  useful: boolean
}

export class KeptReportView {
  consultation: ParticipationConsultationView
  kind: 'comment' | 'proposal'
  reason: string
  words: string
  at: string
}

/** What moderation decided of something the person wrote, and their appeal. */
export class KeptDecisionView {
  consultation: ParticipationConsultationView
  kind: 'comment' | 'proposal'
  title: string
  reason: string
  words: string
  at: string
  appeal: string | null
  appealAt: string | null
  outcome: string | null
  answer: string | null
}

export class KeptFilterView {
  list: string
  name: string
  @Documented({ type: 'object', additionalProperties: true })
  filter: Record<string, unknown>
  /** Whom it is shared with: the place where the person works; null: nobody. */
  team: string | null
}

/** The receipt of what a desk entered, that the account follows. */
export class KeptReceiptView {
  consultation: ParticipationConsultationView
  kind: string
  day: string
}

/** A claim that was made with the account. */
export class KeptClaimView {
  kind: string
  filedAt: string
  consultation: ParticipationConsultationView | null
  /** Null once they are erased. */
  words: string | null
  contact: string | null
  outcome: string | null
  reason: string | null
}

export class OwnDataView extends AccountDataView {
  follows: KeptFollowView[]
  mails: KeptMailView[]
  proposals: KeptProposalView[]
  amendments: KeptAmendmentView[]
  coAuthorInvitations: KeptInvitationView[]
  comments: KeptCommentView[]
  proposalDrafts: KeptDraftView[]
  supports: OwnSupportView[]
  votes: KeptVoteView[]
  meetings: KeptRegistrationView[]
  questionnaires: KeptQuestionnaireView[]
  judgements: KeptJudgementView[]
  reports: KeptReportView[]
  moderation: KeptDecisionView[]
  savedFilters: KeptFilterView[]
  claims: KeptClaimView[]
  heldReceipts: KeptReceiptView[]
}
