import { tidyLine } from '@parvis/consultations'
import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsEmail, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator'

const digits = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.replace(/\s/g, '') : value)
const lowered = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value)

export const ORGANISATION_KINDS = ['association', 'public', 'social-centre', 'france-services', 'company', 'other'] as const
const STATES = ['requested', 'accepted', 'refused', 'suspended', 'closed'] as const

export class OrganisationRequestDto {
  @Transform(tidyLine)
  @Length(1, 200)
  name: string

  /** Fourteen digits, spaces forgiven. */
  @Transform(digits)
  @Matches(/^\d{14}$/)
  siret: string

  @IsIn(ORGANISATION_KINDS)
  kind: 'association' | 'public' | 'social-centre' | 'france-services' | 'company' | 'other'

  /** INSEE code. */
  @Matches(/^\d{5}$/)
  municipalityCode: string

  /** Places it runs, a line each. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  places?: string

  /** Who will manage its people. */
  @Transform(tidyLine)
  @Length(1, 120)
  contactName: string

  @Transform(lowered)
  @IsEmail()
  @MaxLength(254)
  contactEmail: string

  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(30)
  contactPhone?: string
}

export class OrganisationReceivedView {
  received: true
}

export class OrganisationsQuery extends PageQuery {
  /** Words of the name, or a SIRET. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string

  @IsOptional()
  @IsIn(STATES)
  state?: 'requested' | 'accepted' | 'refused' | 'suspended' | 'closed'
}

export class OrganisationDecisionDto {
  @IsIn(['accept', 'refuse', 'suspend', 'close'])
  decision: 'accept' | 'refuse' | 'suspend' | 'close'

  /** Needed to refuse and to suspend: it is told to the organisation. */
  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(1000)
  reason?: string
}

export class OrganisationPeopleDto {
  /** Centres of the list that it runs. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  centreIds: string[]

  /** Addresses of who manages its people. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map((one: unknown) => lowered({ value: one })) : value))
  @IsEmail({}, { each: true })
  referents: string[]
}

export class OrganisationRowView {
  id: string
  name: string
  siret: string
  kind: 'association' | 'public' | 'social-centre' | 'france-services' | 'company' | 'other'
  state: 'requested' | 'accepted' | 'refused' | 'suspended' | 'closed'
  municipality: OrganisationCommuneView
  centres: number
  /** People who may work at a desk for it now. */
  people: number
  /** ISO 8601. */
  requestedAt: string
}

export class OrganisationCommuneView {
  code: string
  name: string
}

export class OrganisationsView {
  items: OrganisationRowView[]
  total: number
  page: number
  perPage: number
}

export class OrganisationCentreView {
  id: string
  name: string
  municipality: string
  /** Run by this organisation. */
  own: boolean
}

export class OrganisationView extends OrganisationRowView {
  places: string
  contactName: string
  contactPhone: string
  reason: string
  referents: string[]
  decisions: ('accept' | 'refuse' | 'suspend' | 'close')[]
  /** Its own, and those of its commune that nobody else runs. */
  centreList: OrganisationCentreView[]
}

export class OrganisationNameView {
  id: string
  name: string
  municipality: string
}

export class OrganisationNamesView {
  items: OrganisationNameView[]
}
