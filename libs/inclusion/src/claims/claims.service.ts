import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { CLAIM_WORDS, hashReceipt, parseReceipt } from '@parvis/consultations'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, Erasures, maybe, one, rows, Sealed, touched, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { addDays } from '../centres/hours.rules'
import { CLAIM_COLUMNS, CLAIM_FROM, claimCode, standingOf, type ClaimRow } from './claim-columns'
import type { ClaimAppealDto, ClaimView, DeskClaimsView } from './claims.dto'
import { APPEAL_DAYS, workingDayAfter, WORKING_DAYS, type Reply } from './claims.rules'

/** Most that a desk is shown. */
const OF_A_DESK = 50

/** What an answer is written from. */
export interface ClaimLetter {
  reply: Reply
  to: string
  language: 'fr' | 'en' | 'nl'
  code: string
  outcome: 'accepted' | 'rejected'
  reason: string
  /** What the guardian decided. */
  appeal: boolean
}

/** A claim as who made it follows it, by its code alone. */
@Injectable()
export class Claims implements OnModuleInit {
  private readonly sealed: Sealed

  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly audit: Audit, private readonly erasures: Erasures) {
    this.sealed = new Sealed(config, CLAIM_WORDS)
  }

  onModuleInit(): void {
    this.erasures.register('claims', 6 * 3600, (tx) => this.forget(tx))
  }

  /** Error: 404 `claim.unknown`, for a mistyped code too. */
  async read(typed: string): Promise<ClaimView> {
    return this.view((await this.byCode(this.dataSource.manager, typed)).row)
  }

  /** Once, in the days that follow the decision; somebody else decides. Errors: 404 `claim.unknown`; 409 `claim.not-decided`, `claim.appeal-once`, `claim.appeal-late`. */
  async appeal(typed: string, { words }: ClaimAppealDto): Promise<ClaimView> {
    return this.dataSource.transaction(async (tx) => {
      const { id, row } = await this.byCode(tx, typed)
      const { state } = standingOf(row)
      if (state === 'waiting') throw new DomainError('claim.not-decided', { status: 409 })
      if (state === 'closed' && row.appealed === null) throw new DomainError('claim.appeal-late', { status: 409, facts: { days: APPEAL_DAYS } })
      const { today } = await one<{ today: string }>(tx, `select to_char(platform.today(), 'YYYY-MM-DD') as today`)
      await tx.query('insert into inclusion.claim_appeal (claim_id, words, due_on) values ($1, $2, $3)', [id, this.sealed.seal(words, id), workingDayAfter(today, WORKING_DAYS)]).catch((error: unknown) => {
        throw uniqueViolation(error) === null ? error : new DomainError('claim.appeal-once', { status: 409 })
      })
      await this.audit.append(tx, { actorId: null, action: 'claim.appealed', subjectKind: 'claim', subjectId: id, detail: { claimKind: row.kind } })
      return this.view((await this.byCode(tx, typed)).row)
    })
  }

  /** Of the actor's desks: that there are claims, and where they stand. */
  async ofDesks(actor: Actor): Promise<DeskClaimsView> {
    const centres = (await rows<{ id: string, slug: string }>(this.dataSource, 'select t.id, t.slug from identity.desk_place d join inclusion.centre t on t.id = d.centre_id where d.account_id = $1', [actor.accountId]))
      .filter(({ slug }) => mayActIn(actor, 'desk.use', { kind: 'centre', code: slug }))
    const found = await rows<ClaimRow & { taken: boolean }>(this.dataSource, `
      select ${CLAIM_COLUMNS}, coalesce(c.received_by = $2, false) as taken ${CLAIM_FROM} where c.centre_id = any($1) or c.received_by = $2 order by c.filed_at desc, c.id limit ${OF_A_DESK}`, [centres.map(({ id }) => id), actor.accountId])
    return { items: found.map((row) => ({ reference: row.reference, taken: row.taken, state: standingOf(row).state, filedOn: row.filedOn })) }
  }

  /** What is sent to whoever gave an address or a number; null when nothing is to be sent any more. */
  async letter(claimId: string): Promise<ClaimLetter | null> {
    const found = await maybe<{ reply: Reply, contact: Buffer, language: ClaimLetter['language'], outcome: 'accepted' | 'rejected', reason: string, appeal: boolean }>(this.dataSource, `
      select c.reply, c.contact, c.language, d.outcome, d.reason, d.instance = 2 as appeal from inclusion.claim c
      join lateral (select outcome, reason, instance from inclusion.claim_decision where claim_id = c.id order by instance desc limit 1) d on true
      where c.id = $1 and c.contact is not null and c.answered_on is null and c.reply in ('email', 'phone')`, [claimId])
    if (!found) return null
    const { contact, ...letter } = found
    return { ...letter, to: this.sealed.open(contact, claimId), code: claimCode(this.config, claimId) }
  }

  async answered(claimId: string): Promise<void> {
    await this.dataSource.query('update inclusion.claim set answered_on = platform.today() where id = $1 and answered_on is null', [claimId])
  }

  /** Two months after what was decided last, the words and the address go (the time to go to a court); two years after it was made, the rest. */
  private async forget(tx: EntityManager): Promise<number> {
    const over = `not exists (select from inclusion.claim_appeal a where a.claim_id = c.id and not exists (select from inclusion.claim_decision d where d.claim_id = c.id and d.instance = 2))
      and (select max(d.at) from inclusion.claim_decision d where d.claim_id = c.id) < platform.clock() - interval '2 months'`
    await tx.query(`update inclusion.claim_appeal a set words = null from inclusion.claim c where c.id = a.claim_id and a.words is not null and ${over}`)
    return await touched(tx, `update inclusion.claim c set words = null, contact = null, forgotten_on = platform.today() where c.forgotten_on is null and ${over}`)
      + await touched(tx, `delete from inclusion.claim c where c.forgotten_on is not null and c.filed_at < platform.clock() - interval '24 months'`)
  }

  private view(row: ClaimRow): ClaimView {
    const { kind, filedOn, dueOn, consultation, first, second, appealed } = row
    const { state } = standingOf(row)
    return {
      kind, state, filedOn, dueOn, consultation, decision: first, appeal: appealed && { ...appealed, decision: second },
      appealUntil: state === 'decided' && first ? addDays(first.on, APPEAL_DAYS - 1) : null,
    }
  }

  private async byCode(tx: EntityManager, typed: string): Promise<{ id: string, row: ClaimRow }> {
    const code = parseReceipt(typed)
    const row = code && await maybe<ClaimRow>(tx, `select ${CLAIM_COLUMNS} ${CLAIM_FROM} where c.code_hash = $1`, [hashReceipt(this.config.receiptKey, code)])
    if (!row) throw new DomainError('claim.unknown', { status: 404 })
    return { id: row.id, row }
  }
}
