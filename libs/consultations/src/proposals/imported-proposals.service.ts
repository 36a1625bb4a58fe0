import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory, isInside, roundPoint, Territory } from '@parvis/identity'
import { DomainError, maybe, one, rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { Importer, ImportedRow, ImportSource, ImportTarget, Places, TakenRow } from './imported'

/** A proposal made elsewhere, as its export tells it. */
export interface ImportedProposal extends ImportedRow {
  title: string
  body: string
  /** Counted there; null: the file does not say. */
  supports: number | null
  /** As a text: it becomes nobody's account. */
  authorName: string
  createdAt: string | null
  url: string | null
  theme: string | null
  municipalityCode: string | null
  lat?: number | null
  lon?: number | null
}

const KEPT = ['title', 'body', 'author_name', 'source_url', 'imported_supports', 'lat', 'lon'] as const
const kept = (of: string) => KEPT.map((column) => `${of}.${column}`).join(', ')

/** `$1` consultation, `$2` source, `$3` rows as JSON. What was answered, chosen or taken off the page keeps the text that people read. */
const GIVEN = `
  select g.*, p.id as known, case when p.id is null then 'created' when (${kept('p')}) is not distinct from (${kept('g')}) then 'unchanged'
      when (p.title, p.body) is distinct from (g.title, g.body) and (p.state <> 'submitted' or p.answer_kind is not null or exists (select from consultations.vote_option o where o.proposal_id = p.id)) then 'refused'
      else 'updated' end as outcome,
    jsonb_build_object(${KEPT.map((column) => `'${column}', p.${column}`).join(', ')}) as was
  from jsonb_to_recordset($3::jsonb) as g(row integer, source_id text, title text, body text, author_name text, source_url text, imported_supports integer, created_at timestamptz, theme text, municipality_code text, lat numeric, lon numeric, outside boolean)
    left join consultations.proposal p on p.consultation_id = $1 and p.source = $2 and p.source_id = g.source_id`

const TOLD = `g.row, g.outcome, case when g.outcome = 'updated' then g.was end as before, case when g.outcome = 'refused' then 'import.text-frozen' when g.outside then 'import.point-outside' end as code`

const PLAN = `with given as (${GIVEN}) select ${TOLD}, g.known as target from given g order by g.row`

/** Beside these, `$4` phase, `$5` theme when there is none, `$6` the last number taken. */
const TAKE = `
  with given as materialized (${GIVEN}),
  fresh as (select g.*, row_number() over (order by g.row) as place from given g where g.outcome = 'created'),
  made as (
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, author_name, channel, submission_token, source, source_id, source_url, imported_supports, created_at, lat, lon)
    select $1, $4, $6::integer + g.place, g.title, g.body, coalesce(g.theme, $5), g.municipality_code, g.author_name, 'online', gen_random_uuid(), $2, g.source_id, g.source_url, g.imported_supports, coalesce(g.created_at, platform.clock()), g.lat, g.lon
    from fresh g returning id, source_id, title, body, theme, lat, lon
  ),
  changed as (
    update consultations.proposal p set ${KEPT.map((column) => `${column} = g.${column}`).join(', ')},
      -- A point that comes later brings its commune.
      municipality_code = coalesce(p.municipality_code, g.municipality_code), updated_at = platform.clock()
    from given g where p.id = g.known and g.outcome = 'updated' returning p.id, p.title, p.body, p.theme, p.lat, p.lon
  ),
  versions as (
    insert into consultations.proposal_version (proposal_id, version, title, body, theme, lat, lon)
    select m.id, 1, m.title, m.body, m.theme, m.lat, m.lon from made m
    union all
    select t.id, v.version + 1, t.title, t.body, t.theme, t.lat, t.lon from changed t
      cross join lateral (select v.version, v.title, v.body, v.lat, v.lon from consultations.proposal_version v where v.proposal_id = t.id order by v.version desc limit 1) v
    where (v.title, v.body, v.lat, v.lon) is distinct from (t.title, t.body, t.lat, t.lon)
  )
  select ${TOLD}, coalesce(g.known, m.id) as target from given g left join made m on m.source_id = g.source_id`

/** What an import brought or changed. */
const OF = `consultations.import_row r where r.import_id = $1 and r.outcome in ('created', 'updated')`

/** Proposals that were made elsewhere. */
@Injectable()
export class ImportedProposals implements Importer<ImportedProposal> {
  constructor(private readonly directory: MunicipalityDirectory, private readonly territory: Territory) {}

  async target(tx: EntityManager, consultationId: string): Promise<ImportTarget> {
    const into = await maybe<ImportTarget & { phaseId: string | null }>(tx, `
      select c.id as "consultationId", c.theme, (select f.id from consultations.phase f where f.consultation_id = c.id and f.kind = 'proposals' order by f.position limit 1) as "phaseId"
      from consultations.consultation c where c.id = $1`, [consultationId])
    if (!into?.phaseId) throw new DomainError('import.no-proposals-phase')
    return into
  }

  async plan(tx: EntityManager, { consultationId }: ImportTarget, source: ImportSource, items: readonly ImportedProposal[]): Promise<TakenRow[]> {
    return rows<TakenRow>(tx, PLAN, [consultationId, source, await this.asRows(items)])
  }

  async take(tx: EntityManager, { consultationId, phaseId, theme }: ImportTarget, source: ImportSource, items: readonly ImportedProposal[]): Promise<TakenRow[]> {
    const { last } = await one<{ last: number }>(tx, 'select coalesce(max(number), 0) as last from consultations.proposal where consultation_id = $1', [consultationId])
    return rows<TakenRow>(tx, TAKE, [consultationId, source, await this.asRows(items), phaseId, theme, last])
  }

  async holdTaken(tx: EntityManager, importId: string): Promise<void> {
    await tx.query(`select p.id from consultations.proposal p where p.id in (select r.target from ${OF}) order by p.id for update`, [importId])
  }

  async refuseUsed(tx: EntityManager, importId: string): Promise<void> {
    const used = await one<{ supports: number, comments: number, answers: number, others: number }>(tx, `
      select count(*) filter (where exists (select from consultations.support s where s.proposal_id = p.id))::integer as supports, count(*) filter (where exists (select from consultations.comment c where c.proposal_id = p.id))::integer as comments,
        count(*) filter (where exists (select from consultations.proposal_answer a where a.proposal_id = p.id))::integer as answers,
        count(*) filter (where p.state <> 'submitted' or exists (select from consultations.proposal_step e where e.proposal_id = p.id) or exists (select from consultations.proposal_evaluation e where e.proposal_id = p.id)
          or exists (select from consultations.vote_option o where o.proposal_id = p.id) or exists (select from consultations.moderation_case k where k.proposal_id = p.id))::integer as others
      from consultations.proposal p where p.id in (select r.target from ${OF} and r.outcome = 'created')`, [importId])
    const frozen = await one<{ n: number }>(tx, `
      select count(*)::integer as n from consultations.proposal p where p.id in (select r.target from ${OF} and r.outcome = 'updated') and (p.answer_kind is not null or exists (select from consultations.vote_option o where o.proposal_id = p.id))`, [importId])
    if (used.supports + used.comments + used.answers + used.others + frozen.n > 0) throw new DomainError('import.used', { status: 409, facts: { ...used, answers: used.answers + frozen.n } })
  }

  async undo(tx: EntityManager, importId: string, { from, to }: Places): Promise<void> {
    const PIECE = `${OF} and r.place between $2 and $3`
    await tx.query(`delete from consultations.proposal p where p.id in (select r.target from ${PIECE} and r.outcome = 'created') and p.source is not null`, [importId, from, to])
    await tx.query(`
      with back as (
        update consultations.proposal p set (${KEPT.join(', ')}) = (select ${KEPT.join(', ')} from jsonb_populate_record(null::consultations.proposal, r.before)), updated_at = platform.clock()
        from ${PIECE} and r.outcome = 'updated' and p.id = r.target returning p.id, p.title, p.body, p.theme, p.lat, p.lon)
      insert into consultations.proposal_version (proposal_id, version, title, body, theme, lat, lon)
      select t.id, v.version + 1, t.title, t.body, t.theme, t.lat, t.lon from back t
        cross join lateral (select v.version, v.title, v.body, v.lat, v.lon from consultations.proposal_version v where v.proposal_id = t.id order by v.version desc limit 1) v
      where (v.title, v.body, v.lat, v.lon) is distinct from (t.title, t.body, t.lat, t.lon)`, [importId, from, to])
  }

  private async asRows(items: readonly ImportedProposal[]): Promise<string> {
    const outlines = items.some(({ lat }) => typeof lat === 'number') ? await this.territory.outlines() : []
    return JSON.stringify(items.map((item) => ({
      row: item.row, source_id: item.sourceId, title: item.title, body: item.body, author_name: item.authorName, source_url: item.url, imported_supports: item.supports,
      created_at: item.createdAt, theme: item.theme, ...this.placeOf(item, outlines),
    })))
  }

  /** A point is taken where it lies in the commune that is named, or in one of ours, which it then names. */
  private placeOf(proposal: ImportedProposal, outlines: Awaited<ReturnType<Territory['outlines']>>): { municipality_code: string | null, lat: number | null, lon: number | null, outside: boolean } {
    const code = this.communeOf(proposal)
    const { lat, lon } = proposal
    if (typeof lat !== 'number' || typeof lon !== 'number') return { municipality_code: code, lat: null, lon: null, outside: false }
    const point = roundPoint({ lon, lat })
    const found = outlines.find(({ code: other, outline }) => (code === null || other === code) && isInside(point, outline))
    return found ? { municipality_code: found.code, ...point, outside: false } : { municipality_code: code, lat: null, lon: null, outside: true }
  }

  /** A commune we know, else none: what is written stays in the text. */
  private communeOf({ municipalityCode }: ImportedProposal): string | null {
    const code = municipalityCode && (this.directory.resolve(municipalityCode) ?? municipalityCode)
    return code && this.directory.byCode(code) ? code : null
  }
}
