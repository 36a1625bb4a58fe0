import { Transform } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsUUID, Length, Matches, Min } from 'class-validator'
import { OwnerView } from '../consultations/consultation-views.dto'
import { tidy, tidyLine } from '../consultations/consultations.dto'

/** What it says and to whom. */
export class NewsletterText {
  /** Only to the people of this commune: INSEE code; null: of every commune. */
  @IsOptional() @Matches(/^\d{5}$/)
  municipalityCode?: string | null

  /** Only to who wrote a proposal in this consultation or follows it; null: to everybody. */
  @IsOptional() @IsUUID()
  consultationId?: string | null

  @Transform(tidyLine) @Length(1, 150)
  subject: string

  /** Plain text: a blank line between paragraphs. */
  @Transform(tidy) @Length(1, 10_000)
  body: string
}

export class NewNewsletter extends NewsletterText {
  /** Whose letter: a place where the sender is staff. */
  @IsIn(['metropolis', 'municipality'])
  ownerKind: 'metropolis' | 'municipality'

  /** Number of the metropolis or INSEE code. */
  @Matches(/^\d{5,9}$/)
  ownerCode: string
}

export class NewsletterEdit extends NewsletterText {
  @IsInt() @Min(1)
  revision: number
}

export class NewsletterRevision {
  /** The letter as it was read: another one is not sent. */
  @IsInt() @Min(1)
  revision: number
}

export class NewsletterConsultationView {
  id: string
  slug: string
  title: string
}

export class NewsletterSummaryView {
  id: string
  owner: OwnerView
  /** Name of the commune it is for; null: every commune. */
  municipality: string | null
  consultation: NewsletterConsultationView | null
  subject: string
  state: 'draft' | 'sending' | 'stopped' | 'sent'
  updatedAt: string
  startedAt: string | null
  endedAt: string | null
}

/** Rounded down to ten; null below ten: nobody is told who accepted letters by counting twice. */
export class NewsletterReportView {
  recipients: number | null
  sent: number | null
  /** Addresses that mail servers do not want. */
  refused: number | null
}

export class NewsletterView extends NewsletterSummaryView {
  /** It was stopped, or its job ended with an error: `POST newsletters/:id/resumption` goes on with who has not got it. */
  resumable: boolean
  /** A job of it works or waits. */
  underWay: boolean
  municipalityCode: string | null
  body: string
  revision: number
  /** How many would get it now, rounded down to ten; null below ten. */
  audience: number | null
  /** Nobody at all would get it. */
  nobody: boolean
  /** Once it is sent. */
  report: NewsletterReportView | null
}

export class NewsletterPageView {
  items: NewsletterSummaryView[]
  total: number
  page: number
  perPage: number
}
