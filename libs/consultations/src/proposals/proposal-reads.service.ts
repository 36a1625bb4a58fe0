import { Injectable } from '@nestjs/common'
import { CivilStatus, MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, maybe, offsetOf, rows } from '@parvis/platform'
import { stringify } from 'csv-stringify'
import { pipeline, Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { ProposalPageView, ProposalsQuery, ProposalSummaryView, ProposalVersionView, ProposalView } from './proposals.dto'
import { searchQuery } from './search.rules'

const iso = (expression: string): string => `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** `$2`: the reader's key in this consultation. `$3`: their account. Both may be null. */
const COMMON = `p.id, p.number, p.title, p.theme, p.municipality_code as "municipalityCode", p.author_name as "authorName", p.channel,
  p.support_count as "supportCount", exists (select from consultations.support s where s.proposal_id = p.id and s.supporter_key = $2) as "supportedByMe",
  coalesce(p.author_id = $3, false) as mine, ${iso('p.created_at')} as "createdAt", ${iso('p.edited_at')} as "editedAt"`

const ORDERS = { recent: 'p.created_at desc, p.id', oldest: 'p.created_at, p.id', supported: 'p.support_count desc, p.id' } as const

const EXPORT_ROWS = 500
const COLUMNS = ['numero', 'titre', 'texte', 'thematique', 'commune_insee', 'commune', 'canal', 'soutiens', 'date_depot', 'date_modification', 'etat'] as const

interface DetailRow extends Omit<ProposalView, 'municipalityName' | 'consultation' | 'may'> {
  slug: string
  consultationId: string
  consultationTitle: string
  accepts: boolean
}

// Cut between two words, and said to be cut.
const EXCERPT = String.raw`case when length(p.body) > 280 then regexp_replace(left(p.body, 280), '(\s+\S*)?$', '') || '…' else p.body end`

@Injectable()
export class ProposalReads {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly civilStatus: CivilStatus, private readonly keyring: ParticipantKeyring) {}

  /** Proposals that stand, one statement a page. Errors: 404 `consultation.unknown`. */
  async list(actor: Actor | null, consultation: { id: string }, query: ProposalsQuery): Promise<ProposalPageView> {
    const filter = [query.theme ?? null, query.municipality ?? null, searchQuery(query.q ?? '')]
    const where = `p.consultation_id = $1 and p.state = 'submitted' and ($4::text is null or p.theme = $4) and ($5::text is null or p.municipality_code = $5)
      and ($6::text is null or p.search @@ to_tsquery('public.french_unaccent', $6))`
    const found = await rows<Omit<ProposalSummaryView, 'municipalityName'> & { total: number }>(this.dataSource, `
      with matching as (select p.id, count(*) over ()::integer as total from consultations.proposal p where ${where} order by ${ORDERS[query.sort ?? 'recent']} limit $7 offset $8)
      select ${COMMON}, ${EXCERPT} as excerpt, m.total from matching m join consultations.proposal p on p.id = m.id order by ${ORDERS[query.sort ?? 'recent']}`,
    [consultation.id, await this.keyOf(actor, consultation.id), actor?.accountId ?? null, ...filter, query.perPage, offsetOf(query)])
    const total = found[0]?.total ?? (query.page === 1 ? 0 : (await this.list(null, consultation, { ...query, page: 1, perPage: 1 })).total)
    return { items: found.map(({ total: _, ...row }) => ({ ...row, municipalityName: this.nameOf(row.municipalityCode) })), total, page: query.page, perPage: query.perPage }
  }

  /** One proposal with its versions. Errors: 404 `proposal.unknown`. */
  async detail(actor: Actor | null, consultation: { id: string }, number: number): Promise<ProposalView> {
    const key = await this.keyOf(actor, consultation.id)
    const row = await maybe<DetailRow>(this.dataSource, `
      select ${COMMON}, p.state, p.body, c.id as "consultationId", c.slug, c.title as "consultationTitle",
        exists (select from consultations.phase f where f.id = p.phase_id and f.state = 'open' and c.suspended_at is null and platform.clock() < f.closes_at) as accepts,
        (select jsonb_agg(jsonb_build_object('version', v.version, 'title', v.title, 'body', v.body, 'theme', v.theme, 'at', ${iso('v.at')}) order by v.version)
          from consultations.proposal_version v where v.proposal_id = p.id) as versions
      from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
      where p.consultation_id = $1 and p.number = $4`, [consultation.id, key, actor?.accountId ?? null, number])
    if (!row) throw new DomainError('proposal.unknown', { status: 404 })
    const { slug, consultationId, consultationTitle, accepts, ...proposal } = row
    const open = accepts && proposal.state === 'submitted'
    const acts = open && (actor?.emailConfirmed ?? false)
    const hidden: { body: string, versions: ProposalVersionView[] } | object = proposal.state === 'withdrawn' && !proposal.mine ? { body: '', versions: [] } : {}
    return {
      ...proposal, ...hidden,
      consultation: { id: consultationId, slug, title: consultationTitle },
      municipalityName: this.nameOf(proposal.municipalityCode),
      may: { edit: acts && proposal.mine, withdraw: acts && proposal.mine, support: acts, needsCivilStatus: acts && key === null },
    }
  }

  async numberOf(id: string): Promise<{ consultationId: string, number: number }> {
    const row = await maybe<{ consultationId: string, number: number }>(this.dataSource, 'select consultation_id as "consultationId", number from consultations.proposal where id = $1', [id])
    if (!row) throw new DomainError('proposal.unknown', { status: 404 })
    return row
  }

  /** Every proposal that stands, as CSV for anybody, read by pieces. Days only; cells that a spreadsheet would run are neutralised. */
  csv(consultation: { id: string }): Readable {
    const file = stringify({ header: true, columns: [...COLUMNS], bom: true, escape_formulas: true, record_delimiter: 'windows' })
    // A failure half way ends the file as broken; the reader is not left with a short one that looks whole.
    pipeline(Readable.from(this.exportRows(consultation.id)), file, () => {})
    return file
  }

  private async *exportRows(consultationId: string): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    for (let after = 0; ;) {
      const piece = await rows<Record<(typeof COLUMNS)[number], unknown> & { numero: number, commune_insee: string | null }>(this.dataSource, `
        select p.number as numero, p.title as titre, p.body as texte, p.theme as thematique, p.municipality_code as commune_insee, p.channel as canal, p.support_count as soutiens,
          (p.created_at at time zone 'Europe/Paris')::date::text as date_depot, (p.edited_at at time zone 'Europe/Paris')::date::text as date_modification, p.state as etat
        from consultations.proposal p where p.consultation_id = $1 and p.state = 'submitted' and p.number > $2 order by p.number limit $3`, [consultationId, after, EXPORT_ROWS])
      for (const row of piece) yield { ...row, commune: this.nameOf(row.commune_insee) }
      const last = piece.at(-1)
      if (!last || piece.length < EXPORT_ROWS) return
      after = last.numero
    }
  }

  /** The key of somebody who gave a civil status; null for everybody else. */
  private async keyOf(actor: Actor | null, consultationId: string): Promise<Buffer | null> {
    const person = actor?.civilStatusGiven ? await this.civilStatus.civilStatusOf(this.dataSource.manager, actor.accountId) : null
    return person && this.keyring.keyOf(consultationId, person).k0
  }

  private nameOf(code: string | null): string | null {
    return code === null ? null : this.directory.byCode(code)?.name ?? code
  }
}
