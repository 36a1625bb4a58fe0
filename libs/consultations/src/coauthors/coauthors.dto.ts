import { Transform } from 'class-transformer'
import { IsBoolean, IsEmail, MaxLength } from 'class-validator'
import { ParticipationConsultationView } from '../participations/participations.dto'

const lowered = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value)

export class InviteDto {
  @Transform(lowered) @IsEmail() @MaxLength(254)
  email: string
}

export class AnswerInvitationDto {
  @IsBoolean()
  accept: boolean
}

/** As whoever signs the proposal reads it: the same whether or not the address is that of an account. */
export class SentInvitationView {
  id: string
  /** Empty: it was given as a code, by hand. */
  email: string
  state: 'waiting' | 'accepted' | 'declined' | 'cancelled'
  createdAt: string
  endsAt: string
  /** The reader sent it, or is the first author: they may take it back. */
  mayCancel: boolean
}

export class SentInvitationsView {
  items: SentInvitationView[]
  /** How many more may be invited. */
  left: number
}

/** Said once: what is kept of it says nothing. */
export class CoauthorCodeView {
  /** `K7QM-2D9X-4TRW`: for one person, at the desk of a mediator. */
  code: string
}

/** As whoever is invited reads it. */
export class ReceivedInvitationView {
  id: string
  /** The name that is shown; empty: none. */
  from: string
  number: number
  title: string
  endsAt: string
  consultation: ParticipationConsultationView
}

export class ReceivedInvitationsView {
  items: ReceivedInvitationView[]
}

/** Where an answered invitation leads. */
export class AnsweredInvitationView {
  slug: string
  number: number
  joined: boolean
}
