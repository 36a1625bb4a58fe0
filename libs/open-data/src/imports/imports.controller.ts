import type { Multipart } from '@fastify/multipart'
import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Actor, Requires } from '@parvis/identity'
import { DomainError, UuidParam } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { IMPORT_KINDS } from './import-runs.service'
import { ImportRowsQuery, ImportRowsView, ImportsView, ImportView } from './imports.dto'
import { Imports, LARGEST_FILE } from './imports.service'

@Controller()
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  /** A file as a form sends it: `kind` (`proposals` or `comments`), then `file`. It is read in the background; nothing is taken yet. */
  @Requires('proposal.import')
  @RouteConfig({ takesFile: true })
  @HttpCode(202)
  @Post('consultations/:id/imports')
  async upload(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Req() request: FastifyRequest): Promise<ImportView> {
    const file = request.isMultipart() ? await request.file({ throwFileSizeLimit: false, limits: { fileSize: LARGEST_FILE + 1, files: 1, fields: 5, fieldSize: 1000 } }) : undefined
    const kind = IMPORT_KINDS.find((known) => known === valueOf(file?.fields.kind))
    if (!file || file.fieldname !== 'file' || !kind) {
      file?.file.resume()
      throw new DomainError('request.invalid', { status: 400, detail: 'A kind, then a file, are expected', refusals: [{ code: kind || !file ? 'import.file-missing' : 'import.kind-missing', at: kind || !file ? 'file' : 'kind' }] })
    }
    try {
      return await this.imports.upload(actor, id, { kind, name: file.filename, content: file.file })
    } finally {
      // Whatever was refused is read to its end: the answer is heard.
      file.file.resume()
    }
  }

  @Requires('proposal.import')
  @Get('consultations/:id/imports')
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ImportsView> {
    return { items: await this.imports.list(actor, id) }
  }

  @Requires('proposal.import')
  @Get('imports/:id')
  async detail(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ImportView> {
    return this.imports.detail(actor, id)
  }

  /** What became of each row of the file, or would. */
  @Requires('proposal.import')
  @Get('imports/:id/rows')
  async rows(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: ImportRowsQuery): Promise<ImportRowsView> {
    return this.imports.rows(actor, id, query)
  }

  /** Takes what was read, in the background. */
  @Requires('proposal.import')
  @HttpCode(202)
  @Post('imports/:id/confirmation')
  async confirm(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ImportView> {
    return this.imports.confirm(actor, id)
  }

  @Requires('proposal.import')
  @HttpCode(200)
  @Post('imports/:id/cancellation')
  async cancel(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ImportView> {
    return this.imports.cancel(actor, id)
  }

  /** Takes back everything that it brought, in the background, while nobody has used it. A cancellation meanwhile leaves everything where it is. */
  @Requires('proposal.import')
  @HttpCode(202)
  @Post('imports/:id/undoing')
  async undo(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ImportView> {
    return this.imports.undo(actor, id)
  }
}

function valueOf(field: Multipart | Multipart[] | undefined): unknown {
  const [one] = [field].flat()
  return one?.type === 'field' ? one.value : undefined
}
