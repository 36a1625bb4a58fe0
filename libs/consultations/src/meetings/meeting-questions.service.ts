import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, DomainError, maybe, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockMeeting } from './meeting-lock'
import type { LockedMeeting } from './meeting-lock'
import type { DeskQuestionDto, EditQuestionDto, NewQuestionDto } from './meetings.dto'
import { Meetings } from './meetings.service'

/** Questions asked aloud in a meeting: each is answered, or promised for a day that everybody sees. */
@Injectable()
export class MeetingQuestions {
  constructor(private readonly dataSource: DataSource, private readonly meetings: Meetings, private readonly clock: Clock, private readonly audit: Audit) {}

  /** Errors: 404 `meeting.unknown`; 422 `meeting.not-begun`, `meeting.wrong-state`, `meeting.answer-or-day`, `meeting.day-past`. */
  async note(actor: Actor, meetingId: string, question: NewQuestionDto): Promise<{ number: number }> {
    return this.dataSource.transaction(async (tx) => this.add(tx, actor, await this.meetings.lock(tx, actor, meetingId), question))
  }

  /** By a mediator, in a meeting held at their centre. Error beside: 403 `place.other`. */
  async noteAtDesk(actor: Actor, meetingId: string, { centre, ...question }: DeskQuestionDto): Promise<{ number: number }> {
    return this.dataSource.transaction(async (tx) => {
      const meeting = await lockMeeting(tx, meetingId)
      if (meeting.state === 'draft') throw new DomainError('meeting.unknown', { status: 404 })
      if (meeting.centreSlug !== centre || !mayActIn(actor, 'desk.use', { kind: 'centre', code: centre })) throw new DomainError('place.other', { status: 403 })
      return this.add(tx, actor, meeting, question)
    })
  }

  /** Answers, corrects, or gives another day. Errors: 404 `meeting.question-unknown`, 409 `meeting.changed-meanwhile`, 422 as for `note`. */
  async edit(actor: Actor, meetingId: string, number: number, { revision, question, answer = '', dueOn }: EditQuestionDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await this.meetings.lock(tx, actor, meetingId)
      const kept = await maybe<{ id: string, revision: number, dueOn: string | null, answered: boolean }>(tx, `
        select id, revision, due_on::text as "dueOn", answered_at is not null as answered from consultations.meeting_question where meeting_id = $1 and number = $2 for update`, [meetingId, number])
      if (!kept) throw new DomainError('meeting.question-unknown', { status: 404 })
      if (kept.revision !== revision) throw new DomainError('meeting.changed-meanwhile', { status: 409, facts: { revision: kept.revision } })
      const day = dueOn ?? kept.dueOn
      await this.refuseUnpromised(tx, answer, day, kept.dueOn)
      await tx.query(`
        update consultations.meeting_question set question = $2, answer = $3, answered_at = case when $3 = '' then null else coalesce(answered_at, platform.clock()) end, due_on = $4, revision = revision + 1
        where id = $1`, [kept.id, question, answer, day])
      await this.record(tx, actor, answer !== '' && !kept.answered ? 'meeting.question-answered' : 'meeting.question-edited', meetingId, number)
    })
  }

  private async add(tx: EntityManager, actor: Actor, meeting: LockedMeeting, { question, answer = '', dueOn = undefined }: NewQuestionDto): Promise<{ number: number }> {
    if (meeting.state !== 'published') throw new DomainError('meeting.wrong-state', { facts: { state: meeting.state } })
    if (meeting.startsAt > await this.clock.now(tx)) throw new DomainError('meeting.not-begun')
    await this.refuseUnpromised(tx, answer, dueOn ?? null, null)
    const made = await one<{ number: number }>(tx, `
      insert into consultations.meeting_question (meeting_id, number, question, answer, answered_at, due_on)
      select $1, coalesce(max(number), 0) + 1, $2, $3, case when $3 <> '' then platform.clock() end, $4 from consultations.meeting_question where meeting_id = $1 returning number`,
    [meeting.id, question, answer, dueOn ?? null])
    await this.record(tx, actor, 'meeting.question-noted', meeting.id, made.number)
    return made
  }

  /** Answered, or dated; a day that is promised now is still to come. */
  private async refuseUnpromised(tx: EntityManager, answer: string, dueOn: string | null, before: string | null): Promise<void> {
    if (answer !== '') return
    if (dueOn === null) throw new DomainError('meeting.answer-or-day', { refusals: [{ code: 'meeting.answer-or-day', at: 'dueOn' }] })
    if (dueOn !== before && dueOn < await this.clock.today(tx)) throw new DomainError('meeting.day-past', { refusals: [{ code: 'meeting.day-past', at: 'dueOn' }] })
  }

  private async record(tx: EntityManager, actor: Actor, action: string, meetingId: string, number: number): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'meeting', subjectId: meetingId, detail: { number } })
  }
}
