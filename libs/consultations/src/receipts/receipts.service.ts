import { Injectable } from '@nestjs/common'
import { Config, DomainError, maybe } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { hashReceipt, parseReceipt } from '../ballots/receipts'
import type { ReceiptView } from './receipts.dto'

@Injectable()
export class Receipts {
  constructor(private readonly dataSource: DataSource, private readonly config: Config) {}

  /** What became of what a code stands for. Error: 404 `receipt.unknown`, for a mistyped code too. */
  async read(typed: string): Promise<ReceiptView> {
    const code = parseReceipt(typed)
    const found = code && await maybe<ReceiptView>(this.dataSource, `
      select 'vote' as kind, jsonb_build_object('slug', c.slug, 'title', c.title) as consultation, s.status, s.reason, null as proposal
      from roll.receipt_status($1) s
      join consultations.vote v on v.id = s.vote_id
      join consultations.consultation c on c.id = v.consultation_id
      union all
      select r.kind, jsonb_build_object('slug', c.slug, 'title', c.title), 'received', null,
        case when p.id is not null then jsonb_build_object('number', p.number, 'title', p.title) end
      from consultations.receipt r
      join consultations.consultation c on c.id = r.consultation_id
      left join consultations.proposal p on p.id = r.proposal_id and p.state = 'submitted'
      where r.hash = $1`, [hashReceipt(this.config.receiptKey, code)])
    if (!found) throw new DomainError('receipt.unknown', { status: 404 })
    return found
  }
}
