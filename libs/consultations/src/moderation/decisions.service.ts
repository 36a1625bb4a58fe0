import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, rows, touched } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { CasesDto, DecideDto, DecidedView, PreviewView, UndoneView } from './moderation.dto'
import { ModerationRules } from './moderation-settings.service'
import { applies } from './moderation.rules'
import type { Act, Reason } from './moderation.rules'

/** Hours in which a decision is undone. */
const UNDO_HOURS = 24

interface CaseRow {
  id: string
  state: 'waiting' | 'kept' | 'hidden'
  commentId: string | null
  proposalId: string | null
  thing: string
  listed: boolean
  hiddenByDecision: string | null
  /** Has an account that a mail can tell. */
  told: boolean
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
}

export interface Decision {
  act: Act
  reason?: Reason | null
  words?: string
}

/** What is decided of things that were reported or held back: always with what stood before, so that it can be undone. */
@Injectable()
export class ModerationDecisions {
  constructor(private readonly dataSource: DataSource, private readonly settings: ModerationRules, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** What an act would do. Errors: 404 `moderation.unknown`: cases of other places too. */
  async preview(actor: Actor, { cases, act }: CasesDto): Promise<PreviewView> {
    const found = await this.cases(this.dataSource.manager, actor, cases, false)
    return previewOf(found.filter((row) => changes(row, act)), found.length, act)
  }

  /** Errors: 404 `moderation.unknown`; 422 `moderation.reason-needed`, `moderation.words-needed`. */
  async decide(actor: Actor, { cases, act, reason, words = '' }: DecideDto): Promise<DecidedView> {
    if (act === 'hide') {
      DomainError.throwIfAny([
        ...(reason ? [] : [{ code: 'moderation.reason-needed', at: 'reason' }]),
        ...(words.length >= 10 ? [] : [{ code: 'moderation.words-needed', at: 'words', facts: { limit: 10 } }]),
      ])
    }
    return this.dataSource.transaction(async (tx) => {
      const found = await this.cases(tx, actor, cases, true)
      const touchedCases = found.filter((row) => changes(row, act))
      const batchId = randomUUID()
      for (const row of touchedCases) await this.apply(tx, actor, row, { act, reason: act === 'hide' ? reason ?? null : null, words }, batchId)
      return { batchId, ...previewOf(touchedCases, found.length, act) }
    })
  }

  /** Shows again what an appeal was right about. The case is locked by whoever calls. */
  async restore(tx: EntityManager, actor: Actor, caseId: string, words: string): Promise<void> {
    const row = await one<CaseRow>(tx, `${CASE} where k.id = $1`, [caseId])
    // The mail about the appeal says it.
    if (changes(row, 'restore')) await this.apply(tx, actor, { ...row, told: false }, { act: 'restore', words }, randomUUID())
  }

  /** Gives back what stood before, where nothing happened since. Errors: 404 `moderation.unknown`; 422 `moderation.undo-over`. */
  async undo(actor: Actor, batchId: string): Promise<UndoneView> {
    return this.dataSource.transaction(async (tx) => {
      const decisions = await rows<{ id: string, caseId: string, act: string, before: CaseRow['state'], thingBefore: string, listedBefore: boolean, hiddenBefore: string | null, undone: boolean, late: boolean }>(tx, `
        select d.id, d.case_id as "caseId", d.act, d.case_before as before, d.thing_before as "thingBefore", d.listed_before as "listedBefore", d.hidden_before as "hiddenBefore", d.undone_at is not null as undone,
          d.at < platform.clock() - make_interval(hours => ${UNDO_HOURS}) as late
        from consultations.moderation_decision d where d.batch_id = $1 and d.act <> 'undo' order by d.case_id for update`, [batchId])
      if (decisions.length === 0) throw new DomainError('moderation.unknown', { status: 404 })
      const found = await this.cases(tx, actor, decisions.map(({ caseId }) => caseId), true)
      if (decisions.some(({ late }) => late)) throw new DomainError('moderation.undo-over', { facts: { hours: UNDO_HOURS } })
      let undone = 0
      for (const decision of decisions) {
        const row = found.find(({ id }) => id === decision.caseId)
        const last = await one<{ id: string }>(tx, 'select id from consultations.moderation_decision where case_id = $1 order by at desc, id limit 1', [decision.caseId])
        if (!row || decision.undone || last.id !== decision.id || row.thing === 'deleted' || row.thing === 'withdrawn') continue
        const made = await this.write(tx, actor, row, { act: 'undo', words: '' }, randomUUID())
        await tx.query('update consultations.moderation_decision set undone_at = platform.clock() where id = $1', [decision.id])
        await this.set(tx, row, { state: decision.before, hiddenBy: decision.hiddenBefore, thing: decision.thingBefore, listed: decision.listedBefore })
        await closeAppeal(tx, decision.id)
        await this.record(tx, actor, row, 'moderation.undone', made)
        if (decision.act === 'hide' && row.told) await this.outbox.announce(tx, 'moderation.shown', { decisionId: made })
        undone++
      }
      return { undone, kept: decisions.length - undone }
    })
  }

  private async apply(tx: EntityManager, actor: Actor, row: CaseRow, decision: Decision, batchId: string): Promise<void> {
    const id = await this.write(tx, actor, row, decision, batchId)
    // A proposal comes back as what it was.
    const before = row.proposalId && row.hiddenByDecision ? await maybe<{ thing: string }>(tx, 'select thing_before as thing from consultations.moderation_decision where id = $1', [row.hiddenByDecision]) : null
    const shown = before?.thing ?? 'published'
    if (decision.act === 'hide') await this.set(tx, row, { state: 'hidden', hiddenBy: id, thing: 'hidden', listed: row.listed })
    else if (decision.act === 'keep') await this.set(tx, row, { state: 'kept', hiddenBy: null, thing: row.thing, listed: row.listed })
    else await this.set(tx, row, { state: 'kept', hiddenBy: null, thing: shown, listed: true })
    if (decision.act === 'restore' && row.hiddenByDecision) await closeAppeal(tx, row.hiddenByDecision)
    await this.record(tx, actor, row, ACTIONS[decision.act], id)
    const event = decision.act === 'hide' ? 'moderation.hidden' : decision.act === 'publish' || decision.act === 'restore' ? 'moderation.shown' : null
    if (event && row.told) await this.outbox.announce(tx, event, { decisionId: id })
  }

  private async write(tx: EntityManager, actor: Actor, row: CaseRow, { act, reason, words = '' }: Omit<Decision, 'act'> & { act: Act | 'undo' }, batchId: string): Promise<string> {
    const { appealDays } = await this.settings.of(tx, { kind: row.ownerKind, code: row.ownerCode })
    return (await one<{ id: string }>(tx, `
      insert into consultations.moderation_decision (batch_id, case_id, act, reason, words, decided_by, case_before, thing_before, listed_before, hidden_before, appeal_until)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $3 = 'hide' then platform.clock() + make_interval(days => $11) end) returning id`,
    [batchId, row.id, act, reason ?? null, words, actor.accountId, row.state, row.thing, row.listed, row.hiddenByDecision, appealDays])).id
  }

  private async set(tx: EntityManager, row: CaseRow, { state, hiddenBy, thing, listed }: { state: CaseRow['state'], hiddenBy: string | null, thing: string, listed: boolean }): Promise<void> {
    await tx.query('update consultations.moderation_case set state = $2, hidden_by_decision = $3 where id = $1', [row.id, state, hiddenBy])
    if (row.commentId) await tx.query('update consultations.comment set state = $2, listed = $3 where id = $1', [row.commentId, thing, listed])
    else await tx.query('update consultations.proposal set state = $2, updated_at = platform.clock() where id = $1 and state <> $2', [row.proposalId, thing])
  }

  private async record(tx: EntityManager, actor: Actor, row: CaseRow, action: string, decisionId: string): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: row.commentId ? 'comment' : 'proposal', subjectId: row.commentId ?? row.proposalId ?? '', detail: { decisionId } })
  }

  /** Cases of the places of somebody, in one order: two who decide at once wait for each other. */
  private async cases(tx: EntityManager, actor: Actor, ids: string[], lock: boolean): Promise<CaseRow[]> {
    const wanted = [...new Set(ids)]
    if (lock) await rows(tx, 'select id from consultations.moderation_case where id = any($1) order by id for update', [wanted])
    const found = await rows<CaseRow>(tx, `${CASE} where k.id = any($1) order by k.id`, [wanted])
    const mine = found.filter(({ ownerKind, ownerCode }) => mayActIn(actor, 'content.moderate', { kind: ownerKind, code: ownerCode }))
    if (mine.length < wanted.length) throw new DomainError('moderation.unknown', { status: 404 })
    return mine
  }
}

const ACTIONS: Record<Act, string> = { hide: 'moderation.hidden', keep: 'moderation.kept', publish: 'moderation.published', restore: 'moderation.restored' }

const CASE = `
  select k.id, k.state, k.comment_id as "commentId", k.proposal_id as "proposalId", coalesce(t.state, p.state) as thing, coalesce(t.listed, true) as listed, k.hidden_by_decision as "hiddenByDecision",
    coalesce(t.author_id, p.author_id) is not null as told, c.owner_kind as "ownerKind", c.owner_code as "ownerCode"
  from consultations.moderation_case k join consultations.consultation c on c.id = k.consultation_id
    left join consultations.comment t on t.id = k.comment_id left join consultations.proposal p on p.id = k.proposal_id`

const changes = ({ thing, state }: CaseRow, act: Act): boolean => applies(act, { thing, waiting: state === 'waiting' })

function previewOf(changed: CaseRow[], all: number, act: Act): PreviewView {
  return {
    comments: changed.filter(({ commentId }) => commentId !== null).length, proposals: changed.filter(({ proposalId }) => proposalId !== null).length,
    unchanged: all - changed.length, mails: act === 'keep' ? 0 : changed.filter(({ told }) => told).length,
  }
}

/** Nobody has to decide any more of what is shown again. */
async function closeAppeal(tx: EntityManager, decisionId: string): Promise<void> {
  await touched(tx, `update consultations.appeal set outcome = 'moot', decided_at = platform.clock() where decision_id = $1 and outcome is null`, [decisionId])
}

/** The case of a decision that hides, locked with it. */
export async function lockHiding(tx: EntityManager, decisionId: string): Promise<{ caseId: string } | null> {
  const found = await maybe<{ caseId: string }>(tx, `select case_id as "caseId" from consultations.moderation_decision where id = $1 and act = 'hide'`, [decisionId])
  if (found) await rows(tx, 'select id from consultations.moderation_case where id = $1 for update', [found.caseId])
  return found
}
