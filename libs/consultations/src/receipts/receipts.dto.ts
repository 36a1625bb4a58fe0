export class ReceiptConsultationView {
  slug: string
  title: string
}

export class ReceiptProposalView {
  number: number
  title: string
}

export class ReceiptView {
  kind: 'vote' | 'proposal' | 'support'
  consultation: ReceiptConsultationView
  /** A ballot is `received` until the sealing, contested or not; then `counted` or `not_counted`. */
  status: 'received' | 'counted' | 'not_counted'
  /** Why a ballot was not counted, as the reviewer wrote it. */
  reason: string | null
  /** What was entered, for a proposal; null for a vote: a receipt never shows a choice. */
  proposal: ReceiptProposalView | null
}
