import { IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator'

const given = (_: object, value: unknown) => value !== null

/** What a phase of proposals asks; null: nothing. */
export class ProposalRulesDto {
  /** Minutes after it was sent in which a text may be corrected; null: until the phase closes. */
  @ValidateIf(given) @IsInt() @Min(1) @Max(525_600)
  editMinutes: number | null

  /** Most supports of one person in the consultation. */
  @ValidateIf(given) @IsInt() @Min(1) @Max(1000)
  supportsMost: number | null

  /** Least supports of one person: fewer are kept and do not count yet. */
  @ValidateIf(given) @IsInt() @Min(2) @Max(1000)
  supportsLeast: number | null

  /** Supports that a proposal needs to be looked at. */
  @ValidateIf(given) @IsInt() @Min(2) @Max(1_000_000)
  threshold: number | null

  /** Days that authors have to answer an amendment; null or absent: the phase takes none. */
  @IsOptional() @IsInt() @Min(1) @Max(90)
  amendmentDays?: number | null
}

export class PhaseProposalRulesView {
  phaseId: string
  phaseTitle: string
  state: 'scheduled' | 'open' | 'closed'
  editMinutes: number | null
  supportsMost: number | null
  supportsLeast: number | null
  threshold: number | null
  amendmentDays: number | null
}

export class ProposalRulesView {
  /** One for each phase of proposals, in their order. */
  items: PhaseProposalRulesView[]
}
