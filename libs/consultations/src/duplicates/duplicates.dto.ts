import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsUUID, Length, ValidateNested } from 'class-validator'
import { EntryDoorView } from '../ballots/contested-entries.dto'
import { tidy } from '../consultations/consultations.dto'

/** One pair, as the list named it. */
export class DuplicatePairDto {
  @IsUUID()
  stays: string

  @IsUUID()
  goes: string
}

export class DecideDuplicatesDto {
  /** Decided together, all or none. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => DuplicatePairDto)
  pairs: DuplicatePairDto[]

  /** `two_people`: both count. `same_person`: `goes` is not counted. */
  @IsIn(['two_people', 'same_person'])
  decision: 'two_people' | 'same_person'

  /** Why, without a name. Whoever holds the receipt of an entry that is not counted reads it after the sealing. */
  @Transform(tidy)
  @Length(20, 1000)
  reason: string
}

/** One of the two. Never who, never what was chosen. */
export class DuplicateEntryView extends EntryDoorView {
  id: string
}

export class DuplicateView {
  /** Would count alone if it is the same person: paper, then a desk that saw a document, then the rest; of one rank the last. */
  stays: DuplicateEntryView
  goes: DuplicateEntryView
  /** `k1` another commune, `k2` names the other way round, `k3` the sound of the surname and an initial, `k4` day and month the other way round, `k5` the usage surname. */
  agreeing: ('k1' | 'k2' | 'k3' | 'k4' | 'k5')[]
  /** Always `possible` here: both count until people decide, and if nobody does. */
  status: 'possible'
  /** Both have a birth date that is given to people whose true one is unknown. */
  conventionalDate: boolean
  /** Whoever asks entered one of the two at a desk: somebody else decides. */
  ownDesk: boolean
}

export class DuplicatesView {
  /** The strongest first; what agrees in `k3` alone comes last. */
  items: DuplicateView[]
  total: number
  page: number
  perPage: number
}
