import { setImmediate } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { BEFORE_ALL, Config, maybe, one, Outbox, rows, type Delivery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { spreadsOf } from './answers-spread'
import { questionsOf, type Answers } from './questionnaire'
import { closedQuestionnaire, EMPTY, questionnaireOf, type QuestionnaireRow } from './questionnaire-access'
import { pseudonymSql, tiePads } from './questionnaire-entries'
import { factsOf, QuestionnaireCount, type QuestionnaireResult } from './results.rules'

/** Few at once: what is read becomes garbage before it is old, and the process stays as small as for a hundred answers. */
const PIECE = 100

const WRITTEN = { text: '…' } as const

export const COUNT_WANTED = 'questionnaire.count-wanted'

/** The counts that were made last. */
export interface KeptCount {
  result: QuestionnaireResult | null
  at: Date | null
  /** Decisions on contested participations were taken since. */
  outdated: boolean
}

/** Counts what was answered, as a job: at the close, when the last contested participation is decided, and when staff ask. */
@Injectable()
export class QuestionnaireCounts implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly outbox: Outbox) {}

  onModuleInit(): void {
    this.outbox.handle<{ consultationId: string, phaseId: string }>('phase.closed', ({ consultationId, phaseId }) => this.countAtClose(consultationId, phaseId))
    this.outbox.handle<{ consultationId: string }>(COUNT_WANTED, ({ consultationId }, delivery) => this.recount(consultationId, delivery), { long: true })
  }

  /** Errors: 404, 403; 409 `questionnaire.still-open`. */
  async request(actor: Actor, consultationId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await readForStaff(tx, actor, consultationId, 'results.publish')
      await closedQuestionnaire(tx, consultationId)
      await this.requestIn(tx, consultationId)
    })
  }

  /** Asks for a count unless one waits or runs: whoever asks holds the row of the count, so two who ask at once make one. */
  async requestIn(tx: EntityManager, consultationId: string): Promise<void> {
    await tx.query('insert into consultations.questionnaire_count (consultation_id) values ($1) on conflict (consultation_id) do update set decisions = questionnaire_count.decisions', [consultationId])
    const standing = await this.outbox.standing(tx, COUNT_WANTED, { consultationId })
    // One that runs may have read what has changed since: another one follows it.
    if (standing?.state !== 'waiting') await this.outbox.announce(tx, COUNT_WANTED, { consultationId })
  }

  async kept(tx: EntityManager | DataSource, consultationId: string): Promise<KeptCount> {
    const row = await maybe<KeptCount>(tx, `
      select result, counted_at as at, coalesce(counted_decisions < decisions, false) as outdated from consultations.questionnaire_count where consultation_id = $1`, [consultationId])
    return row ?? { result: null, at: null, outdated: false }
  }

  /**
   * Entries and answers are matched by the database, a piece at a time: nothing grows with how many there are, and no statement
   * is long. Told how far it is; an attempt that was taken over stops at its next piece.
   */
  async count({ consultationId, content }: QuestionnaireRow, { progress, signal }: Pick<Delivery, 'progress' | 'signal'>): Promise<QuestionnaireResult> {
    const questionnaire = content ?? EMPTY
    const { total } = await one<{ total: number }>(this.dataSource, 'select count(*)::integer as total from consultations.questionnaire_entry where consultation_id = $1', [consultationId])
    progress(0, total)
    const count = new QuestionnaireCount(questionnaire, await spreadsOf(this.dataSource, consultationId, questionnaire))
    const { inner, outer } = tiePads(this.config.masterPepper, consultationId)
    // That something was written is counted; what was written stays where it is.
    const written = questionsOf(questionnaire).filter(({ kind }) => kind === 'line' || kind === 'prose').map(({ key }) => key)
    let done = 0
    for (let after = BEFORE_ALL; ;) {
      signal.throwIfAborted()
      const piece = await rows<{ id: string, sent: Answers | null, texts: string[] } & Parameters<typeof factsOf>[0]>(this.dataSource, `
        select e.id, s.sent - $5::text[] as sent, array(select k from unnest($5::text[]) k where s.sent -> k ->> 'text' is not null) as texts, e.channel, e.municipality_code as "municipalityCode", e.age_band as "ageBand"
        from (select * from consultations.questionnaire_entry where consultation_id = $1 and id > $4 order by id limit ${PIECE}) e
          left join consultations.answer_sheet s on s.consultation_id = $1 and s.state = 'counted' and s.pseudonym = ${pseudonymSql('e.id', '$2', '$3')}
        order by e.id`, [consultationId, inner, outer, after, written])
      for (const { sent, texts, ...facts } of piece) {
        if (!sent) continue
        for (const key of texts) sent[key] = WRITTEN
        count.add(sent, factsOf(facts))
      }
      progress(done += piece.length, total)
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) break
      after = last.id
    }
    const steps = count.steps()
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value
      await setImmediate()
    }
  }

  private async countAtClose(consultationId: string, phaseId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      if (await maybe(tx, `select from consultations.phase where id = $1 and kind = 'questionnaire' and state = 'closed'`, [phaseId])) await this.requestIn(tx, consultationId)
    })
  }

  /** A count that decisions have overtaken is kept and says so; one that was published is not made again. */
  private async recount(consultationId: string, delivery: Delivery): Promise<void> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    if (row.published || row.state !== 'closed') return
    const { decisions } = await one<{ decisions: number }>(this.dataSource, 'select decisions from consultations.questionnaire_count where consultation_id = $1', [consultationId])
    const result = await this.count(row, delivery)
    await this.dataSource.query(`
      update consultations.questionnaire_count set result = $2, counted_decisions = $3, counted_at = platform.clock()
      where consultation_id = $1 and coalesce(counted_decisions, -1) <= $3`, [consultationId, JSON.stringify(result), decisions])
  }
}
