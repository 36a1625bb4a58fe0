import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, touched } from '@parvis/platform'
import { randomInt } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { QUESTIONS } from './questions'
import { countRight, drawQuestions, isEnough, rightAnswer, TEST } from './test.rules'
import type { TrainingAttemptView, TrainingView } from './training.dto'

interface Row {
  id: string
  questions: string[]
  answers: Record<string, string> | null
  rightAnswers: number | null
  passed: boolean
  answeredAt: Date | null
}

const COLUMNS = `id, questions, answers, right_answers as "rightAnswers", passed, answered_at as "answeredAt"`

/** The test of the training: drawn and judged here. A page knows the right answers only once they were given. */
@Injectable()
export class Training {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  async view({ accountId }: Actor): Promise<TrainingView> {
    const db = this.dataSource
    const open = await maybe<Row>(db, `select ${COLUMNS} from inclusion.training_attempt where account_id = $1 and answered_at is null`, [accountId])
    const last = await maybe<Row>(db, `select ${COLUMNS} from inclusion.training_attempt where account_id = $1 and answered_at is not null order by answered_at desc limit 1`, [accountId])
    const retakeAt = await this.retakeAt(db.manager, accountId)
    return { open: open && attemptView(open), last: last && attemptView(last), passed: (await this.passedTest(db.manager, accountId)) !== null, retakeAt: retakeAt?.toISOString() ?? null }
  }

  /** Draws a test, or gives the one that is open. Errors: 409 `training.retake-later`, `training.passed`. */
  async draw({ accountId }: Actor): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 8))', [accountId])
      if (await maybe(tx, 'select from inclusion.training_attempt where account_id = $1 and answered_at is null', [accountId])) return
      if (await this.passedTest(tx, accountId)) throw new DomainError('training.passed', { status: 409 })
      const at = await this.retakeAt(tx, accountId)
      if (at) throw new DomainError('training.retake-later', { status: 409, facts: { at: at.toISOString() } })
      await tx.query('insert into inclusion.training_attempt (account_id, questions) values ($1, $2)', [accountId, drawQuestions(() => randomInt(2 ** 32) / 2 ** 32)])
    })
  }

  /** Errors: 404 `training.no-test`; 422 `training.unanswered` with each question left out. */
  async answer({ accountId }: Actor, answers: Record<string, string>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const open = await maybe<Row>(tx, `select ${COLUMNS} from inclusion.training_attempt where account_id = $1 and answered_at is null for update`, [accountId])
      if (!open) throw new DomainError('training.no-test', { status: 404 })
      const known = Object.fromEntries(open.questions.flatMap((id) => (['a', 'b', 'c'].includes(answers[id] ?? '') ? [[id, answers[id] ?? '']] : [])))
      DomainError.throwIfAny(open.questions.filter((id) => known[id] === undefined).map((id) => ({ code: 'training.unanswered', at: id })))
      const right = countRight(open.questions, known)
      await touched(tx, 'update inclusion.training_attempt set answers = $2, right_answers = $3, answered_at = platform.clock() where id = $1', [open.id, JSON.stringify(known), right])
      await this.audit.append(tx, { actorId: accountId, action: isEnough(right) ? 'training.passed' : 'training.failed', subjectKind: 'account', subjectId: accountId, detail: { rightAnswers: right } })
    })
  }

  /** The test that counts: passed, and not older than a year. */
  async passedTest(tx: EntityManager, accountId: string): Promise<{ id: string } | null> {
    return maybe<{ id: string }>(tx, `
      select id from inclusion.training_attempt where account_id = $1 and passed and answered_at > platform.clock() - interval '${TEST.validMonths} months' order by answered_at desc limit 1`, [accountId])
  }

  private async retakeAt(tx: EntityManager, accountId: string): Promise<Date | null> {
    const { at } = await one<{ at: Date | null }>(tx, `
      select max(answered_at + interval '${TEST.retakeHours} hours') filter (where not passed and answered_at + interval '${TEST.retakeHours} hours' > platform.clock()) as at from inclusion.training_attempt where account_id = $1`, [accountId])
    return at
  }
}

function attemptView({ id, questions, answers, rightAnswers, passed, answeredAt }: Row): TrainingAttemptView {
  return {
    id, rightAnswers, passed, answeredAt: answeredAt?.toISOString() ?? null,
    questions: questions.map((question) => ({
      id: question, module: QUESTIONS.find((known) => known.id === question)?.module ?? 'neutrality',
      given: answers?.[question] ?? null, right: answeredAt ? rightAnswer(question) ?? null : null,
    })),
  }
}
