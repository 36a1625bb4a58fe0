import { Injectable } from '@nestjs/common'
import { CivilStatus, type Actor } from '@parvis/identity'
import { Clock, Config, DomainError, type Refusal } from '@parvis/platform'
import { choiceOf } from '@parvis/voting'
import { DataSource } from 'typeorm'
import { BallotBox } from './ballot-box.service'
import type { BallotFormView, BallotReceiptView, CastBallotDto } from './ballots.dto'
import { eligibilityRefusals } from './eligibility.rules'
import { openingText, pseudonym } from './opening'
import { ParticipantKeyring } from './participant-keyring'
import { accountReference, ownEntries, ownSeat, stillOwn, voteAtBox, type VoteAtBox } from './roll'

/** The door of somebody's own account. */
@Injectable()
export class OnlineBallots {
  /** Of which consultation a vote is: it never becomes another's. Whether it may still be voted in is asked of the box. */
  private readonly consultations = new Map<string, string>()

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly civilStatus: CivilStatus,
    private readonly keyring: ParticipantKeyring,
    private readonly box: BallotBox,
  ) {}

  /** What the person needs to vote, and why they may not. Error: 404 `vote.unknown`. */
  async form(actor: Actor, voteId: string): Promise<BallotFormView> {
    const tx = this.dataSource.manager
    const vote = await this.vote(voteId)
    const person = await this.civilStatus.ofActor(actor, tx)
    const closed = await this.closed(vote)
    const refusals = [...closed, ...unconfirmed(actor), ...(person ? refusalsFor(vote, person) : [])]
    const entries = await ownEntries(tx, voteId, accountReference(this.config.masterPepper, voteId, actor.accountId))
    const form = {
      eligible: person !== null && refusals.length === 0,
      refusals,
      needsCivilStatus: person === null,
      alreadyVoted: entries.some(stillOwn),
      votedOn: entries.find(stillOwn)?.day ?? null,
      opensAt: vote.opensAt.toISOString(),
      closesAt: vote.closesAt.toISOString(),
    }
    if (closed.length > 0) return { ...form, n: null, pseudonym: null, opening: null }
    const key = this.config.voteKey(voteId)
    const { entryId, n } = ownSeat(entries, key, voteId, actor.accountId)
    const name = pseudonym(key, voteId, entryId)
    const prefix = openingText({ voteId, pseudonym: name, ordinal: n, choice: [] }).slice(0, -1)
    return { ...form, n, pseudonym: name.toString('base64'), opening: { prefix, suffix: '\n', commitPrefix: 'vote/commit/v1\n' } }
  }

  /** Errors: 422 `civil-status.missing`, `account.email-unconfirmed`, eligibility and choice refusals; 409 as `BallotBox.cast`. */
  async cast(actor: Actor, voteId: string, { choice, n, nonce, commitment }: CastBallotDto): Promise<BallotReceiptView> {
    const consultationId = await this.consultationOf(voteId)
    const person = await this.civilStatus.ofActor(actor)
    if (!person) throw new DomainError('civil-status.missing')
    DomainError.throwIfAny(unconfirmed(actor))
    const { receipt, serverNonce, changeableUntil } = await this.box.cast(null, {
      voteId,
      choice: choiceOf(choice),
      voter: { ...this.keyring.keyOf(consultationId, person), municipalityCode: person.municipalityCode },
      refusals: (vote) => refusalsFor(vote, person),
      channel: 'online',
      evidence: 'E1',
      account: { accountId: actor.accountId, n, ...(nonce ? { nonce: Buffer.from(nonce, 'base64') } : {}), ...(commitment ? { commitment: Buffer.from(commitment, 'base64') } : {}) },
    })
    return { receipt, n, serverNonce, changeableUntil }
  }

  private async consultationOf(voteId: string): Promise<string> {
    const known = this.consultations.get(voteId) ?? (await this.vote(voteId)).consultationId
    if (this.consultations.size >= 1000) this.consultations.clear()
    this.consultations.set(voteId, known)
    return known
  }

  private async vote(voteId: string): Promise<VoteAtBox> {
    const vote = await voteAtBox(this.dataSource.manager, voteId, { lock: false })
    if (!vote) throw new DomainError('vote.unknown', { status: 404 })
    return vote
  }

  private async closed(vote: VoteAtBox): Promise<Refusal[]> {
    if (vote.suspended) return [{ code: 'consultation.suspended' }]
    return vote.state === 'open' && (await this.clock.now()) < vote.closesAt ? [] : [{ code: 'vote.not-open', facts: { state: vote.state } }]
  }
}

/** As for proposals and supports: an address nobody answers at could be anybody's. */
const unconfirmed = ({ emailConfirmed }: Actor): Refusal[] => (emailConfirmed ? [] : [{ code: 'account.email-unconfirmed' }])

function refusalsFor(vote: VoteAtBox, { birthDate, municipalityCode }: { birthDate: string, municipalityCode: string }): Refusal[] {
  if (vote.rollKind === 'closed') return [{ code: 'ballot.not-on-roll' }]
  return eligibilityRefusals({ minimumAge: vote.minimumAge, communes: vote.communes ?? [municipalityCode], opensAt: vote.opensAt.getTime() }, { birthDate, inseeCode: municipalityCode })
}
