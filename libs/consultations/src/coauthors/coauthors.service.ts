import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { CivilStatus } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, Erasures, iso, maybe, one, Outbox, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { acceptingPhase, openPhase, refuseUnconfirmed } from '../proposals/open-phase'
import { authorshipOf, ownForChange, refuseGone } from '../proposals/own-proposal'
import { Proposal } from '../proposals/proposal.entity'
import type { AnsweredInvitationView, ReceivedInvitationsView, ReceivedInvitationView, SentInvitationsView, SentInvitationView } from './coauthors.dto'
import { INVITATION_DAYS, invitationRefusals, MOST_COAUTHORS } from './coauthors.rules'

const HOUR = 3_600

/** `i`: one that waits for whoever has the address `$1`. */
const OPEN = `i.email = $1 and i.state = 'waiting' and platform.clock() < i.ends_at and p.state = 'submitted' and c.suspended_at is null
  and exists (select from consultations.phase f where f.consultation_id = c.id and f.kind = 'proposals' and f.state = 'open' and platform.clock() < f.closes_at)`

/** People who sign a proposal together. Whoever is invited is known by an address, and proves it by the account that has it. */
@Injectable()
export class Coauthors implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly civilStatus: CivilStatus,
    private readonly keyring: ParticipantKeyring,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    // Addresses of people who asked for nothing are kept no longer than they are needed.
    this.erasures.register('coauthor-addresses', HOUR, (tx) => touched(tx, 'delete from consultations.coauthor_invitation where ends_at < platform.clock()'))
  }

  /** Whom one's proposal invites. Errors: 404 `proposal.unknown`, 403 `proposal.not-author`. */
  async sent(actor: Actor, proposalId: string): Promise<SentInvitationsView> {
    const tx = this.dataSource.manager
    if (!await maybe(tx, 'select 1 from consultations.proposal where id = $1', [proposalId])) throw new DomainError('proposal.unknown', { status: 404 })
    const authorship = await authorshipOf(tx, proposalId, actor.accountId)
    if (authorship === null) throw new DomainError('proposal.not-author', { status: 403 })
    const items = await rows<SentInvitationView>(tx, `
      select i.id, coalesce(i.email, '') as email, i.state, ${iso('i.created_at')} as "createdAt", ${iso('i.ends_at')} as "endsAt", i.state = 'waiting' and ($3 or i.invited_by = $2) as "mayCancel"
      from consultations.coauthor_invitation i where i.proposal_id = $1 and platform.clock() < i.ends_at order by i.created_at, i.id limit 200`, [proposalId, actor.accountId, authorship === 'first'])
    return { items, left: Math.max(0, MOST_COAUTHORS - await takenOf(tx, proposalId)) }
  }

  /** The same answer whether or not the address has an account; a mail goes either way. Errors: as for correcting a proposal, 409 `coauthor.already-invited`, 422 by the rules. */
  async invite(actor: Actor, proposalId: string, email: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await ownForChange(tx, actor, proposalId)
      // Whoever invites from several proposals at once is counted one after the other.
      await tx.query('select id from identity.account where id = $1 for no key update', [actor.accountId])
      const facts = await one<{ sentToday: number, already: boolean }>(tx, `
        select (select count(*)::integer from consultations.coauthor_invitation where invited_by = $2 and created_at > platform.clock() - interval '1 day') as "sentToday",
          exists (select from consultations.coauthor_invitation where proposal_id = $1 and email = $3) as already`, [proposalId, actor.accountId, email])
      DomainError.throwIfAny(invitationRefusals({ ...facts, taken: await takenOf(tx, proposalId), ownAddress: email === actor.email.toLowerCase() }))
      const { id } = await one<{ id: string }>(tx, `
        insert into consultations.coauthor_invitation (proposal_id, invited_by, email, ends_at) values ($1, $2, $3, platform.clock() + make_interval(days => $4)) returning id`, [proposalId, actor.accountId, email, INVITATION_DAYS])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.coauthor-invited', subjectKind: 'proposal', subjectId: proposalId })
      await this.outbox.announce(tx, 'coauthor.invited', { invitationId: id })
    })
  }

  /** By who sent it, or by the first author. Errors: 404 `coauthor.invitation-unknown`; 403 `proposal.not-first-author`. */
  async cancel(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const found = await maybe<{ proposalId: string, own: boolean }>(tx, `
        select proposal_id as "proposalId", invited_by = $2 as own from consultations.coauthor_invitation where id = $1 and state = 'waiting' for update`, [id, actor.accountId])
      const authorship = found && await authorshipOf(tx, found.proposalId, actor.accountId)
      if (!found || authorship === null) throw new DomainError('coauthor.invitation-unknown', { status: 404 })
      if (!found.own && authorship !== 'first') throw new DomainError('proposal.not-first-author', { status: 403 })
      await tx.query(`update consultations.coauthor_invitation set state = 'cancelled' where id = $1`, [id])
    })
  }

  /** What waits for somebody whose address was proved. */
  async received({ email, emailConfirmed }: Actor): Promise<ReceivedInvitationsView> {
    if (!emailConfirmed) return { items: [] }
    return { items: await rows<ReceivedInvitationView>(this.dataSource, `
      select i.id, a.display_name as "from", p.number, p.title, ${iso('i.ends_at')} as "endsAt", json_build_object('slug', c.slug, 'title', c.title) as consultation
      from consultations.coauthor_invitation i join identity.account a on a.id = i.invited_by join consultations.proposal p on p.id = i.proposal_id join consultations.consultation c on c.id = p.consultation_id
      where ${OPEN} order by i.created_at, i.id limit 100`, [email.toLowerCase()]) }
  }

  /**
   * Whoever signed at a desk before takes that place with the account.
   * Errors: 404 `coauthor.invitation-unknown`, for an invitation to somebody else too; 409 `coauthor.signs-already`; 422 `account.email-unconfirmed`, and as for submitting.
   */
  async answer(actor: Actor, id: string, accept: boolean): Promise<AnsweredInvitationView> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction(async (tx) => {
      const found = await maybe<{ proposalId: string, consultationId: string, slug: string, number: number }>(tx, `
        select p.id as "proposalId", c.id as "consultationId", c.slug, p.number from consultations.coauthor_invitation i
        join consultations.proposal p on p.id = i.proposal_id join consultations.consultation c on c.id = p.consultation_id where i.id = $1 and i.email = $2`, [id, actor.email.toLowerCase()])
      if (!found) throw new DomainError('coauthor.invitation-unknown', { status: 404 })
      if (accept) {
        acceptingPhase(await openPhase(tx, found.consultationId))
        // In this order everywhere: the proposal, then what hangs on it.
        const proposal = await tx.findOne(Proposal, { where: { id: found.proposalId }, lock: { mode: 'for_no_key_update' } })
        refuseGone(proposal?.state)
      }
      const taken = await maybe(tx, `
        update consultations.coauthor_invitation set state = $2 where id = $1 and state = 'waiting' and platform.clock() < ends_at returning id`, [id, accept ? 'accepted' : 'declined'])
      if (!taken) throw new DomainError('coauthor.invitation-unknown', { status: 404 })
      if (accept && await authorshipOf(tx, found.proposalId, actor.accountId) === null) {
        const key = this.keyring.signerOf(found.consultationId, await this.civilStatus.ofActor(actor, tx))
        const signed = await maybe(tx, `
          insert into consultations.proposal_coauthor as a (proposal_id, account_id, name, channel, signer_key)
          select p.id, $2, $3, 'online', $4 from consultations.proposal p where p.id = $1 and ($4::bytea is null or p.signer_key is distinct from $4)
          on conflict on constraint proposal_coauthor_person do update set account_id = excluded.account_id, name = excluded.name, channel = excluded.channel where a.account_id is null
          returning a.id`, [found.proposalId, actor.accountId, actor.displayName, key])
        if (!signed) throw new DomainError('coauthor.signs-already', { status: 409 })
        await tx.query('update consultations.proposal set updated_at = platform.clock() where id = $1', [found.proposalId])
        await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.coauthor-joined', subjectKind: 'proposal', subjectId: found.proposalId })
      }
      return { slug: found.slug, number: found.number, joined: accept }
    })
  }

  /**
   * Stops signing; the text stays with the others. Whoever was first leaves the place to who joined first. At any time: nobody is kept.
   * Errors: 404 `proposal.unknown`; 403 `proposal.not-author`; 409 `coauthor.last`.
   */
  async leave(actor: Actor, proposalId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const proposal = await tx.findOne(Proposal, { where: { id: proposalId }, lock: { mode: 'for_no_key_update' } })
      if (!proposal) throw new DomainError('proposal.unknown', { status: 404 })
      const authorship = await authorshipOf(tx, proposalId, actor.accountId)
      if (authorship === null) throw new DomainError('proposal.not-author', { status: 403 })
      if (authorship === 'other') {
        await tx.query('delete from consultations.proposal_coauthor where proposal_id = $1 and account_id = $2', [proposalId, actor.accountId])
        await tx.query('update consultations.proposal set updated_at = platform.clock() where id = $1', [proposalId])
      } else {
        if (!await maybe(tx, 'select 1 from consultations.proposal_coauthor where proposal_id = $1 limit 1', [proposalId])) throw new DomainError('coauthor.last', { status: 409 })
        // A trigger puts the next of the authors there, as when an account is erased.
        await tx.query('update consultations.proposal set author_id = null, updated_at = platform.clock() where id = $1', [proposalId])
      }
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.author-left', subjectKind: 'proposal', subjectId: proposalId })
    })
  }
}

/** People beside the first author, and invitations that wait. */
export const takenOf = async (tx: Parameters<typeof one>[0], proposalId: string): Promise<number> => (await one<{ taken: number }>(tx, `
  select ((select count(*) from consultations.proposal_coauthor where proposal_id = $1)
    + (select count(*) from consultations.coauthor_invitation where proposal_id = $1 and state = 'waiting' and platform.clock() < ends_at))::integer as taken`, [proposalId])).taken
