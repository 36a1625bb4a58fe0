import type { Config } from '@parvis/platform'
import { maybe } from '@parvis/platform'
import { createHmac } from 'node:crypto'
import type { DataSource } from 'typeorm'

const SETTING = 'secrets'

/** Says which keys a database was made with, without saying the keys. */
const fingerprint = (key: Buffer) => createHmac('sha256', key).update('parvis/fingerprint/v1').digest('hex').slice(0, 16)

const fingerprints = (config: Config) => ({ masterPepper: fingerprint(config.masterPepper), receiptKey: fingerprint(config.receiptKey) })

/** Ties a new database to the secrets folder. A database that has its fingerprints keeps them. */
export async function rememberSecrets(owner: DataSource, config: Config): Promise<void> {
  await owner.query('insert into platform.setting (key, value) values ($1, $2) on conflict (key) do nothing', [SETTING, JSON.stringify(fingerprints(config))])
}

/** Names of the secrets that are not the ones this database was made with: people's keys would silently differ. */
export async function foreignSecrets(db: DataSource, config: Config): Promise<string[]> {
  const known = await maybe<{ value: Record<string, string> }>(db, 'select value from platform.setting where key = $1', [SETTING])
  return Object.entries(fingerprints(config)).filter(([name, print]) => known && known.value[name] !== print).map(([name]) => name)
}
