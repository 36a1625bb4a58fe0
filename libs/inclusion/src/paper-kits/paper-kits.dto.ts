import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator'
import { Type } from 'class-transformer'
import { MOST_ISSUED, MOST_ORDERED } from './paper-kits.rules'

export class KitsQuery {
  @IsUUID()
  consultationId: string
}

export class NewKitDto {
  @IsUUID()
  phaseId: string
}

export class NewOrderDto {
  @IsUUID()
  centreId: string

  @IsInt()
  @Min(0)
  @Max(MOST_ORDERED)
  ordinary: number

  @IsInt()
  @Min(0)
  @Max(MOST_ORDERED)
  largePrint: number
}

export class IssueDto {
  @IsUUID()
  centreId: string

  @IsInt()
  @Min(0)
  @Max(MOST_ISSUED)
  ordinary: number

  @IsInt()
  @Min(0)
  @Max(MOST_ISSUED)
  largePrint: number
}

export class AtCentreDto {
  @IsUUID()
  centreId: string
}

export class ThresholdDto {
  @IsUUID()
  centreId: string

  /** Below so many sheets the desk is told to order; 0: never. */
  @IsInt()
  @Min(0)
  @Max(MOST_ORDERED)
  least: number
}

export class BookletQuery {
  /** Which fifty of them, from 1. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10)
  booklet: number
}

export class DeskDocumentQuery {
  @IsOptional()
  @IsUUID()
  centreId?: string
}

export class PaperCentreView {
  id: string
  slug: string
  name: string
}

export class SheetCountsView {
  /** In the cupboard. */
  printed: number
  /** Printed, and not received yet. */
  onTheWay: number
  /** In the hands of somebody. */
  issued: number
  returned: number
  spoiled: number
  unused: number
  missing: number
  destroyed: number
}

export class PaperStockView {
  centre: PaperCentreView
  ordinary: SheetCountsView
  largePrint: SheetCountsView
}

export class PaperOrderView {
  id: string
  number: number
  centre: PaperCentreView
  ordinary: number
  largePrint: number
  state: 'ordered' | 'printed' | 'delivered' | 'closed' | 'cancelled'
  /** Days. */
  orderedOn: string
  printedOn: string | null
  deliveredOn: string | null
  /** Files of fifty sheets; they can be had until the parcel is delivered. */
  booklets: BookletView[]
}

export class BookletView {
  number: number
  from: number
  to: number
}

export class PaperKitView {
  id: string
  version: number
  formCode: string
  /** `to-destroy`: its questions are not those of today, its sheets are refused. */
  state: 'current' | 'to-destroy'
  madeOn: string
  documents: ('form' | 'form-large-print' | 'booklet' | 'notice' | 'poster' | 'script' | 'batch-slip')[]
  /** Questions that paper does not carry, by their numbers. */
  notCarried: NotCarriedView[]
  stock: PaperStockView[]
  /** The newest first. */
  orders: PaperOrderView[]
}

export class NotCarriedView {
  number: number
  label: string
  /** `place`: of a point only its commune. */
  carried: 'place' | 'none'
}

export class PaperRefusalView {
  code: string
  at?: string
  facts?: Record<string, unknown>
}

export class PaperPhaseView {
  id: string
  title: string
  kind: 'vote' | 'questionnaire'
  state: 'scheduled' | 'open' | 'closed'
  /** What keeps a kit from being made now; empty: it may be, or it is there. */
  refusals: PaperRefusalView[]
  /** The current one first, then those to destroy. */
  kits: PaperKitView[]
}

export class PaperKitsView {
  phases: PaperPhaseView[]
}

export class MadeKitView {
  id: string
  version: number
}

export class DeskKitView extends PaperKitView {
  consultation: PaperConsultationView
  kind: 'vote' | 'questionnaire'
  phase: string
  /** Sheets may be handed out now. */
  open: boolean
  opensAt: string
  closesAt: string
}

export class PaperConsultationView {
  id: string
  slug: string
  title: string
}

export class DeskCentreView extends PaperCentreView {
  least: number
}

export class PaperDeskView {
  centres: DeskCentreView[]
  kits: DeskKitView[]
}

export class MadeOrderView {
  id: string
  number: number
}

export class IssuedRangeView {
  order: number
  from: number
  to: number
}

export class IssuedView {
  ordinary: number
  largePrint: number
  /** Which sheets of the pile these are, as their stubs say. */
  ranges: IssuedRangeView[]
}

export class DestroyedView {
  sheets: number
}
