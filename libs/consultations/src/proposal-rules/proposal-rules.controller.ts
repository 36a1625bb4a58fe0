import { Body, Controller, Get, Param, Put } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, UuidParam } from '@parvis/platform'
import { ProposalRulesDto, ProposalRulesView } from './proposal-rules.dto'
import { ProposalRules } from './proposal-rules.service'

@Controller()
export class ProposalRulesController {
  constructor(private readonly rules: ProposalRules) {}

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/proposal-rules')
  read(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string): Promise<ProposalRulesView> {
    return this.rules.read(actor, slugOrId)
  }

  @Requires('consultation.prepare')
  @Put('consultations/:id/phases/:phaseId/proposal-rules')
  async set(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('phaseId', UuidParam) phaseId: string, @Body() body: ProposalRulesDto): Promise<ProposalRulesView> {
    await this.rules.set(actor, id, phaseId, body)
    return this.rules.read(actor, id)
  }
}
