import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Config } from '@parvis/platform'
import { m } from '@parvis/texts'
import { ArchiveError, checkArchive } from '../backups/archive'
import type { Manifest } from '../backups/contents'
import { readManifest, restoreBackup, RestoreError } from '../backups/restore-backup'
import { secretsUnlike } from '../start-up/secrets'
import type { Command } from './command'
import { CommandError, readArguments } from './command'
import { ownerUrl, readConfiguration } from './configuration'
import { asOwner, migrateToLatest } from './migrate'

/** `restore FILE`: a backup into an empty database, whole or not at all. */
export const command: Command = {
  usage: () => m.cli_restore_usage(),

  async run(args, terminal) {
    const started = performance.now()
    const { values, positionals } = readArguments({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
    const [file] = positionals
    if (file === undefined) throw new CommandError(m.cli_no_file())
    if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
    const url = ownerUrl()
    if (!url) throw new CommandError(m.cli_needs_owner())
    const number = new Intl.NumberFormat('fr-FR')
    const path = resolve(file)

    const { manifest, tables, run } = await restoring(file, async () => {
      await checkArchive(path)
      const manifest = await readManifest(path)
      terminal.err(`${m.cli_restore_checked({ file, taken: manifest.takenAt, version: manifest.parvis })}\n`)
      const config = secretsFor(manifest)
      const tables = await restoreBackup(url, path, manifest, (table, rows) => {
        if (rows > 0) terminal.err(`${m.cli_restore_table({ table, rows: number.format(rows) })}\n`)
      })
      // What is younger than the backup comes as in any upgrade.
      const run = await asOwner(url, (owner) => migrateToLatest(owner, config))
      return { manifest, tables, run }
    })
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
    if (values.json) {
      const { takenAt, parvis, migrations } = manifest
      terminal.out(`${JSON.stringify({ file: path, takenAt, parvis, migration: migrations.at(-1), migrated: run, tables, rows, milliseconds: Math.round(performance.now() - started) })}\n`)
      return
    }
    terminal.out(`${m.cli_restore_done({ rows: number.format(rows), tables: String(Object.keys(tables).length), taken: manifest.takenAt })}\n`)
    if (manifest.clockOffset !== '00:00:00') terminal.out(`${m.cli_restore_clock({ offset: manifest.clockOffset })}\n`)
    terminal.out(`${m.cli_restore_sessions()}\n`)
  },
}

/** The configuration, once it is known to hold the keys that the rows were made with. */
function secretsFor({ secrets, voteKeys }: Manifest): Config {
  let config: Config
  try {
    config = readConfiguration()
  } catch (error) {
    const wanted = Object.entries(secrets).map(([name, print]) => `${name} ${print}`).join(', ')
    throw error instanceof CommandError ? new CommandError(m.cli_restore_secrets({ reason: error.message, wanted })) : error
  }
  const [foreign] = secretsUnlike(config, secrets)
  if (foreign) throw new CommandError(m.cli_restore_other_secret({ name: foreign, print: secrets[foreign] ?? '-', folder: config.secretsDir }))
  const missing = voteKeys.find((vote) => !existsSync(join(config.secretsDir, `vote-${vote}.key`)))
  if (missing) throw new CommandError(m.cli_restore_vote_key({ file: `vote-${missing}.key`, folder: config.secretsDir }))
  return config
}

async function restoring<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ArchiveError) throw new CommandError(error.fault === 'damaged' ? m.cli_restore_damaged({ file }) : m.cli_restore_not_a_backup({ file }))
    if (error instanceof RestoreError) throw new CommandError(inWords(error, file))
    const { code, syscall, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && syscall === 'open') throw new CommandError(m.cli_file_missing({ file }))
    if (syscall === 'open' || syscall === 'read') throw new CommandError(m.cli_file_unreadable({ file, reason: message }))
    throw error
  }
}

function inWords({ reason, what }: RestoreError, file: string): string {
  switch (reason) {
    case 'not-empty': return m.cli_restore_not_empty()
    case 'other-format': return m.cli_restore_format({ file, format: what })
    case 'newer': return m.cli_restore_newer({ file, migration: what })
    case 'differs': return m.cli_restore_differs({ table: what })
  }
}
