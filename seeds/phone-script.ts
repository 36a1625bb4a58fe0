import { createHash } from 'node:crypto'
import type { DataSource } from 'typeorm'
import { PHONE_SCRIPTS } from './phone-scripts'

/** Installs what is read aloud on the telephone. Idempotent; a published version is never rewritten. */
export async function seedPhoneScript(owner: DataSource): Promise<void> {
  for (const { version, effectiveFrom, body } of PHONE_SCRIPTS) {
    await owner.query('insert into inclusion.phone_script (version, body, hash, effective_from) values ($1, $2, $3, $4) on conflict (version) do nothing', [version, body, createHash('sha256').update(body, 'utf8').digest(), effectiveFrom])
  }
}
