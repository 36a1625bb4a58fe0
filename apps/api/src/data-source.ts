import type { Config } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { Foundations1763800000000 } from '../../../migrations/1763800000000-foundations'
import { Consultations1763800100000 } from '../../../migrations/1763800100000-consultations'
import { BallotBox1763800200000 } from '../../../migrations/1763800200000-ballot-box'
import { Inclusion1763800300000 } from '../../../migrations/1763800300000-inclusion'
import { Search1763900000000 } from '../../../migrations/1763900000000-search'
import { Jobs1763900100000 } from '../../../migrations/1763900100000-jobs'
import { Tokens1763900200000 } from '../../../migrations/1763900200000-tokens'
import { HotPaths1763900500000 } from '../../../migrations/1763900500000-hot-paths'
import { Languages1763900600000 } from '../../../migrations/1763900600000-languages'

/** One history for all libs, in order. */
export const migrations = [Foundations1763800000000, Consultations1763800100000, BallotBox1763800200000, Inclusion1763800300000, Search1763900000000, Jobs1763900100000, Tokens1763900200000, HotPaths1763900500000, Languages1763900600000]

/** Key of platform.setting under which the last migration's name stands, for roles that may not read the history itself. */
export const MIGRATION_SETTING = 'migration'

export const lastMigration = (): string => migrations.at(-1)?.name ?? ''

/** Connections of the running service: the application role. Entities come from the modules that declare them. */
export function applicationOptions(config: Config): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: 'parvis',
    synchronize: false,
    poolSize: 20,
    extra: {
      // Five hundred people at once wait for a connection; they are not refused.
      connectionTimeoutMillis: 20_000,
      statement_timeout: 20_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  }
}

/** Several processes may start at once: one changes the structure, the others wait for it. Advisory lock of the database. */
export const MIGRATIONS_LOCK = 'parvis:migrate'

/**
 * The owner role, for migrations, seeds and backups only: the running service never holds it.
 * @param history the migrations it knows: all, or those an older state was made by
 */
export const ownerDataSource = (url: string, history = migrations): DataSource => new DataSource({
  type: 'postgres', url, applicationName: 'parvis-owner', synchronize: false, poolSize: 4, migrations: history, migrationsTransactionMode: 'each',
})
