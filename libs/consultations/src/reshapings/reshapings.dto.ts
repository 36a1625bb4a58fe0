import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, ValidateNested } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'
import { THEMES } from '../themes/themes'
import { MOST_PARTS, MOST_UNITED } from './reshapings.rules'

export class ReshapingPlanDto {
  @IsIn(['merge', 'split'])
  kind: 'merge' | 'split'

  /** Those to unite, or the one to split. */
  @ArrayMinSize(1) @ArrayMaxSize(MOST_UNITED) @ArrayUnique() @IsUUID(undefined, { each: true })
  proposalIds: string[]
}

export class PartDto {
  @Transform(tidyLine) @Length(5, 160)
  title: string

  @Transform(tidy) @Length(20, 8000)
  body: string
}

class ReshapingDto {
  /** Why, for everybody. */
  @Transform(tidy) @Length(10, 1000)
  reason: string

  /** Of the plan that was read: texts that changed since answer 409 `reshaping.changed-meanwhile`. */
  @IsString() @MaxLength(64)
  fingerprint: string
}

export class MergeDto extends ReshapingDto {
  @ArrayMinSize(2) @ArrayMaxSize(MOST_UNITED) @ArrayUnique() @IsUUID(undefined, { each: true })
  proposalIds: string[]

  @Transform(tidyLine) @Length(5, 160)
  title: string

  @Transform(tidy) @Length(20, 8000)
  body: string

  @IsIn(THEMES)
  theme: string

  /** INSEE code of the commune it is about; absent: all of them. */
  @IsOptional() @Matches(/^\d{5}$/)
  municipalityCode?: string
}

export class SplitDto extends ReshapingDto {
  @IsUUID()
  proposalId: string

  @ArrayMinSize(2) @ArrayMaxSize(MOST_PARTS) @ValidateNested({ each: true }) @Type(() => PartDto)
  parts: PartDto[]
}

export class ReshapingSourceView {
  id: string
  number: number
  title: string
  body: string
  theme: string
  municipalityCode: string | null
  supportCount: number
}

export class ReshapingRefusalView {
  code: string
  /** Of the proposal it is about; null: of all. */
  number: number | null
}

/** What would happen. */
export class ReshapingPlanView {
  kind: 'merge' | 'split'
  proposals: ReshapingSourceView[]
  /** People who support any of them, each once: all of them go along. */
  supporters: number
  /** Supports as they are now: the difference is people who support several. */
  supports: number
  /** Authors who get a mail, and those who have none. */
  authorsTold: number
  authorsNotTold: number
  /** Who follows any of them, and is told by the news. */
  followers: number
  /** Comments, which stay where they were written. */
  comments: number
  /** Amendments that wait: nobody can accept them any more, their authors may make proposals of them. */
  amendments: number
  /** Why it cannot be done; empty when it can. */
  refusals: ReshapingRefusalView[]
  fingerprint: string
}

export class ReshapingEndView {
  number: number
  title: string
}

export class ReshapingView {
  id: string
  kind: 'merge' | 'split'
  reason: string
  doneAt: string
  /** People whose support went along. */
  supports: number
  from: ReshapingEndView[]
  to: ReshapingEndView[]
  undoneAt: string | null
  /** Nobody has acted on what came of it. */
  undoable: boolean
}

export class ReshapingsView {
  items: ReshapingView[]
  total: number
  page: number
  perPage: number
}

export class ReshapedView {
  id: string
  /** Of the proposals that came of it. */
  numbers: number[]
}
