/** `appeals`: of claims, for the guardian. `letters`: to people without e-mail. `denials`: calls that somebody says they never had. */
export type OfficeTaskKind = 'lifts' | 'claims' | 'appeals' | 'alerts' | 'denials' | 'letters' | 'organisations' | 'habilitations'

export class OfficeTaskView {
  kind: OfficeTaskKind
  /** How many of them wait; never zero. */
  count: number
  /** Since when the oldest waits; null where a day to answer says more. */
  since: string | null
  /** When the first one is owed; null where nothing says until when. */
  before: string | null
  late: boolean
}

export class OfficeTasksView {
  items: OfficeTaskView[]
}
