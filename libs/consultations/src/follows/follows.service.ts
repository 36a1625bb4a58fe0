import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, iso, isUuid, maybe, offsetOf, one, rows } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { FOLLOWED } from '../news/news.rules'
import type { Followed } from '../news/news.rules'
import { THEMES } from '../themes/themes'
import type { FollowPageView, FollowView } from './follows.dto'

/** For one account: more are not read by anybody. */
const MOST = 200

/** What somebody wants to hear of. Following is asked for and never happens by itself: taking part follows nothing. */
@Injectable()
export class Follows {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** The last followed first. What was followed and is gone is not listed. */
  async list({ accountId }: Actor, query: PageQuery): Promise<FollowPageView> {
    const from = `
      from consultations.follow f
      left join consultations.proposal r on f.kind = 'proposal' and r.id::text = f.target
      left join consultations.consultation c on c.id::text = case f.kind when 'consultation' then f.target when 'proposal' then r.consultation_id::text end
      where f.account_id = $1 and (f.kind in ('theme', 'municipality') or c.id is not null)
        -- Those who followed it follow what it became.
        and (r.id is null or r.state not in ('merged', 'split', 'undone'))`
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${from}`, [accountId])
    const items = await rows<FollowView>(this.dataSource, `
      select f.kind, f.target, case f.kind when 'proposal' then case when r.state = 'submitted' then r.title end when 'consultation' then c.title end as name,
        c.slug, r.number, ${iso('f.followed_at')} as "followedAt" ${from} order by f.followed_at desc, f.kind, f.target limit $2 offset $3`, [accountId, query.perPage, offsetOf(query)])
    return { items: items.map((item) => item.kind === 'municipality' ? { ...item, name: this.directory.byCode(item.target)?.name ?? item.target } : item), total, page: query.page, perPage: query.perPage }
  }

  async isFollowed({ accountId }: Actor, kind: string, target: string): Promise<boolean> {
    return await maybe(this.dataSource, 'select 1 from consultations.follow where account_id = $1 and kind = $2 and target = $3', [accountId, kind, target]) !== null
  }

  /** Once, however often it is asked. Errors: 404 `follow.unknown`, 409 `follow.too-many`. */
  async follow({ accountId }: Actor, kind: string, target: string): Promise<void> {
    const code = await this.existing(kind, target)
    if (code === null) throw new DomainError('follow.unknown', { status: 404 })
    await this.dataSource.transaction(async (tx) => {
      // Whoever asks several times at once is counted one after the other.
      await tx.query('select id from identity.account where id = $1 for no key update', [accountId])
      const followed = await maybe(tx, `
        insert into consultations.follow (account_id, kind, target) select $1, $2, $3
        where (select count(*) from consultations.follow where account_id = $1) < ${MOST}
        on conflict do nothing returning kind`, [accountId, kind, code])
      const stands = followed ?? await maybe(tx, 'select 1 from consultations.follow where account_id = $1 and kind = $2 and target = $3', [accountId, kind, code])
      if (!stands) throw new DomainError('follow.too-many', { status: 409, facts: { most: MOST } })
    })
  }

  /** Also when it was not followed. */
  async unfollow({ accountId }: Actor, kind: string, target: string): Promise<void> {
    await this.dataSource.query('delete from consultations.follow where account_id = $1 and kind = $2 and target = $3', [accountId, kind, target.toLowerCase()])
  }

  /** The target as it is kept, if everybody may see it. */
  private async existing(kind: string, target: string): Promise<string | null> {
    const known = FOLLOWED.find((one): one is Followed => one === kind)
    if (known === 'theme') return THEMES.find((theme) => theme === target) ?? null
    if (known === 'municipality') return /^\d{5}$/.test(target) ? this.directory.resolve(target) : null
    if (!known || !isUuid(target)) return null
    const found = await maybe<{ id: string }>(this.dataSource, known === 'consultation'
      ? `select id from consultations.consultation where id = $1 and state <> 'draft'`
      : `select r.id from consultations.proposal r join consultations.consultation c on c.id = r.consultation_id where r.id = $1 and r.state = 'submitted' and c.state <> 'draft'`, [target])
    return found?.id ?? null
  }
}
