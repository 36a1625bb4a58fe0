import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { DomainError, UuidParam } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { AtCentreDto, BookletQuery, DeskDocumentQuery, DestroyedView, IssueDto, IssuedView, KitsQuery, MadeKitView, MadeOrderView, NewKitDto, NewOrderDto, PaperDeskView, PaperKitsView, ThresholdDto } from './paper-kits.dto'
import { KIT_DOCUMENTS } from './paper-kits.rules'
import type { KitDocument } from './paper-kits.rules'
import { PaperKits } from './paper-kits.service'
import { PaperSheets } from './paper-sheets.service'
import { PaperStock } from './paper-stock.service'

/** Paper: the staff make kits and print orders; a desk orders, receives, hands out. Nobody is told who took a form. */
@Controller('paper-kits')
export class PaperKitsController {
  constructor(private readonly kits: PaperKits, private readonly stock: PaperStock, private readonly sheets: PaperSheets) {}

  @Requires('consultation.prepare') @Get()
  async list(@Actor() actor: Actor, @Query() { consultationId }: KitsQuery): Promise<PaperKitsView> {
    return this.kits.ofConsultation(actor, consultationId)
  }

  @Requires('consultation.prepare') @Post()
  async make(@Actor() actor: Actor, @Body() { phaseId }: NewKitDto): Promise<MadeKitView> {
    return this.kits.make(actor, phaseId)
  }

  /** What a desk has, waits for, and throws away. */
  @Requires('desk.use') @Get('desk')
  async desk(@Actor() actor: Actor): Promise<PaperDeskView> {
    return this.stock.ofDesk(actor)
  }

  @Requires('desk.use') @Put('desk/threshold') @HttpCode(204)
  async threshold(@Actor() actor: Actor, @Body() body: ThresholdDto): Promise<void> {
    await this.stock.warnBelow(actor, body)
  }

  /** A model or a companion of a kit: it bears no number. PDF. */
  @Requires('desk.use') @Get('desk/:id/documents/:document') @Header('cache-control', 'no-store')
  async deskDocument(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('document') document: string, @Query() { centreId }: DeskDocumentQuery): Promise<StreamableFile> {
    const kind = documentNamed(document)
    return pdf(await this.stock.document(actor, id, kind, centreId), kind)
  }

  /** The same, for the staff. PDF. */
  @Requires('consultation.prepare') @Get(':id/documents/:document') @Header('cache-control', 'no-store')
  async document(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('document') document: string): Promise<StreamableFile> {
    const kind = documentNamed(document)
    return pdf(await this.kits.document(actor, id, kind), kind)
  }

  @Requires('desk.use') @Post(':id/orders')
  async order(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewOrderDto): Promise<MadeOrderView> {
    return this.stock.order(actor, id, body)
  }

  @Requires('desk.use') @Delete('orders/:id') @HttpCode(204)
  async cancel(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.stock.cancel(actor, id)
  }

  @Requires('consultation.prepare') @Post('orders/:id/printing') @HttpCode(204)
  async print(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.sheets.print(actor, id)
  }

  /** Fifty sheets with their numbers, until the parcel is delivered. PDF. */
  @Requires('consultation.prepare') @Get('orders/:id/sheets') @Header('cache-control', 'no-store')
  async booklet(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() { booklet }: BookletQuery): Promise<StreamableFile> {
    return pdf(await this.sheets.booklet(actor, id, booklet), `feuilles-carnet-${booklet}`)
  }

  @Requires('desk.use') @Post('orders/:id/delivery') @HttpCode(204)
  async receive(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.stock.receive(actor, id)
  }

  /** Handed out: how many, never to whom. */
  @Requires('desk.use') @Post(':id/issues')
  async issue(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: IssueDto): Promise<IssuedView> {
    return this.stock.issue(actor, id, body)
  }

  @Requires('desk.use') @Post(':id/destruction') @HttpCode(200)
  async destroy(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { centreId }: AtCentreDto): Promise<DestroyedView> {
    return { sheets: await this.stock.destroy(actor, id, centreId) }
  }
}

const NAMES: Readonly<Record<KitDocument, string>> = {
  'form': 'formulaire-modele', 'form-large-print': 'formulaire-gros-caracteres', 'booklet': 'livret', 'notice': 'notice-donnees', 'poster': 'affiche', 'script': 'texte-a-lire', 'batch-slip': 'bordereau',
}

function documentNamed(name: string): KitDocument {
  const kind = KIT_DOCUMENTS.find((one) => one === name)
  if (!kind) throw new DomainError('paper-kit.no-such-document', { status: 404 })
  return kind
}

const pdf = (file: Readable, kind: string): StreamableFile =>
  new StreamableFile(file, { type: 'application/pdf', disposition: `attachment; filename="${NAMES[kind as KitDocument] ?? kind}.pdf"` })
