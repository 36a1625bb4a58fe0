import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { VoteRulesView } from '../consultations/consultation-views.dto'
import { tidy } from '../consultations/consultations.dto'

/** Money in cents: 10 000 million euros at most. */
const MOST_MONEY = 1_000_000_000_000

export class VoteRulesDto {
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
}

/** What is absent stays as it is. */
export class EditVoteDto {
  @IsOptional()
  @Transform(tidy)
  @Length(1, 300)
  question?: string

  /** `approval`: the most approved win. `budget`: the most approved are bought as long as money is left. */
  @IsOptional()
  @IsIn(['approval', 'budget'])
  method?: 'approval' | 'budget'

  @IsOptional()
  @ValidateNested()
  @Type(() => VoteRulesDto)
  rules?: VoteRulesDto

  /** Days for claims between the close and the sealing. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(60)
  claimDays?: number
}

export class OptionDto {
  /** Of an option that exists already; absent: `p` and the number of its proposal, or `o` and the next free number. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9._:/-]{1,100}$/)
  key?: string

  @Transform(tidy)
  @Length(1, 300)
  title: string

  @IsOptional()
  @Transform(tidy)
  @MaxLength(8000)
  description?: string

  /** Cents. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_MONEY)
  cost?: number

  @IsOptional()
  @IsUUID()
  proposalId?: string
}

export class OptionsDto {
  /** The whole list, in order. */
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => OptionDto)
  options: OptionDto[]
}

export class OptionsFromProposalsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  proposalIds: string[]
}

export class OptionView {
  key: string
  /** From 1. */
  position: number
  title: string
  description: string
  /** Cents. */
  cost: number | null
  proposalId: string | null
  proposalNumber: number | null
  municipalityCode: string | null
}

/** Who could see what of a ballot, for the first screen of a vote: codes whose sentences are in the catalogue. */
export class VisibilityView {
  /** Never a secret ballot: pseudonymous, recorded as cast, recountable. */
  kind: 'pseudonymous'
  /** Turnout rounded down to ten while open; openings without names once published, where at least fifty were counted. */
  everybody: ('rounded-participation' | 'published-openings' | 'results')[]
  /** Somebody who helps at a counter sees or hears the choice of the person in front of them. */
  mediator: ('choice-when-assisting')[]
  staff: ('contested-entries-without-names')[]
  /** Whoever runs the service could change it so that it keeps the link while a ballot passes. */
  operator: ('identity-and-choice-for-a-moment')[]
  /** The link between person and ballot can no longer be made, by anybody. */
  linkEndsAt: 'sealing'
}

export class VoteMayView {
  /** Question and options. */
  edit: boolean
  /** Method, rules, claim days: until the announcement. */
  editRules: boolean
  review: boolean
  seal: boolean
  publish: boolean
}

export class VoteView {
  id: string
  consultationId: string
  consultationSlug: string
  consultationTitle: string
  question: string
  method: string
  rules: VoteRulesView
  rollKind: 'open' | 'closed'
  claimDays: number
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'
  suspended: boolean
  opensAt: string
  closesAt: string
  /** Paper and entries made offline before the close are taken until then; null before the vote opens. */
  admittedUntil: string | null
  /** First instant at which it may be sealed; null before the vote opens. */
  sealableAt: string | null
  options: OptionView[]
  /** People who took part, rounded down to ten; null before the vote opens. */
  participation: number | null
  whoSeesWhat: VisibilityView
  may: VoteMayView
  /** Entries that wait for review: only for those who review them, else null. */
  contestedPending: number | null
}
