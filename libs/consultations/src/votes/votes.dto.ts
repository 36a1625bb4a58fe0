import { Transform, Type } from 'class-transformer'
import { methods, type BallotForm } from '@parvis/voting'
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { VoteRulesView } from '../consultations/consultation-views.dto'
import { tidy } from '../consultations/consultations.dto'
import { MOST_MONEY, VoteRulesDto } from './vote-rules.dto'

const OFFERED = methods.filter(({ offered }) => offered).map(({ name }) => name)

/** What is absent stays as it is. */
export class EditVoteDto {
  /** The one that was read: a change made meanwhile by somebody else answers 409 `vote.changed-meanwhile`. */
  @IsInt()
  @Min(1)
  revision: number

  @IsOptional()
  @Transform(tidy)
  @Length(1, 300)
  question?: string

  /** One of the methods that are offered (libs/voting). */
  @IsOptional()
  @IsIn(OFFERED)
  method?: string

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
  /** The one that was read: a change made meanwhile by somebody else answers 409 `vote.changed-meanwhile`. */
  @IsInt()
  @Min(1)
  revision: number

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

export class OpenClaimsView {
  holding: number
  late: number
}

export class VoteView {
  id: string
  consultationId: string
  consultationSlug: string
  consultationTitle: string
  /** Sent back with a change: it tells whether somebody else was faster. */
  revision: number
  question: string
  method: string
  /** How its ballots are filled: what the values of a choice mean. */
  form: BallotForm
  rules: VoteRulesView
  /** The rules with what other methods asked before, to fill a form with: for those who configure a vote that is prepared, else null. */
  draftRules: VoteRulesView | null
  /** ISO 4217, of all amounts; they are in its hundredths. */
  currency: string
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
  /** Claims that nobody decided yet: those that the sealing waits for, and those that came in its last day. Only for those who review, else null. */
  openClaims: OpenClaimsView | null
}

