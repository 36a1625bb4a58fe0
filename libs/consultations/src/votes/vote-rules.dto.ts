import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsOptional, Length, Max, Min } from 'class-validator'
import { tidy } from '../consultations/consultations.dto'

/** Money in cents: 10 000 million euros at most. */
export const MOST_MONEY = 1_000_000_000_000

/** Rules that differ from those of the vote. */
export class WhatIfRulesDto {
  /** Approval: how many options win. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  seats?: number

  /** Cents: what the options of one ballot may cost together. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_MONEY)
  maxCost?: number

  /** Cents: what there is to spend. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_MONEY)
  budget?: number

  /** Most votes first, or most votes per unit of money. */
  @IsOptional()
  @IsIn(['votes', 'votes-per-cost'])
  by?: 'votes' | 'votes-per-cost'

  /** What happens at an option that no longer fits: it is passed over, or it ends the selection. */
  @IsOptional()
  @IsIn(['skip', 'stop'])
  whenFull?: 'skip' | 'stop'

  /** Votes an option needs, at least; 0: none. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  threshold?: number

  /** Points: how many a ballot may give in all, and to one option (all of them when absent). */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  points?: number

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  pointsPerOption?: number

  /** Majority judgment: how many grades there are. */
  @IsOptional()
  @IsInt()
  @Min(3)
  @Max(7)
  grades?: number

  /** Equal shares: what a ballot gains by an option it approves, its cost or one. */
  @IsOptional()
  @IsIn(['cost', 'cardinality'])
  utility?: 'cost' | 'cardinality'

  /** Equal shares: how what is left is spent. */
  @IsOptional()
  @IsIn(['none', 'utilitarian', 'add1', 'add1-utilitarian', 'add1-overspend'])
  completion?: 'none' | 'utilitarian' | 'add1' | 'add1-utilitarian' | 'add1-overspend'

  /** Where the result of the public draw that settles equals will be read, said before the vote. */
  @IsOptional()
  @Transform(tidy)
  @Length(10, 300)
  draw?: string

  /** Money, without a draw: among equals the cheaper first, then the one with more votes, then the order of the ballot. One of the two is said before the announcement. */
  @IsOptional()
  @IsIn(['cost-votes'])
  tie?: 'cost-votes'
}

export class VoteRulesDto extends WhatIfRulesDto {
  /** Fewest options of a ballot that is not blank. */
  @IsInt()
  @Min(1)
  @Max(1000)
  min: number

  @IsInt()
  @Min(1)
  @Max(1000)
  max: number

  @IsBoolean()
  blankAllowed: boolean
}
