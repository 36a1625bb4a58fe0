import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { ContestedParticipations } from './contested-participations.service'
import { ContestedParticipationsView, QuestionnairePublicationDto, QuestionnaireResultsView, ReviewParticipationDto, TextPageView, TextsQuery } from './questionnaire-results.dto'
import { QuestionnaireResults } from './questionnaire-results.service'

@Controller('consultations')
export class QuestionnaireResultsController {
  constructor(private readonly results: QuestionnaireResults, private readonly contested: ContestedParticipations, private readonly consultations: ConsultationReads) {}

  @Public()
  @Get(':slugOrId/questionnaire/results')
  async published(@Param('slugOrId') slugOrId: string): Promise<QuestionnaireResultsView> {
    return this.results.published((await this.consultations.publicId(slugOrId)).id)
  }

  @Public()
  @Get(':slugOrId/questionnaire/results.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="questionnaire-resultats.csv"')
  async table(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(await this.results.table((await this.consultations.publicId(slugOrId)).id))
  }

  @Public()
  @Get(':slugOrId/questionnaire/texts/:question')
  async texts(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Param('question') question: string, @Query() query: TextsQuery): Promise<TextPageView> {
    return this.results.texts(actor, (await this.consultations.publicId(slugOrId)).id, question, query)
  }

  @Requires('results.publish')
  @Get(':id/questionnaire/count')
  async forStaff(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<QuestionnaireResultsView> {
    return this.results.forStaff(actor, id)
  }

  @Requires('results.publish')
  @Post(':id/questionnaire/publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: QuestionnairePublicationDto): Promise<QuestionnaireResultsView> {
    await this.results.publish(actor, id, body)
    return this.results.published(id)
  }

  /** One line per person, one column per question; streamed. */
  @Requires('consultation.export')
  @Get(':id/questionnaire/answers.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="questionnaire-reponses.csv"')
  async csv(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.results.csv(actor, id))
  }

  @Requires('consultation.export')
  @Get(':id/questionnaire/answers.json')
  @Header('content-type', 'application/json; charset=utf-8')
  async json(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.results.json(actor, id))
  }

  @Requires('contested.review')
  @Get(':id/questionnaire/contested')
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ContestedParticipationsView> {
    return this.contested.list(actor, id)
  }

  @Requires('contested.review')
  @HttpCode(200)
  @Post(':id/questionnaire/contested/:entryId')
  async review(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('entryId', UuidParam) entryId: string, @Body() body: ReviewParticipationDto): Promise<ContestedParticipationsView> {
    return this.contested.review(actor, id, entryId, body)
  }
}
