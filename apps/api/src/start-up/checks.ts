import type { INestApplicationContext } from '@nestjs/common'
import type { Config } from '@parvis/platform'
import { maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { lastMigration, MIGRATION_SETTING } from '../data-source'
import { foreignSecrets } from './secrets'

/** The service must not start: what it would promise does not hold here. */
export class StartUpError extends Error {}

/** Rights that only protected functions may use; the role of DATABASE_URL must not have them. */
const forbidden = [
  ['urn.ballot', 'insert, update, delete, select, truncate'],
  ['urn.sealed_ballot', 'insert, update, delete, truncate'],
  ['roll.entry', 'insert, update, delete, select, truncate'],
  ['roll.sealed_entry', 'insert, update, delete, truncate'],
  ['roll.duplicate_decision', 'insert, update, delete, select, truncate'],
  ['platform.audit_entry', 'update, delete, truncate'],
  ['platform.clock_offset', 'insert, update, delete, truncate'],
  ['platform.setting', 'insert, update, delete, truncate'],
  ['consultations.tally', 'update, delete, truncate'],
  ['consultations.publication', 'update, delete, truncate'],
] as const

/** Closes what was opened and throws StartUpError when the service must not start. */
export async function assertMayStart(app: INestApplicationContext, config: Config): Promise<void> {
  const refusals = await startUpRefusals(app.get(DataSource), config)
  if (refusals.length === 0) return
  await app.close()
  throw new StartUpError(refusals.join('\n'))
}

/** Everything that start-up refuses, in English, one line each; empty when the service may start. */
export async function startUpRefusals(db: DataSource, config: Config): Promise<string[]> {
  if (!await isMigrated(db)) return ['The database is not migrated: run `parvis migrate`']
  const [durability, clock, secrets, rights, keys] = await Promise.all([relaxedSettings(db), movedClock(db, config), foreignSecrets(db, config), excessRights(db), missingVoteKeys(db, config)])
  return [
    ...durability.map(name => `${name} is off in PostgreSQL: an acknowledged vote could be lost`),
    ...clock,
    ...secrets.map(name => `The secret ${name} is not the one this database was made with`),
    ...rights,
    ...keys,
  ]
}

/**
 * Whether the last migration of this build is the last one of the database. `orLater`, as /ready asks: a process that runs goes on
 * where the database was migrated under it, until it is replaced in its turn; only its next start would refuse.
 */
export async function isMigrated(db: DataSource, { orLater = false } = {}): Promise<boolean> {
  try {
    const setting = await maybe<{ value: string }>(db, 'select value from platform.setting where key = $1', [MIGRATION_SETTING])
    if (setting?.value === lastMigration()) return true
    return orLater && dateOf(setting?.value ?? '') > dateOf(lastMigration())
  } catch (error) {
    // No such schema or table, or no right to it yet.
    if (['42P01', '3F000', '42501'].includes((error as { driverError?: { code?: string } }).driverError?.code ?? '')) return false
    throw error
  }
}

/** Names of migrations end with the date they were written at, in milliseconds. */
const dateOf = (migration: string): number => Number(/\d{13}$/.exec(migration)?.[0] ?? 0)

async function relaxedSettings(db: DataSource): Promise<string[]> {
  const settings = await rows<{ name: string }>(db, `
    select name from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'`)
  return settings.map(({ name }) => name)
}

async function movedClock(db: DataSource, config: Config): Promise<string[]> {
  const { moved } = await one<{ moved: boolean }>(db, `select "offset" <> interval '0' as moved from platform.clock_offset`)
  if (!moved || config.movableClock) return []
  return ['The clock of the platform was moved (platform.clock_offset is not zero): deadlines would be wrong']
}

async function excessRights(db: DataSource): Promise<string[]> {
  const { powerful } = await one<{ powerful: boolean }>(db, `
    select r.rolsuper or r.rolbypassrls or r.rolcreaterole or pg_has_role(current_user, d.datdba, 'member') as powerful
    from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`)
  if (powerful) return ['DATABASE_URL connects as the owner of the database or as a superuser: it must be the application role']
  const checked = await Promise.all(forbidden.map(async ([table, rights]) => {
    const { excess } = await one<{ excess: boolean }>(db, 'select has_table_privilege(c.oid, $2) as excess from pg_class c where c.oid = $1::regclass', [table, rights])
    return excess ? [`The application role has rights on ${table} (${rights}) that it must not have`] : []
  }))
  return checked.flat()
}

async function missingVoteKeys(db: DataSource, config: Config): Promise<string[]> {
  const open = await rows<{ id: string }>(db, `select id from consultations.vote where state in ('open', 'counting')`)
  return open.filter(({ id }) => !hasKey(config, id)).map(({ id }) => `The key of vote ${id} is missing from the secrets folder`)
}

function hasKey(config: Config, voteId: string): boolean {
  try {
    config.voteKey(voteId)
    return true
  } catch {
    return false
  }
}
