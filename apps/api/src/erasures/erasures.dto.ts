export class ErasureRuleView {
  /** Which rule, as its words in the catalogue name it. */
  rule: string
  /** How often it looks, in seconds. */
  everySeconds: number
  /** When it last looked, ISO 8601; null: never yet. */
  lastAt: string | null
  /** It should have looked again long since: no process does it any more. */
  late: boolean
  /** The last day on which something went, ISO 8601 date. */
  lastDay: string | null
  /** Rows that went within the last twelve months. */
  removed: number
}

export class ErasuresView {
  items: ErasureRuleView[]
}

/** Of whom nothing is kept any more: those who took part in a vote or a questionnaire, or who supported the proposals of a consultation. */
export class ForgottenPeopleView {
  kind: 'vote' | 'questionnaire' | 'supports'
  subjectId: string
  consultationId: string
  consultation: string
  /** Of a vote; empty otherwise. */
  question: string
  /** Rows of the register that lost the imprint of a person. */
  entries: number
  /** ISO 8601. */
  at: string
}

export class ForgottenPeoplePage {
  items: ForgottenPeopleView[]
  total: number
  page: number
  perPage: number
}
