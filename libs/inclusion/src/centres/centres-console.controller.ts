import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { DomainError, UuidParam } from '@parvis/platform'
import { CentreImports, MOST_BYTES } from './centre-imports.service'
import { ActivationDto, CentreConsoleView, CentreHoursDto, CentreImportsView, CentreImportView, CentreRowsView, CentresConsoleQuery, CentreSheetDto, ClosureDto, EditCentreDto, ImportQuery, StopDto } from './centres-console.dto'
import { CentresConsole } from './centres-console.service'

/** Centres as staff keep them up. */
@Requires('centre.manage')
@Controller('console')
export class CentresConsoleController {
  constructor(private readonly centres: CentresConsole, private readonly imports: CentreImports) {}

  @Get('centres')
  async list(@Actor() actor: Actor, @Query() query: CentresConsoleQuery): Promise<CentreRowsView> {
    return this.centres.list(actor, query)
  }

  @Post('centres')
  async create(@Actor() actor: Actor, @Body() body: CentreSheetDto): Promise<CentreConsoleView> {
    const { id } = await this.centres.create(actor, body)
    return this.centres.read(actor, id)
  }

  @Get('centres/:id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CentreConsoleView> {
    return this.centres.read(actor, id)
  }

  @Put('centres/:id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditCentreDto): Promise<CentreConsoleView> {
    await this.centres.edit(actor, id, body)
    return this.centres.read(actor, id)
  }

  @Put('centres/:id/hours')
  async hours(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: CentreHoursDto): Promise<CentreConsoleView> {
    await this.centres.editHours(actor, id, body)
    return this.centres.read(actor, id)
  }

  @Post('centres/:id/closures')
  async close(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ClosureDto): Promise<CentreConsoleView> {
    await this.centres.close(actor, id, body)
    return this.centres.read(actor, id)
  }

  @Delete('centres/:id/closures/:closureId')
  @HttpCode(204)
  async reopen(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('closureId', UuidParam) closureId: string): Promise<void> {
    await this.centres.reopen(actor, id, closureId)
  }

  @Post('centres/:id/stops')
  async addStop(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: StopDto): Promise<CentreConsoleView> {
    await this.centres.addStop(actor, id, body)
    return this.centres.read(actor, id)
  }

  @Delete('centres/:id/stops/:stopId')
  @HttpCode(204)
  async removeStop(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('stopId', UuidParam) stopId: string): Promise<void> {
    await this.centres.removeStop(actor, id, stopId)
  }

  @Put('centres/:id/activation')
  async activate(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { active }: ActivationDto): Promise<CentreConsoleView> {
    await this.centres.activate(actor, id, active)
    return this.centres.read(actor, id)
  }

  /** The files looked at lately. */
  @Get('centre-imports')
  async importList(@Actor() actor: Actor): Promise<CentreImportsView> {
    return { items: await this.imports.list(actor) }
  }

  /** A file of places (CSV or JSON, `application/octet-stream`, 1.9 MB at most): it is looked at, nothing is taken. */
  @Post('centre-imports')
  async preview(@Actor() actor: Actor, @Query() { name }: ImportQuery, @Body() content: unknown): Promise<CentreImportView> {
    if (!Buffer.isBuffer(content)) throw new DomainError('request.media-type', { status: 415 })
    if (content.length > MOST_BYTES) throw new DomainError('request.too-large', { status: 413 })
    const { id } = await this.imports.preview(actor, name, content)
    return this.imports.find(actor, id)
  }

  @Get('centre-imports/:id')
  async import(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CentreImportView> {
    return this.imports.find(actor, id)
  }

  /** Takes what was looked at. Errors: 404, 409 `centre-import.taken`. */
  @Post('centre-imports/:id/taking')
  async take(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CentreImportView> {
    await this.imports.apply(actor, id)
    return this.imports.find(actor, id)
  }
}
