import { Transform } from 'class-transformer'
import { IsIn, Length } from 'class-validator'
import { tidy } from '../consultations/consultations.dto'

export class ReviewDto {
  /** `homonym`: another person, counted beside the first. `usurpation`: counted in the place of the first. `same_person`: not counted. */
  @IsIn(['homonym', 'usurpation', 'same_person'])
  decision: 'homonym' | 'usurpation' | 'same_person'

  /** Why, without a name. Whoever holds the receipt of an entry that is not counted reads it after the sealing. */
  @Transform(tidy)
  @Length(20, 1000)
  reason: string
}

/** A door somebody came through. Never who, never what was chosen. */
export class EntryDoorView {
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  /** E1 declared, E2 a document was seen. */
  evidence: 'E0' | 'E1' | 'E2' | 'E3'
  /** `YYYY-MM-DD` */
  day: string
  centreId: string | null
}

export class ContestedEntryView {
  id: string
  entry: EntryDoorView
  /** The one that counts now. */
  first: EntryDoorView
  /** The birth date is one given to people whose true one is unknown: homonyms are likely. */
  conventionalDate: boolean
  /** `certain`: a document was seen at both doors, on a date that is not conventional; else `probable`. */
  status: 'certain' | 'probable'
  /** Entries of this civil status that count now. */
  counted: number
}

export class ContestedEntriesView {
  items: ContestedEntryView[]
  /** All that wait, also beyond the 500 listed. */
  pending: number
}
