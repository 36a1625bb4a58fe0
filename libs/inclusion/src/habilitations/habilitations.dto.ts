import { tidyLine } from '@parvis/consultations'
import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator'
import { STATES } from './habilitation-states.rules'

type State = 'new' | 'processing' | 'validated' | 'refused' | 'suspended' | 'expired' | 'cancelled'
type DeciderAct = 'admit' | 'refuse' | 'suspend' | 'resume' | 'cancel'
export const DECIDER_ACTS = ['admit', 'refuse', 'suspend', 'resume', 'cancel'] as const satisfies readonly DeciderAct[]

export class HabilitationRequestDto {
  @IsUUID()
  organisationId: string

  /** Under contract, or a volunteer, who never enters for somebody. */
  @IsIn(['professional', 'volunteer'])
  kind: 'professional' | 'volunteer'
}

export class CommitmentsDto {
  /** Of the text that was read. */
  @IsString()
  @MaxLength(20)
  version: string
}

export class HabilitationDecisionDto {
  @IsIn(DECIDER_ACTS)
  act: 'admit' | 'refuse' | 'suspend' | 'resume' | 'cancel'

  /** Needed to refuse and to suspend: it is told to the person. */
  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(1000)
  reason?: string
}

export class PerimeterDto {
  /** Centres of the organisation. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  centreIds: string[]

  /** None: every consultation. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  consultationIds: string[]
}

export class HabilitationsQuery extends PageQuery {
  /** Part of an e-mail, a name, or an organisation's name. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string

  @IsOptional()
  @IsIn(STATES)
  state?: State

  @IsOptional()
  @IsIn(['professional', 'volunteer'])
  kind?: 'professional' | 'volunteer'
}

export class HabilitationOrganisationView {
  id: string
  name: string
}

export class HabilitationPlaceView {
  id: string
  name: string
}

export class CommitmentsView {
  version: string
  /** French, as it is signed. */
  body: string
  /** SHA-256 of version and text, hexadecimal. */
  hash: string
}

export class OwnHabilitationView {
  id: string
  state: State
  kind: 'professional' | 'volunteer'
  organisation: HabilitationOrganisationView
  centres: HabilitationPlaceView[]
  /** Null: every consultation. */
  consultations: HabilitationPlaceView[] | null
  /** Why it was refused or suspended. */
  reason: string
  /** ISO 8601. */
  requestedAt: string
  commitmentsAt: string | null
  validatedAt: string | null
  validUntil: string | null
}

export class HabilitationView {
  habilitation: OwnHabilitationView | null
  next: 'wait' | 'training' | 'commitments' | 'second-factor' | 'activate' | 'work' | 'ask' | 'suspended'
  trained: boolean
  secondFactor: boolean
  commitments: CommitmentsView
  /** Organisations whose people this person manages. */
  referentOf: HabilitationOrganisationView[]
}

export class HabilitationRowView {
  id: string
  email: string
  displayName: string
  organisation: HabilitationOrganisationView
  kind: 'professional' | 'volunteer'
  state: State
  centres: number
  /** Day, `2026-11-29`; null: never. */
  lastCodeOn: string | null
  /** ISO 8601. */
  requestedAt: string
  validUntil: string | null
}

export class HabilitationsView {
  items: HabilitationRowView[]
  total: number
  page: number
  perPage: number
}

export class TeamView {
  items: HabilitationRowView[]
}

export class PerimeterCentreView {
  id: string
  name: string
  chosen: boolean
}

export class PerimeterConsultationView {
  id: string
  title: string
  chosen: boolean
}

export class HabilitationDetailView extends HabilitationRowView {
  reason: string
  trained: boolean
  commitmentsVersion: string | null
  commitmentsAt: string | null
  validatedAt: string | null
  secondFactor: boolean
  acts: ('admit' | 'refuse' | 'suspend' | 'resume' | 'cancel')[]
  /** False: it is one's own, which somebody else decides. */
  mayDecide: boolean
  centreList: PerimeterCentreView[]
  consultationList: PerimeterConsultationView[]
}
