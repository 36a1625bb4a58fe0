import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { to } from 'pg-copy-streams'
import { copyOut, type SequenceValue, type TableToKeep } from './inventory'

/** What a backup says of itself: `manifest.json`, the first file of the archive. */
export interface Manifest {
  format: typeof FORMAT
  /** Version of the platform that wrote it. */
  parvis: string
  postgres: string
  takenAt: string
  /** Names of all migrations of the database, in order: the structure that the rows belong to. */
  migrations: string[]
  /** Fingerprints of the keys the rows were made with, by name. The keys themselves are in no backup. */
  secrets: Record<string, string>
  /** Votes that cannot go on without their key file. */
  voteKeys: string[]
  /** `platform.clock_offset`: other than 00:00:00 in demonstrations alone. */
  clockOffset: string
  tables: Pick<TableToKeep, 'name' | 'columns'>[]
  leftOut: string[]
}

export const FORMAT = 'parvis-backup/1'

/** What was counted while it was read. */
export interface TableSum {
  rows: number
  bytes: number
  /** SHA-256 of the lines, hexadecimal. */
  sha256: string
}

/** `contents.json`, the last file of the archive. */
export interface Contents {
  tables: Record<string, TableSum>
  sequences: SequenceValue[]
}

const NEWLINE = 0x0a

/** Counts and hashes what passes. In COPY's text format a line feed ends a row and stands nowhere else. */
export class Sum {
  private readonly hash = createHash('sha256')
  private rows = 0
  private bytes = 0

  add(part: Buffer): void {
    this.hash.update(part)
    this.bytes += part.length
    for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) this.rows++
  }

  get(): TableSum {
    return { rows: this.rows, bytes: this.bytes, sha256: this.hash.copy().digest('hex') }
  }
}

/** The rows of a table as they are written into backups, in parts. */
export async function* rowsOf(client: ClientBase, table: TableToKeep): AsyncGenerator<Buffer> {
  for await (const part of client.query(to(copyOut(table)))) yield part as Buffer
}
