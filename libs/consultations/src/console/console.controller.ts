import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf, UuidParam } from '@parvis/platform'
import { ConsoleList } from './console-list.service'
import { ConsoleToday } from './console-today.service'
import { ConsoleFilter, ConsolePageView, ConsoleQuery, FiguresView, SavedViewDto, SavedViewsView, SavedViewView, TodayQuery, TodayView } from './console.dto'
import { ConsoleFigures } from './console-figures.service'
import { SavedFilterDto, SavedFiltersQuery, SavedFiltersView, SavedFilterView } from './saved-filters.dto'
import { SavedFilters } from './saved-filters.service'
import { SavedViews } from './saved-views.service'

/** The work of staff, across consultations. */
@Requires('console.use')
@Controller('console')
export class ConsoleController {
  constructor(private readonly consultations: ConsoleList, private readonly today: ConsoleToday, private readonly figures: ConsoleFigures, private readonly views: SavedViews, private readonly filters: SavedFilters) {}

  /** What waits for me, and what happens in the next fourteen days. */
  @Get('today')
  async read(@Actor() actor: Actor, @Query() { consultation }: TodayQuery): Promise<TodayView> {
    return this.today.read(actor, consultation)
  }

  @Get('consultations')
  async list(@Actor() actor: Actor, @Query() query: ConsoleQuery): Promise<ConsolePageView> {
    return this.consultations.page(actor, query)
  }

  /** The same filter, every row. */
  @Get('consultations.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="consultations-gestion.csv"')
  csv(@Actor() actor: Actor, @Query() filter: ConsoleFilter): StreamableFile {
    return new StreamableFile(csvOf(this.consultations.columns, this.consultations.file(actor, filter)))
  }

  /** By which doors people came. */
  @Get('consultations/:id/figures')
  async figuresOf(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<FiguresView> {
    return { doors: await this.figures.ofConsultation(actor, id) }
  }

  @Get('views')
  async savedViews(@Actor() actor: Actor): Promise<SavedViewsView> {
    return { items: await this.views.list(actor) }
  }

  @Post('views')
  async saveView(@Actor() actor: Actor, @Body() body: SavedViewDto): Promise<SavedViewView> {
    return this.views.save(actor, body)
  }

  @Delete('views/:id')
  @HttpCode(204)
  async removeView(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.views.remove(actor, id)
  }

  /** Filters of the moderation queue, of proposals and of the journal: one's own and the team's. */
  @Get('filters')
  async savedFilters(@Actor() actor: Actor, @Query() { list }: SavedFiltersQuery): Promise<SavedFiltersView> {
    return { items: await this.filters.list(actor, list) }
  }

  @Post('filters')
  async saveFilter(@Actor() actor: Actor, @Body() body: SavedFilterDto): Promise<SavedFilterView> {
    return this.filters.save(actor, body)
  }

  @Delete('filters/:id')
  @HttpCode(204)
  async removeFilter(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.filters.remove(actor, id)
  }
}
