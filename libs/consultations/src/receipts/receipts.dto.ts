import { NoticeView } from '../moderation/moderation.dto'
import { PublishedAnswerView } from '../proposal-answers/proposal-answers.dto'
import { ProposalStepView } from '../proposal-steps/proposal-steps.dto'

export class ReceiptConsultationView {
  slug: string
  title: string
}

export class JourneyProposalView {
  number: number
  /** Empty once it is withdrawn. */
  title: string
}

export class ReceiptProposalView extends JourneyProposalView {
  withdrawn: boolean
}

export class ReceiptCommentView {
  id: string
  state: 'published' | 'held' | 'hidden' | 'deleted'
  /** The first words, while it stands or waits to be read. */
  excerpt: string
}

export class ReceiptAmendmentView {
  number: number
  proposalNumber: number
  proposalTitle: string
  state: 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'promoted' | 'removed'
  /** What the authors answered, or why moderation took it off. */
  answer: string
}

export class ReceiptView {
  /** `signature`: of a proposal of several people. `paper`: a form that is not counted yet, or cannot be. `withdrawal`: somebody asked at a desk to take back what stands there, whether or not anything did. */
  kind: 'paper' | 'vote' | 'proposal' | 'support' | 'comment' | 'questionnaire' | 'amendment' | 'signature' | 'withdrawal'
  consultation: ReceiptConsultationView
  /** A ballot is `received` until the sealing, contested or not; then `counted` or `not_counted`; `withdrawn` at once. A paper form is `expected` until it comes, then `entering`; or `set_aside`. */
  status: 'received' | 'counted' | 'not_counted' | 'withdrawn' | 'expected' | 'entering' | 'set_aside'
  /** Why a ballot was not counted, as the reviewer wrote it; the code of why a paper form was put aside. */
  reason: string | null
  /** What the review decided of a ballot that is not counted: another one of the same person is, or that of the person whose civil status it is. */
  decision: 'same_person' | 'usurpation' | null
  /** ISO 8601: until when a claim can still change what is counted, the same for every ballot of a vote. Null once it is sealed, and for what is no ballot. Of a paper form: until when one may take part by another way. */
  claimUntil: string | null
  /** What was entered, for a proposal; null for a vote: a receipt never shows a choice. Null too while moderation hides it. */
  proposal: ReceiptProposalView | null
  /** What was entered, for a comment. */
  comment: ReceiptCommentView | null
  /** What was entered, for an amendment; null too once its proposal is gone. */
  amendment: ReceiptAmendmentView | null
}

export class ReceiptNoticeView {
  /** Null: nothing is hidden. */
  notice: NoticeView | null
}

export class JourneySelectionView {
  state: 'done' | 'now' | 'later'
  /** Null: not decided yet. */
  chosen: boolean | null
  /** Question of the vote. */
  question: string | null
}

export class JourneyResultView {
  state: 'done' | 'now' | 'later'
  /** Null until the result is published. */
  won: boolean | null
  /** The vote is open now. */
  voting: boolean
  closesAt: string | null
}

/** What became of a proposal. */
export class JourneyView {
  consultation: ReceiptConsultationView
  proposal: JourneyProposalView
  withdrawn: boolean
  /** Null too for what was withdrawn before the day was kept. */
  withdrawnAt: string | null
  /** It goes on in others: its supports went along. */
  fate: 'merged' | 'split' | null
  becomes: ReceiptProposalView[]
  madeOf: ReceiptProposalView[]
  publishedAt: string
  supportCount: number
  selection: JourneySelectionView
  /** Null: it goes no further than the selection. */
  result: JourneyResultView | null
  /** The official answer that stands; null: none yet. */
  answer: PublishedAnswerView | null
  /** What became of it, by day. */
  steps: ProposalStepView[]
  /** What is said of what comes next: at the publication of the result, then in the follow-up. */
  followUp: string[]
}
