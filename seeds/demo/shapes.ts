/** One of the forty proposals. Its author has an account, or came to a desk (`desk` = slug part of the centre). */
export interface ProposalText {
  title: string
  body: string
  theme: string
  /** INSEE code. */
  commune: string
  /** Name shown; empty when it was entered at a desk. */
  author: string
  supports: number
  /** Days between the opening of the phase and the proposal. */
  daysAfterOpening: number
  desk?: string
}

/** What people read about a consultation. */
export interface ConsultationText {
  title: string
  summary: string
  description: string
  openToChange: string
  notOpenToChange: string
  theme: string
  offlineWays: readonly { kind: 'centre' | 'paper' | 'phone'; text: string }[]
  nextSteps: string
}

/** One choice of a vote. `weight`: how often the invented voters take it, against the others. */
export interface OptionText {
  title: string
  description: string
  /** Euros. */
  cost?: number
  weight: number
}

/** A demonstration vote: its question, its rule and its options. */
export interface VoteText {
  question: string
  method: 'approval' | 'budget'
  rules: Record<string, unknown>
  options: readonly OptionText[]
}
