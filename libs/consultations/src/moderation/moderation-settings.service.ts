import { Injectable } from '@nestjs/common'
import { mayActIn, placesOf } from '@parvis/identity'
import type { Actor, Place } from '@parvis/identity'
import { Audit, DomainError, maybe, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { ModerationSettingsView, SetModerationDto } from './moderation.dto'
import { DEFAULT_SETTINGS } from './moderation.rules'
import type { ModerationSettings } from './moderation.rules'

const SETTINGS = `edit_minutes as "editMinutes", comments_per_hour as "commentsPerHour", new_account_days as "newAccountDays", new_account_comments as "newAccountComments",
  appeal_days as "appealDays", decision_days as "decisionDays"`

/** What a place sets for its discussions, and its list of words. */
@Injectable()
export class ModerationRules {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  async of(tx: EntityManager | DataSource, { kind, code }: Place): Promise<ModerationSettings> {
    return await maybe<ModerationSettings>(tx, `select ${SETTINGS} from consultations.moderation_settings where owner_kind = $1 and owner_code = $2`, [kind, code]) ?? { ...DEFAULT_SETTINGS }
  }

  async words(tx: EntityManager | DataSource, { kind, code }: Place): Promise<string[]> {
    return (await rows<{ pattern: string }>(tx, 'select pattern from consultations.moderation_word where owner_kind = $1 and owner_code = $2 order by pattern', [kind, code])).map(({ pattern }) => pattern)
  }

  /** Of every place in which somebody moderates. */
  async mine(actor: Actor): Promise<ModerationSettingsView[]> {
    const { places } = placesOf(actor, 'content.moderate')
    return Promise.all(places.map(async (place) => ({ place: place as ModerationSettingsView['place'], ...await this.of(this.dataSource, place), words: await this.words(this.dataSource, place) })))
  }

  /** Errors: 403 `place.other`. */
  async set(actor: Actor, { place, words, ...settings }: SetModerationDto): Promise<ModerationSettingsView[]> {
    if (!mayActIn(actor, 'content.moderate', place)) throw new DomainError('place.other', { status: 403, facts: { ...place } })
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`
        insert into consultations.moderation_settings (owner_kind, owner_code, edit_minutes, comments_per_hour, new_account_days, new_account_comments, appeal_days, decision_days)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (owner_kind, owner_code) do update set edit_minutes = excluded.edit_minutes, comments_per_hour = excluded.comments_per_hour, new_account_days = excluded.new_account_days,
          new_account_comments = excluded.new_account_comments, appeal_days = excluded.appeal_days, decision_days = excluded.decision_days`,
      [place.kind, place.code, settings.editMinutes, settings.commentsPerHour, settings.newAccountDays, settings.newAccountComments, settings.appealDays, settings.decisionDays])
      await tx.query('delete from consultations.moderation_word where owner_kind = $1 and owner_code = $2 and not (pattern = any($3))', [place.kind, place.code, words])
      await tx.query('insert into consultations.moderation_word (owner_kind, owner_code, pattern) select $1, $2, unnest($3::text[]) on conflict do nothing', [place.kind, place.code, words])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'moderation.settings-set', subjectKind: 'moderation', subjectId: `${place.kind}:${place.code}`, detail: { ...settings, words: words.length } })
    })
    return this.mine(actor)
  }
}
