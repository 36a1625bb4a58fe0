import { IsBoolean, IsIn, IsOptional } from 'class-validator'

export const DIGESTS = ['immediate', 'daily', 'weekly', 'never'] as const
export type Digest = (typeof DIGESTS)[number]

/** Which mails somebody wants. */
export class NoticesView {
  /** How often news of what is followed comes by mail, at most. */
  digest: Digest
  /** Whether letters of the metropolis and the communes are accepted. */
  letters: boolean
  /** Since when, or until when, ISO 8601; null: never said. */
  lettersAt: string | null
}

export class NoticesChange {
  @IsOptional() @IsIn(DIGESTS)
  digest?: Digest

  @IsOptional() @IsBoolean()
  letters?: boolean
}
