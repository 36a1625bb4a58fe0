import { IsIn, IsString, Matches, MaxLength } from 'class-validator'

export const WANTED = ['any', 'morning', 'afternoon', 'evening'] as const
export type Wanted = (typeof WANTED)[number]

export class NewCallbackDto {
  /** Where to call. Kept encrypted until somebody was reached. */
  @IsString()
  @MaxLength(30)
  phone: string

  /** INSEE code. */
  @Matches(/^\d{5}$/)
  municipalityCode: string

  /** Two letters: the language that the person speaks. */
  @Matches(/^[a-z]{2}$/)
  language: string

  @IsIn(WANTED)
  wanted: Wanted
}

/** The same whether or not the number waits already. */
export class CallbackMadeView {
  /** `YYYY-MM-DD`: two working days. */
  dueOn: string
}

export class CallbackItemView {
  id: string
  municipality: string
  language: string
  wanted: Wanted
  /** `YYYY-MM-DD`. */
  madeOn: string
  dueOn: string
  clock: 'late' | 'today' | 'in-time'
  /** Calls that nobody answered. */
  tries: number
  /** `other`: a colleague calls today. */
  taken: 'nobody' | 'own' | 'other'
}

export class CallbacksView {
  items: CallbackItemView[]
}

export class CallbackView extends CallbackItemView {
  /** `03 20 12 34 56`. */
  phone: string
}

export class CallbackOutcomeDto {
  @IsIn(['reached', 'not-reached', 'stop'])
  outcome: 'reached' | 'not-reached' | 'stop'
}
