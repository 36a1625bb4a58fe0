import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { AssignmentDto, CriteriaDto, EvaluationDto, EvaluationSettingsView, EvaluationsView } from './proposal-evaluations.dto'
import { ProposalEvaluations } from './proposal-evaluations.service'

@Controller()
export class ProposalEvaluationsController {
  constructor(private readonly evaluations: ProposalEvaluations) {}

  @Requires('proposal.answer')
  @Get('consultations/:id/evaluation')
  settings(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<EvaluationSettingsView> {
    return this.evaluations.settings(actor, id)
  }

  @Requires('proposal.answer')
  @Put('consultations/:id/evaluation/criteria')
  async setCriteria(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { items }: CriteriaDto): Promise<EvaluationSettingsView> {
    await this.evaluations.setCriteria(actor, id, items)
    return this.evaluations.settings(actor, id)
  }

  @Requires('proposal.answer')
  @Put('consultations/:id/evaluation/assignments')
  @HttpCode(204)
  assign(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssignmentDto): Promise<void> {
    return this.evaluations.assign(actor, id, body)
  }

  @Requires('proposal.answer')
  @Get('proposals/:id/evaluations')
  read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<EvaluationsView> {
    return this.evaluations.read(actor, id)
  }

  @Requires('proposal.answer')
  @Put('proposals/:id/evaluations/mine')
  async write(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EvaluationDto): Promise<EvaluationsView> {
    await this.evaluations.write(actor, id, body)
    return this.evaluations.read(actor, id)
  }
}
