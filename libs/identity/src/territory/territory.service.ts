import { Injectable } from '@nestjs/common'
import { Audit, DomainError, maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { MunicipalityDirectory } from '../municipalities/municipality-directory'
import type { CommuneMapView, CommuneShapeView, TerritoryView } from './territory.dto'
import { boundsOf, isInside, lighter, middleOf, type Area, type Outline, type Point, type TerritoryFile } from './territory.rules'

type Database = DataSource | EntityManager

export interface TerritoryImport {
  created: number
  updated: number
  unchanged: number
  /** Outlines that stood and are not in the file. */
  removed: number
  landmarks: number
}

/** `$1` rows as JSON. What is the same stays, what is no longer there goes. */
const TAKE = `
  with given as (select * from jsonb_to_recordset($1::jsonb) as g(code text, outline jsonb, near jsonb, far jsonb, bounds double precision[], middle double precision[])),
  gone as (delete from identity.municipality_shape s where not exists (select from given g where g.code = s.code) returning 1),
  taken as (
    insert into identity.municipality_shape (code, outline, near, far, bounds, middle) select code, outline, near, far, bounds, middle from given
    on conflict (code) do update set outline = excluded.outline, near = excluded.near, far = excluded.far, bounds = excluded.bounds, middle = excluded.middle, imported_at = platform.clock()
      where (municipality_shape.outline, municipality_shape.near, municipality_shape.far) is distinct from (excluded.outline, excluded.near, excluded.far)
    returning xmax = 0 as created
  )
  select count(*) filter (where created)::integer as created, count(*) filter (where not created)::integer as updated, (select count(*)::integer from gone) as removed from taken`

/** The outlines of communes that the operator imported. Without them everything works by names. */
@Injectable()
export class Territory {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit) {}

  /** Every outline, to draw them together. */
  async all(): Promise<TerritoryView> {
    const found = await rows<Omit<CommuneShapeView, 'name'>>(this.dataSource, 'select code, far as shape, middle from identity.municipality_shape')
    return { communes: found.map((row) => ({ ...row, name: this.nameOf(row.code) })).sort((one, other) => one.name.localeCompare(other.name, 'fr')) }
  }

  /** One outline with what helps to find one's way in it. Error: 404 `territory.unknown`. */
  async commune(code: string): Promise<CommuneMapView> {
    const found = await maybe<Omit<CommuneMapView, 'name'>>(this.dataSource, `
      select s.code, s.near as shape, s.middle, s.bounds, coalesce((select json_agg(json_build_object('layer', l.layer, 'name', l.name, 'shape', l.geometry) order by l.position) from (
        select * from identity.landmark l where l.bounds[1] <= s.bounds[3] and l.bounds[3] >= s.bounds[1] and l.bounds[2] <= s.bounds[4] and l.bounds[4] >= s.bounds[2] order by l.position limit 60) l), '[]') as landmarks
      from identity.municipality_shape s where s.code = $1`, [this.directory.resolve(code) ?? code])
    if (!found) throw new DomainError('territory.unknown', { status: 404 })
    return { ...found, name: this.nameOf(found.code) }
  }

  /** True, false, or null where we have no outline of that commune. */
  async isIn(code: string, point: Point, db: Database = this.dataSource): Promise<boolean | null> {
    const found = await maybe<{ outline: Area }>(db, 'select outline from identity.municipality_shape where code = $1', [code])
    return found && isInside(point, found.outline)
  }

  /** The commune in which a point lies; on a border, the first by code. */
  async communeAt(point: Point, db: Database = this.dataSource): Promise<string | null> {
    const near = await rows<{ code: string, outline: Area }>(db, 'select code, outline from identity.municipality_shape where $1 between bounds[1] and bounds[3] and $2 between bounds[2] and bounds[4] order by code', [point.lon, point.lat])
    return near.find(({ outline }) => isInside(point, outline))?.code ?? null
  }

  /** As imported, for many points at once. */
  outlines(): Promise<Outline[]> {
    return rows<Outline>(this.dataSource, 'select code, outline from identity.municipality_shape order by code')
  }

  /** All of a file that was read without a fault, or nothing of it; again, what is the same stays. */
  async take({ outlines, landmarks }: TerritoryFile, { dryRun = false } = {}): Promise<TerritoryImport> {
    const light = lighter(outlines)
    const shapes = outlines.map(({ code, outline }) => {
      const { lon, lat } = middleOf(outline)
      return { code, outline, ...light.get(code), bounds: boundsOf([outline]), middle: [lon, lat] }
    })
    const runner = this.dataSource.createQueryRunner()
    await runner.connect()
    await runner.startTransaction()
    try {
      const answer = await this.takeIn(runner.manager, shapes, landmarks)
      await (dryRun ? runner.rollbackTransaction() : runner.commitTransaction())
      return answer
    } catch (error) {
      await runner.rollbackTransaction()
      throw error
    } finally {
      await runner.release()
    }
  }

  private async takeIn(tx: EntityManager, shapes: readonly object[], landmarks: TerritoryFile['landmarks']): Promise<TerritoryImport> {
    // Two imports at once: the second one sees what the first left.
    await tx.query("select pg_advisory_xact_lock(hashtextextended('territory', 0))")
    const taken = await one<Pick<TerritoryImport, 'created' | 'updated' | 'removed'>>(tx, TAKE, [JSON.stringify(shapes)])
    await tx.query('delete from identity.landmark')
    await tx.query(`
      insert into identity.landmark (position, layer, name, geometry, bounds) select l.position, l.layer, l.name, l.geometry, l.bounds
      from jsonb_to_recordset($1::jsonb) as l(position integer, layer text, name text, geometry jsonb, bounds double precision[])`,
    [JSON.stringify(landmarks.map((landmark, index) => ({ ...landmark, position: index + 1, bounds: boundsOf([landmark.geometry]) })))])
    const answer = { ...taken, unchanged: shapes.length - taken.created - taken.updated, landmarks: landmarks.length }
    await this.audit.append(tx, { actorId: null, action: 'territory.imported', subjectKind: 'territory', subjectId: 'territory', detail: { ...answer } })
    return answer
  }

  private nameOf(code: string): string {
    return this.directory.byCode(code)?.name ?? code
  }
}
