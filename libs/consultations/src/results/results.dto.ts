import { Transform, Type } from 'class-transformer'
import { Documented } from '@parvis/platform'
import { methods, type Explanation } from '@parvis/voting'
import { IsIn, IsOptional, IsUUID, Length, ValidateNested } from 'class-validator'
import { OwnerView, VoteRulesView } from '../consultations/consultation-views.dto'
import { tidy } from '../consultations/consultations.dto'
import { WhatIfRulesDto } from '../votes/vote-rules.dto'

export class SealingView {
  /** Ballots that will be counted. */
  ballots: number
}

export class OptionOutcomeView {
  /** Key of the option. */
  option: string
  /** Ballots that name it, points, or what the method ranks by. */
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
  /** Why it came out so, as the method shows it (libs/voting, type `Explanation`, told apart by `kind`). */
  @Documented({ type: 'object', additionalProperties: true })
  explanation?: Explanation
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
  /** What was drawn to settle equals; null: nothing. */
  seed: string | null
}

export class DrawDto {
  /** What was drawn, as everybody can read it elsewhere: the numbers of a lottery of that evening, say. Entered once. */
  @Transform(tidy)
  @Length(3, 300)
  seed: string
}

export class WhatIfDto {
  /** A method whose ballots are filled as this vote's are. */
  @IsIn(methods.map(({ name }) => name))
  method: string

  /** What differs from the rules of the vote. */
  @IsOptional()
  @ValidateNested()
  @Type(() => WhatIfRulesDto)
  rules?: WhatIfRulesDto
}

export class WhatIfView {
  state: 'none' | 'waiting' | 'running' | 'done' | 'failed'
  method: string | null
  rules: VoteRulesView | null
  /** Ballots read, of how many, while it runs. */
  done?: number
  total?: number
  outcome: OutcomeView | null
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
  @Documented({ type: 'object', additionalProperties: true, nullable: true })
  explanation: Explanation | null
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

export class DrawView {
  /** What was drawn, after the vote. */
  seed: string
  /** Keys of the options in the order that it gives: the earlier wins among equals. */
  order: string[]
}

export class ResultView {
  voteId: string
  question: string
  method: string
  methodVersion: string
  rules: VoteRulesView
  /** ISO 4217, of all amounts; they are in its hundredths. */
  currency: string
  headline: string
  nextSteps: string
  publishedAt: string
  closedAt: string
  outcome: OutcomeFactsView
  /** Best first. */
  options: ResultOptionView[]
  /** Sets of equals of which some won and some did not, and what decided: the announced order, or the draw. */
  ties: string[][]
  /** The public draw that settled equals; null where none was needed. */
  draw: DrawView | null
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
