import { PageQuery } from '@parvis/platform'
import { IsInt, IsString, Length, Max, Min } from 'class-validator'

export class TokensQuery extends PageQuery {}

export class TokenWanted {
  /** What it is for: the program that will use it. */
  @IsString() @Length(2, 80)
  label: string

  /** How long it lives, in days. */
  @IsInt() @Min(1) @Max(365)
  days: number
}

export class TokenView {
  id: string
  label: string
  /** ISO 8601. */
  createdAt: string
  /** ISO 8601. */
  expiresAt: string
  /** Day of the last use, yyyy-mm-dd; null when it never served. */
  lastUsedOn: string | null
}

export class NewTokenView extends TokenView {
  /** Shown this once; only its hash is kept. */
  token: string
}

export class TokenPage {
  items: TokenView[]
  total: number
  page: number
  perPage: number
}
