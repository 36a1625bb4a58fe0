import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import { Audit, DomainError, maybe, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'

export type ProposalSource = 'decidim' | 'consul' | 'cap-collectif' | 'parvis'

/** A proposal made elsewhere, as its export tells it. */
export interface ImportedProposal {
  /** What it is called there: imported again, it is the same one. */
  sourceId: string
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
}

export interface ProposalImport {
  created: number
  updated: number
  unchanged: number
}

const AT_ONCE = 500

/** `$1` consultation, `$2` phase, `$3` source, `$4` rows as JSON, `$5` theme when there is none, `$6` the last number taken. */
const TAKE = `
  with given as (
    select r.*, row_number() over () as place from jsonb_to_recordset($4::jsonb) as r("sourceId" text, title text, body text, supports integer, "authorName" text, "createdAt" timestamptz, url text, theme text, "municipalityCode" text)
  ),
  taken as (
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, author_name, channel, submission_token, source, source_id, source_url, imported_supports, created_at)
    select $1, $2, $6::integer + g.place, g.title, g.body, coalesce(g.theme, $5), g."municipalityCode", g."authorName", 'online', gen_random_uuid(), $3, g."sourceId", g.url, g.supports, coalesce(g."createdAt", platform.clock())
    from given g
    on conflict (consultation_id, source, source_id) where source is not null do update
      set title = excluded.title, body = excluded.body, author_name = excluded.author_name, source_url = excluded.source_url, imported_supports = excluded.imported_supports, updated_at = platform.clock()
      where (proposal.title, proposal.body, proposal.author_name, proposal.source_url, proposal.imported_supports) is distinct from (excluded.title, excluded.body, excluded.author_name, excluded.source_url, excluded.imported_supports)
    returning id, number, title, body, theme, xmax = 0 as created
  ),
  versions as (
    insert into consultations.proposal_version (proposal_id, version, title, body, theme)
    select t.id, coalesce(v.version, 0) + 1, t.title, t.body, t.theme from taken t
    left join lateral (select v.version, v.title, v.body from consultations.proposal_version v where v.proposal_id = t.id order by v.version desc limit 1) v on true
    where v.version is null or (v.title, v.body) is distinct from (t.title, t.body)
  )
  select count(*) filter (where created)::integer as created, count(*) filter (where not created)::integer as updated from taken`

/** Takes over proposals that were made elsewhere. One transaction: all of a file or nothing of it; again, what is the same stays. */
@Injectable()
export class ImportedProposals {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit) {}

  /**
   * @param options.dryRun says what would happen, and does nothing
   * @param options.progress told after each piece
   * Errors: 404 `consultation.unknown`; 422 `import.no-proposals-phase`.
   */
  async take(slugOrId: string, source: ProposalSource, proposals: readonly ImportedProposal[], { dryRun = false, progress }: { dryRun?: boolean, progress?: (done: number) => void } = {}): Promise<ProposalImport> {
    const runner = this.dataSource.createQueryRunner()
    await runner.connect()
    await runner.startTransaction()
    try {
      const answer = await this.takeIn(runner.manager, slugOrId, source, proposals, progress)
      await (dryRun ? runner.rollbackTransaction() : runner.commitTransaction())
      return answer
    } catch (error) {
      await runner.rollbackTransaction()
      throw error
    } finally {
      await runner.release()
    }
  }

  private async takeIn(tx: EntityManager, slugOrId: string, source: ProposalSource, proposals: readonly ImportedProposal[], progress?: (done: number) => void): Promise<ProposalImport> {
    const into = await maybe<{ id: string, theme: string, phaseId: string | null }>(tx, `
      select c.id, c.theme, (select f.id from consultations.phase f where f.consultation_id = c.id and f.kind = 'proposals' order by f.position limit 1) as "phaseId"
      from consultations.consultation c where c.slug = $1 or c.id::text = $1`, [slugOrId])
    if (!into) throw new DomainError('consultation.unknown', { status: 404 })
    if (!into.phaseId) throw new DomainError('import.no-proposals-phase')
    await tx.query("set local statement_timeout = '10min'")
    // Numbers follow each other, whoever proposes meanwhile.
    await tx.query("select pg_advisory_xact_lock(hashtextextended('proposal-number:' || $1, 0))", [into.id])
    const answer = { created: 0, updated: 0, unchanged: 0 }
    for (let at = 0; at < proposals.length; at += AT_ONCE) {
      const piece = proposals.slice(at, at + AT_ONCE).map((proposal) => ({ ...proposal, municipalityCode: this.communeOf(proposal) }))
      const { last } = await one<{ last: number }>(tx, 'select coalesce(max(number), 0) as last from consultations.proposal where consultation_id = $1', [into.id])
      const { created, updated } = await one<{ created: number, updated: number }>(tx, TAKE, [into.id, into.phaseId, source, JSON.stringify(piece), into.theme, last])
      answer.created += created
      answer.updated += updated
      answer.unchanged += piece.length - created - updated
      progress?.(Math.min(at + AT_ONCE, proposals.length))
    }
    await this.audit.append(tx, { actorId: null, action: 'proposal.imported', subjectKind: 'consultation', subjectId: into.id, detail: { source, ...answer } })
    return answer
  }

  /** A commune we know, else none: what is written stays in the text. */
  private communeOf({ municipalityCode }: ImportedProposal): string | null {
    const code = municipalityCode && (this.directory.resolve(municipalityCode) ?? municipalityCode)
    return code && this.directory.byCode(code) ? code : null
  }
}
