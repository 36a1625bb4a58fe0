import { Injectable } from '@nestjs/common'
import { maybe, DomainError } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { ConsentTextView } from './consent-texts.dto'

@Injectable()
export class ConsentTexts {
  constructor(private readonly dataSource: DataSource) {}

  /** The text in force. Errors: 503 `consent.no-text`: nobody enters for anybody before one is installed. */
  async current(tx: EntityManager = this.dataSource.manager): Promise<ConsentTextView> {
    const text = await maybe<{ version: string, body: string, effectiveFrom: Date, languages: ConsentTextView['languages'] }>(tx, `
      select version, body, effective_from as "effectiveFrom",
        (select jsonb_agg(jsonb_build_object('language', t.language, 'body', t.body) order by t.language <> 'fr', t.language) from inclusion.consent_translation t where t.version = c.version) as languages
      from inclusion.consent_text c
      where effective_from <= platform.clock() order by effective_from desc, version desc limit 1`)
    if (!text) throw new DomainError('consent.no-text', { status: 503 })
    return { ...text, effectiveFrom: text.effectiveFrom.toISOString() }
  }
}
