import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, IsUUID, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'

export class CriterionDto {
  /** Absent: a new one. */
  @IsOptional() @IsUUID()
  id?: string

  @Transform(tidyLine) @Length(2, 120)
  label: string
}

export class CriteriaDto {
  @IsArray() @ArrayMaxSize(10) @ValidateNested({ each: true }) @Type(() => CriterionDto)
  items: CriterionDto[]
}

export class AssignmentDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @IsUUID(undefined, { each: true })
  proposalIds: string[]

  /** Those who study all of them from now on; empty: nobody. What somebody wrote goes with them. */
  @IsArray() @ArrayMaxSize(20) @IsUUID(undefined, { each: true })
  accountIds: string[]
}

export class ScoreDto {
  @IsUUID()
  criterionId: string

  @IsInt() @Min(0) @Max(5)
  score: number
}

export class EvaluationDto {
  @Transform(tidy) @MaxLength(8000)
  note: string

  @IsArray() @ArrayMaxSize(10) @ValidateNested({ each: true }) @Type(() => ScoreDto)
  scores: ScoreDto[]
}

export class CriterionView {
  id: string
  label: string
}

export class EvaluatorView {
  accountId: string
  name: string
}

export class EvaluationSettingsView {
  criteria: CriterionView[]
  /** Staff of the place: who may be asked to study a proposal. */
  staff: EvaluatorView[]
}

export class ScoreView {
  criterionId: string
  score: number
}

export class EvaluationView {
  accountId: string
  name: string
  mine: boolean
  note: string
  /** Null: nothing written yet. */
  writtenAt: string | null
  scores: ScoreView[]
}

export class EvaluationsView {
  items: EvaluationView[]
}
