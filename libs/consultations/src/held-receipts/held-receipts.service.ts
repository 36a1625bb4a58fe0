import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Config, DomainError, maybe, offsetOf, one, rows, touched, type PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { hashReceipt, parseReceipt } from '../ballots/receipts'
import type { HeldReceiptPageView, HeldReceiptView } from './held-receipts.dto'

/**
 * What somebody entered at a desk before they had an account, followed from the account: the text, and what became of it. Holding a
 * receipt gives no more than the code does; in particular it does not make anybody the author.
 */
@Injectable()
export class HeldReceipts {
  constructor(private readonly dataSource: DataSource, private readonly config: Config) {}

  /** Again, it answers the same. Error: 404 `receipt.unknown`, for a wrong code, one of a ballot, a support or answers, and one that another account holds: nobody learns which. */
  async hold({ accountId }: Actor, typed: string): Promise<void> {
    const code = parseReceipt(typed)
    const hash = code && hashReceipt(this.config.receiptKey, code)
    await this.dataSource.transaction(async (tx) => {
      const known = hash && await maybe(tx, `select from consultations.receipt where hash = $1 and kind in ('proposal', 'comment', 'amendment')`, [hash])
      if (!known) throw unknown()
      await tx.query('insert into consultations.held_receipt (hash, account_id) values ($1, $2) on conflict do nothing', [hash, accountId])
      if (!(await maybe(tx, 'select from consultations.held_receipt where hash = $1 and account_id = $2', [hash, accountId]))) throw unknown()
    })
  }

  /** Newest first. */
  async list({ accountId }: Actor, query: PageQuery): Promise<HeldReceiptPageView> {
    const { total } = await one<{ total: number }>(this.dataSource, 'select count(*)::integer as total from consultations.held_receipt where account_id = $1', [accountId])
    const items = await rows<HeldReceiptView>(this.dataSource, `
      select h.id, r.kind, h.day::text as day, json_build_object('slug', c.slug, 'title', c.title) as consultation,
        case when p.id is not null and r.kind = 'proposal' then json_build_object('number', p.number, 'title', case when p.state = 'withdrawn' then '' else p.title end, 'state', p.state) end as proposal,
        case when t.id is not null then json_build_object('id', t.id, 'state', t.state, 'excerpt', case when t.state in ('published', 'held') then left(t.body, 200) else '' end) end as comment,
        case when s.id is not null then json_build_object('number', a.number, 'proposalNumber', s.number, 'proposalTitle', s.title, 'state', a.state) end as amendment
      from consultations.held_receipt h join consultations.receipt r on r.hash = h.hash join consultations.consultation c on c.id = r.consultation_id
        left join consultations.proposal p on p.id = r.proposal_id and p.state in ('submitted', 'withdrawn', 'merged', 'split') left join consultations.comment t on t.id = r.comment_id
        left join consultations.amendment a on a.id = r.amendment_id left join consultations.proposal s on s.id = a.proposal_id and s.state not in ('hidden', 'withdrawn')
      where h.account_id = $1 order by h.day desc, h.id limit $2 offset $3`, [accountId, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** The code goes on working; another account may take it then. Error: 404 `receipt.unknown`. */
  async letGo({ accountId }: Actor, id: string): Promise<void> {
    if (await touched(this.dataSource, 'delete from consultations.held_receipt where id = $1 and account_id = $2', [id, accountId]) === 0) throw unknown()
  }
}

const unknown = () => new DomainError('receipt.unknown', { status: 404 })
