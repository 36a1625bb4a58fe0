import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common'
import { Requires } from '@parvis/identity'
import { csvOf, PageQuery, UuidParam } from '@parvis/platform'
import { ErasuresView, ForgottenPeoplePage, ForgottenPeopleView } from './erasures.dto'
import { ErasureRegister } from './erasures.service'

/** What the platform no longer keeps: the proof of it, without anybody in it. */
@Requires('audit.read')
@Controller()
export class ErasuresController {
  constructor(private readonly register: ErasureRegister) {}

  @Get('erasures')
  async view(): Promise<ErasuresView> {
    return this.register.view()
  }

  @Get('erasures.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="effacements.csv"')
  csv(): StreamableFile {
    return new StreamableFile(csvOf(this.register.columns, this.register.file()))
  }

  @Get('erasures/people')
  async people(@Query() query: PageQuery): Promise<ForgottenPeoplePage> {
    return this.register.people(query)
  }

  @Get('erasures/people/:kind/:id')
  async certificate(@Param('kind') kind: string, @Param('id', UuidParam) id: string): Promise<ForgottenPeopleView> {
    return this.register.certificate(kind, id)
  }
}
