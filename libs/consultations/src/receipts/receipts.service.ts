import { Injectable } from '@nestjs/common'
import { Config, DomainError, iso, maybe } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { hashReceipt, parseReceipt } from '../ballots/receipts'
import { InclusionFacts } from '../inclusion-facts'
import type { ReceiptView } from './receipts.dto'

@Injectable()
export class Receipts {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly inclusion: InclusionFacts) {}

  /** What became of what a code stands for. Error: 404 `receipt.unknown`, for a mistyped code too. */
  async read(typed: string): Promise<ReceiptView> {
    const code = parseReceipt(typed)
    const found = code && await maybe<ReceiptView>(this.dataSource, `
      select 'vote' as kind, jsonb_build_object('slug', c.slug, 'title', c.title) as consultation, s.status, s.reason, s.decision,
        case when v.state in ('open', 'counting') and s.status = 'received' then ${iso('(greatest(v.admitted_until, v.closes_at) + make_interval(days => v.claim_days))')} end as "claimUntil", null as proposal, null as comment, null as amendment
      from roll.receipt_status($1) s
      join consultations.vote v on v.id = s.vote_id
      join consultations.consultation c on c.id = v.consultation_id
      union all
      select r.kind, jsonb_build_object('slug', c.slug, 'title', c.title), case when r.withdrawn then 'withdrawn' else 'received' end, null, null, null,
        case when p.id is not null then jsonb_build_object('number', p.number, 'title', case when p.state <> 'withdrawn' then p.title else '' end, 'withdrawn', p.state = 'withdrawn') end,
        case when t.id is not null then jsonb_build_object('id', t.id, 'state', t.state, 'excerpt', case when t.state in ('published', 'held') then left(t.body, 200) else '' end) end,
        case when s.id is not null then jsonb_build_object('number', m.number, 'proposalNumber', s.number, 'proposalTitle', s.title, 'state', m.state, 'answer', m.answer) end
      from consultations.receipt r
      join consultations.consultation c on c.id = r.consultation_id
      left join consultations.proposal p on p.id = r.proposal_id and p.state in ('submitted', 'withdrawn', 'merged', 'split')
      left join consultations.comment t on t.id = r.comment_id
      left join consultations.amendment m on m.id = r.amendment_id left join consultations.proposal s on s.id = m.proposal_id and s.state not in ('hidden', 'withdrawn')
      where r.hash = $1`, [hashReceipt(this.config.receiptKey, code)])
    const stub = code && !found ? await this.inclusion.paperStub(hashReceipt(this.config.receiptKey, code)) : null
    if (stub) {
      const status = ({ 'expected': 'expected', 'entering': 'entering', 'set-aside': 'set_aside' } as const)[stub.state]
      return { kind: 'paper', consultation: stub.consultation, status, reason: stub.reason, decision: null, claimUntil: stub.openUntil, proposal: null, comment: null, amendment: null }
    }
    if (!found) throw new DomainError('receipt.unknown', { status: 404 })
    return found
  }
}
