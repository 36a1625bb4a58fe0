import { Transform } from 'class-transformer'
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator'
import { LANGUAGES, type Language } from './account.entity'

export const lowered = ({ value }: { value: unknown }) => typeof value === 'string' ? value.trim().toLowerCase() : value

export class AccountWanted {
  @Transform(lowered) @IsEmail() @MaxLength(254)
  email: string

  /** 12 to 128 characters, any of them. */
  @IsString() @MaxLength(1000)
  password: string

  /** The name shown beside proposals; the person may stay without one. */
  @IsOptional() @Matches(/^\P{Cc}*$/u) @MaxLength(80)
  displayName?: string

  @IsOptional() @Matches(/^\d{5}$/)
  municipalityCode?: string

  /** The language of the page it was opened on: mails are in it. French unless told. */
  @IsOptional() @IsIn(LANGUAGES)
  language?: Language

  /** Letters of the metropolis and the communes are accepted. Not unless it is said. */
  @IsOptional() @IsBoolean()
  letters?: boolean

  /**
   * A page of this site to come back to once the address is confirmed, such as `/consultations/parc/vote`: its path alone, of plain
   * segments, so that it can lead nowhere else and says nothing of what was typed there.
   */
  @IsOptional() @Matches(/^(?:\/[A-Za-z0-9_-]+)+$/) @MaxLength(300)
  back?: string
}

/** The same whether the account is new or not: who has an account is nobody's business. */
export class MailSent {
  sent: boolean
}

export class AccountChange {
  @IsOptional() @Matches(/^\P{Cc}*$/u) @MaxLength(80)
  displayName?: string

  @IsOptional() @Matches(/^\d{5}$/)
  municipalityCode?: string

  /** The language of mails. */
  @IsOptional() @IsIn(LANGUAGES)
  language?: Language
}

export class PasswordChange {
  @IsString() @MaxLength(1000)
  current: string

  @IsString() @MaxLength(1000)
  password: string
}

/** Civil status: given at the first vote or support, kept encrypted, read by its owner only. */
export class CivilStatusDto {
  @IsString() @Length(1, 100)
  birthSurname: string

  @IsOptional() @IsString() @MaxLength(100)
  usageSurname?: string

  /** All of them, as on the document. */
  @IsString() @Length(1, 100)
  givenNames: string

  /** `YYYY-MM-DD`. */
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate: string

  /** INSEE code of the commune of residence. */
  @Matches(/^\d{5}$/)
  municipalityCode: string
}

export class CivilStatusView {
  /** Null when none was given. */
  civilStatus: CivilStatusDto | null
}
