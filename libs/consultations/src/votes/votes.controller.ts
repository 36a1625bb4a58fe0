import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, UuidParam } from '@parvis/platform'
import { EditVoteDto, OptionsDto, OptionsFromProposalsDto, VoteView } from './votes.dto'
import { VotesService } from './votes.service'

@Controller('votes')
export class VotesController {
  constructor(private readonly votes: VotesService) {}

  /** What is asked, between which options, until when, by which rules. */
  @Public()
  @Cached(2)
  @Get(':id')
  async read(@Actor() actor: Actor | null, @Param('id', UuidParam) id: string): Promise<VoteView> {
    return this.votes.read(actor, id)
  }

  @Requires('vote.configure')
  @Patch(':id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditVoteDto): Promise<VoteView> {
    return this.votes.edit(actor, id, body)
  }

  @Requires('vote.configure')
  @Put(':id/options')
  async replaceOptions(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: OptionsDto): Promise<VoteView> {
    return this.votes.replaceOptions(actor, id, body)
  }

  /** Turns proposals into options; those that are options already stay as they are. */
  @Requires('proposal.select')
  @HttpCode(200)
  @Post(':id/options/from-proposals')
  async addProposals(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: OptionsFromProposalsDto): Promise<VoteView> {
    return this.votes.addProposals(actor, id, body.proposalIds)
  }
}
