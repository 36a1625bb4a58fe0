import { Injectable } from '@nestjs/common'
import { AnswerSheets, BallotBox, Comments, formatReceipt, hashReceipt, Proposals, receiptCode, retrying } from '@parvis/consultations'
import { Config, DomainError, maybe } from '@parvis/platform'
import { choiceOf } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { AssistedAnswersDto, AssistedBallotDto, AssistedCommentDto, AssistedProposalDto, AssistedReceiptView, AssistedSupportDto } from './assisted-sessions.dto'
import { AssistedSessions } from './assisted-sessions.service'
import type { OpenSession } from './assisted-sessions.service'
import { MODES } from './modes.rules'
import type { VisitReceipt } from './visit-receipts'

/** Whoever may enter in a session shows it by locking it: the mediator who opened it, or the device of a kiosk and the person's browser. Throws why not. */
export type SessionLock = (tx: EntityManager) => Promise<OpenSession>

/**
 * What is entered at the desk or at a kiosk goes through the same services as what citizens enter themselves. Every answer is the same
 * whether or not the person already took part (README item 13): the counter must not become a way to ask about a neighbour.
 */
@Injectable()
export class AssistedEntries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: AssistedSessions,
    private readonly proposals: Proposals,
    private readonly comments: Comments,
    private readonly ballotBox: BallotBox,
    private readonly sheets: AnswerSheets,
    private readonly config: Config,
  ) {}

  /** Errors: those of the session, and of `Proposals.submit`. */
  async propose(lock: SessionLock, { title, body, theme, municipalityCode, place, lat, lon, submissionToken }: AssistedProposalDto): Promise<AssistedReceiptView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await lock(tx)
      const receipt = receiptCode(this.config.receiptKey, session.consultationId, `proposal\n${submissionToken}`)
      await this.proposals.submit(tx, {
        consultationId: session.consultationId, title, body, theme, municipalityCode, place, lat, lon, submissionToken,
        channel: MODES[session.mode].channel, assistanceId: tied(session), k0: session.k0, receiptHash: hashReceipt(this.config.receiptKey, receipt),
      })
      await this.sessions.countAct(tx, session, 'proposal')
      return this.give(tx, session, 'proposal', receipt)
    })
  }

  /** Errors: those of the session, 404 `proposal.unknown` in another consultation too, and those of `Proposals.support`. */
  async support(lock: SessionLock, { proposalId }: AssistedSupportDto): Promise<AssistedReceiptView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await lock(tx)
      if (!(await maybe(tx, 'select id from consultations.proposal where id = $1 and consultation_id = $2', [proposalId, session.consultationId]))) throw new DomainError('proposal.unknown', { status: 404 })
      const receipt = receiptCode(this.config.receiptKey, session.consultationId, `support\n${session.id}\n${proposalId}`)
      await this.proposals.support(tx, {
        proposalId, supporterKey: session.k0, channel: MODES[session.mode].channel, assistanceId: tied(session), receiptHash: hashReceipt(this.config.receiptKey, receipt),
      })
      // Entered twice in a visit it is one support, with one receipt; it is an act all the same, under the guards of every act.
      await this.sessions.countAct(tx, session, 'support', await this.sessions.holds(tx, session, formatReceipt(receipt)))
      return this.give(tx, session, 'support', receipt)
    })
  }

  /** Without a name, as what is entered here is. Errors: those of the session, 404 `comment.subject-unknown` in another consultation too, and those of `Comments.submit`. */
  async comment(lock: SessionLock, { proposalId, debateId, parentId, stance, body, submissionToken }: AssistedCommentDto): Promise<AssistedReceiptView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await lock(tx)
      const here = await maybe(tx, `select from consultations.proposal where id = $1 and consultation_id = $3 union all select from consultations.debate where id = $2 and consultation_id = $3`, [proposalId ?? null, debateId ?? null, session.consultationId])
      if (!here) throw new DomainError('comment.subject-unknown', { status: 404 })
      const receipt = receiptCode(this.config.receiptKey, session.consultationId, `comment\n${submissionToken}`)
      await this.comments.submit(tx, {
        proposalId, debateId, parentId, stance, body, submissionToken, channel: MODES[session.mode].channel, receiptHash: hashReceipt(this.config.receiptKey, receipt),
      })
      await this.sessions.countAct(tx, session, 'comment')
      return this.give(tx, session, 'comment', receipt)
    })
  }

  /** Other answers of the same session correct the first, under a mandate that says so. Errors: those of the session and of `countAct`, and of `AnswerSheets.enter`. */
  async answer(lock: SessionLock, { answers }: AssistedAnswersDto): Promise<AssistedReceiptView> {
    return retrying(() => this.dataSource.transaction(async (tx) => {
      const session = await lock(tx)
      // First: what may not be entered a second time never reaches the answers, nor the ballot box below.
      await this.sessions.countAct(tx, session, 'questionnaire')
      const { code } = await this.sheets.enter(tx, {
        consultationId: session.consultationId, answers, k0: session.k0, conventionalDate: session.conventionalDate, municipalityCode: session.municipalityCode, ageBand: session.ageBand,
        channel: MODES[session.mode].channel, evidence: session.evidence, centreId: session.centreId, assistanceId: session.id,
      })
      await this.sessions.keepReceipt(tx, session, { kind: 'questionnaire', code })
      return { receipt: code, status: 'received' as const }
    }))
  }

  /**
   * Another ballot of the same session corrects the first, under a mandate that says so. Errors: those of the session and of `countAct`,
   * 409 `consultation.not-open` when no vote is open, and those of `BallotBox.cast`.
   */
  async cast(lock: SessionLock, { choice }: AssistedBallotDto): Promise<AssistedReceiptView> {
    return retrying(() => this.dataSource.transaction(async (tx) => {
      const session = await lock(tx)
      // Said first: whether a vote is open makes no difference to who may not vote by this door.
      this.sessions.enforceDoor(session.mode, 'ballot')
      const voteId = await this.sessions.openVote(tx, session.consultationId)
      if (!voteId) throw new DomainError('consultation.not-open', { status: 409 })
      await this.sessions.countAct(tx, session, 'ballot')
      // In the transaction that holds the mandate: it cannot be revoked between the question and the ballot.
      const { receipt } = await this.ballotBox.cast(tx, {
        voteId,
        choice: choiceOf(choice),
        voter: { k0: session.k0, conventionalDate: session.conventionalDate, hints: session.hints, municipalityCode: session.municipalityCode },
        channel: MODES[session.mode].channel,
        evidence: session.evidence,
        centreId: session.centreId,
        assistanceId: session.id,
      })
      await this.sessions.keepReceipt(tx, session, { kind: 'ballot', code: receipt })
      return { receipt, status: 'received' as const }
    }))
  }

  private async give(tx: EntityManager, session: OpenSession, kind: VisitReceipt['kind'], receipt: string): Promise<AssistedReceiptView> {
    const view = received(receipt)
    await this.sessions.keepReceipt(tx, session, { kind, code: view.receipt })
    return view
  }
}

/** At a kiosk a proposal and a support need no tie to their session: nothing corrects them. A ballot and answers are tied until they are sealed. */
const tied = ({ mode, id }: OpenSession): string | null => (mode === 'kiosk' ? null : id)

/** What somebody takes home. */
export const received = (code: string): AssistedReceiptView => ({ receipt: formatReceipt(code), status: 'received' })
