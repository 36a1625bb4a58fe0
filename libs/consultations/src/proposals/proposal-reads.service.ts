import { Injectable } from '@nestjs/common'
import { CivilStatus, MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { csvOf, DomainError, iso, jsonOf, maybe, offsetOf, prepared, preparedOne, rows } from '@parvis/platform'
import type { Prepared } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { ProposalPageView, ProposalsQuery, ProposalSummaryView, ProposalVersionView, ProposalView } from './proposals.dto'
import { searchQuery } from './search.rules'

/** `$2`: the reader's key in this consultation. `$3`: their account. Both may be null. */
const COMMON = `p.id, p.number, p.title, p.theme, p.municipality_code as "municipalityCode", p.author_name as "authorName", p.channel,
  p.support_count as "supportCount", exists (select from consultations.support s where s.proposal_id = p.id and s.supporter_key = $2) as "supportedByMe",
  coalesce(p.author_id = $3, false) as mine, ${iso('p.created_at')} as "createdAt", ${iso('p.edited_at')} as "editedAt"`

const ORDERS = { recent: 'p.created_at desc, p.id', oldest: 'p.created_at, p.id', supported: 'p.support_count desc, p.id' } as const

/** Beside `$1`, the consultation, a list is narrowed by what is asked, and by nothing else: each form of it has its own plan. */
const FILTERS = {
  theme: (place: string) => `p.theme = ${place}`,
  municipality: (place: string) => `p.municipality_code = ${place}`,
  words: (place: string) => `p.search @@ to_tsquery('public.french_unaccent', ${place})`,
} as const

const lists = new Map<string, Prepared>()

/** One page and how many there are, as one row: `$1` consultation, `$2` key, `$3` account, `$4` rows, `$5` rows before, then the filters. */
function listStatement(sort: keyof typeof ORDERS, filters: readonly (keyof typeof FILTERS)[]): Prepared {
  const form = [sort, ...filters].join()
  const known = lists.get(form)
  if (known) return known
  const where = ["p.consultation_id = $1 and p.state = 'submitted'", ...filters.map((filter, index) => FILTERS[filter](`$${index + 6}`))].join(' and ')
  const total = filters.length > 0 ? `select count(*)::integer from consultations.proposal p where ${where}` : 'select n.submitted from consultations.proposal_count n where n.consultation_id = $1'
  const made = prepared(`
    select coalesce((${total}), 0) as total, coalesce((select json_agg(page) from (
      select ${COMMON}, p.excerpt from consultations.proposal p where ${where} order by ${ORDERS[sort]} limit $4 offset $5) page), '[]') as items`)
  lists.set(form, made)
  return made
}

const EXPORT_ROWS = 500
const COLUMNS = ['numero', 'titre', 'texte', 'thematique', 'commune_insee', 'commune', 'canal', 'soutiens', 'date_depot', 'date_modification', 'etat'] as const

interface DetailRow extends Omit<ProposalView, 'municipalityName' | 'consultation' | 'may'> {
  slug: string
  consultationId: string
  consultationTitle: string
  accepts: boolean
}

const DETAIL = prepared(`
  select ${COMMON}, p.state, p.body, c.id as "consultationId", c.slug, c.title as "consultationTitle",
    exists (select from consultations.phase f where f.id = p.phase_id and f.state = 'open' and c.suspended_at is null and platform.clock() < f.closes_at) as accepts,
    (select json_agg(json_build_object('version', v.version, 'title', v.title, 'body', v.body, 'theme', v.theme, 'at', ${iso('v.at')}) order by v.version)
      from consultations.proposal_version v where v.proposal_id = p.id) as versions
  from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
  where p.consultation_id = $1 and p.number = $4`)

@Injectable()
export class ProposalReads {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly civilStatus: CivilStatus, private readonly keyring: ParticipantKeyring) {}

  /** Proposals that stand, one statement a page. Errors: 404 `consultation.unknown`. */
  async list(actor: Actor | null, consultation: { id: string }, query: ProposalsQuery): Promise<ProposalPageView> {
    const asked = { theme: query.theme, municipality: query.municipality, words: searchQuery(query.q ?? '') ?? undefined }
    const filters = (Object.keys(FILTERS) as (keyof typeof FILTERS)[]).filter((filter) => asked[filter] !== undefined)
    const found = await preparedOne<{ total: number, items: Omit<ProposalSummaryView, 'municipalityName'>[] }>(this.dataSource, listStatement(query.sort ?? 'recent', filters),
      [consultation.id, await this.keyOf(actor, consultation.id), actor?.accountId ?? null, query.perPage, offsetOf(query), ...filters.map((filter) => asked[filter])])
    const { total, items } = found ?? { total: 0, items: [] }
    return { items: items.map((row) => ({ ...row, municipalityName: this.nameOf(row.municipalityCode) })), total, page: query.page, perPage: query.perPage }
  }

  /** One proposal with its versions. Errors: 404 `proposal.unknown`. */
  async detail(actor: Actor | null, consultation: { id: string }, number: number): Promise<ProposalView> {
    const key = await this.keyOf(actor, consultation.id)
    const row = await preparedOne<DetailRow>(this.dataSource, DETAIL, [consultation.id, key, actor?.accountId ?? null, number])
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
    return csvOf(COLUMNS, this.exportRows(consultation.id))
  }

  /** The same as JSON. */
  json(consultation: { id: string }): Readable {
    return jsonOf(this.exportRows(consultation.id))
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
    const person = actor?.civilStatusGiven ? await this.civilStatus.ofActor(actor) : null
    return person && this.keyring.keyOf(consultationId, person).k0
  }

  private nameOf(code: string | null): string | null {
    return code === null ? null : this.directory.byCode(code)?.name ?? code
  }
}
