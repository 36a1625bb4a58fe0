import { IsOptional, Matches } from 'class-validator'

/** Where one lives: by commune, or by postal code when the code of the commune is not known. */
export class CentresQuery {
  /** INSEE code of a commune or of a former one (Lomme, Hellemmes). */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipality?: string

  @IsOptional()
  @Matches(/^\d{5}$/)
  postalCode?: string
}

export class CentreMunicipalityView {
  /** INSEE code. */
  code: string
  name: string
}

export class CentreView {
  id: string
  slug: string
  name: string
  organisation: string
  municipality: CentreMunicipalityView
  address: string
  postalCode: string
  phone: string
  /** As people read them, one line each. */
  hours: string[]
  /** How to get in and what helps there: ramp, induction loop, public transport. */
  access: string
  languages: string[]
  /** Communes whose inhabitants it receives or visits, by name. */
  serves: CentreMunicipalityView[]
}

export class CentresView {
  /** What the question was understood as; several when communes share the postal code, none without a question. */
  municipalities: CentreMunicipalityView[]
  /** Centres of these communes first, then those that receive their inhabitants; all of them without a question. */
  items: CentreView[]
}
