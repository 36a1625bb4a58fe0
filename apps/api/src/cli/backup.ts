import { statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { m } from '@parvis/texts'
import { maybe } from '@parvis/platform'
import { takeBackup } from '../backups/take-backup'
import { MIGRATION_SETTING, migrations, ownerDataSource } from '../data-source'
import { VERSION } from '../version'
import type { Command } from './command'
import { CommandError, readArguments } from './command'
import { ownerUrl } from './configuration'

/** `backup`: everything the database holds, in one file, while the platform goes on. Secrets are not in it. */
export const command: Command = {
  usage: () => m.cli_backup_usage(),

  async run(args, terminal) {
    const started = performance.now()
    const { values } = readArguments({ args, options: { out: { type: 'string', default: '.' }, json: { type: 'boolean', default: false } } })
    const url = ownerUrl()
    if (!url) throw new CommandError(m.cli_needs_owner())
    const file = fileFor(values.out, new Date())
    const number = new Intl.NumberFormat('fr-FR')
    const owner = await ownerDataSource(url).initialize()
    try {
      const { value: last } = await maybe<{ value: string }>(owner, `select value from platform.setting where key = $1`, [MIGRATION_SETTING]).catch(() => null) ?? {}
      if (last === undefined) throw new CommandError(m.cli_backup_not_migrated())
      if (!migrations.some(({ name }) => name === last)) throw new CommandError(m.cli_backup_newer({ migration: last }))
      const taken = await writing(file, () => takeBackup(owner, file, VERSION, (table, rows) => {
        if (rows > 0) terminal.err(`${m.cli_backup_table({ table, rows: number.format(rows) })}\n`)
      }))
      if (values.json) terminal.out(`${JSON.stringify({ file, ...taken, milliseconds: Math.round(performance.now() - started) })}\n`)
      else terminal.out(`${m.cli_backup_done({ file, rows: number.format(taken.rows), size: number.format(Math.ceil(taken.bytes / 1024)) })}\n${m.cli_backup_secrets()}\n`)
    } finally {
      await owner.destroy()
    }
  },
}

/** The file named, or one named by the hour in the folder named. */
function fileFor(out: string, now: Date): string {
  const path = resolve(out)
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
  return folder ? join(path, `parvis-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar.gz`) : path
}

async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, message, syscall } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new CommandError(m.cli_backup_exists({ file: basename(file) }))
    if (syscall && code && /^E[A-Z]+$/.test(code)) throw new CommandError(m.cli_backup_unwritable({ file, reason: code === 'ENOSPC' ? m.cli_backup_disk_full() : message }))
    throw error
  }
}
