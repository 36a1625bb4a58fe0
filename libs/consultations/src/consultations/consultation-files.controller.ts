import { Controller, Get, Header, StreamableFile } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { csvOf, jsonOf } from '@parvis/platform'
import { ConsultationFiles } from './consultation-files.service'

/** Every announced consultation as one file, for other sites and for archives. */
@Controller()
export class ConsultationFilesController {
  constructor(private readonly files: ConsultationFiles) {}

  @Public()
  @Get('consultations.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="consultations.csv"')
  csv(): StreamableFile {
    return new StreamableFile(csvOf(this.files.columns, this.files.rows()))
  }

  @Public()
  @Get('consultations.json')
  @Header('content-type', 'application/json; charset=utf-8')
  json(): StreamableFile {
    return new StreamableFile(jsonOf(this.files.rows()))
  }
}
