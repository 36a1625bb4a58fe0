import { IsIn } from 'class-validator'
import { CentreView } from '../centres/centres.dto'
import type { Need } from '../tickets/tickets.rules'

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

export class DeskSessionView {
  id: string
  /** Title of the consultation: all that tells one visit from another. */
  consultation: string
  /** Left before it ends by itself. */
  minutes: number
}

export class DeskHourView {
  id: string
  /** `09:30`. */
  starts: string
  need: Need | null
}

export class DeskQuotaView {
  state: 'fine' | 'warning' | 'reached'
  /** Visits entered for somebody today. */
  used: number
  most: number
  left: number
}

export class DeskPaperView {
  /** Name of the centre. */
  centre: string
  forms: number
  /** Fewer than the centre wants to have. */
  low: boolean
}

export class DeskDayView {
  /** Entries that this mediator made today; nobody else's. */
  acts: number
  /** Visits of theirs that are still open: a way back. */
  sessions: DeskSessionView[]
  /** People in the queues of their centres, and the minutes of who came first; null when nobody waits. */
  waiting: number
  longestWait: number | null
  /** Of today and still to come, or not noted yet. */
  appointments: DeskHourView[]
  /** People whose hour falls on a closed day and who left no address. */
  toCall: number
  /** Blank forms in the cupboard of each centre, of what is current. */
  paper: DeskPaperView[]
  /** Questions about one's own days that wait for an answer. */
  alerts: number
  quota: DeskQuotaView
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
  today: DeskDayView
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
