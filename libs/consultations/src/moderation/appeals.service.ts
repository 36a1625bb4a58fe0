import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, iso, maybe, Outbox, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
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
  ) {}

  /** Errors: 404 `moderation.unknown`: to anybody but the author. */
  async notice(actor: Actor, decisionId: string): Promise<NoticeView> {
    const notice = await this.own(this.dataSource.manager, actor, decisionId)
    const { decisionDays } = await this.rules.of(this.dataSource, { kind: notice.ownerKind, code: notice.ownerCode })
    return { ...told(notice), decisionDays, mayAppeal: !notice.over && notice.inTime && notice.appeal === null }
  }

  /** Once for each decision, in the days that the place gives. Errors: 404 `moderation.unknown`; 409 `appeal.once`; 422 `appeal.over`, `appeal.too-late`. */
  async appeal(actor: Actor, decisionId: string, words: string): Promise<NoticeView> {
    await this.dataSource.transaction(async (tx) => {
      await lockHiding(tx, decisionId)
      const notice = await this.own(tx, actor, decisionId)
      const { decisionDays } = await this.rules.of(tx, { kind: notice.ownerKind, code: notice.ownerCode })
      if (notice.over) throw new DomainError('appeal.over')
      if (!notice.inTime) throw new DomainError('appeal.too-late', { facts: { at: notice.appealUntil } })
      const made = await touched(tx, `
        insert into consultations.appeal (decision_id, hidden_by, words, due_at) values ($1, $2, $3, platform.clock() + make_interval(days => $4)) on conflict do nothing returning decision_id`,
      [decisionId, notice.hiddenBy, words, decisionDays])
      if (made === 0) throw new DomainError('appeal.once', { status: 409 })
      await this.record(tx, actor, 'appeal.made', decisionId)
    })
    return this.notice(actor, decisionId)
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
      await this.record(tx, actor, outcome === 'restored' ? 'appeal.accepted' : 'appeal.rejected', decisionId)
      await this.outbox.announce(tx, 'appeal.decided', { decisionId })
    })
  }

  private async own(tx: EntityManager, actor: Actor, decisionId: string): Promise<NoticeRow> {
    const notice = await maybe<NoticeRow>(tx, NOTICE, [decisionId])
    if (!notice || notice.authorId !== actor.accountId) throw new DomainError('moderation.unknown', { status: 404 })
    return notice
  }

  private async record(tx: EntityManager, actor: Actor, action: string, decisionId: string): Promise<void> {
    const thing = await maybe<{ kind: string, id: string }>(tx, `
      select case when k.comment_id is null then 'proposal' else 'comment' end as kind, coalesce(k.comment_id, k.proposal_id) as id
      from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id where d.id = $1`, [decisionId])
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: thing?.kind ?? 'comment', subjectId: thing?.id ?? decisionId, detail: { decisionId } })
  }
}
