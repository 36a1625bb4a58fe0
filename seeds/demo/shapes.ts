/** A proposal. Its author has an account, or came to a desk (`desk`). */
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
  /** Slug of the centre. */
  desk?: string
}

/** What people read about a consultation. */
export interface ConsultationText {
  title: string
  summary: string
  description: string
  /** Version simple: its own text, in simple language. */
  simpleText?: string
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

/** A vote: its question, its rule and its options. */
export interface VoteText {
  question: string
  method: 'approval' | 'budget'
  rules: { min: number; max: number; blankAllowed: boolean; seats?: number; by?: 'votes'; whenFull?: 'skip'; threshold?: number }
  /** Euros. */
  budget?: number
  options: readonly OptionText[]
}

/** A phase, its dates in days from today; it opens at 9 in the morning and closes at 18 in Paris. */
export interface PhasePlan {
  kind: 'information' | 'proposals' | 'vote' | 'follow-up'
  title: string
  description?: string
  opens: number
  closes: number
}

/** Invented people who vote, from the opening of the vote to `until` (days from today). */
export interface TurnoutPlan {
  people: number
  until: number
  /** INSEE codes with weights; those of the whole metropolis when absent. */
  communes?: readonly { code: string, weight: number }[]
  /** How many of them come by which door; the others vote online. */
  atDesk: number
  onPaper: number
  /** People who voted online and come to a desk without a document: kept for review. */
  again: number
}

/** The life of one consultation of the demonstration. Days are counted from today; the past is negative. */
export interface ConsultationPlan {
  text: ConsultationText
  by: 'metropolis' | 'roubaix'
  drafted: number
  announced?: number
  phases: readonly PhasePlan[]
  vote?: VoteText
  proposals?: readonly ProposalText[]
  turnout?: TurnoutPlan
  /** Sealed and counted, and not published. */
  sealed?: true
  published?: { on: number, headline: (facts: HeadlineFacts) => string, nextSteps: string }
  suspended?: { on: number, reason: string }
  archived?: number
}

export interface HeadlineFacts {
  /** Titles, the first one chosen first. */
  winners: readonly string[]
  /** Euros. */
  totalCost: number
}
