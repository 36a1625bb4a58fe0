import { Injectable } from '@nestjs/common'
import { METROPOLIS, MunicipalityDirectory, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, iso, maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { parseCentres } from './centre-file'
import type { CentreFile, CentreRow } from './centre-file'
import { CentreFileError } from './centre-lines'
import type { CentreProblem, Communes, ImportedCentre } from './centre-row'
import type { CentreImportItemView, CentreImportView } from './centres-console.dto'
import { fold } from './national-schema.rules'

/** What a browser sends; longer lists are for the command line. */
export const MOST_BYTES = 1_900_000
const PIECE = 500
/** Files that were looked at and not taken are forgotten after so many days. */
const FORGOTTEN_DAYS = 30

export interface Taken {
  created: number
  updated: number
  unchanged: number
}

/** A field of a place: its column, its type, and whether staff may have changed it here. */
const FIELDS: Record<Exclude<keyof ImportedCentre, 'source' | 'sourceId' | 'slug'>, [column: string, type: string]> = {
  name: ['name', 'text'], organisation: ['organisation', 'text'], municipalityCode: ['municipality_code', 'text'], address: ['address', 'text'], complement: ['complement', 'text'], postalCode: ['postal_code', 'text'],
  latitude: ['latitude', 'double precision'], longitude: ['longitude', 'double precision'], phone: ['phone', 'text'], emails: ['emails', 'text[]'], websites: ['websites', 'text[]'], bookingUrl: ['booking_url', 'text'],
  accessSheetUrl: ['access_sheet_url', 'text'], openingHours: ['opening_hours', 'text'], remarks: ['hours', 'text[]'], mobile: ['mobile', 'boolean'], services: ['services', 'text[]'], typologies: ['typologies', 'text[]'],
  specificCare: ['specific_care', 'text[]'], audiences: ['audiences', 'text[]'], accessModes: ['access_modes', 'text[]'], supportModes: ['support_modes', 'text[]'], fees: ['fees', 'text[]'],
  programmes: ['programmes', 'text[]'], labels: ['labels', 'text[]'], otherLabels: ['other_labels', 'text[]'], pivot: ['pivot', 'text'], summary: ['summary', 'text'], detail: ['detail', 'text'], sourceDate: ['source_date', 'date'],
}
const columns = Object.values(FIELDS).map(([column]) => column)
const TAKE = `
  insert into inclusion.centre as c (source, source_id, source_values, slug, serves, ${columns.join(', ')})
  select x.source, x."sourceId", e.v, x.slug, array[x."municipalityCode"], ${Object.keys(FIELDS).map((field) => `x."${field}"`).join(', ')}
  from jsonb_array_elements($1::jsonb) as e(v), jsonb_to_record(e.v) as x(source text, "sourceId" text, slug text, ${Object.entries(FIELDS).map(([field, [, type]]) => `"${field}" ${type}`).join(', ')})
  on conflict (source, source_id) where source is not null do update set source_values = excluded.source_values, revision = c.revision + 1, updated_at = platform.clock(),
    serves = case when 'municipality_code' = any(c.edited) or excluded.municipality_code = any(c.serves) then c.serves else c.serves || excluded.municipality_code end,
    ${columns.map((column) => `${column} = case when '${column}' = any(c.edited) then c.${column} else excluded.${column} end`).join(', ')}
  where c.source_values is distinct from excluded.source_values and ($2::text[] is null or c.municipality_code = any($2))
  returning c.xmax = 0 as created`

class NothingWritten extends Error {
  constructor(readonly taken: Taken) {
    super('dry run')
  }
}

/** Places of a list, taken whole or not at all; the same list again changes nothing, and what staff changed here stays. */
@Injectable()
export class CentreImports {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit) {}

  /** @throws CentreFileError when the file as a whole cannot be read */
  read(content: Buffer): CentreFile {
    return parseCentres(content, this.communes())
  }

  /** Errors: none but those of the database, and then nothing is written. `own`: communes whose centres may change; null: all. */
  async take(places: readonly ImportedCentre[], { actorId, dryRun, fileName, own = null }: { actorId: string | null, dryRun: boolean, fileName: string, own?: readonly string[] | null }, progress: (done: number) => void = () => undefined): Promise<Taken> {
    try {
      return await this.dataSource.transaction(async (tx) => {
        const taken = await this.write(tx, places, own, progress)
        if (dryRun) throw new NothingWritten(taken)
        await this.audit.append(tx, { actorId, action: 'centre.imported', subjectKind: 'centre', subjectId: '-', detail: { title: fileName, ...taken } })
        return taken
      })
    } catch (error) {
      if (error instanceof NothingWritten) return error.taken
      throw error
    }
  }

  /** Looks at a file and keeps what was found until somebody takes it. Errors: 422 with why the whole file cannot be read. */
  async preview(actor: Actor, fileName: string, content: Buffer): Promise<{ id: string }> {
    const { owner, own } = this.scope(actor)
    const file = this.limited(this.readOrRefuse(content), own)
    return this.dataSource.transaction(async (tx) => {
      await tx.query(`delete from inclusion.centre_import where taken_at is null and sent_at < platform.clock() - make_interval(days => ${FORGOTTEN_DAYS})`)
      return one<{ id: string }>(tx, 'insert into inclusion.centre_import (owner_kind, owner_code, file_name, sent_by, lines, problems, places) values ($1, $2, $3, $4, $5, $6, $7) returning id',
        [owner.kind, owner.code, fileName, actor.accountId, JSON.stringify(file.rows), JSON.stringify(file.problems), JSON.stringify(file.centres)])
    })
  }

  /** The last twenty of one's own places. */
  async list(actor: Actor): Promise<CentreImportItemView[]> {
    const { owner } = this.scope(actor)
    return rows<CentreImportItemView>(this.dataSource, `
      select id, file_name as "fileName", ${iso('sent_at')} as "sentAt", ${iso('taken_at')} as "takenAt", jsonb_array_length(lines) as rows, jsonb_array_length(places) as taken
      from inclusion.centre_import where owner_kind = $1 and owner_code = $2 order by sent_at desc limit 20`, [owner.kind, owner.code])
  }

  /** Errors: 404 `centre-import.unknown`. */
  async find(actor: Actor, id: string): Promise<CentreImportView> {
    const { owner } = this.scope(actor)
    const found = await maybe<Omit<CentreImportView, 'rows' | 'taken' | 'mapped' | 'refused'>>(this.dataSource, `
      select id, file_name as "fileName", ${iso('sent_at')} as "sentAt", ${iso('taken_at')} as "takenAt", lines, problems, created, updated, unchanged from inclusion.centre_import where id = $1 and owner_kind = $2 and owner_code = $3`, [id, owner.kind, owner.code])
    if (!found) throw new DomainError('centre-import.unknown', { status: 404 })
    return { ...found, ...countsOf(found.lines) }
  }

  /** Takes what was looked at, once. Errors: 404 `centre-import.unknown`, 409 `centre-import.taken`. */
  async apply(actor: Actor, id: string): Promise<void> {
    const { owner, own } = this.scope(actor)
    await this.dataSource.transaction(async (tx) => {
      const found = await maybe<{ places: ImportedCentre[], fileName: string, taken: boolean }>(tx, `
        select places, file_name as "fileName", taken_at is not null as taken from inclusion.centre_import where id = $1 and owner_kind = $2 and owner_code = $3 for update`, [id, owner.kind, owner.code])
      if (!found) throw new DomainError('centre-import.unknown', { status: 404 })
      if (found.taken) throw new DomainError('centre-import.taken', { status: 409 })
      const taken = await this.write(tx, found.places, own)
      // The places are kept no longer than they are needed; what was said of each row stays.
      await tx.query(`update inclusion.centre_import set taken_at = platform.clock(), places = '[]', created = $2, updated = $3, unchanged = $4 where id = $1`, [id, taken.created, taken.updated, taken.unchanged])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'centre.imported', subjectKind: 'centre', subjectId: '-', detail: { title: found.fileName, ...taken } })
    })
  }

  private async write(tx: EntityManager, places: readonly ImportedCentre[], own: readonly string[] | null, progress: (done: number) => void = () => undefined): Promise<Taken> {
    const taken: Taken = { created: 0, updated: 0, unchanged: 0 }
    for (let from = 0; from < places.length; from += PIECE) {
      const piece = places.slice(from, from + PIECE).filter(({ municipalityCode }) => own === null || own.includes(municipalityCode))
      const written = await rows<{ created: boolean }>(tx, TAKE, [JSON.stringify(piece), own])
      const created = written.filter((row) => row.created).length
      taken.created += created
      taken.updated += written.length - created
      taken.unchanged += piece.length - written.length
      progress(Math.min(from + PIECE, places.length))
    }
    return taken
  }

  private readOrRefuse(content: Buffer): CentreFile {
    try {
      return this.read(content)
    } catch (error) {
      if (error instanceof CentreFileError) throw new DomainError(error.code, { facts: { ...error.facts, ...(error.line !== null && { line: error.line }) }, refusals: [{ code: error.code, at: 'file', facts: { ...error.facts, ...(error.line !== null && { line: error.line }) } }] })
      throw error
    }
  }

  /** A commune takes its own places; the others are said, not taken. */
  private limited(file: CentreFile, own: readonly string[] | null): CentreFile {
    if (own === null) return file
    const kept = new Set(file.centres.filter(({ municipalityCode }) => own.includes(municipalityCode)).map(({ source, sourceId }) => `${source}\n${sourceId}`))
    const elsewhere = new Set(file.centres.filter(({ source, sourceId }) => !kept.has(`${source}\n${sourceId}`)).map(({ sourceId }) => sourceId))
    const isOther = ({ id, outcome }: CentreRow): boolean => outcome !== 'refused' && elsewhere.has(id)
    return {
      ...file,
      centres: file.centres.filter(({ municipalityCode }) => own.includes(municipalityCode)),
      problems: [...file.problems, ...file.rows.filter(isOther).map(({ row }): CentreProblem => ({ row, field: 'commune', code: 'centre-file.other-place', value: '', refused: true }))].sort((one, other) => one.row - other.row),
      rows: file.rows.map((row) => (isOther(row) ? { ...row, outcome: 'refused' } : row)),
    }
  }

  /** The metropolis keeps the list of the whole network; a commune that of its own places. */
  private scope(actor: Actor): { owner: { kind: 'metropolis' | 'municipality', code: string }, own: string[] | null } {
    const { places } = placesOf(actor, 'centre.manage')
    if (places.some(({ kind }) => kind === 'metropolis')) return { owner: { kind: 'metropolis', code: METROPOLIS.code }, own: null }
    const own = places.filter(({ kind }) => kind === 'municipality').map(({ code }) => code)
    const [code] = own
    if (code === undefined) throw new DomainError('place.other', { status: 403 })
    return { owner: { kind: 'municipality', code }, own }
  }

  private communes(): Communes {
    const byName = (name: string, postalCode: string): string | null => {
      const named = this.directory.search(name).filter((match) => fold(match.alias?.name ?? match.name) === fold(name))
      return (named.find(({ postalCodes }) => postalCodes.includes(postalCode)) ?? (postalCode.startsWith('59') ? named[0] : undefined))?.code ?? null
    }
    return { byCode: (code) => this.directory.resolve(code), byName }
  }
}

export function countsOf(lines: readonly CentreRow[]): { rows: number, taken: number, mapped: number, refused: number } {
  const count = (...outcomes: CentreRow['outcome'][]): number => lines.filter(({ outcome }) => outcomes.includes(outcome)).length
  return { rows: lines.length, taken: count('taken', 'mapped'), mapped: count('mapped'), refused: count('refused') }
}
