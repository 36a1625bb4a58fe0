import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { QuestionnaireCounts } from './questionnaire-count.service'
import { QuestionnairePublications } from './questionnaire-publication.service'
import { QuestionnaireCountView, QuestionnairePublicationDto, QuestionnaireResultsView, TextPageView, TextsQuery } from './questionnaire-results.dto'
import { QuestionnaireResults } from './questionnaire-results.service'

@Controller('consultations')
export class QuestionnaireResultsController {
  constructor(
    private readonly results: QuestionnaireResults,
    private readonly counts: QuestionnaireCounts,
    private readonly publications: QuestionnairePublications,
    private readonly consultations: ConsultationReads,
  ) {}

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

  /** The counts made last, and where counting and publication stand. */
  @Requires('results.publish')
  @Get(':id/questionnaire/count')
  async forStaff(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<QuestionnaireCountView> {
    return this.results.forStaff(actor, id)
  }

  /** Has it counted again, by a job. */
  @Requires('results.publish')
  @HttpCode(202)
  @Post(':id/questionnaire/count')
  async count(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<QuestionnaireCountView> {
    await this.counts.request(actor, id)
    return this.results.forStaff(actor, id)
  }

  /** Asks for the publication, which a job does: nothing is public before all of it is. */
  @Requires('results.publish')
  @HttpCode(202)
  @Post(':id/questionnaire/publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: QuestionnairePublicationDto): Promise<QuestionnaireCountView> {
    await this.publications.request(actor, id, body)
    return this.results.forStaff(actor, id)
  }

  /** After its job gave up. */
  @Requires('results.publish')
  @HttpCode(202)
  @Post(':id/questionnaire/publication/retry')
  async retry(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<QuestionnaireCountView> {
    await this.publications.retry(actor, id)
    return this.results.forStaff(actor, id)
  }

  /** Takes the request back, as long as its job is not done. */
  @Requires('results.publish')
  @HttpCode(204)
  @Delete(':id/questionnaire/publication')
  async withdraw(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.publications.withdraw(actor, id)
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
}
