import { createHash } from 'node:crypto'
import type { DataSource } from 'typeorm'
import { CONSENT_TEXTS } from './consent-texts'

/** Installs the texts that are read aloud at the desk, each in its languages. Idempotent; a published version is never rewritten. */
export async function seedConsentText(owner: DataSource): Promise<void> {
  for (const { version, effectiveFrom, bodies } of CONSENT_TEXTS) {
    await owner.query('insert into inclusion.consent_text (version, body, hash, effective_from) values ($1, $2, $3, $4) on conflict (version) do nothing', [version, bodies.fr, sha256(bodies.fr), effectiveFrom])
    for (const [language, body] of Object.entries(bodies)) {
      await owner.query('insert into inclusion.consent_translation (version, language, body, hash) values ($1, $2, $3, $4) on conflict (version, language) do nothing', [version, language, body, sha256(body)])
    }
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
