import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ProposalStepDto, ProposalStepsView } from './proposal-steps.dto'
import { ProposalSteps } from './proposal-steps.service'

/** Read with the proposal. */
@Controller('proposals/:id/steps')
export class ProposalStepsController {
  constructor(private readonly steps: ProposalSteps) {}

  @Requires('proposal.answer')
  @Post()
  async add(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ProposalStepDto): Promise<ProposalStepsView> {
    await this.steps.add(actor, id, body)
    return this.steps.list(id)
  }

  @Requires('proposal.answer')
  @Put(':stepId')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('stepId', UuidParam) stepId: string, @Body() body: ProposalStepDto): Promise<ProposalStepsView> {
    await this.steps.edit(actor, id, stepId, body)
    return this.steps.list(id)
  }

  @Requires('proposal.answer')
  @Delete(':stepId')
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('stepId', UuidParam) stepId: string): Promise<ProposalStepsView> {
    await this.steps.remove(actor, id, stepId)
    return this.steps.list(id)
  }
}
