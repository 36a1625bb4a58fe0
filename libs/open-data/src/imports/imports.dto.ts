import { IMPORT_SOURCES } from '@parvis/consultations'
import type { ImportSource, RowOutcome } from '@parvis/consultations'
import { Documented } from '@parvis/platform'
import { Type } from 'class-transformer'
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator'
import type { ImportKind } from './import-runs.service'

export const ROW_FILTERS = ['created', 'updated', 'unchanged', 'refused', 'noted'] as const
export type RowFilter = (typeof ROW_FILTERS)[number]

export class ImportProgressView {
  done: number
  total: number
}

/** Which column of the file gave which field. */
export class ImportColumnView {
  field: string
  column: string
}

/** How many rows have the same to say. */
export class ImportRemarkView {
  code: string
  count: number
}

/** Why a file cannot be read: a code, the line and what its sentence needs. */
export class ImportFaultView {
  code: string
  line: number
  @Documented({ type: 'object', additionalProperties: true })
  facts: Record<string, unknown>
}

/** Why an import could not be taken back. */
export class ImportUndoFaultView {
  code: string
  @Documented({ type: 'object', additionalProperties: true })
  facts: Record<string, unknown>
}

/** A file of another platform, from its upload to its report. */
export class ImportView {
  id: string
  consultationId: string
  kind: ImportKind
  fileName: string
  bytes: number
  state: 'reading' | 'unreadable' | 'ready' | 'running' | 'failed' | 'done' | 'cancelled' | 'undoing' | 'undone'
  requestedAt: string
  doneAt: string | null
  undoneAt: string | null
  /** Whose export it is; null until it is read. */
  @Documented({ enum: IMPORT_SOURCES, nullable: true, type: String })
  source: ImportSource | null
  columns: ImportColumnView[]
  fault: ImportFaultView | null
  /** The last try to take it back, where nothing came off. */
  undoFault: ImportUndoFaultView | null
  /** Lines of data; null until it is read. */
  rows: number | null
  /** What would happen, then what happened. */
  created: number
  updated: number
  unchanged: number
  refused: number
  /** The most frequent first; of one import, not of a list. */
  remarks: ImportRemarkView[]
  progress: ImportProgressView | null
}

export class ImportsView {
  /** The newest first, twenty at most. */
  items: ImportView[]
}

export class ImportProblemView {
  /** The column of the file; empty when it is about the whole row. */
  field: string
  code: string
}

export class ImportRowView {
  row: number
  sourceId: string
  /** The title, or how the text begins. */
  label: string
  outcome: RowOutcome
  problems: ImportProblemView[]
}

export class ImportRowsView {
  items: ImportRowView[]
  /** The row to ask after; null at the end. */
  next: number | null
}

export class ImportRowsQuery {
  @IsOptional()
  @IsIn(ROW_FILTERS)
  only?: RowFilter

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  after: number = 0

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 20
}
