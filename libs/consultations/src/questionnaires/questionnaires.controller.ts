import { Body, Controller, Get, Header, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { CheckAnswersDto, CheckedView } from './answer-sheets.dto'
import { CopyQuestionnaireDto, ImportQuestionnaireDto, QuestionnaireDraftView, QuestionnaireFileView, QuestionnaireView, SaveQuestionnaireDto, SourcesView } from './questionnaires.dto'
import { Questionnaires } from './questionnaires.service'

@Controller('consultations')
export class QuestionnairesController {
  constructor(private readonly questionnaires: Questionnaires, private readonly consultations: ConsultationReads) {}

  @Public()
  @Get(':slugOrId/questionnaire')
  async read(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string): Promise<QuestionnaireView> {
    return this.questionnaires.view(actor, (await this.consultations.publicId(slugOrId)).id)
  }

  /** Says what is wrong with answers, and what they show and hide. Keeps nothing. */
  @Public()
  @HttpCode(200)
  @Post(':slugOrId/questionnaire/check')
  async check(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Body() { answers, section }: CheckAnswersDto): Promise<CheckedView> {
    const { id } = await this.consultations.detail(actor, slugOrId)
    return this.questionnaires.check(actor, id, answers, section) as Promise<CheckedView>
  }

  @Requires('questionnaire.configure')
  @Get(':id/questionnaire/draft')
  async draft(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<QuestionnaireDraftView> {
    return this.questionnaires.draft(actor, id)
  }

  @Requires('questionnaire.configure')
  @Put(':id/questionnaire')
  async save(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { revision, content }: SaveQuestionnaireDto): Promise<QuestionnaireDraftView> {
    return this.questionnaires.save(actor, id, revision, content)
  }

  @Requires('questionnaire.configure')
  @HttpCode(200)
  @Post(':id/questionnaire/import')
  async importFile(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { revision, file }: ImportQuestionnaireDto): Promise<QuestionnaireDraftView> {
    return this.questionnaires.importFile(actor, id, revision, file)
  }

  @Requires('questionnaire.configure')
  @HttpCode(200)
  @Post(':id/questionnaire/copy')
  async copy(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { revision, ...from }: CopyQuestionnaireDto): Promise<QuestionnaireDraftView> {
    return this.questionnaires.copy(actor, id, revision, from)
  }

  @Requires('questionnaire.configure')
  @Get(':id/questionnaire/sources')
  async sources(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<SourcesView> {
    return this.questionnaires.sources(actor, id)
  }

  /** The questionnaire itself as a file, to be imported elsewhere. */
  @Requires('questionnaire.configure')
  @Get(':id/questionnaire.json')
  @Header('content-disposition', 'attachment; filename="questionnaire.json"')
  async file(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<QuestionnaireFileView> {
    return this.questionnaires.file(actor, id)
  }
}
