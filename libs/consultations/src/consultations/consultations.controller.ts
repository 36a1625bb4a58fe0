import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, UuidParam } from '@parvis/platform'
import { ConsultationReads } from './consultation-reads.service'
import { ConsultationPageView, ConsultationView } from './consultation-views.dto'
import { ConsultationsQuery, CreateConsultationDto, EditConsultationDto, PhasesDto } from './consultations.dto'
import { Consultations } from './consultations.service'

@Controller('consultations')
export class ConsultationsController {
  constructor(private readonly consultations: Consultations, private readonly reads: ConsultationReads) {}

  @Public()
  @Cached(2)
  @Get()
  async list(@Actor() actor: Actor | null, @Query() query: ConsultationsQuery): Promise<ConsultationPageView> {
    return this.reads.list(actor, query)
  }

  @Requires('consultation.prepare')
  @Post()
  async create(@Actor() actor: Actor, @Body() body: CreateConsultationDto): Promise<ConsultationView> {
    return this.reads.detail(actor, await this.consultations.create(actor, body))
  }

  @Public()
  @Cached(2)
  @Get(':slugOrId')
  async detail(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string): Promise<ConsultationView> {
    return this.reads.detail(actor, slugOrId)
  }

  @Requires('consultation.prepare')
  @Patch(':id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditConsultationDto): Promise<ConsultationView> {
    await this.consultations.edit(actor, id, body)
    return this.reads.detail(actor, id)
  }

  @Requires('consultation.prepare')
  @Put(':id/phases')
  async setPhases(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: PhasesDto): Promise<ConsultationView> {
    await this.consultations.setPhases(actor, id, body)
    return this.reads.detail(actor, id)
  }

  @Requires('consultation.prepare')
  @Delete(':id')
  @HttpCode(204)
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.consultations.remove(actor, id)
  }
}
