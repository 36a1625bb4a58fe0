import { one, rows } from '@parvis/platform'
import type { Config } from '@parvis/platform'
import { m } from '@parvis/texts'
import type { DataSource } from 'typeorm'
import { seedCharter } from '../../../../seeds/charter'
import { seedConsentText } from '../../../../seeds/consent-text'
import { seedPhoneScript } from '../../../../seeds/phone-script'
import { seedMunicipalities } from '../../../../seeds/municipalities'
import { seedSitePages } from '../../../../seeds/site-pages'
import { MIGRATION_SETTING, MIGRATIONS_LOCK, ownerDataSource } from '../data-source'
import { rememberSecrets } from '../start-up/secrets'
import type { Command } from './command'
import { CommandError, readArguments } from './command'
import { ownerUrl, readConfiguration } from './configuration'

export const command: Command = {
  usage: () => m.cli_migrate_usage(),

  async run(args, terminal) {
    const { values } = readArguments({ args, options: { down: { type: 'boolean' } } })
    const url = ownerUrl()
    if (!url) throw new CommandError(m.cli_needs_owner())
    const config = readConfiguration()
    await asOwner(url, async (owner) => {
      if (values.down) {
        await owner.undoLastMigration()
        terminal.err(`${await noteLast(owner) ?? '-'}\n`)
      } else {
        for (const name of await migrateToLatest(owner, config)) terminal.err(`${name}\n`)
      }
    })
  },
}

/** Work of the owner role that changes the structure, in one process at a time. */
export async function asOwner<T>(url: string, work: (owner: DataSource) => Promise<T>): Promise<T> {
  const owner = await ownerDataSource(url).initialize()
  const lock = owner.createQueryRunner()
  try {
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [MIGRATIONS_LOCK])
    return await work(owner)
  } finally {
    await lock.release()
    await owner.destroy()
  }
}

/** Runs what is missing and renews the reference data. @returns the names of the migrations that were run */
export async function migrateToLatest(owner: DataSource, config: Config): Promise<string[]> {
  const run = await owner.runMigrations()
  await noteLast(owner)
  await rememberSecrets(owner, config)
  await seedMunicipalities(owner)
  await seedCharter(owner)
  await seedConsentText(owner)
  await seedPhoneScript(owner)
  await seedSitePages(owner)
  return run.map(({ name }) => name)
}

/** Writes the name of the last migration where the application may read it; null when none is left. */
async function noteLast(owner: DataSource): Promise<string | null> {
  const [last] = await rows<{ name: string }>(owner, 'select name from migrations order by timestamp desc limit 1')
  const { made } = await one<{ made: boolean }>(owner, `select to_regclass('platform.setting') is not null as made`)
  if (made && last) {
    await owner.query('insert into platform.setting (key, value) values ($1, to_jsonb($2::text)) on conflict (key) do update set value = excluded.value', [MIGRATION_SETTING, last.name])
  }
  return last?.name ?? null
}
