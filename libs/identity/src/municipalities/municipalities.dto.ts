import { IsOptional, IsString, Matches, MaxLength } from 'class-validator'

export class MunicipalitiesQuery {
  /** Part of a name; accents and hyphens forgiven. */
  @IsOptional() @IsString() @MaxLength(100)
  q?: string

  @IsOptional() @Matches(/^\d{5}$/)
  postalCode?: string
}

export class AliasView {
  code: string
  name: string
}

export class MunicipalityView {
  /** INSEE code: what other requests want. */
  code: string
  name: string
  population: number
  postalCodes: string[]
  /** A former commune that people write; it stands for `code`. */
  alias?: AliasView
}
