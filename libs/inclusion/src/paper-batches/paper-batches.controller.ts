import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf, UuidParam } from '@parvis/platform'
import { EntryKeptView, EntrySheetView, EnvelopesClosingDto, EnvelopeView, FormsClosingDto, JoinDto, NewEnvelopeDto, NewFormDto, NewPaperBatchDto, PaperBatchesQuery, PaperBatchesView, PaperBatchView, RefusalDto, RulingDto, RulingSheetView } from './paper-batches.dto'
import { PaperBatches } from './paper-batches.service'
import { PaperComparisons } from './paper-comparisons.service'
import { PaperCounting } from './paper-counting.service'
import { PaperEnvelopes } from './paper-envelopes.service'
import { PaperForms } from './paper-forms.service'

const COLUMNS = ['consultation', 'batch', 'centre', 'received', 'state', 'settled', 'slip', 'found', 'taken', 'setAside', 'absent', 'forms', 'share', 'expanded', 'drawn', 'twice', 'compared', 'different', 'disagreements', 'ruled', 'voided', 'counted']

/** Paper, from its envelopes to the box. Who opens sees names, who enters sees choices, and nobody does both in one batch. */
@Requires('paper.enter')
@Controller('paper-batches')
export class PaperBatchesController {
  constructor(
    private readonly batches: PaperBatches,
    private readonly envelopes: PaperEnvelopes,
    private readonly forms: PaperForms,
    private readonly comparisons: PaperComparisons,
    private readonly counting: PaperCounting,
  ) {}

  @Get()
  async list(@Actor() actor: Actor, @Query() { consultationId }: PaperBatchesQuery): Promise<PaperBatchesView> {
    return this.batches.list(actor, consultationId)
  }

  @Post()
  async receive(@Actor() actor: Actor, @Body() body: NewPaperBatchDto): Promise<PaperBatchView> {
    return this.batches.receive(actor, body)
  }

  /** Counts of every batch, a line each. */
  @Header('cache-control', 'no-store')
  @Get('counts.csv')
  async counts(@Actor() actor: Actor, @Query() { consultationId }: PaperBatchesQuery): Promise<StreamableFile> {
    const lines = await this.batches.counts(actor, consultationId)
    return new StreamableFile(csvOf(COLUMNS, (async function* () { yield* lines })()), { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="lots-papier.csv"' })
  }

  @Get(':id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PaperBatchView> {
    return this.batches.read(actor, id)
  }

  /** Envelopes that were entered, without a name: the last ones first. */
  @Get(':id/envelopes')
  async listEnvelopes(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<EnvelopeView[]> {
    return this.envelopes.list(actor, id)
  }

  @Post(':id/envelopes')
  async recordEnvelope(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewEnvelopeDto): Promise<EnvelopeView> {
    return this.envelopes.record(actor, id, body)
  }

  @Delete(':id/envelopes/:envelopeId')
  @HttpCode(204)
  async removeEnvelope(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('envelopeId', UuidParam) envelopeId: string): Promise<void> {
    await this.envelopes.remove(actor, id, envelopeId)
  }

  /** All envelopes are entered. */
  @Post(':id/opening')
  async closeEnvelopes(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EnvelopesClosingDto): Promise<PaperBatchView> {
    await this.envelopes.close(actor, id, body)
    return this.batches.read(actor, id)
  }

  /** Opened together with another one. */
  @Post(':id/joining')
  async join(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { batchId }: JoinDto): Promise<PaperBatchView> {
    await this.envelopes.join(actor, id, batchId)
    return this.batches.read(actor, batchId)
  }

  @Header('cache-control', 'no-store')
  @Get(':id/first-entry')
  async firstSheet(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<EntrySheetView> {
    return this.forms.sheet(actor, id, 'first')
  }

  @Post(':id/first-entry')
  async enterFirst(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewFormDto): Promise<EntryKeptView> {
    return this.forms.enterFirst(actor, id, body)
  }

  @Delete(':id/first-entry/:number')
  @HttpCode(204)
  async removeForm(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('number') number: string): Promise<void> {
    await this.forms.remove(actor, id, number)
  }

  /** No form is left to enter. */
  @Post(':id/first-entry/closing')
  async closeForms(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: FormsClosingDto): Promise<PaperBatchView> {
    await this.forms.close(actor, id, body)
    return this.batches.read(actor, id)
  }

  @Header('cache-control', 'no-store')
  @Get(':id/second-entry')
  async secondSheet(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<EntrySheetView> {
    return this.forms.sheet(actor, id, 'second')
  }

  @Post(':id/second-entry')
  async enterSecond(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewFormDto): Promise<EntryKeptView> {
    return this.forms.enterSecond(actor, id, body)
  }

  @Header('cache-control', 'no-store')
  @Get(':id/rulings')
  async rulingSheet(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<RulingSheetView> {
    return this.comparisons.sheet(actor, id)
  }

  @Post(':id/rulings')
  async rule(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: RulingDto): Promise<PaperBatchView> {
    await this.comparisons.rule(actor, id, body)
    return this.batches.read(actor, id)
  }

  @Post(':id/reconciliation')
  async reconcile(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PaperBatchView> {
    await this.comparisons.reconcileAgain(actor, id)
    return this.batches.read(actor, id)
  }

  /** Into the box, or with the answers: all of it, once. */
  @Post(':id/counting')
  async count(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PaperBatchView> {
    await this.counting.count(actor, id)
    return this.batches.read(actor, id)
  }

  @Post(':id/refusal')
  async refuse(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { reason }: RefusalDto): Promise<PaperBatchView> {
    await this.counting.refuse(actor, id, reason)
    return this.batches.read(actor, id)
  }
}
