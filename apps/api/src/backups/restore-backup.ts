import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from } from 'pg-copy-streams'
import { MigrationExecutor } from 'typeorm'
import type { QueryRunner } from 'typeorm'
import { MIGRATIONS_LOCK, migrations, ownerDataSource } from '../data-source'
import { ArchiveError, readArchive } from './archive'
import { FORMAT, rowsOf, Sum, type Contents, type Manifest, type TableSum } from './contents'
import { copyIn, isEmptyDatabase, sequences, tablesToKeep, writtenAlike, type TableToKeep } from './inventory'

/** Why a whole and sound backup is not taken back here. */
export class RestoreError extends Error {
  constructor(readonly reason: 'not-empty' | 'other-format' | 'newer' | 'differs', readonly what = '') {
    super(`${reason} ${what}`)
  }
}

/** What the backup says of itself; the file was checked before. Errors: ArchiveError, RestoreError `other-format` and `newer`. */
export async function readManifest(path: string): Promise<Manifest> {
  for await (const { name, data } of readArchive(path)) {
    if (name !== 'manifest.json') break
    const manifest = JSON.parse(data.toString()) as Manifest
    if (manifest.format !== FORMAT) throw new RestoreError('other-format', manifest.format)
    const unknown = manifest.migrations.find((migration, index) => migrations[index]?.name !== migration)
    if (unknown) throw new RestoreError('newer', unknown)
    return manifest
  }
  throw new ArchiveError('not-a-backup')
}

/**
 * Brings an empty database to the state of a backup, in one transaction: whole, or untouched. The structure comes from the
 * migrations, every constraint holds while rows come in, and in the end each table is read again and compared with what was
 * written down. Migrations that are younger than the backup are left to `parvis migrate`.
 *
 * @param url the owner's connection
 * @param progress hears each table with its rows
 * @returns what each table holds
 */
export async function restoreBackup(url: string, path: string, manifest: Manifest, progress: (table: string, rows: number) => void): Promise<Record<string, TableSum>> {
  const owner = await ownerDataSource(url, migrations.slice(0, manifest.migrations.length)).initialize()
  const runner = owner.createQueryRunner()
  try {
    const client = await runner.connect() as ClientBase
    await runner.startTransaction()
    await runner.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [MIGRATIONS_LOCK])
    if (!await isEmptyDatabase(runner)) throw new RestoreError('not-empty')
    await runner.query(writtenAlike)
    const history = new MigrationExecutor(owner, runner)
    history.transaction = 'none'
    await history.executePendingMigrations()

    const structure = await tablesToKeep(runner)
    const tables = tablesToFill(structure, manifest)
    const guarded = structure.filter((table) => table.guarded)
    for (const { name } of guarded) await runner.query(`alter table ${name} disable trigger user`)
    // Migrations put a few rows in; the backup has them too.
    await runner.query(`truncate ${structure.map(({ name }) => name).join(', ')}`)
    const contents = await fill(client, path, tables)
    for (const { name } of guarded) await runner.query(`alter table ${name} enable trigger user`)
    await setSequences(runner, contents)
    await runner.query('set constraints all immediate')
    for (const table of tables) {
      await compare(client, table, contents)
      await runner.query(`analyze ${table.name}`)
      progress(table.name, contents.tables[table.name]?.rows ?? 0)
    }
    // An installation that is complete: no start takes it for one that was cut short and begins it anew.
    await runner.query(`insert into platform.setting (key, value) values ('installed', '{"demo": false}') on conflict (key) do nothing`)
    await runner.commitTransaction()
    return contents.tables
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction()
    await runner.release()
    await owner.destroy()
  }
}

/** The tables of the backup as this structure has them: what differs would be lost or misplaced. */
function tablesToFill(here: readonly TableToKeep[], { tables, leftOut }: Manifest): TableToKeep[] {
  const written = new Map(tables.map(({ name, columns }) => [name, columns]))
  const wanted = here.filter(({ name }) => written.has(name) || !leftOut.includes(name))
  const different = wanted.find(({ name, columns }) => written.get(name)?.join() !== columns.join())?.name ?? tables.find(({ name }) => !here.some((table) => table.name === name))?.name
  if (different) throw new RestoreError('differs', different)
  return wanted
}

/** Loads every file of the archive into its table. */
async function fill(client: ClientBase, path: string, tables: readonly TableToKeep[]): Promise<Contents> {
  let contents: Contents | undefined
  const files = readArchive(path)
  try {
    let next = await files.next()
    while (!next.done) {
      const { name, data } = next.value
      const table = tables.find((one) => name.startsWith(`tables/${one.name}/`))
      if (name === 'contents.json') contents = JSON.parse(data.toString()) as Contents
      if (!table) {
        next = await files.next()
        continue
      }
      const parts = async function* (): AsyncGenerator<Buffer> {
        for (; !next.done && next.value.name.startsWith(`tables/${table.name}/`); next = await files.next()) yield next.value.data
      }
      await pipeline(Readable.from(parts()), client.query(from(copyIn(table))))
    }
  } finally {
    await files.return(undefined)
  }
  if (!contents) throw new ArchiveError('damaged')
  return contents
}

async function setSequences(runner: QueryRunner, contents: Contents): Promise<void> {
  for (const { name, last } of contents.sequences) await runner.query('select setval($1::regclass, coalesce($2::bigint, 1), $2 is not null)', [name, last])
  const now = await sequences(runner)
  const different = contents.sequences.find(({ name, last }) => now.find((sequence) => sequence.name === name)?.last !== last)
  if (different) throw new RestoreError('differs', different.name)
}

/** Reads the table back as a backup would and compares count and hash. */
async function compare(client: ClientBase, table: TableToKeep, contents: Contents): Promise<void> {
  const sum = new Sum()
  for await (const part of rowsOf(client, table)) sum.add(part)
  const [found, written] = [sum.get(), contents.tables[table.name]]
  if (found.rows !== written?.rows || found.sha256 !== written.sha256) throw new RestoreError('differs', table.name)
}

