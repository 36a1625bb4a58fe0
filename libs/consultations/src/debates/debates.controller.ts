import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, DomainError, UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { DebateReads } from './debate-reads.service'
import { ConcludeDebateDto, DebatePageView, DebatesQuery, DebateView, EditDebateDto, NewDebateDto } from './debates.dto'
import { Debates } from './debates.service'
import { DiscussionFiles } from './discussion-files.service'

@Controller()
export class DebatesController {
  constructor(private readonly debates: Debates, private readonly reads: DebateReads, private readonly files: DiscussionFiles, private readonly consultations: ConsultationReads) {}

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/debates')
  async list(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Query() query: DebatesQuery): Promise<DebatePageView> {
    return this.reads.list(actor, await this.consultations.publicId(slugOrId), query)
  }

  @Public()
  @Get('consultations/:slugOrId/debates.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="debats.csv"')
  async csv(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(this.files.debatesCsv(await this.consultations.publicId(slugOrId)))
  }

  @Public()
  @Get('consultations/:slugOrId/debates.json')
  @Header('content-type', 'application/json; charset=utf-8')
  async json(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(this.files.debatesJson(await this.consultations.publicId(slugOrId)))
  }

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/debates/:number')
  async detail(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Param('number') number: string): Promise<DebateView> {
    if (!/^[1-9]\d{0,5}$/.test(number)) throw new DomainError('debate.unknown', { status: 404 })
    return this.reads.detail(actor, await this.consultations.publicId(slugOrId), Number(number))
  }

  @Requires('debate.write')
  @Post('consultations/:id/debates')
  async write(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewDebateDto): Promise<DebateView> {
    const { number } = await this.debates.write(actor, id, body)
    return this.reads.detail(actor, { id }, number)
  }

  @Requires('debate.write')
  @Patch('debates/:id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditDebateDto): Promise<DebateView> {
    await this.debates.edit(actor, id, body)
    return this.byId(actor, id)
  }

  @Requires('debate.write')
  @Post('debates/:id/publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<DebateView> {
    await this.debates.publish(actor, id)
    return this.byId(actor, id)
  }

  @Requires('debate.write')
  @Post('debates/:id/conclusion')
  async conclude(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ConcludeDebateDto): Promise<DebateView> {
    await this.debates.conclude(actor, id, body)
    return this.byId(actor, id)
  }

  @Requires('debate.write')
  @Delete('debates/:id')
  @HttpCode(204)
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.debates.remove(actor, id)
  }

  private async byId(actor: Actor, id: string): Promise<DebateView> {
    const { consultationId, number } = await this.reads.numberOf(id)
    return this.reads.detail(actor, { id: consultationId }, number)
  }
}
