import type { VoteRulesDto } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import type { Scene } from './pictures'

/** A proposal. Its author has an account, or came to a desk (`desk`). */
export interface ProposalText {
  title: string
  body: string
  theme: string
  /** INSEE code. */
  commune: string
  /** Where it is, in words. */
  place?: string
  /** Name shown; empty when it was entered at a desk. */
  author: string
  supports: number
  /** Days between the opening of the phase and the proposal. */
  daysAfterOpening: number
  /** Slug of the centre. */
  desk?: string
  /** Drawn by the demonstration itself. */
  pictures?: { scene: Scene, alt: string }[]
  /** Title of a paper that goes with it. */
  paper?: string
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

/** One choice of a vote. `weight`: how often the invented voters take it, against the others; judged, its usual grade out of 100. */
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
  method: string
  rules: VoteRulesDto
  /** Euros. */
  budget?: number
  options: readonly OptionText[]
}

/** A phase, its dates in days from today; it opens at 9 in the morning and closes at 18 in Paris. */
export interface PhasePlan {
  kind: 'information' | 'questionnaire' | 'proposals' | 'debate' | 'vote' | 'follow-up'
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
  /** In place of `communes`: exactly so many of each, `people` in all. */
  perCommune?: readonly { code: string, people: number }[]
  /** How many of them come by which door; the others vote online. */
  atDesk: number
  onPaper: number
  /** People who voted online and come to a desk without a document: kept for review. */
  again: number
}

/** A comment: the side it takes, who writes it (empty: at the desk of `desk`), and what answers it. */
export interface CommentText {
  stance: 'for' | 'against' | 'neutral'
  body: string
  /** Slug of the centre. */
  desk?: string
  /** How many find it useful, and how many do not. */
  useful: number
  notUseful: number
  replies?: readonly { body: string, official?: true, replies?: readonly string[] }[]
}

/** A debate, with the day of its conclusion when it has one. */
export interface DebateText {
  title: string
  question: string
  body: string
  comments: readonly CommentText[]
  conclusion?: { on: number, summary: string, kept: string }
}

/** A meeting. Days are counted from today. */
export interface MeetingPlan {
  title: string
  body: string
  kind: 'in_person' | 'online' | 'both'
  /** Slug of the centre; else another place. */
  centre?: string
  place?: { name: string, address: string, postalCode: string, commune: string }
  access: string
  accessibility: readonly ('step-free' | 'induction-loop' | 'sign-language' | 'easy-parking' | 'accessible-toilets' | 'seats')[]
  languages: readonly string[]
  agenda: readonly (readonly [time: string, title: string])[]
  onlineUrl?: string
  onlineFor?: 'registered' | 'everybody'
  published: number
  on: number
  from: number
  to: number
  places?: number
  /** How many register on the days after it is published; one in five by a mediator of the centre. */
  registered: number
  cancelled?: { on: number, reason: string }
  /** Counted at the door. */
  came?: { listed: number, walkIns: number }
  /** Asked aloud; answered so many days later, or promised for so many days after the meeting. */
  questions?: readonly { question: string, answer?: string, answeredAfter?: number, promisedAfter: number }[]
  minutes?: { after: number, text: string, links: readonly { title: string, url: string }[] }
}

/** A questionnaire, copied from a ready one, and invented people who answer it in parts up to `until` (days from today). */
export interface QuestionnairePlan {
  template: string
  people: number
  until: number
  communes?: readonly { code: string, weight: number }[]
  /** Slug of the centre where some of them come. */
  desk: string
  /** One person in twenty gives this drawing for that question. */
  pictures?: { question: string, scene: Scene }
  published?: { on: number, headline: string, nextSteps: string, texts: string[] }
}

/** What the administration answers to a proposal. Costs in euros, days counted from today. */
export interface AnswerPlan {
  title: string
  kind: 'accepted' | 'refused' | 'studied' | 'other'
  /** One of the words of `statuses`. */
  status?: string
  body: string
  cost?: number
  fromDay?: number
  toDay?: number
  /** What a colleague notes, never public, with a score for each criterion. */
  note?: { text: string, scores: readonly number[] }
  steps?: readonly { day: number, kind: 'planned' | 'done' | 'end', text: string }[]
  correction?: { on: number, body: string }
}

export interface AnswersPlan {
  on: number
  statuses: { label: string, kind: AnswerPlan['kind'] }[]
  criteria: readonly string[]
  answers: readonly AnswerPlan[]
}

export interface ProposalRulesPlan {
  editMinutes?: number
  supportsMost?: number
  supportsLeast?: number
  threshold?: number
  amendmentDays?: number
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
  debates?: readonly DebateText[]
  /** Comments on proposals, by the title of the proposal; with what moderation makes of them. */
  discussion?: readonly { proposal: string, comments: readonly CommentText[] }[]
  rules?: ProposalRulesPlan
  answers?: AnswersPlan
  /** The day on which the citizen of the demonstration writes a draft, and corrects what she sent. */
  writing?: number
  /** The day on which people amend what others proposed, and staff unite what says the same. */
  together?: number
  turnout?: TurnoutPlan
  questionnaire?: QuestionnairePlan
  /** Sealed and counted, and not published. */
  sealed?: true
  /** What the announced draw gave: the count left equals, staff enter it after the sealing. */
  drawn?: string
  published?: { on: number, headline: (facts: HeadlineFacts) => string, nextSteps: string }
  suspended?: { on: number, reason: string }
  meetings?: readonly MeetingPlan[]
  archived?: number
}

export interface HeadlineFacts {
  /** Titles, the first one chosen first. */
  winners: readonly string[]
  /** Euros. */
  totalCost: number
}

/** A consultation of the demonstration once its draft is made. */
export interface Prepared {
  plan: ConsultationPlan
  id: string
  voteId: string | null
  staff: Actor
}
