import { Injectable } from '@nestjs/common'
import { DomainError, one, rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { Importer, ImportedRow, ImportSource, ImportTarget, Places, TakenRow } from '../proposals/imported'
import { ImportedProposals } from '../proposals/imported-proposals.service'
import type { Stance } from './comments.rules'

/** A comment made elsewhere, in its place here: parents and roots come before what answers them. */
export interface ImportedComment extends ImportedRow {
  /** What its proposal is called there. */
  subjectId: string
  parentId: string | null
  rootId: string | null
  depth: number
  /** Empty when it was withdrawn or hidden there: its place stays, and the answers. */
  body: string
  withdrawn: boolean
  stance: Stance | null
  useful: number | null
  notUseful: number | null
  authorName: string
  /** Whom it answered, where threads go deeper than here. */
  answeredName: string | null
  createdAt: string | null
}

/** The same name for the same comment of the same source (RFC 9562, version 3): an answer knows what it answers before either is written. */
const idOf = (sourceId: string) => `overlay(overlay(md5($1::text || ':' || $2 || ':' || ${sourceId}) placing '3' from 13) placing '8' from 17)::uuid`

const KEPT = ['body', 'author_name', 'imported_useful', 'imported_not_useful'] as const
const kept = (of: string) => KEPT.map((column) => `${of}.${column}`).join(', ')

/** `$1` consultation, `$2` source, `$3` rows as JSON. What moderators or authors took off the page here stays off. */
const GIVEN = `
  select g.*, p.id as subject, p.phase_id, c.id as known,
    case when p.id is null then 'refused' when c.id is null then 'created' when (${kept('c')}, c.state = 'deleted') is not distinct from (${kept('g')}, g.withdrawn) then 'unchanged'
      when c.state <> 'published' and (c.body, g.withdrawn) is distinct from (g.body, false) then 'refused' else 'updated' end as outcome,
    jsonb_build_object(${KEPT.map((column) => `'${column}', c.${column}`).join(', ')}, 'state', c.state) as was
  from jsonb_to_recordset($3::jsonb) as g(row integer, source_id text, subject_id text, parent_id text, root_id text, depth smallint, body text, withdrawn boolean, stance text,
      imported_useful integer, imported_not_useful integer, author_name text, answered_name text, created_at timestamptz)
    left join consultations.proposal p on p.consultation_id = $1 and p.source = $2 and p.source_id = g.subject_id
    left join consultations.comment c on c.consultation_id = $1 and c.source = $2 and c.source_id = g.source_id`

const TOLD = `g.row, g.outcome, case when g.outcome = 'updated' then g.was end as before,
  case when g.outcome = 'refused' then case when g.subject is null then 'comment-file.proposal-unknown' else 'import.text-frozen' end end as code`

const PLAN = `with given as (${GIVEN}) select ${TOLD}, g.known as target from given g order by g.row`

const TAKE = `
  with given as materialized (${GIVEN}),
  made as (
    insert into consultations.comment (id, consultation_id, phase_id, proposal_id, parent_id, root_id, depth, stance, body, author_name, channel, state, listed, useful, not_useful,
      source, source_id, imported_useful, imported_not_useful, answered_name, submission_token, created_at)
    select ${idOf('g.source_id')}, $1, g.phase_id, g.subject, ${idOf('g.parent_id')}, ${idOf('g.root_id')}, g.depth, g.stance, g.body, g.author_name, 'online', case when g.withdrawn then 'deleted' else 'published' end, true,
      coalesce(g.imported_useful, 0), coalesce(g.imported_not_useful, 0), $2, g.source_id, g.imported_useful, g.imported_not_useful, g.answered_name, ${idOf('g.source_id')}, coalesce(g.created_at, platform.clock())
    from given g where g.outcome = 'created' returning id, source_id, body, state
  ),
  changed as (
    update consultations.comment c set body = g.body, author_name = g.author_name, imported_useful = g.imported_useful, imported_not_useful = g.imported_not_useful,
      useful = c.useful - coalesce(c.imported_useful, 0) + coalesce(g.imported_useful, 0), not_useful = c.not_useful - coalesce(c.imported_not_useful, 0) + coalesce(g.imported_not_useful, 0)
    from given g where c.id = g.known and g.outcome = 'updated' and not g.withdrawn returning c.id, c.body
  ),
  withdrawn as (
    update consultations.comment c set body = '', author_name = '', state = 'deleted' from given g where c.id = g.known and g.outcome = 'updated' and g.withdrawn
  ),
  versions as (
    insert into consultations.comment_version (comment_id, version, body)
    select m.id, 1, m.body from made m where m.state = 'published'
    union all
    select t.id, v.version + 1, t.body from changed t cross join lateral (select v.version, v.body from consultations.comment_version v where v.comment_id = t.id order by v.version desc limit 1) v where v.body <> t.body
  )
  select ${TOLD}, coalesce(g.known, m.id) as target from given g left join made m on m.source_id = g.source_id`

/** Comments that were made elsewhere, under proposals that come from there too. */
@Injectable()
export class ImportedComments implements Importer<ImportedComment> {
  constructor(private readonly proposals: ImportedProposals) {}

  async target(tx: EntityManager, consultationId: string): Promise<ImportTarget> {
    return this.proposals.target(tx, consultationId)
  }

  async plan(tx: EntityManager, { consultationId }: ImportTarget, source: ImportSource, items: readonly ImportedComment[]): Promise<TakenRow[]> {
    return rows<TakenRow>(tx, PLAN, [consultationId, source, asRows(items)])
  }

  async take(tx: EntityManager, { consultationId }: ImportTarget, source: ImportSource, items: readonly ImportedComment[]): Promise<TakenRow[]> {
    return rows<TakenRow>(tx, TAKE, [consultationId, source, asRows(items)])
  }

  async holdTaken(tx: EntityManager, importId: string): Promise<void> {
    await tx.query(`select c.id from consultations.comment c where c.id in (select r.target from consultations.import_row r where r.import_id = $1 and r.outcome = 'created') order by c.id for update`, [importId])
  }

  async refuseUsed(tx: EntityManager, importId: string): Promise<void> {
    const used = await one<{ n: number }>(tx, `
      select count(*)::integer as n from consultations.import_row r join consultations.comment c on c.id = r.target where r.import_id = $1 and r.outcome = 'created'
        and (exists (select from consultations.comment_vote v where v.comment_id = c.id) or exists (select from consultations.moderation_case k where k.comment_id = c.id)
          or exists (select from consultations.comment a where a.parent_id = c.id and not exists (select from consultations.import_row o where o.target = a.id and o.import_id = $1 and o.outcome = 'created')))`, [importId])
    if (used.n > 0) throw new DomainError('import.used', { status: 409, facts: { supports: 0, comments: 0, answers: 0, others: used.n } })
  }

  async undo(tx: EntityManager, importId: string, { from, to }: Places): Promise<void> {
    await tx.query('select consultations.remove_imported_comments($1, $2, $3)', [importId, from, to])
    await tx.query(`
      update consultations.comment c set body = b.body, author_name = b.author_name, imported_useful = b.imported_useful, imported_not_useful = b.imported_not_useful, state = b.state,
        useful = c.useful - coalesce(c.imported_useful, 0) + coalesce(b.imported_useful, 0), not_useful = c.not_useful - coalesce(c.imported_not_useful, 0) + coalesce(b.imported_not_useful, 0)
      from consultations.import_row r cross join lateral jsonb_to_record(r.before) as b(body text, author_name text, imported_useful integer, imported_not_useful integer, state text)
      where r.import_id = $1 and r.place between $2 and $3 and r.outcome = 'updated' and c.id = r.target and c.state in ('published', 'deleted')`, [importId, from, to])
  }
}

const asRows = (items: readonly ImportedComment[]): string => JSON.stringify(items.map((item) => ({
  row: item.row, source_id: item.sourceId, subject_id: item.subjectId, parent_id: item.parentId, root_id: item.rootId, depth: item.depth, body: item.body, withdrawn: item.withdrawn, stance: item.stance,
  imported_useful: item.useful, imported_not_useful: item.notUseful, author_name: item.authorName, answered_name: item.answeredName, created_at: item.createdAt,
})))
