import { CentreView } from '../centres/centres.dto'

export class DeskConsultationView {
  id: string
  slug: string
  title: string
  /** INSEE codes of the communes whose inhabitants may take part. */
  communes: string[]
  minAge: number
  /** What may be entered there now. */
  may: ('proposal' | 'support' | 'ballot' | 'comment' | 'questionnaire' | 'signature' | 'amendment' | 'report')[]
  voteId: string | null
  /** End of the open phase that ends first, ISO 8601. */
  closesAt: string
}

export class DeskTodayView {
  /** Entries that this mediator made today; nobody else's. */
  acts: number
}

export class DeskView {
  /** Where this mediator works. */
  centres: CentreView[]
  consultations: DeskConsultationView[]
  today: DeskTodayView
}
