import { Body, Controller, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { MeetingQuestions } from './meeting-questions.service'
import { MeetingRegistrations } from './meeting-registrations.service'
import { NotedQuestionView, RegisteredView } from './meeting-views.dto'
import { DeskQuestionDto, RegisterAtDeskDto } from './meetings.dto'

/** Meetings at the desk of a mediator. */
@Controller('desk/meetings')
@Requires('desk.use')
export class MeetingsDeskController {
  constructor(private readonly registrations: MeetingRegistrations, private readonly questions: MeetingQuestions) {}

  @Post(':id/registrations')
  async register(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: RegisterAtDeskDto): Promise<RegisteredView> {
    return this.registrations.registerAtDesk(actor, id, body)
  }

  /** In a meeting held at the mediator's centre. */
  @Post(':id/questions')
  async note(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DeskQuestionDto): Promise<NotedQuestionView> {
    return this.questions.noteAtDesk(actor, id, body)
  }
}
