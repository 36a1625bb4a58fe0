import { Injectable } from '@nestjs/common'
import { CLAIM_WORDS, Withdrawals } from '@parvis/consultations'
import { mayActIn, placesOf } from '@parvis/identity'
import type { Actor, Place } from '@parvis/identity'
import { Audit, Config, csvOf, DomainError, maybe, offsetOf, one, Outbox, rows, Sealed, touched, uniqueViolation } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { CLAIM_COLUMNS, CLAIM_FROM, CLAIM_OPEN, DUE, standingOf, type ClaimRow, type ClaimWords } from './claim-columns'
import type { ClaimOfficeView, ClaimRowsView, ClaimRowView, ClaimsQuery, DecideClaimDto } from './claims.dto'
import { actsFor, decisionRefusals, type ClaimAct, type Proofs } from './claims.rules'

/** Somebody is answered. Payload: `{ claimId }`. */
export const claimEvents = { decided: 'claim.decided' } as const

interface OfficeRow extends ClaimRow {
  ownerKind: Place['kind']
  ownerCode: string
  voteId: string | null
  voteState: string | null
  accountId: string | null
  sealedWords: Buffer | null
  sealedContact: Buffer | null
  sealedAppeal: Buffer | null
  answeredOn: string | null
  barred: boolean
}

/** `$1` places, `$2` everywhere. */
const MINE = `(c.owner_kind || ':' || c.owner_code = any($1::text[]) or $2::boolean)`
const STATES = {
  open: CLAIM_OPEN, overdue: `${CLAIM_OPEN} and ${DUE} < platform.today()`, appealed: 'a.claim_id is not null and d2.claim_id is null',
  decided: `not ${CLAIM_OPEN}`, all: 'true',
} as const
const ASKED = (state: keyof typeof STATES): string => `${MINE} and ${STATES[state]} and ($3::text is null or c.kind = $3) and ($4::uuid is null or c.consultation_id = $4) and (not $5::boolean or v.state in ('open', 'counting'))`
const COLUMNS = ['reference', 'type', 'porte', 'depot', 'echeance', 'en_retard', 'etat', 'consultation', 'lieu', 'issue', 'decidee_le', 'recours_le', 'issue_du_recours'] as const
const PIECE = 500

/** Claims as staff and the guardian see and decide them: never one's own work, desk or person (a trigger of the table holds the same). */
@Injectable()
export class ClaimsOffice {
  readonly columns = COLUMNS
  private readonly sealed: Sealed

  constructor(private readonly dataSource: DataSource, config: Config, private readonly audit: Audit, private readonly outbox: Outbox, private readonly withdrawals: Withdrawals) {
    this.sealed = new Sealed(config, CLAIM_WORDS)
  }

  /** What is due first, first. */
  async list(actor: Actor, query: ClaimsQuery): Promise<ClaimRowsView> {
    const state = query.state ?? 'open'
    const params = [...mine(actor), query.kind ?? null, query.consultationId ?? null, query.beforeSealing ?? false]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${CLAIM_FROM} where ${ASKED(state)}`, params)
    const found = await rows<ClaimRow>(this.dataSource, `
      select ${CLAIM_COLUMNS} ${CLAIM_FROM} where ${ASKED(state)} order by ${CLAIM_OPEN} desc, ${DUE}, c.filed_at, c.id limit $6 offset $7`, [...params, query.perPage, offsetOf(query)])
    return { items: found.map(rowView), total, page: query.page, perPage: query.perPage }
  }

  /** Every claim of the places of whoever asks; without words, names and addresses. */
  csv(actor: Actor): Readable {
    return csvOf(COLUMNS, this.lines(actor))
  }

  /** Errors: 404 `claim.unknown`, of other places too. */
  async view(actor: Actor, id: string): Promise<ClaimOfficeView> {
    return this.viewOf(actor, await this.claim(this.dataSource.manager, actor, id))
  }

  /**
   * Decides, and does what follows in the same transaction; who decides learns no more than that it was done. Errors: 404 `claim.unknown`;
   * 403 `claim.not-yours` for an appeal that the guardian decides, and the other way round; 409 `claim.decided`, `claim.own-desk`, `claim.same-person`,
   * `vote.already-sealed`, `contested-entry.same-account`; 422 `claim.act-unproven`, `claim.act-rejected`.
   */
  async decide(actor: Actor, id: string, { outcome, act, reason }: DecideClaimDto): Promise<ClaimOfficeView> {
    return this.dataSource.transaction(async (tx) => {
      const claim = await this.claim(tx, actor, id, 'lock')
      const instance = claim.appealed ? 2 : 1
      if (!mayActIn(actor, instance === 2 ? 'claim.decide-appeal' : 'claim.decide', placeOf(claim))) throw new DomainError('claim.not-yours', { status: 403 })
      const words = this.wordsOf(claim)
      if (!claim.barred && (instance === 1 ? claim.first : claim.second) === null) DomainError.throwIfAny(decisionRefusals(outcome, act, possible(claim, words)))
      await tx.query('insert into inclusion.claim_decision (claim_id, instance, outcome, act, reason, decided_by) values ($1, $2, $3, $4, $5, $6)', [id, instance, outcome, act, reason, actor.accountId]).catch((error: unknown) => {
        throw uniqueViolation(error) === null ? error : new DomainError('claim.decided', { status: 409 })
      })
      await this.perform(tx, actor, claim, words, act, reason)
      await tx.query(`update inclusion.claim set answered_on = case when reply = 'code' then platform.today() end where id = $1`, [id])
      await this.audit.append(tx, { actorId: actor.accountId, action: instance === 2 ? 'claim.appeal-decided' : 'claim.decided', subjectKind: 'claim', subjectId: id, detail: { claimKind: claim.kind, outcome, claimAct: act } })
      await this.outbox.announce(tx, claimEvents.decided, { claimId: id })
      return this.viewOf(actor, await this.claim(tx, actor, id))
    })
  }

  /** A letter left, or somebody was called. Errors: 404 `claim.unknown`; 409 `claim.not-decided`, `claim.own-desk`. */
  async answered(actor: Actor, id: string): Promise<ClaimOfficeView> {
    return this.dataSource.transaction(async (tx) => {
      const claim = await this.claim(tx, actor, id, 'lock')
      if (claim.barred) throw new DomainError('claim.own-desk', { status: 409 })
      if (claim.first === null) throw new DomainError('claim.not-decided', { status: 409 })
      const told = await touched(tx, 'update inclusion.claim set answered_on = platform.today() where id = $1 and answered_on is null', [id])
      if (told > 0) await this.audit.append(tx, { actorId: actor.accountId, action: 'claim.answered', subjectKind: 'claim', subjectId: id, detail: { claimKind: claim.kind } })
      return this.viewOf(actor, await this.claim(tx, actor, id))
    })
  }

  private async perform(tx: EntityManager, actor: Actor, { voteId, accountId }: OfficeRow, words: ClaimWords | null, act: ClaimAct, reason: string): Promise<void> {
    if (act === 'none' || !voteId) return
    if (act === 'homonym') return this.withdrawals.admitHomonym(tx, voteId, words?.receipt ?? '', actor.accountId, reason)
    const person = words?.k0 ? { k0: Buffer.from(words.k0, 'hex'), conventionalDate: words.conventionalDate ?? false } : null
    if (act === 'usurped' && person) return this.withdrawals.rejectUsurped(tx, voteId, person, actor.accountId, reason)
    if (act === 'withdrawn' && (person || accountId)) await this.withdrawals.withdrawDecided(tx, voteId, person ?? { accountId: accountId ?? '' })
  }

  private async* lines(actor: Actor): AsyncGenerator<object> {
    for (let offset = 0; ; offset += PIECE) {
      const found = await rows<ClaimRow>(this.dataSource, `select ${CLAIM_COLUMNS} ${CLAIM_FROM} where ${MINE} order by c.filed_at, c.id limit ${PIECE} offset $3`, [...mine(actor), offset])
      for (const row of found) {
        const { state, overdue } = standingOf(row)
        yield {
          reference: row.reference, type: row.kind, porte: row.door, depot: row.filedOn, echeance: row.dueOn, en_retard: overdue ? 'oui' : 'non', etat: state, consultation: row.consultation?.title ?? '', lieu: row.centre ?? '',
          issue: row.first?.outcome ?? '', decidee_le: row.first?.on ?? '', recours_le: row.appealed?.on ?? '', issue_du_recours: row.second?.outcome ?? '',
        }
      }
      if (found.length < PIECE) return
    }
  }

  private viewOf(actor: Actor, claim: OfficeRow): ClaimOfficeView {
    const { first, second, appealed, answeredOn, barred } = claim
    const words = barred ? null : this.wordsOf(claim)
    const open = first === null || (appealed !== null && second === null)
    return {
      ...rowView(claim), barred, answeredOn, decision: first,
      words: words?.words ?? null, centreTyped: words?.centreTyped ?? '',
      contact: !barred && claim.sealedContact ? this.sealed.open(claim.sealedContact, claim.id) : null,
      proofs: proofsOf(claim, words),
      appeal: appealed && { ...appealed, decision: second, words: !barred && claim.sealedAppeal ? this.sealed.open(claim.sealedAppeal, claim.id) : null },
      acts: open && !barred ? possible(claim, words) : [],
      mayDecide: open && !barred && mayActIn(actor, appealed ? 'claim.decide-appeal' : 'claim.decide', placeOf(claim)),
    }
  }

  private wordsOf({ id, sealedWords }: OfficeRow): ClaimWords | null {
    return sealedWords && JSON.parse(this.sealed.open(sealedWords, id)) as ClaimWords
  }

  private async claim(tx: EntityManager, actor: Actor, id: string, lock?: 'lock'): Promise<OfficeRow> {
    if (lock) await tx.query('select from inclusion.claim where id = $1 for no key update', [id])
    const claim = await maybe<OfficeRow>(tx, `
      select ${CLAIM_COLUMNS}, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.vote_id as "voteId", v.state as "voteState", c.account_id as "accountId", c.words as "sealedWords", c.contact as "sealedContact", a.words as "sealedAppeal",
        to_char(c.answered_on, 'YYYY-MM-DD') as "answeredOn", inclusion.claim_bars(c.id, $2) as barred
      ${CLAIM_FROM} where c.id = $1`, [id, actor.accountId])
    if (!claim || !mayActIn(actor, 'claim.read', placeOf(claim))) throw new DomainError('claim.unknown', { status: 404 })
    return claim
  }
}

const placeOf = ({ ownerKind, ownerCode }: OfficeRow): Place => ({ kind: ownerKind, code: ownerCode })

function mine(actor: Actor): [string[], boolean] {
  const { everywhere, places } = placesOf(actor, 'claim.read')
  return [places.map(({ kind, code }) => `${kind}:${code}`), everywhere]
}

const proofsOf = ({ accountId }: OfficeRow, words: ClaimWords | null): Proofs => ({ ballotReceipt: words?.receipt !== undefined, document: words?.k0 !== undefined, account: accountId !== null })

const possible = (claim: OfficeRow, words: ClaimWords | null): ClaimAct[] => actsFor(claim.kind, proofsOf(claim, words), !claim.voteId || !['open', 'counting'].includes(claim.voteState ?? ''))

function rowView(row: ClaimRow): ClaimRowView {
  const { id, reference, kind, door, filedOn, dueOn, consultation, centre, reply } = row
  return { id, reference, kind, door, ...standingOf(row), filedOn, dueOn, consultation, centre, reply }
}
