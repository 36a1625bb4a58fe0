import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { PreparationView } from '../charter/charter.dto'
import { ConsultationLife } from './consultation-life.service'
import { ConsultationReads } from './consultation-reads.service'
import { ConsultationView } from './consultation-views.dto'
import { ExtensionDto, SuspensionDto } from './consultations.dto'

@Controller('consultations/:id')
export class ConsultationLifeController {
  constructor(private readonly life: ConsultationLife, private readonly reads: ConsultationReads) {}

  @Requires('consultation.prepare')
  @Get('preparation')
  async preparation(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PreparationView> {
    return this.life.preparation(actor, id)
  }

  @Requires('consultation.announce')
  @Post('announcement')
  async announce(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ConsultationView> {
    await this.life.announce(actor, id)
    return this.reads.detail(actor, id)
  }

  @Requires('consultation.suspend')
  @Post('suspension')
  async suspend(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: SuspensionDto): Promise<ConsultationView> {
    await this.life.suspend(actor, id, body)
    return this.reads.detail(actor, id)
  }

  @Requires('consultation.suspend')
  @Delete('suspension')
  @HttpCode(200)
  async resume(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ConsultationView> {
    await this.life.resume(actor, id)
    return this.reads.detail(actor, id)
  }

  @Requires('consultation.announce')
  @Post('phases/:phaseId/extensions')
  async extend(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('phaseId', UuidParam) phaseId: string, @Body() body: ExtensionDto): Promise<ConsultationView> {
    await this.life.extend(actor, id, phaseId, body)
    return this.reads.detail(actor, id)
  }

  @Requires('consultation.announce')
  @Post('archiving')
  async archive(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ConsultationView> {
    await this.life.archive(actor, id)
    return this.reads.detail(actor, id)
  }
}
