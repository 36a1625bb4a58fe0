import { Body, Controller, Get, Post, Put } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { TrainingAnswersDto, TrainingView } from './training.dto'
import { Training } from './training.service'

/** The training of who will work at a desk: anybody with an account may follow it. */
@Requires('account.own')
@Controller('training')
export class TrainingController {
  constructor(private readonly training: Training) {}

  @Get()
  async read(@Actor() actor: Actor): Promise<TrainingView> {
    return this.training.view(actor)
  }

  @Post('test')
  async draw(@Actor() actor: Actor): Promise<TrainingView> {
    await this.training.draw(actor)
    return this.training.view(actor)
  }

  @Put('test')
  async answer(@Actor() actor: Actor, @Body() { answers }: TrainingAnswersDto): Promise<TrainingView> {
    await this.training.answer(actor, answers)
    return this.training.view(actor)
  }
}
