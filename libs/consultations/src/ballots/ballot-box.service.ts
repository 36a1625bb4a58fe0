import { randomBytes, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Config, DomainError, prepared, preparedOne, rows } from '@parvis/platform'
import { methodNamed, type Choice, type Question, type VotingMethod } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { questionOf, type VoteOptionFacts } from '../consultations/questions.rules'
import type { CastReceipt, CastRequest, KnownVoter, OwnAccount } from './ballot-box'
import { NONCE_LENGTH, commitment, openingText, pseudonym } from './opening'
import { admission, type AdmissionDecision } from './precedence.rules'
import { formatReceipt, hashReceipt, receiptCode } from './receipts'
import { retrying } from './retry'
import { accountReference, findEntries, isStanding, ownSeat, stillOwn, voteAndEntries, voteAtBox, type FoundEntry, type VoteAtBox } from './roll'

/** One call of urn.cast(). */
interface Deposit {
  entryId: string
  decision: AdmissionDecision
  k0: Buffer | null
  conventionalDate: boolean
  hints: Buffer | null
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

const DEPOSIT = prepared(`
  select count(c.status)::integer as recorded
  from unnest($2::uuid[], $3::text[], $4::bytea[], $5::boolean[], $6::text[], $7::bytea[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::uuid[], $13::uuid[], $14::uuid[], $15::bytea[], $16::bytea[], $17::smallint[], $18::text[], $19::bytea[], $20::bytea[], $21::bytea[])
    as d (entry, decision, k0, conventional, voter_ref, account_ref, municipality, channel, transport, evidence,
      centre, assistance, contests, receipt_hash, pseudonym, n, opening, nonce, commitment, hints)
  cross join lateral urn.cast($1, d.entry, d.decision, d.k0, d.conventional, d.voter_ref, d.account_ref, d.municipality, d.channel, d.transport, d.evidence,
    d.centre, d.assistance, d.contests, d.receipt_hash, d.pseudonym, d.n, d.opening, d.nonce, d.commitment, d.hints) c`)

/** Cast in one statement, well under the parameters and memory of one round trip. */
const BATCH = 500

/** Locks of one transaction: PostgreSQL keeps them in a table of some thousands for everybody. */
const MOST_KNOWN = 2000

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
   * Casts many ballots of one vote by the same rules, all or none: the first refusal names its place (`at`: index from 0).
   * At most 2000 people known by civil status at once: each is locked until the transaction ends.
   *
   * @returns how many were recorded
   */
  async castMany(tx: EntityManager, voteId: string, requests: readonly CastRequest[], progress: (done: number) => void = () => {}): Promise<number> {
    const [known, listed] = [requests.filter(({ voter }) => 'k0' in voter), requests.filter(({ voter }) => 'voterRef' in voter)]
    if (known.length > MOST_KNOWN) throw new RangeError(`At most ${MOST_KNOWN} people known by civil status are entered at once`)
    const vote = await this.openVote(tx, voteId)
    const [method, question] = await this.questionOf(tx, vote)
    for (const [index, request] of requests.entries()) {
      refuseChoice(method, question, request.choice, String(index))
      refuseOffRoll(vote, request)
    }
    let done = 0
    for (const batch of [...inRounds(known), ...inBatches(listed)]) {
      await this.castBatch(tx, vote, batch)
      done += batch.length
      progress(done)
    }
    return done
  }

  private async castIn(tx: EntityManager, request: CastRequest): Promise<CastReceipt> {
    const { vote, entries } = await this.openVoteFor(tx, request)
    DomainError.throwIfAny(request.refusals?.(vote) ?? [])
    const [method, question] = await this.questionOf(tx, vote)
    refuseChoice(method, question, request.choice)
    refuseOffRoll(vote, request)
    const [deposit] = await this.depositFor(tx, vote, [request], entries ? [entries] : [])
    return {
      receipt: formatReceipt(deposit?.receipt ?? ''),
      n: request.account ? request.account.n : null,
      serverNonce: !request.account?.commitment,
      changeableUntil: vote.closesAt.toISOString(),
    }
  }

  /** Ballots of different people. Every row of the roll that decides stays locked until the transaction ends. */
  private async castBatch(tx: EntityManager, vote: VoteAtBox, requests: readonly CastRequest[]): Promise<Deposit[]> {
    const people = requests.flatMap(({ voter, account, assistanceId }) => ('k0' in voter ? [{ k0: voter.k0, accountRef: this.reference(vote.id, account), assistanceId: assistanceId ?? null }] : []))
    const found = people.length > 0 ? await findEntries(tx, vote.id, people) : []
    return this.depositFor(tx, vote, requests, found)
  }

  /** @param found of each person known by civil status, in the order of the requests: their rows, locked */
  private async depositFor(tx: EntityManager, vote: VoteAtBox, requests: readonly CastRequest[], found: readonly FoundEntry[][]): Promise<Deposit[]> {
    const key = this.config.voteKey(vote.id)
    const waiting = [...found]
    const deposits = requests.map((request) => this.deposit(vote, key, request, 'k0' in request.voter ? this.admit(vote, key, request, request.voter, waiting.shift() ?? []) : newSeat()))
    await this.depositAll(tx, vote.id, deposits)
    const stubs = deposits.filter(({ request }) => request.stub)
    if (stubs.length > 0) await tx.query('select roll.keep_stubs($1, $2::bytea[], $3::uuid[])', [vote.id, stubs.map(({ request }) => request.stub), stubs.map(({ entryId }) => entryId)])
    return deposits
  }

  private async openVote(tx: EntityManager, voteId: string): Promise<VoteAtBox> {
    return taking(await voteAtBox(tx, voteId, { lock: true }))
  }

  /** The vote with the rows of the person who votes; no rows for somebody on a closed roll, who has one place there. */
  private async openVoteFor(tx: EntityManager, { voteId, voter, account, assistanceId }: CastRequest): Promise<{ vote: VoteAtBox, entries: FoundEntry[] | null }> {
    if (!('k0' in voter)) return { vote: await this.openVote(tx, voteId), entries: null }
    const found = await voteAndEntries(tx, voteId, { k0: voter.k0, accountRef: this.reference(voteId, account), assistanceId: assistanceId ?? null })
    return { vote: taking(found?.vote ?? null), entries: found?.entries ?? [] }
  }

  /** What was asked, kept in memory: it cannot change any more once ballots are taken. */
  private async questionOf(tx: EntityManager, vote: VoteAtBox): Promise<[VotingMethod, Question]> {
    const method = methodNamed(vote.method)
    if (!method) throw new Error(`Vote ${vote.id} has a method that this version does not know: ${vote.method}`)
    let question = this.questions.get(vote.id)
    if (!question) {
      const options = await rows<VoteOptionFacts>(tx, 'select key, cost::float8 as cost from consultations.vote_option where vote_id = $1 order by position, key', [vote.id])
      question = questionOf(vote.method, vote.rules, options)
      if (this.questions.size >= 100) this.questions.clear()
      this.questions.set(vote.id, question)
    }
    return [method, question]
  }

  /** Which row of the roll the ballot goes under: README item 12. */
  private admit(vote: VoteAtBox, key: Buffer, { account, channel, evidence }: CastRequest, voter: KnownVoter, found: readonly FoundEntry[]): Seat {
    const corrected = found.find((entry) => entry.sameAssistance && isStanding(entry) && entry.channel === channel)
    if (corrected) return { id: corrected.id, decision: 'replace', contests: null, castCount: corrected.castCount }

    const standing = found.filter(isStanding).map((entry) => ({ ...entry, sameAccount: entry.sameAccount && stillOwn(entry) }))
    const { decision, rowId } = admission(standing.filter((entry) => entry.samePerson || entry.sameAccount), { channel, evidence }, voter.conventionalDate)
    const replaced = standing.find((entry) => entry.id === rowId)
    if (decision === 'replace' && replaced) return { id: replaced.id, decision, contests: null, castCount: replaced.castCount }
    const id = account ? ownSeat(found.filter((entry) => entry.sameAccount), key, vote.id, account.accountId).entryId : randomUUID()
    return { id, decision, contests: decision === 'contested' ? rowId : null, castCount: 0 }
  }

  private reference(voteId: string, account: OwnAccount | undefined): Buffer | null {
    return account ? accountReference(this.config.masterPepper, voteId, account.accountId) : null
  }

  private deposit(vote: VoteAtBox, key: Buffer, request: CastRequest, seat: Seat): Deposit {
    const { voter, account } = request
    const name = pseudonym(key, vote.id, seat.id)
    const n = account?.n ?? seat.castCount + 1
    const nonce = account?.nonce ?? randomBytes(NONCE_LENGTH)
    const opening = openingText({ voteId: vote.id, pseudonym: name, ordinal: n, choice: request.choice })
    const committed = commitment(nonce, opening)
    if (account?.commitment && !account.commitment.equals(committed)) throw new DomainError('ballot.commitment-differs')
    return {
      entryId: seat.id,
      decision: seat.decision,
      k0: 'k0' in voter ? voter.k0 : null,
      conventionalDate: 'k0' in voter && voter.conventionalDate,
      hints: 'k0' in voter ? voter.hints : null,
      voterRef: 'voterRef' in voter ? voter.voterRef : null,
      accountRef: this.reference(vote.id, account),
      contests: seat.contests,
      receipt: receiptCode(this.config.receiptKey, vote.id, seat.id),
      pseudonym: name,
      n,
      opening,
      nonce,
      commitment: committed,
      request,
    }
  }

  private async depositAll(tx: EntityManager, voteId: string, deposits: readonly Deposit[]): Promise<void> {
    const column = <T>(of: (deposit: Deposit) => T) => deposits.map(of)
    const answer = await preparedOne<{ recorded: number }>(tx, DEPOSIT, [
      voteId,
      column((d) => d.entryId), column((d) => d.decision), column((d) => d.k0), column((d) => d.conventionalDate), column((d) => d.voterRef), column((d) => d.accountRef),
      column((d) => d.request.voter.municipalityCode), column((d) => d.request.channel), column((d) => d.request.transport ?? 'direct'), column((d) => d.request.evidence),
      column((d) => d.request.centreId ?? null), column((d) => d.request.assistanceId ?? null), column((d) => d.contests),
      column((d) => hashReceipt(this.config.receiptKey, d.receipt)), column((d) => d.pseudonym), column((d) => d.n), column((d) => d.opening), column((d) => d.nonce), column((d) => d.commitment), column((d) => d.hints),
    ])
    if (answer?.recorded !== deposits.length) throw new Error(`${answer?.recorded} ballots recorded of ${deposits.length}`)
  }
}

/** Where in the roll a ballot goes. */
interface Seat {
  id: string
  decision: AdmissionDecision
  contests: string | null
  castCount: number
}

function taking(vote: VoteAtBox | null): VoteAtBox {
  if (!vote) throw new DomainError('vote.unknown', { status: 404 })
  if (vote.suspended) throw new DomainError('consultation.suspended', { status: 409 })
  // The deadline itself is urn.cast()'s, by the database's clock, after the last wait.
  if (vote.state !== 'open' && vote.state !== 'counting') throw new DomainError('vote.not-open', { status: 409, facts: { state: vote.state } })
  return vote
}

const newSeat = (): Seat => ({ id: randomUUID(), decision: 'first', contests: null, castCount: 0 })

const keyOf = ({ voter }: CastRequest): string => ('k0' in voter ? voter.k0.toString('hex') : '')

function inBatches(requests: readonly CastRequest[]): CastRequest[][] {
  return Array.from({ length: Math.ceil(requests.length / BATCH) }, (_, index) => requests.slice(index * BATCH, (index + 1) * BATCH))
}

/**
 * Somebody who comes several times in one list comes in as many rounds, in the order of the list. Within a round people are in
 * the order of their keys, so that two lists never wait for each other in a circle.
 */
function inRounds(requests: readonly CastRequest[]): CastRequest[][] {
  const seen = new Map<string, number>()
  const rounds: CastRequest[][] = []
  for (const request of requests) {
    const round = seen.get(keyOf(request)) ?? 0
    seen.set(keyOf(request), round + 1)
    const members = rounds[round] ?? (rounds[round] = [])
    members.push(request)
  }
  return rounds.flatMap((round) => inBatches(round.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))))
}

function refuseOffRoll({ rollKind }: VoteAtBox, { voter }: CastRequest): void {
  if (('voterRef' in voter) !== (rollKind === 'closed')) throw new DomainError('ballot.not-on-roll')
}

function refuseChoice(method: VotingMethod, question: Question, choice: Choice, place?: string): void {
  const refusals = method.refusals(choice, question)
  DomainError.throwIfAny(place === undefined ? refusals : refusals.map((refusal) => ({ ...refusal, at: place, facts: { ...refusal.facts, ...(refusal.at ? { option: refusal.at } : {}) } })))
}
