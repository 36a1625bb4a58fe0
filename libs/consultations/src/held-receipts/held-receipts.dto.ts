import { IsString, MaxLength } from 'class-validator'

export class HoldReceiptDto {
  /** The code of a proposal, a comment or an amendment that a desk entered. */
  @IsString()
  @MaxLength(40)
  code: string
}

export class HeldConsultationView {
  slug: string
  title: string
}

export class HeldProposalView {
  number: number
  title: string
  state: 'submitted' | 'withdrawn' | 'merged' | 'split'
}

export class HeldCommentView {
  id: string
  state: 'published' | 'held' | 'hidden' | 'deleted'
  excerpt: string
}

export class HeldAmendmentView {
  number: number
  proposalNumber: number
  proposalTitle: string
  state: 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'promoted' | 'removed'
}

export class HeldReceiptView {
  id: string
  kind: 'proposal' | 'comment' | 'amendment'
  consultation: HeldConsultationView
  /** `YYYY-MM-DD` on which the account took it. */
  day: string
  /** Null for another kind, and once it is gone. */
  proposal: HeldProposalView | null
  comment: HeldCommentView | null
  amendment: HeldAmendmentView | null
}

export class HeldReceiptPageView {
  items: HeldReceiptView[]
  total: number
  page: number
  perPage: number
}
