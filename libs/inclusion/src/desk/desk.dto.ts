import { IsIn } from 'class-validator'
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
  /** A volunteer enters for nobody and witnesses no agreement: a professional of the organisation does. */
  assistant: 'professional' | 'volunteer'
  /** Whose desk it is: whom a volunteer asks. */
  organisation: string
  /** Whether somebody far away can be asked by SMS. */
  smsOffered: boolean
  today: DeskTodayView
}

/** What is asked before a door is chosen. */
export class DoorsQuery {
  /** Has an account, or wants one. */
  @IsIn(['yes', 'no'])
  account: 'yes' | 'no'

  /** Wants to do it with their own hands, somebody beside them. */
  @IsIn(['yes', 'no'])
  types: 'yes' | 'no'

  /** Under a protective measure. Asked, never kept. */
  @IsIn(['yes', 'no'])
  protective: 'yes' | 'no'
}

export class DoorsView {
  /** Best first. */
  doors: ('online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone')[]
}
