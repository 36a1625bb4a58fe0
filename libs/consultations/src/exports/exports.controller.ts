import { Controller, Get, HttpCode, Param, Post, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ExportsView, ExportView } from './exports.dto'
import { ConsultationExports } from './exports.service'

@Controller()
export class ExportsController {
  constructor(private readonly exports: ConsultationExports) {}

  /** Asks for the complete file; it is made in the background. */
  @Requires('consultation.export')
  @HttpCode(202)
  @Post('consultations/:id/exports')
  async request(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ExportView> {
    return this.exports.request(actor, id)
  }

  @Requires('consultation.export')
  @Get('consultations/:id/exports')
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ExportsView> {
    return { items: await this.exports.list(actor, id) }
  }

  /** The file itself, for who is signed in and may have it. */
  @Requires('consultation.export')
  @Get('exports/:id/file')
  async file(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<StreamableFile> {
    const { name, bytes, content } = await this.exports.file(actor, id)
    return new StreamableFile(content, { type: 'application/zip', length: bytes, disposition: `attachment; filename="${name}"` })
  }
}
