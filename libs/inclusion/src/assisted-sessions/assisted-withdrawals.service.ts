import { Injectable } from '@nestjs/common'
import { AnswerWithdrawals, hashReceipt, Proposals, receiptCode, retrying, Withdrawals } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Config, DomainError, maybe } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { received } from './assisted-entries.service'
import type { AssistedReceiptView, AssistedWithdrawalDto } from './assisted-sessions.dto'
import { AssistedSessions } from './assisted-sessions.service'
import { MODES } from './modes.rules'

/**
 * Taking back at a desk what somebody gave, by whichever door, under a mandate that names it (WITHDRAW) and after a document was seen. The
 * answer is the same whether or not they gave anything, and so is what is asked of the database (README item 13).
 */
@Injectable()
export class AssistedWithdrawals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: AssistedSessions,
    private readonly ballots: Withdrawals,
    private readonly answers: AnswerWithdrawals,
    private readonly proposals: Proposals,
    private readonly config: Config,
  ) {}

  /**
   * Errors: those of the session; 409 `withdrawal.document-needed`, why the mandate does not allow it, `withdrawal.claim-needed` for a birth date that many
   * people share, `consultation.not-open`, `vote.not-open`, `questionnaire.not-open`; 404 `proposal.unknown`.
   */
  async withdraw(actor: Actor, sessionId: string, { what, proposalId }: AssistedWithdrawalDto): Promise<AssistedReceiptView> {
    return retrying(() => this.dataSource.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, actor, sessionId, 'WITHDRAW')
      // By what was typed, before anything is looked for.
      if (session.conventionalDate && what !== 'support') throw new DomainError('withdrawal.claim-needed', { status: 409 })
      await this.sessions.countWithdrawal(tx, session, what)
      const door = { channel: MODES[session.mode].channel, evidence: session.evidence, k0: session.k0, conventionalDate: session.conventionalDate }
      if (what === 'ballot') {
        const voteId = await this.sessions.openVote(tx, session.consultationId)
        if (!voteId) throw new DomainError('consultation.not-open', { status: 409 })
        await this.ballots.withdrawAtDesk(tx, { voteId, ...door })
      } else if (what === 'questionnaire') {
        await this.answers.withdrawAtDesk(tx, { consultationId: session.consultationId, ...door })
      } else {
        if (!(await maybe(tx, 'select id from consultations.proposal where id = $1 and consultation_id = $2', [proposalId ?? null, session.consultationId]))) throw new DomainError('proposal.unknown', { status: 404 })
        await this.proposals.unsupport(tx, proposalId ?? '', session.k0)
      }
      const receipt = receiptCode(this.config.receiptKey, session.consultationId, `withdrawal\n${session.id}\n${what}\n${proposalId ?? ''}`)
      await tx.query(`insert into consultations.receipt (hash, kind, consultation_id, withdrawn) values ($1, 'withdrawal', $2, true) on conflict (hash) do nothing`, [hashReceipt(this.config.receiptKey, receipt), session.consultationId])
      const given = received(receipt)
      await this.sessions.keepReceipt(tx, session, { kind: 'withdrawal', code: given.receipt })
      return given
    }))
  }
}
