import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator'
import { RefusalView } from '../charter/charter.dto'
import { IsChoice } from './choice.dto'

/** 32 bytes in base64. */
const BYTES_32 = /^[A-Za-z0-9+/]{43}=$/

export class CastBallotDto {
  @IsChoice()
  choice: Record<string, number>

  /** The ordinal that the ballot form gave. */
  @IsInt()
  @Min(1)
  @Max(30_000)
  n: number

  /** 32 bytes in base64, drawn by the browser, or without JavaScript by the server of the page; the same ballot sent again carries the same one. */
  @IsOptional()
  @Matches(BYTES_32)
  nonce?: string

  /** SHA-256 of the commit prefix, the nonce and the opening, in base64, as the browser computed it; absent when the server drew the nonce. */
  @IsOptional()
  @Matches(BYTES_32)
  commitment?: string
}

export class BallotReceiptView {
  /** `XXXX-XXXX-XXXX`: proves that a ballot was received, never what it says. */
  receipt: string
  n: number
  /** The nonce was not drawn by the voter's browser. */
  serverNonce: boolean
  changeableUntil: string
}

/** What a browser needs to write the ballot and commit to it before sending it. */
export class OpeningPartsView {
  /** The opening is `prefix`, the sorted choice (`key=value` joined by `,`), `suffix`. */
  prefix: string
  suffix: string
  /** Text before the nonce and the opening in what is hashed. */
  commitPrefix: string
}

export class BallotFormView {
  /** The person may vote now. */
  eligible: boolean
  refusals: RefusalView[]
  /** Names, birth date and commune are asked once, at the first vote. */
  needsCivilStatus: boolean
  /** Ordinal of the next ballot. Null, like the two below, when no ballot can be cast now. */
  n: number | null
  /** 32 bytes in base64. */
  pseudonym: string | null
  opening: OpeningPartsView | null
  /** The account itself has a ballot in the box, by its own door. */
  alreadyVoted: boolean
  /** Day of that ballot, `YYYY-MM-DD`; times are not kept. */
  votedOn: string | null
  opensAt: string
  closesAt: string
}
