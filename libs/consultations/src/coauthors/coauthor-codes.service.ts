import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { Channel } from '../ballots/precedence.rules'
import { formatReceipt, hashReceipt, parseReceipt, receiptCode } from '../ballots/receipts'
import { acceptingPhase, openPhase } from '../proposals/open-phase'
import { ownForChange, refuseGone } from '../proposals/own-proposal'
import { Proposal } from '../proposals/proposal.entity'
import { INVITATION_DAYS, invitationRefusals } from './coauthors.rules'
import { takenOf } from './coauthors.service'

export interface InvitedProposal {
  number: number
  title: string
  body: string
}

/** Somebody at a desk, known by the key of their session. */
export interface DeskSignatory {
  consultationId: string
  sessionId: string
  k0: Buffer
  channel: Channel
  /** What the receipt given is known by, once the proposal is known. */
  receiptHash: (proposalId: string) => Buffer
}

/** `i` an invitation by a code that waits; `$1` its hash, `$2` the consultation. */
const WAITING = `
  from consultations.coauthor_invitation i join consultations.proposal p on p.id = i.proposal_id
  where i.code_hash = $1 and p.consultation_id = $2 and p.state = 'submitted' and i.state = 'waiting' and platform.clock() < i.ends_at`

/** An invitation to sign for somebody without an address: a code on a slip, which a desk takes from who brings it. */
@Injectable()
export class CoauthorCodes {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly keyring: ParticipantKeyring, private readonly audit: Audit) {}

  /** One code for one person, said once. Errors: as for correcting a proposal, 422 by the rules. */
  async give(actor: Actor, proposalId: string): Promise<string> {
    return this.dataSource.transaction(async (tx) => {
      await ownForChange(tx, actor, proposalId)
      // Whoever invites from several proposals at once is counted one after the other.
      await tx.query('select id from identity.account where id = $1 for no key update', [actor.accountId])
      const { sentToday } = await one<{ sentToday: number }>(tx, `
        select count(*)::integer as "sentToday" from consultations.coauthor_invitation where invited_by = $1 and created_at > platform.clock() - interval '1 day'`, [actor.accountId])
      return this.make(tx, proposalId, actor.accountId, sentToday)
    })
  }

  /** For who wrote the proposal at a desk: the receipt is their right to. Errors: 404 `coauthor.receipt-unknown`; 422 `proposal.withdrawn`, `proposal.reshaped`, `phase.not-open`, and by the rules. */
  async giveByReceipt(tx: EntityManager, consultationId: string, receipt: string): Promise<string> {
    const hash = this.hashOf(receipt)
    const found = hash && await maybe<{ id: string }>(tx, `
      select p.id from consultations.receipt r join consultations.proposal p on p.id = r.proposal_id
      where r.hash = $1 and r.kind = 'proposal' and p.consultation_id = $2 and p.state not in ('hidden', 'undone')`, [hash, consultationId])
    if (!found) throw new DomainError('coauthor.receipt-unknown', { status: 404, refusals: [{ code: 'coauthor.receipt-unknown', at: 'receipt' }] })
    acceptingPhase(await openPhase(tx, consultationId))
    await this.held(tx, found.id)
    return this.make(tx, found.id, null, 0)
  }

  /** What a code invites to sign, to read it aloud. Error: 404 `coauthor.code-unknown`, for a mistyped, used or old one too. */
  async read(tx: EntityManager, consultationId: string, code: string): Promise<InvitedProposal> {
    const hash = this.hashOf(code)
    const found = hash && await maybe<InvitedProposal>(tx, `select p.number, p.title, p.body ${WAITING}`, [hash, consultationId])
    if (!found) throw unknownCode()
    return found
  }

  /**
   * Signs, once per person: whoever signs already is answered the same, and the code is used up either way. The same form sent twice in one session is answered twice.
   * Errors: those of `read`; 422 `proposal.withdrawn`, `proposal.reshaped`, `consultation.suspended`, `phase.not-open`.
   */
  async sign(tx: EntityManager, code: string, { consultationId, sessionId, k0, channel, receiptHash }: DeskSignatory): Promise<{ proposalId: string }> {
    const hash = this.hashOf(code)
    const found = hash && await maybe<{ proposalId: string }>(tx, `
      select i.proposal_id as "proposalId" from consultations.coauthor_invitation i join consultations.proposal p on p.id = i.proposal_id where i.code_hash = $1 and p.consultation_id = $2`, [hash, consultationId])
    if (!found) throw unknownCode()
    const { proposalId } = found
    acceptingPhase(await openPhase(tx, consultationId))
    await this.held(tx, proposalId)
    const taken = await maybe<{ again: boolean }>(tx, `
      with found as (select id, state from consultations.coauthor_invitation where code_hash = $1 and (taken_in = $2 or (state = 'waiting' and platform.clock() < ends_at)) for update)
      update consultations.coauthor_invitation i set state = 'accepted', taken_in = $2 from found f where i.id = f.id returning f.state = 'accepted' as again`, [hash, sessionId])
    if (!taken) throw unknownCode()
    if (!taken.again) {
      // Nor whoever wrote it, here or with an account.
      await tx.query(`
        insert into consultations.proposal_coauthor (proposal_id, name, channel, signer_key)
        select p.id, '', $2, $3 from consultations.proposal p where p.id = $1 and p.signer_key is distinct from $3::bytea on conflict do nothing`, [proposalId, channel, this.keyring.signerIn(consultationId, k0)])
      await tx.query('update consultations.proposal set updated_at = platform.clock() where id = $1', [proposalId])
      await tx.query(`insert into consultations.receipt (hash, kind, consultation_id, proposal_id) values ($1, 'signature', $2, $3) on conflict (hash) do nothing`, [receiptHash(proposalId), consultationId, proposalId])
      await this.audit.append(tx, { actorId: null, action: 'proposal.coauthor-joined', subjectKind: 'proposal', subjectId: proposalId, detail: { channel } })
    }
    return { proposalId }
  }

  private async held(tx: EntityManager, id: string): Promise<void> {
    const proposal = await tx.findOne(Proposal, { where: { id }, lock: { mode: 'for_no_key_update' } })
    refuseGone(proposal?.state)
  }

  private async make(tx: EntityManager, proposalId: string, accountId: string | null, sentToday: number): Promise<string> {
    DomainError.throwIfAny(invitationRefusals({ taken: await takenOf(tx, proposalId), sentToday, ownAddress: false, already: false }))
    const code = receiptCode(this.config.receiptKey, proposalId, `invitation\n${randomUUID()}`)
    await tx.query(`
      insert into consultations.coauthor_invitation (proposal_id, invited_by, code_hash, ends_at) values ($1, $2, $3, platform.clock() + make_interval(days => $4))`, [proposalId, accountId, hashReceipt(this.config.receiptKey, code), INVITATION_DAYS])
    await this.audit.append(tx, { actorId: accountId, action: 'proposal.coauthor-invited', subjectKind: 'proposal', subjectId: proposalId })
    return formatReceipt(code)
  }

  private hashOf(typed: string): Buffer | null {
    const code = parseReceipt(typed)
    return code ? hashReceipt(this.config.receiptKey, code) : null
  }
}

const unknownCode = (): DomainError => new DomainError('coauthor.code-unknown', { status: 404, refusals: [{ code: 'coauthor.code-unknown', at: 'code' }] })
