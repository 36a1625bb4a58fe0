import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Bounds } from '@parvis/identity'
import { prepared, preparedOne } from '@parvis/platform'
import type { Prepared } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { filtersOf, whereOf, type Filter } from './proposal-filters'
import { boundsOfZone, boxOf, cellBounds, gridOf, markOf, squareAbout } from './proposal-map.rules'
import type { ProposalMapView, ProposalsFilter } from './proposals.dto'

/** `$1` consultation, `$2` commune or null. What is shown: the outline of the commune, those of the consultation, or where the points are. */
const BOUNDS = prepared(`
  select coalesce(
    (select array[min(s.bounds[1]), min(s.bounds[2]), max(s.bounds[3]), max(s.bounds[4])] from identity.municipality_shape s
      where s.code = $2 or ($2::text is null and s.code in (select unnest(c.scope_codes) from consultations.consultation c where c.id = $1)) having count(*) > 0),
    (select array[min(p.lon), min(p.lat), max(p.lon), max(p.lat)]::float8[] from consultations.proposal p where p.consultation_id = $1 and p.lat is not null and p.state = 'submitted' having count(*) > 0)) as bounds`)

interface Row {
  total: number
  placed: number
  nowhere: number
  communes: { code: string, count: number }[]
  cells: { x: number, y: number, count: number, lon: number, lat: number, number: number, title: string }[]
}

const statements = new Map<string, Prepared>()

/** All marks in one statement, however many points: `$1` consultation, `$2` and `$3` lines of the grid, then the filters. */
function statementOf(filters: readonly Filter[]): Prepared {
  const form = filters.join()
  const known = statements.get(form)
  if (known) return known
  const made = prepared(`
    with found as materialized (select p.lon::float8 as lon, p.lat::float8 as lat, p.municipality_code as code, p.number, p.title from consultations.proposal p where ${whereOf(filters, 4)}),
    cells as (
      select width_bucket(lon, $2::float8[]) as x, width_bucket(lat, $3::float8[]) as y, count(*)::integer as count, avg(lon) as lon, avg(lat) as lat, min(number) as number,
        (array_agg(title order by number))[1] as title
      from found where lat is not null group by 1, 2)
    select (select count(*)::integer from found) as total, (select count(*)::integer from found where lat is not null) as placed,
      (select count(*)::integer from found where lat is null and code is null) as nowhere,
      coalesce((select json_agg(c) from (select code, count(*)::integer as count from found where code is not null group by code order by 2 desc, 1) c), '[]') as communes,
      coalesce((select json_agg(c order by y desc, x) from cells c), '[]') as cells`)
  statements.set(form, made)
  return made
}

/** Proposals on a map: at most sixty-four marks, each with how many it stands for. */
@Injectable()
export class ProposalMap {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  async of(consultation: { id: string }, query: ProposalsFilter): Promise<ProposalMapView> {
    const { filters, values } = filtersOf(query)
    const bounds = query.zone !== undefined && boxOf(query.zone) ? boundsOfZone(query.zone) : (await preparedOne<{ bounds: Bounds | null }>(this.dataSource, BOUNDS, [consultation.id, query.municipality ?? null]))?.bounds ?? null
    const shown = squareAbout(bounds ?? [0, 0, 0, 0])
    const grid = gridOf(shown)
    const found = await preparedOne<Row>(this.dataSource, statementOf(filters), [consultation.id, grid.xs, grid.ys, ...values])
    const { total, placed, nowhere, communes, cells } = found ?? { total: 0, placed: 0, nowhere: 0, communes: [], cells: [] }
    return {
      total, placed, nowhere, bounds: bounds ? shown : null,
      communes: communes.map(({ code, count }) => ({ code, name: this.directory.byCode(code)?.name ?? code, count })),
      marks: cells.map(({ x, y, count, number, title, ...mean }) => {
        const cell = cellBounds(grid, x, y)
        return { ...markOf(cell, mean), count, zone: cell.join(','), proposal: count === 1 ? { number, title } : null }
      }),
    }
  }
}
