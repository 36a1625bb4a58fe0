import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, iso, isUuid, maybe, offsetOf, one, rows } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { NewsItemView, NewsPageView, NewsQuery, PublicNewsView } from './news.dto'
import { AFTERWARDS, sentenceOf, TOGETHER } from './news.rules'

/** Older news is in the pages of the consultations. */
const DAYS = 60
/** Lines of one mail; the page has the rest. */
export const MOST_LINES = 20

/** What may still be read: nothing of a draft, nothing of a proposal that was withdrawn or hidden. */
const visible = (afterwards: string) => `c.state <> 'draft' and (n.proposal_id is null or r.state = 'submitted' or n.kind = any(${afterwards}))`

const FROM = `
  from consultations.news n
  join consultations.consultation c on c.id = n.consultation_id
  left join consultations.phase p on p.id = n.phase_id
  left join consultations.proposal r on r.id = n.proposal_id`

/** Those of a day that are told together are one group. */
const groupOf = (together: string) => `case when n.kind = any(${together}) then n.kind || n.consultation_id || (n.at at time zone 'Europe/Paris')::date else n.id::text end`

type Row = Omit<NewsItemView, 'sentence'>

const itemOf = (row: Row): NewsItemView => ({ ...row, sentence: sentenceOf(row.kind, row.count) })

/** News as pages, feeds and mails read it. */
@Injectable()
export class NewsReads {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** The newest of everything, or of what is asked. Errors: 404 `consultation.unknown` (drafts too), `municipality.unknown`. */
  async list(query: NewsQuery): Promise<PublicNewsView> {
    const consultation = query.consultation === undefined ? null : await this.consultationOf(query.consultation)
    const municipality = query.municipality === undefined ? null : this.directory.resolve(query.municipality)
    if (query.municipality !== undefined && municipality === null) throw new DomainError('municipality.unknown', { status: 404 })
    const wanted = [['consultation', consultation?.id], ['theme', query.theme], ['municipality', municipality]].filter((pair): pair is [string, string] => Boolean(pair[1]))
    const concerned = wanted.map((_, index) => `exists (select from consultations.news_subject s where s.news_id = n.id and s.kind = $${index * 2 + 2} and s.target = $${index * 2 + 3})`)
    // Without a filter: what concerns everybody, not each proposal.
    const where = [visible('$1'), ...(concerned.length > 0 ? concerned : [`exists (select from consultations.news_subject s where s.news_id = n.id and s.kind = 'theme')`])].join(' and ')
    const params = [AFTERWARDS, ...wanted.flat()]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${FROM} where ${where}`, params)
    const items = await rows<Row>(this.dataSource, `
      select n.event_id as id, n.kind, 1 as count, ${iso('n.at')} as at, jsonb_build_object('slug', c.slug, 'title', c.title) as consultation,
        p.title as phase, ${iso('n.closes_at')} as "closesAt", r.number, case when r.state = 'submitted' then r.title end as proposal
      ${FROM} where ${where} order by n.at desc, n.id desc limit $${params.length + 1} offset $${params.length + 2}`, [...params, query.perPage, offsetOf(query)])
    return {
      items: items.map(itemOf), total, page: query.page, perPage: query.perPage,
      about: { consultation: consultation && { slug: consultation.slug, title: consultation.title }, theme: query.theme ?? null, municipality: municipality && (this.directory.byCode(municipality)?.name ?? null) },
    }
  }

  /** Of the last sixty days, what somebody follows. */
  async mine({ accountId }: Actor, query: PageQuery): Promise<NewsPageView> {
    const found = `
      select n.id, n.event_id, n.kind, n.at, n.closes_at, c.slug, c.title, p.title as phase, r.number, case when r.state = 'submitted' then r.title end as proposal, ${groupOf('$3')} as line
      ${FROM} where ${visible('$2')} and n.at > (select platform.clock() - interval '${DAYS} days')
        and n.id in (select s.news_id from consultations.follow f join consultations.news_subject s on s.kind = f.kind and s.target = f.target where f.account_id = $1)`
    const { total, items } = await one<{ total: number, items: Row[] }>(this.dataSource, `
      with found as (${found}),
      lines as (select line, count(*)::integer as count, max(id) as newest from found group by line)
      select (select count(*)::integer from lines) as total, coalesce((select json_agg(page) from (
        select f.event_id as id, f.kind, l.count, ${iso('f.at')} as at, json_build_object('slug', f.slug, 'title', f.title) as consultation,
          f.phase, ${iso('f.closes_at')} as "closesAt", f.number, f.proposal
        from lines l join found f on f.id = l.newest order by f.at desc, f.id desc limit $4 offset $5) page), '[]') as items`,
    [accountId, AFTERWARDS, TOGETHER, query.perPage, offsetOf(query)])
    return { items: items.map(itemOf), total, page: query.page, perPage: query.perPage }
  }

  /** For each recipient of a digest, its lines, the newest first; nobody who has none. */
  async forDigest(recipients: readonly { accountId: string, afterNews: string }[], untilNews: string): Promise<Map<string, NewsItemView[]>> {
    const found = await rows<Row & { accountId: string }>(this.dataSource, `
      with due as (
        select distinct w.account_id, s.news_id
        from unnest($1::uuid[], $2::bigint[]) w(account_id, after_news)
        join consultations.follow f on f.account_id = w.account_id
        join consultations.news_subject s on s.kind = f.kind and s.target = f.target and s.news_id > w.after_news and s.news_id <= $3
        join consultations.news n on n.id = s.news_id and n.at >= f.followed_at and n.at > (select platform.clock() - interval '31 days')),
      -- A digest tells of its whole period: those together are one line for all of it.
      lines as (
        select d.account_id, count(*)::integer as count, max(n.id) as newest
        ${FROM.replace('from consultations.news n', 'from due d join consultations.news n on n.id = d.news_id')} where ${visible('$4')}
        group by d.account_id, case when n.kind = any($5) then n.kind || n.consultation_id else n.id::text end),
      numbered as (select l.*, row_number() over (partition by l.account_id order by l.newest desc) as place from lines l)
      select m.account_id as "accountId", n.event_id as id, n.kind, m.count, ${iso('n.at')} as at, jsonb_build_object('slug', c.slug, 'title', c.title) as consultation,
        p.title as phase, ${iso('n.closes_at')} as "closesAt", r.number, case when r.state = 'submitted' then r.title end as proposal
      ${FROM.replace('from consultations.news n', 'from numbered m join consultations.news n on n.id = m.newest')} where m.place <= ${MOST_LINES} order by m.account_id, m.place`,
    [recipients.map(({ accountId }) => accountId), recipients.map(({ afterNews }) => afterNews), untilNews, AFTERWARDS, TOGETHER])
    const byAccount = new Map<string, NewsItemView[]>()
    for (const { accountId, ...row } of found) byAccount.set(accountId, [...byAccount.get(accountId) ?? [], itemOf(row)])
    return byAccount
  }

  private async consultationOf(slugOrId: string): Promise<{ id: string, slug: string, title: string }> {
    const found = await maybe<{ id: string, slug: string, title: string }>(this.dataSource, `
      select id, slug, title from consultations.consultation where ${isUuid(slugOrId) ? 'id = $1' : 'slug = $1'} and state <> 'draft'`, [slugOrId])
    if (!found) throw new DomainError('consultation.unknown', { status: 404 })
    return found
  }
}
