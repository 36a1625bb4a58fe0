import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { iso, offsetOf, one, rows } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { QUEUE, SUMMARY } from '../meetings/meeting-columns'
import type { OwnCommentPageView, OwnCommentView, OwnDebatePageView, OwnDebateView, OwnModerationPageView, OwnModerationView, OwnRegistrationPageView, OwnRegistrationView, OwnReportPageView, OwnReportView } from './own-record.dto'

const CONSULTATION = `json_build_object('slug', c.slug, 'title', c.title) as consultation`
/** What a comment `m` is about: a proposal `p` or a debate `d`; a hidden proposal keeps its title for itself. */
const ABOUT = `case when m.debate_id is null then 'proposal' else 'debate' end as "aboutKind", coalesce(p.number, d.number) as "aboutNumber", coalesce(case when p.state = 'hidden' then '' else p.title end, d.title) as about`

interface List<T> {
  total: number
  items: T[]
}

/** What somebody wrote, joined, reported and contested, for that person alone: a page of each, the newest first. */
@Injectable()
export class OwnRecord {
  constructor(private readonly dataSource: DataSource, private readonly keyring: ParticipantKeyring) {}

  async comments({ accountId }: Actor, query: PageQuery): Promise<OwnCommentPageView> {
    return paged(query, await this.list<OwnCommentView>('select m.id from consultations.comment m where m.author_id = $1', `
      select m.id, m.state, case when m.state = 'deleted' then '' else left(m.body, 200) end as excerpt, ${iso('m.created_at')} as "createdAt", m.reply_count as replies, m.useful, ${CONSULTATION}, ${ABOUT}, k.hidden_by_decision as "decisionId"
      from consultations.comment m join consultations.consultation c on c.id = m.consultation_id left join consultations.proposal p on p.id = m.proposal_id left join consultations.debate d on d.id = m.debate_id
        left join consultations.moderation_case k on k.comment_id = m.id
      where m.author_id = $1 order by m.created_at desc, m.id`, [accountId], query))
  }

  /** The one that was written in last comes first. */
  async debates({ accountId }: Actor, query: PageQuery): Promise<OwnDebatePageView> {
    return paged(query, await this.list<OwnDebateView>(`select m.debate_id from consultations.comment m where m.author_id = $1 and m.debate_id is not null and m.state <> 'deleted' group by m.debate_id`, `
      select d.number, d.title, d.question, d.state, ${CONSULTATION}, mine.comments, ${iso('mine.last')} as "lastAt",
        d.state = 'published' and f.state = 'open' and c.suspended_at is null and platform.clock() < f.closes_at as open
      from (select m.debate_id, count(*)::integer as comments, max(m.created_at) as last from consultations.comment m where m.author_id = $1 and m.debate_id is not null and m.state <> 'deleted' group by m.debate_id) mine
        join consultations.debate d on d.id = mine.debate_id join consultations.phase f on f.id = d.phase_id join consultations.consultation c on c.id = d.consultation_id
      order by mine.last desc, d.id`, [accountId], query))
  }

  /** Those to come first, the next one at the top. */
  async registrations({ accountId }: Actor, query: PageQuery): Promise<OwnRegistrationPageView> {
    return paged(query, await this.list<OwnRegistrationView>('select r.id from consultations.meeting_registration r where r.account_id = $1', `
      select r.state, ${QUEUE} as queue, ${iso('r.registered_at')} as "registeredAt", r.state <> 'cancelled' and m.state = 'published' and platform.clock() < m.ends_at as cancellable,
        (select to_json(s) from (select ${SUMMARY}) s) as meeting
      from consultations.meeting_registration r join consultations.meeting m on m.id = r.meeting_id join consultations.consultation c on c.id = m.consultation_id
      where r.account_id = $1 order by m.ends_at <= platform.clock(), case when m.ends_at > platform.clock() then m.starts_at end, m.starts_at desc, r.id`, [accountId], query))
  }

  /** They stand under a keyed hash of the account, which its owner alone asks for. */
  async reports(actor: Actor, query: PageQuery): Promise<OwnReportPageView> {
    return paged(query, await this.list<OwnReportView>('select r.id from unnest($1::uuid[], $2::bytea[]) own(consultation_id, ref) join consultations.report r on r.reporter_ref = own.ref', `
      select case when k.comment_id is null then 'proposal' else 'comment' end as kind, r.reason, r.words, ${iso('r.at')} as at, k.state, ${CONSULTATION},
        case when m.debate_id is null then 'proposal' else 'debate' end as "aboutKind", coalesce(p.number, q.number, d.number) as "aboutNumber",
        coalesce(case when p.state = 'hidden' then '' else p.title end, case when q.state = 'hidden' then '' else q.title end, d.title) as about
      from unnest($1::uuid[], $2::bytea[]) own(consultation_id, ref) join consultations.report r on r.reporter_ref = own.ref
        join consultations.moderation_case k on k.id = r.case_id join consultations.consultation c on c.id = k.consultation_id
        left join consultations.proposal p on p.id = k.proposal_id left join consultations.comment m on m.id = k.comment_id
        left join consultations.proposal q on q.id = m.proposal_id left join consultations.debate d on d.id = m.debate_id
      order by r.at desc, r.id`, await this.refs(actor), query))
  }

  /** What moderation hid of theirs, with its appeal; what was undone at once is not told. */
  async moderation({ accountId }: Actor, query: PageQuery): Promise<OwnModerationPageView> {
    const from = `consultations.moderation_decision h join consultations.moderation_case k on k.id = h.case_id
      where h.act = 'hide' and h.undone_at is null and (k.comment_id in (select id from consultations.comment where author_id = $1) or k.proposal_id in (select id from consultations.proposal where author_id = $1))`
    return paged(query, await this.list<OwnModerationView>(`select h.id from ${from}`, `
      select h.id as "decisionId", case when k.comment_id is null then 'proposal' else 'comment' end as kind, coalesce(p.title, q.title, d.title) as title, h.reason, ${iso('h.at')} as at, ${iso('h.appeal_until')} as "appealUntil",
        k.hidden_by_decision is distinct from h.id as over, k.hidden_by_decision = h.id and a.decision_id is null and platform.clock() < h.appeal_until as "mayAppeal", ${CONSULTATION},
        case when a.decision_id is not null then json_build_object('at', ${iso('a.at')}, 'dueAt', ${iso('a.due_at')}, 'outcome', a.outcome, 'decidedAt', ${iso('a.decided_at')}) end as appeal
      from (select h.id from ${from}) own join consultations.moderation_decision h on h.id = own.id join consultations.moderation_case k on k.id = h.case_id join consultations.consultation c on c.id = k.consultation_id
        left join consultations.proposal p on p.id = k.proposal_id left join consultations.comment m on m.id = k.comment_id
        left join consultations.proposal q on q.id = m.proposal_id left join consultations.debate d on d.id = m.debate_id left join consultations.appeal a on a.decision_id = h.id
      order by h.at desc, h.id`, [accountId], query))
  }

  /** What stands for the account in each consultation: `$1` consultations, `$2` hashes. */
  async refs({ accountId }: Pick<Actor, 'accountId'>): Promise<[string[], Buffer[]]> {
    const consultations = await rows<{ id: string }>(this.dataSource, `select id from consultations.consultation where state <> 'draft'`)
    return [consultations.map(({ id }) => id), consultations.map(({ id }) => this.keyring.accountIn(id, accountId))]
  }

  private async list<T>(counted: string, found: string, asked: unknown[], query: PageQuery): Promise<List<T>> {
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from (${counted}) all_of_them`, asked)
    return { total, items: await rows<T>(this.dataSource, `${found} limit $${asked.length + 1} offset $${asked.length + 2}`, [...asked, query.perPage, offsetOf(query)]) }
  }
}

const paged = <T>({ page, perPage }: PageQuery, { items, total }: List<T>): List<T> & { page: number, perPage: number } => ({ items, total, page, perPage })
