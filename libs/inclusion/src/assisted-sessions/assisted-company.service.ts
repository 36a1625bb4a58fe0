import { Injectable } from '@nestjs/common'
import { Amendments, CoauthorCodes, formatReceipt, hashReceipt, receiptCode, Reports } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Config, DomainError, maybe } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { received } from './assisted-entries.service'
import type {
  AssistedAmendmentDto, AssistedCodeDto, AssistedInvitationDto, AssistedInvitationView, AssistedReceiptView, AssistedReportDto, AssistedReportView, AssistedSignatureDto, InvitedProposalView,
} from './assisted-sessions.dto'
import { AssistedSessions } from './assisted-sessions.service'
import { MODES } from './modes.rules'

/** What somebody at the desk does with the texts of others, by the same services as citizens: signs, amends, reports. */
@Injectable()
export class AssistedCompany {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: AssistedSessions,
    private readonly amendments: Amendments,
    private readonly codes: CoauthorCodes,
    private readonly reports: Reports,
    private readonly config: Config,
  ) {}

  /** Without a name, as what is entered here is. Errors: those of the session, 404 `proposal.unknown` in another consultation too, and those of `Amendments.propose`. */
  async amend(actor: Actor, sessionId: string, { proposalId, ...amendment }: AssistedAmendmentDto): Promise<AssistedReceiptView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, actor, sessionId)
      if (!(await maybe(tx, 'select id from consultations.proposal where id = $1 and consultation_id = $2', [proposalId, session.consultationId]))) throw new DomainError('proposal.unknown', { status: 404 })
      const receipt = receiptCode(this.config.receiptKey, session.consultationId, `amendment\n${amendment.submissionToken}`)
      await this.amendments.propose(tx, proposalId, { ...amendment, channel: MODES[session.mode].channel, receiptHash: hashReceipt(this.config.receiptKey, receipt) })
      await this.sessions.countAct(tx, session, 'amendment')
      await this.sessions.keepReceipt(tx, session, { kind: 'amendment', code: formatReceipt(receipt) })
      return received(receipt)
    })
  }

  /** To read it aloud. Errors: those of the session, 404 `coauthor.code-unknown`. */
  async invited(actor: Actor, sessionId: string, { code }: AssistedCodeDto): Promise<InvitedProposalView> {
    return this.dataSource.transaction(async (tx) => this.codes.read(tx, (await this.sessions.lock(tx, actor, sessionId)).consultationId, code))
  }

  /** The same answer whether or not the person signs already. Errors: those of the session, and of `CoauthorCodes.sign`. */
  async sign(actor: Actor, sessionId: string, { code }: AssistedSignatureDto): Promise<AssistedReceiptView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, actor, sessionId)
      const receiptOf = (proposalId: string): string => receiptCode(this.config.receiptKey, session.consultationId, `signature\n${session.id}\n${proposalId}`)
      const { proposalId } = await this.codes.sign(tx, code, {
        consultationId: session.consultationId, sessionId: session.id, k0: session.k0, channel: MODES[session.mode].channel,
        receiptHash: (id) => hashReceipt(this.config.receiptKey, receiptOf(id)),
      })
      await this.sessions.countAct(tx, session, 'signature')
      await this.sessions.keepReceipt(tx, session, { kind: 'signature', code: formatReceipt(receiptOf(proposalId)) })
      return received(receiptOf(proposalId))
    })
  }

  /** A code for somebody whom the author of a proposal invites to sign it. Errors: those of the session, and of `CoauthorCodes.giveByReceipt`. */
  async invite(actor: Actor, sessionId: string, { receipt }: AssistedInvitationDto): Promise<AssistedInvitationView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, actor, sessionId)
      const code = await this.codes.giveByReceipt(tx, session.consultationId, receipt)
      await this.sessions.keepReceipt(tx, session, { kind: 'invitation', code })
      return { code }
    })
  }

  /** The same answer whether or not the person reported it already. Errors: those of the session, and of `Reports.reportAtDesk`. */
  async report(actor: Actor, sessionId: string, report: AssistedReportDto): Promise<AssistedReportView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, actor, sessionId)
      await this.reports.reportAtDesk(tx, { ...report, consultationId: session.consultationId, k0: session.k0, channel: MODES[session.mode].channel })
      await this.sessions.countAct(tx, session, 'report')
      return { status: 'received' as const }
    })
  }
}
