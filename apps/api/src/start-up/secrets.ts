import type { Config } from '@parvis/platform'
import { maybe } from '@parvis/platform'
import { createHmac } from 'node:crypto'
import type { DataSource } from 'typeorm'

/** Key of platform.setting under which the fingerprints stand. */
export const SECRETS_SETTING = 'secrets'

/** Says which keys a database was made with, without saying the keys. */
const fingerprint = (key: Buffer) => createHmac('sha256', key).update('parvis/fingerprint/v1').digest('hex').slice(0, 16)

const fingerprints = (config: Config) => ({ masterPepper: fingerprint(config.masterPepper), receiptKey: fingerprint(config.receiptKey) })

/** Ties a new database to the secrets folder. A database that has its fingerprints keeps them. */
export async function rememberSecrets(owner: DataSource, config: Config): Promise<void> {
  await owner.query('insert into platform.setting (key, value) values ($1, $2) on conflict (key) do nothing', [SECRETS_SETTING, JSON.stringify(fingerprints(config))])
}

/** Names of the secrets that are not the ones this database was made with: people's keys would silently differ. */
export async function foreignSecrets(db: DataSource, config: Config): Promise<string[]> {
  const known = await maybe<{ value: Record<string, string> }>(db, 'select value from platform.setting where key = $1', [SECRETS_SETTING])
  return known ? secretsUnlike(config, known.value) : []
}

/** Names of the secrets whose fingerprints are not the ones given. */
export function secretsUnlike(config: Config, known: Readonly<Record<string, string>>): string[] {
  return Object.entries(fingerprints(config)).filter(([name, print]) => known[name] !== print).map(([name]) => name)
}
