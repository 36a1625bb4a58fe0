import { Transform } from 'class-transformer'
import { IsInt, IsOptional, IsUUID, Length, Max, Min } from 'class-validator'
import { PaperBatchCentreView, PaperKitChoiceView } from '../paper-batches/paper-batches.dto'

const tidy = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim() : value)

export class PaperDayQuery {
  @IsUUID()
  kitId: string

  @IsUUID()
  centreId: string
}

export class PaperDayDto extends PaperDayQuery {
  @IsInt() @Min(0) @Max(100_000)
  spoiled: number

  @IsInt() @Min(0) @Max(100_000)
  unused: number

  @IsInt() @Min(0) @Max(100_000)
  missing: number

  /** Asked where it does not balance, or where too many are missing. */
  @IsOptional() @Transform(tidy) @Length(3, 1000)
  reason?: string
}

export class PaperDayFiguresView {
  issued: number
  returned: number
  spoiled: number
  unused: number
  missing: number
  reason: string | null
  day: string
  name: string
}

export class PaperDayView {
  kit: PaperKitChoiceView
  centre: PaperBatchCentreView
  /** Known to the platform: sheets that came, envelopes that its batches hold. */
  issued: number
  returned: number
  /** Of those that came, how many were given to somebody; says how many may be at home. */
  handed: number
  /** Closed last; null: never. */
  last: PaperDayFiguresView | null
  /** Code of what keeps batches from being counted; null: nothing. */
  refusal: string | null
}
