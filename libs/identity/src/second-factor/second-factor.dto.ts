import { Transform } from 'class-transformer'
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator'

export class CodeGiven {
  /** Six digits, as the app shows them; spaces are forgiven. */
  @Transform(({ value }: { value: unknown }) => typeof value === 'string' ? value.replace(/\s/g, '') : value) @Matches(/^\d{6}$/)
  code: string
}

export class SecondFactorWanted {
  /** Number on the back of a card; without it a secret is drawn for an app. */
  @IsOptional() @IsString() @MaxLength(60)
  serial?: string
}

export class CardFile {
  /** A serial number and a secret (hexadecimal or base 32) a line. */
  @IsString() @MaxLength(300_000)
  csv: string
}

export class CardsView {
  free: number
  given: number
}

export class CardsTakenView {
  taken: number
  /** Were here already. */
  known: number
}

export class SecondFactorView {
  /** `waiting`: a secret was shown and its first code has not come. */
  state: 'none' | 'waiting' | 'ready'
  /** To type into an app, groups of four, and as the address that a square code holds; only while it is waiting. */
  secret: string | null
  uri: string | null
  /** A code that is good now, of the secret that everybody knows: only in the demonstration. */
  demonstrationCode: string | null
}
