import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, iso, maybe, Outbox, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { hashReceipt, parseReceipt } from '../ballots/receipts'
import { lockHiding, ModerationDecisions } from './decisions.service'
import type { DecideAppealDto, NoticeView } from './moderation.dto'
import { ModerationRules } from './moderation-settings.service'

interface NoticeRow extends Omit<NoticeView, 'decisionDays' | 'mayAppeal'> {
  authorId: string | null
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  caseId: string
  hiddenBy: string
  inTime: boolean
}

const NOTICE = `
  select d.id as "decisionId", d.case_id as "caseId", d.decided_by as "hiddenBy", case when k.comment_id is null then 'proposal' else 'comment' end as kind, coalesce(p.title, q.title, b.title) as title,
    coalesce(t.body, p.body) as text, json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, d.reason, d.words, ${iso('d.at')} as at, ${iso('d.appeal_until')} as "appealUntil",
    k.hidden_by_decision is distinct from d.id as over, platform.clock() < d.appeal_until as "inTime", coalesce(t.author_id, p.author_id) as "authorId", c.owner_kind as "ownerKind", c.owner_code as "ownerCode",
    case when a.decision_id is not null then json_build_object('words', a.words, 'at', ${iso('a.at')}, 'dueAt', ${iso('a.due_at')}, 'outcome', a.outcome, 'answer', a.answer, 'decidedAt', ${iso('a.decided_at')}) end as appeal
  from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id join consultations.consultation c on c.id = k.consultation_id
    left join consultations.comment t on t.id = k.comment_id left join consultations.proposal p on p.id = k.proposal_id
    left join consultations.proposal q on q.id = t.proposal_id left join consultations.debate b on b.id = t.debate_id
    left join consultations.appeal a on a.decision_id = d.id
  where d.id = $1 and d.act = 'hide'`

/**
 * The last decision that hid what a receipt stands for: something that a desk entered for somebody without an account. The receipt of a
 * support says nothing about the proposal, and whoever has an account answers with it.
 */
const OF_RECEIPT = `
  select d.id from consultations.receipt r join consultations.moderation_case k on (r.kind = 'comment' and k.comment_id = r.comment_id) or (r.kind = 'proposal' and k.proposal_id = r.proposal_id)
    join consultations.moderation_decision d on d.case_id = k.id and d.act = 'hide' and d.undone_at is null
    left join consultations.comment t on t.id = k.comment_id left join consultations.proposal p on p.id = k.proposal_id
  where r.hash = $1 and coalesce(t.author_id, p.author_id) is null order by d.at desc, d.id limit 1`

const told = ({ authorId: _author, ownerKind: _kind, ownerCode: _code, caseId: _case, hiddenBy: _by, inTime: _in, ...notice }: NoticeRow): Omit<NoticeView, 'decisionDays' | 'mayAppeal'> => notice

/** What the author of something hidden may read and answer, and who decides of it: never the person who hid it. */
@Injectable()
export class Appeals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly decisions: ModerationDecisions,
    private readonly rules: ModerationRules,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  /** Errors: 404 `moderation.unknown`: to anybody but the author. */
  async notice(actor: Actor, decisionId: string): Promise<NoticeView> {
    return this.view(await this.own(this.dataSource.manager, actor, decisionId))
  }

  /** What was hidden of what a code stands for; null: nothing. Error: 404 `receipt.unknown`, for a mistyped code too. */
  async noticeOfReceipt(typed: string): Promise<NoticeView | null> {
    const decisionId = await this.hiddenUnder(typed)
    const notice = decisionId && await maybe<NoticeRow>(this.dataSource, NOTICE, [decisionId])
    return notice ? this.view(notice) : null
  }

  /** Once for each decision, in the days that the place gives. Errors: 404 `moderation.unknown`; 409 `appeal.once`; 422 `appeal.over`, `appeal.too-late`. */
  async appeal(actor: Actor, decisionId: string, words: string): Promise<NoticeView> {
    await this.dataSource.transaction(async (tx) => {
      await lockHiding(tx, decisionId)
      await this.make(tx, await this.own(tx, actor, decisionId), { door: 'account', accountId: actor.accountId, words })
    })
    return this.notice(actor, decisionId)
  }

  /** The same by the code of what a desk entered: the same days, the same once. Errors beside: 404 `receipt.unknown`, `moderation.unknown` when nothing is hidden. */
  async appealByReceipt(typed: string, words: string): Promise<NoticeView> {
    const decisionId = await this.hiddenUnder(typed)
    if (!decisionId) throw new DomainError('moderation.unknown', { status: 404 })
    return this.dataSource.transaction(async (tx) => {
      await lockHiding(tx, decisionId)
      const read = async (): Promise<NoticeRow> => {
        const notice = await maybe<NoticeRow>(tx, NOTICE, [decisionId])
        if (!notice) throw new DomainError('moderation.unknown', { status: 404 })
        return notice
      }
      await this.make(tx, await read(), { door: 'receipt', accountId: null, words })
      return this.view(await read())
    })
  }

  /** Errors: 404 `moderation.unknown`, of other places too; 403 `appeal.same-person`; 409 `appeal.decided`. */
  async decide(actor: Actor, decisionId: string, { outcome, answer }: DecideAppealDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await lockHiding(tx, decisionId)
      const notice = await maybe<NoticeRow>(tx, NOTICE, [decisionId])
      if (!notice?.appeal || !mayActIn(actor, 'appeal.decide', { kind: notice.ownerKind, code: notice.ownerCode })) throw new DomainError('moderation.unknown', { status: 404 })
      if (notice.hiddenBy === actor.accountId) throw new DomainError('appeal.same-person', { status: 403 })
      const decided = await touched(tx, `
        update consultations.appeal set outcome = $2, answer = $3, decided_by = $4, decided_at = platform.clock() where decision_id = $1 and outcome is null`, [decisionId, outcome, answer, actor.accountId])
      if (decided === 0) throw new DomainError('appeal.decided', { status: 409 })
      if (outcome === 'restored') await this.decisions.restore(tx, actor, notice.caseId, answer)
      await this.record(tx, actor.accountId, outcome === 'restored' ? 'appeal.accepted' : 'appeal.rejected', decisionId)
      await this.outbox.announce(tx, 'appeal.decided', { decisionId })
    })
  }

  private async view(notice: NoticeRow): Promise<NoticeView> {
    const { decisionDays } = await this.rules.of(this.dataSource, { kind: notice.ownerKind, code: notice.ownerCode })
    return { ...told(notice), decisionDays, mayAppeal: !notice.over && notice.inTime && notice.appeal === null }
  }

  /** The decision is locked by whoever calls. */
  private async make(tx: EntityManager, notice: NoticeRow, { door, accountId, words }: { door: 'account' | 'receipt', accountId: string | null, words: string }): Promise<void> {
    const { decisionDays } = await this.rules.of(tx, { kind: notice.ownerKind, code: notice.ownerCode })
    if (notice.over) throw new DomainError('appeal.over')
    if (!notice.inTime) throw new DomainError('appeal.too-late', { facts: { at: notice.appealUntil } })
    const made = await touched(tx, `
      insert into consultations.appeal (decision_id, hidden_by, words, due_at, door) values ($1, $2, $3, platform.clock() + make_interval(days => $4), $5) on conflict do nothing returning decision_id`,
    [notice.decisionId, notice.hiddenBy, words, decisionDays, door])
    if (made === 0) throw new DomainError('appeal.once', { status: 409 })
    await this.record(tx, accountId, 'appeal.made', notice.decisionId)
  }

  private async hiddenUnder(typed: string): Promise<string | null> {
    const code = parseReceipt(typed)
    const hash = code && hashReceipt(this.config.receiptKey, code)
    const known = hash && await maybe(this.dataSource, 'select 1 from consultations.receipt where hash = $1 union all select 1 from roll.receipt_status($1) limit 1', [hash])
    if (!known) throw new DomainError('receipt.unknown', { status: 404 })
    return (await maybe<{ id: string }>(this.dataSource, OF_RECEIPT, [hash]))?.id ?? null
  }

  private async own(tx: EntityManager, actor: Actor, decisionId: string): Promise<NoticeRow> {
    const notice = await maybe<NoticeRow>(tx, NOTICE, [decisionId])
    if (!notice || notice.authorId !== actor.accountId) throw new DomainError('moderation.unknown', { status: 404 })
    return notice
  }

  private async record(tx: EntityManager, actorId: string | null, action: string, decisionId: string): Promise<void> {
    const thing = await maybe<{ kind: string, id: string }>(tx, `
      select case when k.comment_id is null then 'proposal' else 'comment' end as kind, coalesce(k.comment_id, k.proposal_id) as id
      from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id where d.id = $1`, [decisionId])
    await this.audit.append(tx, { actorId, action, subjectKind: thing?.kind ?? 'comment', subjectId: thing?.id ?? decisionId, detail: { decisionId } })
  }
}
