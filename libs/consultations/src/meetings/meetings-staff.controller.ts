import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { DomainError, UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { MeetingDoor } from './meeting-door.service'
import { MeetingQuestions } from './meeting-questions.service'
import { MeetingReads } from './meeting-reads.service'
import { RegistrationListView, StaffMeetingsView, StaffMeetingView } from './meeting-views.dto'
import { AttendanceDto, CancelMeetingDto, EditMeetingDto, EditQuestionDto, MeetingFieldsDto, MinutesDto, NewQuestionDto } from './meetings.dto'
import { Meetings } from './meetings.service'

/** Meetings as staff prepare them, from the draft to the minutes. */
@Controller()
@Requires('consultation.prepare')
export class MeetingsStaffController {
  constructor(
    private readonly meetings: Meetings,
    private readonly reads: MeetingReads,
    private readonly door: MeetingDoor,
    private readonly questions: MeetingQuestions,
    private readonly consultations: ConsultationReads,
  ) {}

  @Get('console/consultations/:id/meetings')
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StaffMeetingsView> {
    const consultation = await this.consultations.detail(actor, id)
    if (!consultation.may.edit && consultation.state !== 'archived') throw new DomainError('place.other', { status: 403 })
    return this.reads.listForStaff(consultation)
  }

  @Post('consultations/:id/meetings')
  async create(@Actor() actor: Actor, @Param('id', UuidParam) consultationId: string, @Body() body: MeetingFieldsDto): Promise<StaffMeetingView> {
    const { id } = await this.meetings.create(actor, consultationId, body)
    return this.reads.forStaff(actor, id)
  }

  @Get('meetings/:id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StaffMeetingView> {
    return this.reads.forStaff(actor, id)
  }

  @Put('meetings/:id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditMeetingDto): Promise<StaffMeetingView> {
    await this.meetings.edit(actor, id, body)
    return this.reads.forStaff(actor, id)
  }

  @Delete('meetings/:id')
  @HttpCode(204)
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.meetings.remove(actor, id)
  }

  @Post('meetings/:id/publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StaffMeetingView> {
    await this.meetings.publish(actor, id)
    return this.reads.forStaff(actor, id)
  }

  @Post('meetings/:id/cancellation')
  async cancel(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: CancelMeetingDto): Promise<StaffMeetingView> {
    await this.meetings.cancel(actor, id, body)
    return this.reads.forStaff(actor, id)
  }

  @Put('meetings/:id/minutes')
  async minutes(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: MinutesDto): Promise<StaffMeetingView> {
    await this.meetings.writeMinutes(actor, id, body)
    return this.reads.forStaff(actor, id)
  }

  @Post('meetings/:id/questions')
  async note(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewQuestionDto): Promise<StaffMeetingView> {
    await this.questions.note(actor, id, body)
    return this.reads.forStaff(actor, id)
  }

  @Put('meetings/:id/questions/:number')
  async answer(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('number') number: string, @Body() body: EditQuestionDto): Promise<StaffMeetingView> {
    if (!/^[1-9]\d{0,5}$/.test(number)) throw new DomainError('meeting.question-unknown', { status: 404 })
    await this.questions.edit(actor, id, Number(number), body)
    return this.reads.forStaff(actor, id)
  }

  @Get('meetings/:id/registrations')
  @Header('cache-control', 'no-store')
  async registrations(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<RegistrationListView> {
    return this.door.list(actor, id)
  }

  @Get('meetings/:id/registrations.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="inscrits.csv"')
  async file(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.door.csv(actor, id))
  }

  @Put('meetings/:id/attendance')
  async attendance(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AttendanceDto): Promise<StaffMeetingView> {
    await this.door.count(actor, id, body)
    return this.reads.forStaff(actor, id)
  }

  @Delete('meetings/:id/registrations/:registrationId')
  @HttpCode(204)
  async takeOff(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('registrationId', UuidParam) registrationId: string): Promise<void> {
    await this.door.remove(actor, id, registrationId)
  }
}
