import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor, PlaceKind } from '@parvis/identity'
import { DomainError, iso, maybe, offsetOf, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { MOST_VERSIONS } from '../proposal-rules/proposal-rules.rules'
import type { AmendmentPageView, AmendmentsQuery, AmendmentView } from './amendments.dto'
import { mayPromote } from './amendments.rules'

/** `m` an amendment, `p` its proposal; `$1` the account that reads, or null. */
const COMMON = `m.id, m.number, m.state, m.author_name as "authorName", m.channel, case when m.state = 'removed' then '' else m.reason end as reason, ${iso('m.created_at')} as "createdAt",
  m.state = 'waiting' and m.base_version < (select max(v.version) from consultations.proposal_version v where v.proposal_id = p.id) as stale, coalesce(m.author_id = $1, false) as mine`

const PUBLIC = `from consultations.amendment m join consultations.proposal p on p.id = m.proposal_id join consultations.consultation c on c.id = p.consultation_id and c.state <> 'draft'`

interface Row extends Omit<AmendmentView, 'may'> {
  proposalState: string
  author: boolean
  open: boolean
  answered: boolean
  versions: number
  due: boolean
  kind: PlaceKind
  code: string
}

@Injectable()
export class AmendmentReads {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that wait first, then the newest. Errors: 404 `proposal.unknown`, for one that is hidden or withdrawn too. */
  async list(actor: Actor | null, proposalId: string, query: AmendmentsQuery): Promise<AmendmentPageView> {
    if (!await maybe(this.dataSource, `
      select 1 from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where p.id = $1 and p.state not in ('hidden', 'withdrawn') and c.state <> 'draft'`, [proposalId])) {
      throw new DomainError('proposal.unknown', { status: 404 })
    }
    const where = `m.proposal_id = $2 and ($3::text is null or m.state = $3)`
    const { total, items } = await one<Pick<AmendmentPageView, 'total' | 'items'>>(this.dataSource, `
      select (select count(*)::integer from consultations.amendment m where ${where} and ($1::uuid is null or true)) as total, coalesce((select json_agg(page) from (
        select ${COMMON} ${PUBLIC} where ${where} order by m.state = 'waiting' desc, m.number desc limit $4 offset $5) page), '[]') as items`,
    [actor?.accountId ?? null, proposalId, query.state ?? null, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `amendment.unknown`, for one of a proposal that is hidden or withdrawn too. */
  async detail(actor: Actor | null, which: { id: string } | { proposalId: string, number: number }): Promise<AmendmentView> {
    const row = await maybe<Row>(this.dataSource, `
      select ${COMMON}, p.number as "proposalNumber", m.base_version as "baseVersion", b.title as "baseTitle", b.body as "baseBody",
        case when m.state = 'removed' then '' else m.title end as title, case when m.state = 'removed' then '' else m.body end as body, m.answer, ${iso('m.answered_at')} as "answeredAt", ${iso('m.answer_due')} as "answerDue",
        m.accepted_version as "acceptedVersion", (select q.number from consultations.proposal q where q.id = m.promoted_to) as "promotedTo", p.state as "proposalState",
        coalesce(p.author_id = $1, false) or exists (select from consultations.proposal_coauthor a where a.proposal_id = p.id and a.account_id = $1) as author,
        c.suspended_at is null and exists (select from consultations.phase f where f.consultation_id = c.id and f.kind = 'proposals' and f.state = 'open' and platform.clock() < f.closes_at) as open,
        p.answer_kind is not null as answered, (select count(*)::integer from consultations.proposal_version v where v.proposal_id = p.id) as versions, platform.clock() >= m.answer_due as due,
        c.owner_kind as kind, c.owner_code as code
      ${PUBLIC} join consultations.proposal_version b on b.proposal_id = p.id and b.version = m.base_version where ${'id' in which ? 'm.id = $2' : 'p.id = $2 and m.number = $3'} and p.state not in ('hidden', 'withdrawn')`,
    [actor?.accountId ?? null, ...('id' in which ? [which.id] : [which.proposalId, which.number])])
    if (!row) throw new DomainError('amendment.unknown', { status: 404 })
    const { proposalState, author, open, answered, versions, due, kind, code, ...amendment } = row
    const acts = open && (actor?.emailConfirmed ?? false)
    const answers = acts && author && row.state === 'waiting' && proposalState === 'submitted'
    return { ...amendment, may: {
      accept: answers && !row.stale && !answered && versions < MOST_VERSIONS, decline: answers,
      withdraw: row.mine && row.state === 'waiting', promote: acts && row.mine && mayPromote({ state: row.state, due, gone: proposalState !== 'submitted' }),
      remove: row.state !== 'removed' && row.state !== 'accepted' && actor !== null && mayActIn(actor, 'content.moderate', { kind, code }),
    } }
  }
}
