import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Config, DomainError, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { withdrawable, type Channel, type IdentityEvidence } from '../ballots/precedence.rules'
import { hashReceipt, receiptCode } from '../ballots/receipts'
import { retrying } from '../ballots/retry'
import { holdPerson, pseudonymOf } from './questionnaire-entries'

interface StandingEntry {
  id: string
  status: 'admitted' | 'contested'
  channel: Channel
  evidence: IdentityEvidence
  sameAccount: boolean
  assistanceId: string | null
}

/** Answers that are taken back, until the close: they go, and so does what told that they were given; their code says so. */
@Injectable()
export class AnswerWithdrawals {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly keyring: ParticipantKeyring) {}

  /** Errors: 404 `answer-sheet.unknown` when this account sent none; 409 `questionnaire.not-open`. */
  async withdrawOwn({ accountId }: Actor, consultationId: string): Promise<void> {
    const accountRef = this.keyring.accountIn(consultationId, accountId)
    await retrying(() => this.dataSource.transaction(async (tx) => {
      await holdPerson(tx, { consultationId, k0: null, accountRef })
      const own = withdrawable(await this.standing(tx, 'account_ref', consultationId, accountRef, true), { channel: 'online', evidence: 'E1' }, false)
      if (own.length === 0) throw new DomainError('answer-sheet.unknown', { status: 404 })
      await this.take(tx, consultationId, own.map((id) => ({ id, assistanceId: null })))
    }))
  }

  /** What answers entered there would replace; whatever was found, nothing is said. Error: 409 `questionnaire.not-open`. */
  async withdrawAtDesk(tx: EntityManager, { consultationId, k0, conventionalDate, channel, evidence }: { consultationId: string, k0: Buffer, conventionalDate: boolean, channel: Channel, evidence: IdentityEvidence }): Promise<void> {
    await holdPerson(tx, { consultationId, k0, accountRef: null })
    const entries = await this.standing(tx, 'k0', consultationId, k0, false)
    const ids = withdrawable(entries, { channel, evidence }, conventionalDate)
    // Asked of the database in the same way when there is nothing: late is late for everybody.
    await this.take(tx, consultationId, entries.filter(({ id }) => ids.includes(id)))
  }

  private standing(tx: EntityManager, by: 'k0' | 'account_ref', consultationId: string, key: Buffer, sameAccount: boolean): Promise<StandingEntry[]> {
    return rows<StandingEntry>(tx, `
      select id, status, channel, evidence, $3::boolean as "sameAccount", assistance_id as "assistanceId" from consultations.questionnaire_entry
      where consultation_id = $1 and ${by} = $2 and status <> 'rejected' order by homonym, day, id for update`, [consultationId, key, sameAccount])
  }

  private async take(tx: EntityManager, consultationId: string, entries: readonly Pick<StandingEntry, 'id' | 'assistanceId'>[]): Promise<void> {
    // The slip of a desk is derived from its session: its hash stands nowhere beside the answers.
    const receipts = entries.flatMap(({ assistanceId }) => (assistanceId ? [hashReceipt(this.config.receiptKey, receiptCode(this.config.receiptKey, consultationId, `questionnaire\n${assistanceId}`))] : []))
    await tx.query('select consultations.withdraw_answers($1, $2, $3, $4)',
      [consultationId, entries.map(({ id }) => id), entries.map(({ id }) => pseudonymOf(this.config.masterPepper, consultationId, id)), receipts])
  }
}
