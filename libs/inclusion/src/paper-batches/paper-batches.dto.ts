import { Documented } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsUUID, Length, Matches, Max, Min, ValidateNested } from 'class-validator'
import { IdentityDto } from '../assisted-sessions/assisted-sessions.dto'
import { MOST_FORMS } from './batch-states.rules'
import type { BatchState, Duty, Step } from './batch-states.rules'

const tidy = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim() : value)

/** Letters, digits and what people write, or scanners send, between them. */
const TYPED_NUMBER = /^[0-9A-Za-z .–—-]{1,40}$/

export class PaperBatchesQuery {
  @IsOptional()
  @IsUUID()
  consultationId?: string
}

export class NewPaperBatchDto {
  @IsUUID()
  kitId: string

  @IsUUID()
  centreId: string

  /** Envelopes in it, as the slip says. */
  @IsInt() @Min(1) @Max(MOST_FORMS)
  slip: number

  /** Made with the form: sent twice, it makes one batch. */
  @IsUUID()
  submissionToken: string
}

export class NewEnvelopeDto {
  /** Number of the envelope, typed or scanned. */
  @Matches(TYPED_NUMBER)
  number: string

  @IsBoolean()
  signed: boolean

  /** Who signed can be read. */
  @IsBoolean()
  legible: boolean

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => IdentityDto)
  identity?: IdentityDto

  /** E2: a document was seen when it was handed in, as the envelope says. */
  @IsOptional()
  @IsIn(['E1', 'E2'])
  evidence?: 'E1' | 'E2'

  /** It is another envelope than the one that this batch holds under this number. */
  @IsOptional()
  @IsBoolean()
  another?: boolean
}

/** Why an envelope or a form was put aside. */
export type SetAsideReason = 'unsigned' | 'unknown-number' | 'used-number' | 'other-kit' | 'kit-to-destroy' | 'sheet-withdrawn' | 'no-identity' | 'not-eligible'

export class EnvelopeView {
  id: string
  /** The how-manieth of the batch, from 1. */
  place: number
  outcome: 'taken' | 'set-aside'
  reason: SetAsideReason | null
}

export class EnvelopesClosingDto {
  /** Why there are not as many as the slip says; asked where it differs. */
  @IsOptional() @Transform(tidy) @Length(3, 1000)
  gapReason?: string

  /** Why fewer than ten are opened alone; asked of staff, where no other batch can be opened with them. */
  @IsOptional() @Transform(tidy) @Length(3, 1000)
  aloneReason?: string
}

export class JoinDto {
  @IsUUID()
  batchId: string
}

export class NewFormDto {
  /** Number of the form, typed or scanned. */
  @Matches(TYPED_NUMBER)
  number: string

  /** What is typed, by field: codes, a number, a day, a text. An empty field has nothing on the paper. */
  @IsObject()
  @Documented({ type: 'object', additionalProperties: { type: 'string' }, maxProperties: 600 })
  entry: Record<string, string>

  /** It takes the place of what was entered under this number. */
  @IsOptional()
  @IsBoolean()
  again?: boolean
}

export class RulingDto {
  @Matches(TYPED_NUMBER)
  number: string

  /** Of the fields that differ alone. */
  @IsObject()
  @Documented({ type: 'object', additionalProperties: { type: 'string' }, maxProperties: 600 })
  entry: Record<string, string>

  @Transform(tidy) @Length(3, 1000)
  reason: string
}

export class FormsClosingDto {
  /** Envelopes in which there was no form. */
  @IsInt() @Min(0) @Max(MOST_FORMS)
  absent: number

  @IsOptional() @Transform(tidy) @Length(3, 1000)
  absentReason?: string
}

export class RefusalDto {
  @Transform(tidy) @Length(3, 1000)
  reason: string
}

export class PaperBatchConsultationView {
  id: string
  slug: string
  title: string
}

export class PaperBatchCentreView {
  id: string
  name: string
}

export class PaperBatchRowView {
  id: string
  number: number
  kitId: string
  consultation: PaperBatchConsultationView
  centre: PaperBatchCentreView
  kind: 'vote' | 'questionnaire'
  state: BatchState
  next: Step
  /** What the reader may do in it now; null: nothing. */
  duty: Duty | null
  slip: number
  receivedOn: string
  /** ISO 8601: until when it can be counted. */
  admittedUntil: string
}

export class PaperKitChoiceView {
  id: string
  version: number
  kind: 'vote' | 'questionnaire'
  consultation: PaperBatchConsultationView
  /** Where batches of it may be received by the reader. */
  centres: PaperBatchCentreView[]
}

export class PaperBatchesView {
  /** Those that wait first. */
  items: PaperBatchRowView[]
  /** What may be received now. */
  kits: PaperKitChoiceView[]
}

/** What stands in the minutes: counts, and never a choice. */
export class PaperBatchCountsView {
  slip: number
  /** Null until every envelope is entered. */
  found: number | null
  taken: number
  setAside: number
  /** Envelopes set aside, by reason. */
  reasons: Record<string, number>
  absent: number
  /** Forms entered. */
  forms: number
  /** Forms entered a second time, of those drawn. */
  drawn: number
  twice: number
  disagreements: number
  ruled: number
  /** Forms that cannot be counted, by reason; known once it balances. */
  voided: Record<string, number>
  /** Voices counted; null until they are. */
  counted: number | null
}

export class PaperBatchDutyView {
  duty: Duty
  name: string
  day: string
}

export class PaperBatchJoinView {
  id: string
  number: number
  centre: string
}

export class PaperBatchView extends PaperBatchRowView {
  counts: PaperBatchCountsView
  receivedBy: string
  duties: PaperBatchDutyView[]
  /** How it goes on once its envelopes are entered. */
  opening: 'forms' | 'join' | 'alone'
  /** Batches that it may be opened with. */
  others: PaperBatchJoinView[]
  /** 64 hexadecimal digits, once the first entry is closed. */
  seed: string | null
  /** Percent. */
  share: number | null
  expanded: boolean
  gapReason: string | null
  aloneReason: string | null
  absentReason: string | null
  mergedInto: number | null
  /** Code of what does not balance; or why staff refused it, in words. */
  imbalance: string | null
  reason: string | null
  settledOn: string | null
  may: PaperBatchMayView
}

export class PaperBatchMayView {
  count: boolean
  refuse: boolean
  /** Open fewer than ten alone. */
  alone: boolean
}

export class EntryBoxView {
  code: string
  label: string
}

export class EntryFieldView {
  key: string
  number: number | null
  label: string
  line: string | null
  kind: 'codes' | 'number' | 'date' | 'commune' | 'text'
  boxes: EntryBoxView[]
  one: boolean
  unreadable: string
  longest: number
}

/** What a clerk needs, and nothing that another one typed. */
export class EntrySheetView {
  batch: number
  duty: 'first' | 'second'
  consultation: PaperBatchConsultationView
  fields: EntryFieldView[]
  done: number
  of: number
  /** Second entry: numbers of the forms to look for in the pile. */
  numbers: string[]
}

export class EntryKeptView {
  done: number
  of: number
  /** Where the batch stands now. */
  state: BatchState
}

export class DisagreementView {
  number: string
  /** Keys of the fields that differ. */
  fields: string[]
  @Documented({ type: 'object', additionalProperties: { type: 'string' } })
  first: Record<string, string>
  @Documented({ type: 'object', additionalProperties: { type: 'string' } })
  second: Record<string, string>
}

export class RulingSheetView {
  batch: number
  consultation: PaperBatchConsultationView
  fields: EntryFieldView[]
  /** Those that wait. */
  disagreements: DisagreementView[]
  of: number
}
