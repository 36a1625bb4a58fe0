import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { AppointmentActDto, AppointmentCodeDto, AppointmentOfferView, AppointmentSettingDto, AppointmentView, BookedView, CentreAppointmentsView, DeskAppointmentDto, DeskAppointmentsView, NewAppointmentDto } from './appointments.dto'
import { AppointmentsDesk } from './appointments-desk.service'
import { Appointments } from './appointments.service'

@Controller()
export class AppointmentsController {
  constructor(private readonly appointments: Appointments, private readonly desk: AppointmentsDesk) {}

  @Public()
  @Header('cache-control', 'no-store')
  @Get('centres/:slug/appointments')
  async offered(@Param('slug') slug: string): Promise<AppointmentOfferView> {
    return this.appointments.offered(slug)
  }

  @Public()
  @Post('centres/:slug/appointments')
  async book(@Param('slug') slug: string, @Body() body: NewAppointmentDto): Promise<BookedView> {
    return this.appointments.book(slug, body)
  }

  /** A code is in no address. */
  @Public()
  @Post('appointments/code')
  @HttpCode(200)
  async read(@Body() { code }: AppointmentCodeDto): Promise<AppointmentView> {
    return this.appointments.read(code)
  }

  @Public()
  @Post('appointments/cancellations')
  @HttpCode(200)
  async cancel(@Body() { code }: AppointmentCodeDto): Promise<AppointmentView> {
    return this.appointments.cancel(code)
  }

  @Requires('desk.use')
  @Header('cache-control', 'no-store')
  @Get('appointments')
  async list(@Actor() actor: Actor): Promise<DeskAppointmentsView> {
    return this.desk.ofDesk(actor)
  }

  @Requires('desk.use')
  @Post('appointments')
  async bookAtDesk(@Actor() actor: Actor, @Body() body: DeskAppointmentDto): Promise<BookedView> {
    return this.desk.book(actor, body)
  }

  @Requires('desk.use')
  @Post('appointments/:id/acts')
  @HttpCode(204)
  async move(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AppointmentActDto): Promise<void> {
    await this.desk.move(actor, id, body)
  }

  @Requires('centre.manage')
  @Get('console/centres/:id/appointments')
  async setting(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CentreAppointmentsView> {
    return this.desk.setting(actor, id)
  }

  @Requires('centre.manage')
  @Put('console/centres/:id/appointments')
  async set(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AppointmentSettingDto): Promise<CentreAppointmentsView> {
    return this.desk.set(actor, id, body)
  }

  @Requires('centre.manage')
  @Delete('console/centres/:id/appointments')
  @HttpCode(204)
  async stop(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.desk.stop(actor, id)
  }
}
