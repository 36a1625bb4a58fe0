import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, DomainError, UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { MeetingCalendars } from './meeting-calendars.service'
import { MeetingReads } from './meeting-reads.service'
import { MeetingRegistrations } from './meeting-registrations.service'
import { MeetingCommunesView, MeetingPageView, MeetingView, RegisteredView, RegistrationView } from './meeting-views.dto'
import { CalendarQuery, MeetingsQuery, RegisterDto } from './meetings.dto'

const CALENDAR = 'text/calendar; charset=utf-8'

/** Meetings as everybody sees them, and coming to one. */
@Controller()
export class MeetingsController {
  constructor(private readonly reads: MeetingReads, private readonly calendars: MeetingCalendars, private readonly registrations: MeetingRegistrations, private readonly consultations: ConsultationReads) {}

  @Public()
  @Cached(2)
  @Get('meetings')
  async all(@Query() query: MeetingsQuery): Promise<MeetingPageView> {
    return this.reads.list(query)
  }

  /** The same, counted by commune: for a map. */
  @Public()
  @Cached(2)
  @Get('meeting-communes')
  async communes(@Query() query: MeetingsQuery): Promise<MeetingCommunesView> {
    return this.reads.communes(query)
  }

  @Public()
  @Get('meetings.ics')
  @Header('content-type', CALENDAR)
  @Header('content-disposition', 'inline; filename="rencontres.ics"')
  async allCalendar(@Query() { municipality }: CalendarQuery): Promise<string> {
    return this.calendars.ofCommune(municipality ?? null)
  }

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/meetings')
  async list(@Param('slugOrId') slugOrId: string, @Query() query: MeetingsQuery): Promise<MeetingPageView> {
    return this.reads.list(query, await this.consultations.publicId(slugOrId))
  }

  @Public()
  @Get('consultations/:slugOrId/meetings.ics')
  @Header('content-type', CALENDAR)
  @Header('content-disposition', 'inline; filename="rencontres.ics"')
  async calendar(@Param('slugOrId') slugOrId: string): Promise<string> {
    return this.calendars.ofConsultation(await this.consultations.publicId(slugOrId))
  }

  @Public()
  @Get('consultations/:slugOrId/meetings.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="rencontres.csv"')
  async csv(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(this.reads.csv(await this.consultations.publicId(slugOrId)))
  }

  @Public()
  @Get('consultations/:slugOrId/meetings.json')
  @Header('content-type', 'application/json; charset=utf-8')
  async json(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(this.reads.json(await this.consultations.publicId(slugOrId)))
  }

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/meetings/:number')
  async detail(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Param('number') number: string): Promise<MeetingView> {
    return this.reads.detail(actor, await this.consultations.publicId(slugOrId), numberOf(number))
  }

  @Public()
  @Get('consultations/:slugOrId/meetings/:number/calendar.ics')
  @Header('content-type', CALENDAR)
  @Header('content-disposition', 'attachment; filename="rencontre.ics"')
  async oneCalendar(@Param('slugOrId') slugOrId: string, @Param('number') number: string): Promise<string> {
    return this.calendars.one(await this.consultations.publicId(slugOrId), numberOf(number))
  }

  /** With or without an account; a program does not register. */
  @Public()
  @Post('consultations/:slugOrId/meetings/:number/registrations')
  async register(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Param('number') number: string, @Body() body: RegisterDto): Promise<RegisteredView> {
    if (actor?.machine) throw new DomainError('access.forbidden', { status: 403 })
    return this.registrations.register(actor, await this.consultations.publicId(slugOrId), numberOf(number), body)
  }

  @Requires('meeting.register')
  @Delete('meetings/:id/registration')
  @HttpCode(204)
  async cancelOwn(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.registrations.cancelOwn(actor, id)
  }

  @Public()
  @Header('cache-control', 'no-store')
  @Get('meeting-registrations/:code')
  async registration(@Param('code') code: string): Promise<RegistrationView> {
    return this.registrations.read(code)
  }

  @Public()
  @Post('meeting-registrations/:code/cancellation')
  async cancel(@Param('code') code: string): Promise<RegistrationView> {
    return this.registrations.cancelByCode(code)
  }
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new DomainError('meeting.unknown', { status: 404 })
  return Number(text)
}
