import { AccountDataView } from '@parvis/identity'
import { ProposalVersionView } from '../proposals/proposals.dto'

export class ParticipationConsultationView {
  slug: string
  title: string
}

export class OwnProposalView {
  number: number
  title: string
  state: 'submitted' | 'withdrawn' | 'hidden'
  supportCount: number
  createdAt: string
  editedAt: string | null
  consultation: ParticipationConsultationView
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
  state: 'submitted' | 'withdrawn' | 'hidden'
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
  state: 'submitted' | 'withdrawn' | 'hidden'
  authorName: string
  createdAt: string
  consultation: ParticipationConsultationView
  versions: ProposalVersionView[]
}

/** Written and not sent. */
export class KeptDraftView {
  title: string
  body: string
  theme: string
  updatedAt: string
  consultation: ParticipationConsultationView
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

export class OwnDataView extends AccountDataView {
  follows: KeptFollowView[]
  mails: KeptMailView[]
  proposals: KeptProposalView[]
  comments: KeptCommentView[]
  proposalDrafts: KeptDraftView[]
  supports: OwnSupportView[]
  votes: KeptVoteView[]
  meetings: KeptRegistrationView[]
  questionnaires: KeptQuestionnaireView[]
}
