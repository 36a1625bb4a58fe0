import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, Length, ValidateNested } from 'class-validator'
import { OwnerView, VoteRulesView } from '../consultations/consultation-views.dto'
import { tidy } from '../consultations/consultations.dto'

export class SealingView {
  /** Ballots that will be counted. */
  ballots: number
}

export class OptionOutcomeView {
  /** Key of the option. */
  option: string
  /** Ballots that approve it. */
  score: number
  /** 1 for the best; equal options share a rank. */
  rank: number
  /** Why it is, or is not, among the winners. */
  fate: 'selected' | 'tied' | 'not-selected' | 'does-not-fit' | 'below-threshold' | 'not-reached'
}

export class OutcomeView {
  method: string
  version: string
  /** cast = counted + blank + invalid. */
  cast: number
  counted: number
  blank: number
  invalid: number
  options: OptionOutcomeView[]
  ranking: string[][]
  /** Keys in order of selection. */
  winners: string[]
  /** Cents. */
  totalCost?: number
  budget?: number
  ties: string[][]
}

export class TurnoutCellView {
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  municipalityCode: string | null
  count: number
}

/** The count as staff see it after the sealing. */
export class TallyView {
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'
  method: string
  methodVersion: string
  /** SHA-256 of the sealed openings in stored order, hexadecimal. */
  inputHash: string
  outcome: OutcomeView
  /** Whole: small counts are not to be published. */
  turnout: TurnoutCellView[]
  at: string
}

export class TieDto {
  /** Keys of the equals that the announced procedure designated for the last seats. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsString({ each: true })
  winners: string[]

  /** How: a lot drawn in public on such a day, before whom. Read by everybody. */
  @Transform(tidy)
  @Length(20, 1000)
  procedure: string
}

export class PublicationDto {
  /** The outcome in one sentence. */
  @Transform(tidy)
  @Length(1, 400)
  headline: string

  /** What happens next, and when. */
  @Transform(tidy)
  @Length(1, 4000)
  nextSteps: string

  /** Only where equals for the last seats of an approval vote were left to people. */
  @IsOptional()
  @ValidateNested()
  @Type(() => TieDto)
  tie?: TieDto
}

export class ResultOptionView {
  key: string
  title: string
  description: string
  /** Cents. */
  cost: number | null
  proposalNumber: number | null
  votes: number
  rank: number
  /** `selected` also after a tie that people settled. */
  fate: 'selected' | 'tied' | 'not-selected' | 'does-not-fit' | 'below-threshold' | 'not-reached'
  /** Order of selection from 1; null for those that are not selected. */
  selectedAs: number | null
}

/** What the sentence about the outcome is made of. */
export class OutcomeFactsView {
  kind: 'approval' | 'budget'
  winners: number
  options: number
  /** Cents; null where no budget decided. */
  totalCost: number | null
  budget: number | null
  /** Ballots that are neither blank nor invalid. */
  counted: number
  blank: number
  invalid: number
  cast: number
}

export class ChannelTurnoutView {
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  /** Null: fewer than ten, or hidden so that these cannot be computed. */
  count: number | null
}

export class MunicipalityTurnoutView {
  /** Null: elsewhere or unknown. */
  code: string | null
  name: string | null
  count: number | null
}

export class TurnoutView {
  /** Null when fewer than ten took part. */
  total: number | null
  channels: ChannelTurnoutView[]
  municipalities: MunicipalityTurnoutView[]
  /** Counts below are not shown. */
  threshold: number
}

export class SettledTieView {
  winners: string[]
  procedure: string
}

export class ResultView {
  voteId: string
  question: string
  method: string
  methodVersion: string
  rules: VoteRulesView
  headline: string
  nextSteps: string
  publishedAt: string
  closedAt: string
  outcome: OutcomeFactsView
  /** Best first. */
  options: ResultOptionView[]
  /** Sets of equals of which some won and some did not, and how it was decided: by the announced order, or by people. */
  ties: string[][]
  settledTie: SettledTieView | null
  turnout: TurnoutView
  /** SHA-256 of the openings of `ballots.txt` one after the other, hexadecimal. */
  inputHash: string
  /** The ballots can be downloaded and counted again; not where fewer than fifty were counted. */
  ballotsPublished: boolean
}

export class ResultsConsultationView {
  id: string
  slug: string
  title: string
  summary: string
  owner: OwnerView
  origin: 'platform' | 'import'
  sourceNote: string
}

export class ResultsView {
  consultation: ResultsConsultationView
  /** One per published vote, in the order of the phases. */
  results: ResultView[]
}

export class ResultsQuery {
  /** Which vote, where the consultation has several; absent: the first published. */
  @IsOptional()
  @IsUUID()
  vote?: string
}
