import { one, rows } from '@parvis/platform'
import type { ClientBase } from 'pg'
import type { DataSource } from 'typeorm'
import { MIGRATIONS_LOCK } from '../data-source'
import { SECRETS_SETTING } from '../start-up/secrets'
import { writeArchive, type Entry } from './archive'
import { FORMAT, rowsOf, Sum, type Contents, type Manifest } from './contents'
import { LEFT_OUT, sequences, tablesToKeep, writtenAlike, type TableToKeep } from './inventory'

/** Rows travel in parts of this size: the memory that a backup needs, whatever the size of the database. */
const PART = 4 * 1024 * 1024

export interface BackupTaken {
  takenAt: string
  migration: string
  tables: number
  rows: number
  bytes: number
  sha256: string
}

/**
 * Writes everything the database holds, as one instant saw it, while the platform goes on: a snapshot is read, nobody waits but a
 * migration. No secret is in it.
 *
 * @param progress hears each table with its rows
 * @throws Error with code EEXIST when the file is there already
 */
export async function takeBackup(owner: DataSource, path: string, parvis: string, progress: (table: string, rows: number) => void): Promise<BackupTaken> {
  const runner = owner.createQueryRunner()
  const client = await runner.connect() as ClientBase
  try {
    await runner.startTransaction('REPEATABLE READ')
    await runner.query('set transaction read only')
    await runner.query(writtenAlike)
    await runner.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [MIGRATIONS_LOCK])
    const all = await tablesToKeep(runner)
    const tables = all.filter(({ name }) => !LEFT_OUT.includes(name))
    const manifest = await manifestOf(runner, tables, parvis)
    const contents: Contents = { tables: {}, sequences: [] }

    async function* entries(): AsyncGenerator<Entry> {
      yield asJson('manifest.json', manifest)
      for (const table of tables) {
        const sum = new Sum()
        yield* partsOf(client, table, sum)
        contents.tables[table.name] = sum.get()
        progress(table.name, sum.get().rows)
      }
      // Numbers given out are no part of a snapshot: read last, they are never behind the rows.
      contents.sequences = await sequences(runner)
      yield asJson('contents.json', contents)
    }
    const written = await writeArchive(path, entries())
    await runner.commitTransaction()
    const total = Object.values(contents.tables).reduce((sum, table) => sum + table.rows, 0)
    return { takenAt: manifest.takenAt, migration: manifest.migrations.at(-1) ?? '', tables: tables.length, rows: total, ...written }
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction()
    await runner.release()
  }
}

type Database = Parameters<typeof rows>[0]

async function manifestOf(db: Database, tables: readonly TableToKeep[], parvis: string): Promise<Manifest> {
  const facts = await one<Omit<Manifest, 'format' | 'parvis' | 'tables' | 'leftOut'>>(db, `
    select current_setting('server_version') as postgres,
      to_char(platform.clock() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "takenAt",
      array(select name::text from migrations order by timestamp) as migrations,
      coalesce((select value from platform.setting where key = $1), '{}') as secrets,
      array(select id::text from consultations.vote where state in ('open', 'counting') order by id) as "voteKeys",
      (select "offset"::text from platform.clock_offset) as "clockOffset"`, [SECRETS_SETTING])
  return { format: FORMAT, parvis, ...facts, tables: tables.map(({ name, columns }) => ({ name, columns })), leftOut: LEFT_OUT }
}

/** The rows of a table, gathered into files of one size. An empty table has one, empty. */
async function* partsOf(client: ClientBase, table: TableToKeep, sum: Sum): AsyncGenerator<Entry> {
  let [number, waiting, size]: [number, Buffer[], number] = [0, [], 0]
  const entry = (): Entry => ({ name: `tables/${table.name}/${String(++number).padStart(6, '0')}`, data: Buffer.concat(waiting) })
  for await (const part of rowsOf(client, table)) {
    sum.add(part)
    waiting.push(part)
    size += part.length
    if (size < PART) continue
    yield entry()
    ;[waiting, size] = [[], 0]
  }
  if (size > 0 || number === 0) yield entry()
}

const asJson = (name: string, value: object): Entry => ({ name, data: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) })
