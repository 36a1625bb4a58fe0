import type { EntityManager } from 'typeorm'

export const IMPORT_SOURCES = ['decidim', 'consul', 'cap-collectif', 'parvis'] as const
export type ImportSource = (typeof IMPORT_SOURCES)[number]

/** Something that was made elsewhere, as one row of a file tells it. */
export interface ImportedRow {
  /** Line of data in the file, from 1. */
  row: number
  /** What it is called there: imported again, it is the same one. */
  sourceId: string
}

export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'refused'

/** What became of a row, or would. */
export interface TakenRow {
  row: number
  outcome: RowOutcome
  /** The proposal or comment; null when there is none. */
  target: string | null
  /** What an update replaced. */
  before: object | null
  /** Why it is refused. */
  code: string | null
}

/** Where rows go: a consultation whose numbers nobody else gives meanwhile. */
export interface ImportTarget {
  consultationId: string
  phaseId: string
  theme: string
}

/** Takes over what was made elsewhere: said beforehand, taken, and taken back by the same rules. */
export interface Importer<Content extends ImportedRow> {
  /** Errors: 422 `import.no-proposals-phase`. */
  target(tx: EntityManager, consultationId: string): Promise<ImportTarget>
  /** What taking would do; changes nothing. */
  plan(tx: EntityManager, target: ImportTarget, source: ImportSource, items: readonly Content[]): Promise<TakenRow[]>
  /** The caller holds the target's lock (`hold`). */
  take(tx: EntityManager, target: ImportTarget, source: ImportSource, items: readonly Content[]): Promise<TakenRow[]>
  /** Whoever supports, comments or answers holds the row: what they do is seen once it is ours, until the transaction ends. */
  holdTaken(tx: EntityManager, importId: string): Promise<void>
  /** Errors: 409 `import.used`. Only what is held stays as it is told. */
  refuseUsed(tx: EntityManager, importId: string): Promise<void>
  /** Takes the rows of these places back; the caller holds them and goes from the last to the first. */
  undo(tx: EntityManager, importId: string, places: Places): Promise<void>
}

/** Rows of an import in the order in which they are taken, both ends included. */
export interface Places {
  from: number
  to: number
}

/** Numbers follow each other, and one import is taken after the other, whoever proposes meanwhile. */
export async function hold(tx: EntityManager, { consultationId }: Pick<ImportTarget, 'consultationId'>): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('proposal-number:' || $1, 0))", [consultationId])
}
