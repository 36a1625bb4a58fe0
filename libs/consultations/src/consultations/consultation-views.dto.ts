/** Every instant is ISO 8601 in UTC; days are `YYYY-MM-DD` in Paris. */
export class OwnerView {
  kind: 'metropolis' | 'municipality'
  code: string
  name: string
}

export class PhaseSummaryView {
  kind: 'information' | 'questionnaire' | 'proposals' | 'debate' | 'vote' | 'follow-up'
  title: string
  state: 'scheduled' | 'open' | 'closed'
  opensAt: string
  closesAt: string
}

/** The questionnaire of a consultation, as far as lists tell of it. */
export class QuestionnaireSummaryView {
  state: 'scheduled' | 'open' | 'closed' | 'published'
  /** What it found, in one sentence; null before it is published. */
  headline: string | null
}

export class ConsultationSummaryView {
  id: string
  slug: string
  title: string
  summary: string
  theme: string
  owner: OwnerView
  state: 'draft' | 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
  origin: 'platform' | 'import'
  announcedAt: string | null
  finishedAt: string | null
  phases: PhaseSummaryView[]
  /** The open one; else the next; null when all are over. */
  currentPhase: PhaseSummaryView | null
  /** Not withdrawn. */
  proposalsCount: number
  resultsPublished: boolean
  questionnaire: QuestionnaireSummaryView | null
}

export class ConsultationPageView {
  items: ConsultationSummaryView[]
  total: number
  /** How many of the total are suspended: they count, and nobody takes part in them for now. */
  suspended: number
  page: number
  perPage: number
}

export class CommuneView {
  code: string
  name: string
}

export class OfflineWayView {
  kind: 'centre' | 'paper' | 'phone'
  text: string
}

export class PhaseView extends PhaseSummaryView {
  id: string
  position: number
  description: string
  openedAt: string | null
  closedAt: string | null
  /** Its date has come and it may not open yet: the charter page says why. */
  held: boolean
}

export class ExtensionView {
  id: string
  phaseId: string
  previousClosesAt: string
  closesAt: string
  reason: string
  at: string
}

export class VoteRulesView {
  /** Fewest and most options of a ballot that is not blank. */
  min: number
  max: number
  blankAllowed: boolean
  /** How many options win where no budget decides; 1 when absent. */
  seats?: number
  /** Cents: what the options of one ballot may cost together. */
  maxCost?: number
  /** Cents. */
  budget?: number
  by?: 'votes' | 'votes-per-cost'
  whenFull?: 'skip' | 'stop'
  threshold?: number
  /** Points of a ballot in all, and on one option at most (all of them when absent). */
  points?: number
  pointsPerOption?: number
  /** How many grades majority judgment offers. */
  grades?: number
  /** Equal shares. */
  utility?: 'cost' | 'cardinality'
  completion?: 'none' | 'utilitarian' | 'add1' | 'add1-utilitarian' | 'add1-overspend'
  /** Where the result of the public draw that settles equals will be read. */
  draw?: string
  /** What settles equals of a vote that shares out money, without a draw; absent from both: the smallest key as text. */
  tie?: 'cost-votes'
}

export class VoteSummaryView {
  id: string
  phaseId: string
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'
  question: string
  method: string
  rules: VoteRulesView
  optionsCount: number
  opensAt: string
  closesAt: string
}

export class SuspensionView {
  at: string
  reason: string
}

/** What the person asking may do now. */
export class ConsultationMayView {
  edit: boolean
  editPhases: boolean
  remove: boolean
  announce: boolean
  extend: boolean
  archive: boolean
  suspend: boolean
  resume: boolean
  propose: boolean
  support: boolean
  /** Have the complete file made, and download it. */
  export: boolean
}

export class ConsultationView {
  id: string
  slug: string
  title: string
  summary: string
  description: string
  openToChange: string
  notOpenToChange: string
  /** Version simple; empty when there is none. */
  simpleText: string
  theme: string
  owner: OwnerView
  communes: CommuneView[]
  minAge: number
  residentsOnly: boolean
  offlineWays: OfflineWayView[]
  nextSteps: string
  state: 'draft' | 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
  suspension: SuspensionView | null
  origin: 'platform' | 'import'
  sourceNote: string
  announcedAt: string | null
  finishedAt: string | null
  /** Number of the version of the charter it is bound to; null before the announcement and for imports. */
  charterVersion: string | null
  phases: PhaseView[]
  currentPhase: PhaseView | null
  /** Of the current vote phase, else the last that closed, else the next. */
  vote: VoteSummaryView | null
  votes: VoteSummaryView[]
  questionnaire: QuestionnaireSummaryView | null
  extensions: ExtensionView[]
  proposalsCount: number
  revision: number
  updatedAt: string
  may: ConsultationMayView
}
