import { randomBytes, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Config, DomainError, one, rows } from '@parvis/platform'
import { methodNamed, type Choice, type Question, type VotingMethod } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { questionOf, type VoteOptionFacts } from '../consultations/questions.rules'
import type { CastReceipt, CastRequest } from './ballot-box'
import { NONCE_LENGTH, commitment, openingText, pseudonym } from './opening'
import { admission, type AdmissionDecision } from './precedence.rules'
import { formatReceipt, hashReceipt, receiptCode } from './receipts'
import { retrying } from './retry'
import { accountReference, findEntries, ownSeat, stillOwn, voteAtBox, type FoundEntry, type VoteAtBox } from './roll'

/** One call of urn.cast(). */
interface Deposit {
  entryId: string
  decision: AdmissionDecision
  k0: Buffer | null
  conventionalDate: boolean
  voterRef: string | null
  accountRef: Buffer | null
  contests: string | null
  receipt: string
  pseudonym: Buffer
  n: number
  opening: string
  nonce: Buffer
  commitment: Buffer
  request: CastRequest
}

/** Cast in one statement, well under the parameters and memory of one round trip. */
const BATCH = 500

/**
 * The one way into the ballot box, for every door. Nothing finer than the day is written, no audit row and no log line:
 * who voted and what was chosen meet here for the time of one transaction (README items 12 to 14).
 */
@Injectable()
export class BallotBox {
  private readonly questions = new Map<string, Question>()

  constructor(private readonly dataSource: DataSource, private readonly config: Config) {}

  /**
   * Casts one ballot; the same ballot sent again gets the same receipt.
   * Errors: 404 `vote.unknown`; 409 `vote.not-open`, `consultation.suspended`, `ballot.changed-meanwhile`; 422 refusals of libs/voting,
   * `ballot.commitment-differs`, `ballot.not-on-roll`.
   *
   * @param tx a transaction of the caller's, which then begins again itself after a deadlock; null: one of its own
   */
  async cast(tx: EntityManager | null, request: CastRequest): Promise<CastReceipt> {
    if (tx) return this.castIn(tx, request)
    return retrying(() => this.dataSource.transaction((own) => this.castIn(own, request)))
  }

  /**
   * Casts many ballots by the same rules, all or none: the first refusal names its place (`at`: index from 0).
   * Every ballot is of the same vote. Ordinals and nonces are drawn here.
   *
   * @returns how many were recorded
   */
  async castMany(tx: EntityManager, voteId: string, requests: readonly CastRequest[], progress: (done: number) => void = () => {}): Promise<number> {
    const vote = await this.openVote(tx, voteId)
    const [method, question] = await this.questionOf(tx, vote)
    for (const [index, { choice }] of requests.entries()) refuseChoice(method, question, choice, String(index))
    const key = this.config.voteKey(voteId)
    // People known by civil status one by one, always in the same order: two batches never wait for each other in a circle.
    const known = requests.filter((request) => 'k0' in request.voter).sort((one, other) => Buffer.compare(keyOf(one), keyOf(other)))
    for (const [index, request] of known.entries()) {
      await this.castIn(tx, request)
      progress(index + 1)
    }
    const listed = requests.filter((request) => 'voterRef' in request.voter)
    for (let start = 0; start < listed.length; start += BATCH) {
      const deposits = listed.slice(start, start + BATCH).map((request) => this.deposit(vote, key, request, { id: randomUUID(), decision: 'first', contests: null, castCount: 0 }))
      await this.depositAll(tx, vote.id, deposits)
      progress(known.length + start + deposits.length)
    }
    return requests.length
  }

  private async castIn(tx: EntityManager, request: CastRequest): Promise<CastReceipt> {
    const vote = await this.openVote(tx, request.voteId)
    const [method, question] = await this.questionOf(tx, vote)
    refuseChoice(method, question, request.choice)
    if (('voterRef' in request.voter) !== (vote.rollKind === 'closed')) throw new DomainError('ballot.not-on-roll')
    const key = this.config.voteKey(vote.id)
    const entry = await this.admit(tx, vote, key, request)
    const deposit = this.deposit(vote, key, request, entry)
    if (request.account?.commitment && !request.account.commitment.equals(deposit.commitment)) throw new DomainError('ballot.commitment-differs')
    await this.depositAll(tx, vote.id, [deposit])
    return {
      receipt: formatReceipt(deposit.receipt),
      n: request.account ? deposit.n : null,
      serverNonce: !request.account?.commitment,
      changeableUntil: vote.closesAt.toISOString(),
    }
  }

  private async openVote(tx: EntityManager, voteId: string): Promise<VoteAtBox> {
    const vote = await voteAtBox(tx, voteId, { lock: true })
    if (!vote) throw new DomainError('vote.unknown', { status: 404 })
    if (vote.suspended) throw new DomainError('consultation.suspended', { status: 409 })
    // The deadline itself is urn.cast()'s, by the database's clock, after the last wait.
    if (vote.state !== 'open' && vote.state !== 'counting') throw new DomainError('vote.not-open', { status: 409, facts: { state: vote.state } })
    return vote
  }

  /** What was asked, kept in memory: it cannot change any more once ballots are taken. */
  private async questionOf(tx: EntityManager, vote: VoteAtBox): Promise<[VotingMethod, Question]> {
    const method = methodNamed(vote.method)
    if (!method) throw new Error(`Vote ${vote.id} has a method that this version does not know: ${vote.method}`)
    let question = this.questions.get(vote.id)
    if (!question) {
      const options = await rows<VoteOptionFacts>(tx, 'select key, cost::float8 as cost from consultations.vote_option where vote_id = $1 order by position, key', [vote.id])
      question = questionOf(vote.rules, options)
      if (this.questions.size >= 100) this.questions.clear()
      this.questions.set(vote.id, question)
    }
    return [method, question]
  }

  /** Which row of the roll the ballot goes under: README item 12. Every row it looks at stays locked until the end. */
  private async admit(tx: EntityManager, vote: VoteAtBox, key: Buffer, request: CastRequest): Promise<Seat> {
    const { voter, account, channel, evidence } = request
    if ('voterRef' in voter) return { id: randomUUID(), decision: 'first', contests: null, castCount: 0 }
    const accountRef = account ? accountReference(this.config.masterPepper, vote.id, account.accountId) : null
    const found = await findEntries(tx, vote.id, voter.k0, accountRef, request.assistanceId ?? null)
    const corrected = found.find((entry) => entry.sameAssistance && entry.status !== 'rejected' && entry.channel === channel)
    if (corrected) return { id: corrected.id, decision: 'replace', contests: null, castCount: corrected.castCount }

    const candidates = found.filter(isStanding).map((entry) => ({ ...entry, sameAccount: entry.sameAccount && stillOwn(entry) }))
    const { decision, rowId } = admission(candidates.filter((entry) => entry.samePerson || entry.sameAccount), { channel, evidence }, voter.conventionalDate)
    const replaced = candidates.find((entry) => entry.id === rowId)
    if (decision === 'replace' && replaced) return { id: replaced.id, decision, contests: null, castCount: replaced.castCount }
    const own = found.filter((entry) => entry.sameAccount)
    const id = account ? ownSeat(own, key, vote.id, account.accountId).entryId : randomUUID()
    return { id, decision, contests: decision === 'contested' ? rowId : null, castCount: 0 }
  }

  private deposit(vote: VoteAtBox, key: Buffer, request: CastRequest, seat: Seat): Deposit {
    const { voter, account } = request
    const name = pseudonym(key, vote.id, seat.id)
    const n = account?.n ?? seat.castCount + 1
    const nonce = account?.nonce ?? randomBytes(NONCE_LENGTH)
    const opening = openingText({ voteId: vote.id, pseudonym: name, ordinal: n, choice: request.choice })
    return {
      entryId: seat.id,
      decision: seat.decision,
      k0: 'k0' in voter ? voter.k0 : null,
      conventionalDate: 'k0' in voter && voter.conventionalDate,
      voterRef: 'voterRef' in voter ? voter.voterRef : null,
      accountRef: account ? accountReference(this.config.masterPepper, vote.id, account.accountId) : null,
      contests: seat.contests,
      receipt: receiptCode(this.config.receiptKey, vote.id, seat.id),
      pseudonym: name,
      n,
      opening,
      nonce,
      commitment: commitment(nonce, opening),
      request,
    }
  }

  private async depositAll(tx: EntityManager, voteId: string, deposits: readonly Deposit[]): Promise<void> {
    const column = <T>(of: (deposit: Deposit) => T) => deposits.map(of)
    const { recorded } = await one<{ recorded: number }>(tx, `
      select count(c.status)::integer as recorded
      from unnest($2::uuid[], $3::text[], $4::bytea[], $5::boolean[], $6::text[], $7::bytea[], $8::text[], $9::text[], $10::text[], $11::text[],
        $12::uuid[], $13::uuid[], $14::uuid[], $15::bytea[], $16::bytea[], $17::smallint[], $18::text[], $19::bytea[], $20::bytea[])
        as d (entry, decision, k0, conventional, voter_ref, account_ref, municipality, channel, transport, evidence,
          centre, assistance, contests, receipt_hash, pseudonym, n, opening, nonce, commitment)
      cross join lateral urn.cast($1, d.entry, d.decision, d.k0, d.conventional, d.voter_ref, d.account_ref, d.municipality, d.channel, d.transport, d.evidence,
        d.centre, d.assistance, d.contests, d.receipt_hash, d.pseudonym, d.n, d.opening, d.nonce, d.commitment) c`, [
      voteId,
      column((d) => d.entryId), column((d) => d.decision), column((d) => d.k0), column((d) => d.conventionalDate), column((d) => d.voterRef), column((d) => d.accountRef),
      column((d) => d.request.voter.municipalityCode), column((d) => d.request.channel), column((d) => d.request.transport ?? 'direct'), column((d) => d.request.evidence),
      column((d) => d.request.centreId ?? null), column((d) => d.request.assistanceId ?? null), column((d) => d.contests),
      column((d) => hashReceipt(this.config.receiptKey, d.receipt)), column((d) => d.pseudonym), column((d) => d.n), column((d) => d.opening), column((d) => d.nonce), column((d) => d.commitment),
    ])
    if (recorded !== deposits.length) throw new Error(`${recorded} ballots recorded of ${deposits.length}`)
  }
}

/** Where in the roll a ballot goes. */
interface Seat {
  id: string
  decision: AdmissionDecision
  contests: string | null
  castCount: number
}

const isStanding = (entry: FoundEntry): entry is FoundEntry & { status: 'admitted' | 'contested' } => entry.status !== 'rejected'

const keyOf = ({ voter }: CastRequest): Buffer => ('k0' in voter ? voter.k0 : Buffer.alloc(0))

function refuseChoice(method: VotingMethod, question: Question, choice: Choice, place?: string): void {
  const refusals = method.refusals(choice, question)
  DomainError.throwIfAny(place === undefined ? refusals : refusals.map((refusal) => ({ ...refusal, at: place, facts: { ...refusal.facts, ...(refusal.at ? { option: refusal.at } : {}) } })))
}
