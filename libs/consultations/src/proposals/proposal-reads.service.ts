import { Injectable } from '@nestjs/common'
import { CivilStatus, MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { csvOf, DomainError, isUuid, iso, jsonOf, maybe, offsetOf, prepared, preparedOne, rows } from '@parvis/platform'
import type { Prepared } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { PUBLISHED_ANSWER } from '../proposal-answers/proposal-answers.service'
import { MOST_VERSIONS } from '../proposal-rules/proposal-rules.rules'
import type { ProposalPageView, ProposalsQuery, ProposalSummaryView, ProposalView } from './proposals.dto'
import { searchQuery } from './search.rules'

/** `$2`: the reader's key in this consultation. `$3`: their account. Both may be null. */
const COMMON = `p.id, p.number, p.title, p.theme, p.municipality_code as "municipalityCode", p.author_name as "authorName", p.channel,
  p.support_count as "supportCount", exists (select from consultations.support s where s.proposal_id = p.id and s.supporter_key = $2) as "supportedByMe",
  coalesce(p.author_id = $3, false) as mine, ${iso('p.created_at')} as "createdAt", ${iso('p.edited_at')} as "editedAt",
  p.imported_supports as "importedSupports", p.answer_kind as "answerKind", (select t.label from consultations.proposal_status t where t.id = p.answer_status_id) as "answerLabel"`

const ORDERS = { recent: 'p.created_at desc, p.id', oldest: 'p.created_at, p.id', supported: 'p.support_count desc, p.id' } as const

/** Beside `$1`, the consultation, a list is narrowed by what is asked, and by nothing else: each form of it has its own plan. */
const FILTERS = {
  answer: (place: string) => `p.answer_kind = ${place}`,
  unanswered: (place: string) => `p.answer_kind is null and ${place}::boolean`,
  status: (place: string) => `p.answer_kind is not null and p.answer_status_id = ${place}`,
  withdrawn: (place: string) => `p.state = ${place} and p.state <> 'submitted'`,
  theme: (place: string) => `p.theme = ${place}`,
  municipality: (place: string) => `p.municipality_code = ${place}`,
  words: (place: string) => `p.search @@ to_tsquery('public.french_unaccent', ${place})`,
} as const

const lists = new Map<string, Prepared>()

/**
 * One page and how many there are, as one row: `$1` consultation, `$2` key, `$3` account, `$4` rows, `$5` rows before, then the filters.
 * What stands before the page is passed over by its identifiers alone.
 */
function listStatement(sort: keyof typeof ORDERS, filters: readonly (keyof typeof FILTERS)[]): Prepared {
  const form = [sort, ...filters].join()
  const known = lists.get(form)
  if (known) return known
  const where = [`p.consultation_id = $1${filters.includes('withdrawn') ? '' : " and p.state = 'submitted'"}`, ...filters.map((filter, index) => FILTERS[filter](`$${index + 6}`))].join(' and ')
  const total = filters.length > 0 ? `select count(*)::integer from consultations.proposal p where ${where}` : 'select n.submitted from consultations.proposal_count n where n.consultation_id = $1'
  const made = prepared(`
    select coalesce((${total}), 0) as total, coalesce((select json_agg(page) from (
      select ${COMMON}, case when p.state = 'submitted' then p.excerpt else '' end as excerpt from consultations.proposal p
        join (select p.id from consultations.proposal p where ${where} order by ${ORDERS[sort]} limit $4 offset $5) here on here.id = p.id
        order by ${ORDERS[sort]}) page), '[]') as items`)
  lists.set(form, made)
  return made
}

const EXPORT_ROWS = 500
const COLUMNS = ['numero', 'titre', 'texte', 'thematique', 'commune_insee', 'commune', 'auteur', 'canal', 'soutiens', 'soutiens_importes', 'source', 'source_id', 'source_url', 'reponse', 'reponse_texte', 'reponse_cout_euros', 'reponse_debut', 'reponse_fin', 'reponse_date', 'suivi', 'date_depot', 'date_modification', 'etat'] as const

interface DetailRow extends Omit<ProposalView, 'municipalityName' | 'consultation' | 'may' | 'editableUntil'> {
  slug: string
  consultationId: string
  consultationTitle: string
  accepts: boolean
  editable: boolean
  inVote: boolean
  editableUntil: string
}

const HIDDEN = `case when p.state = 'hidden' then (
    select json_build_object('reason', d.reason, 'at', ${iso('d.at')}, 'decisionId', case when p.author_id = $3 then d.id end)
    from consultations.moderation_case k join consultations.moderation_decision d on d.id = k.hidden_by_decision where k.proposal_id = p.id) end`

const DETAIL = prepared(`
  select ${COMMON}, p.state, p.body, ${HIDDEN} as moderation, c.id as "consultationId", c.slug, c.title as "consultationTitle",
    exists (select from consultations.phase f where f.id = p.phase_id and f.state = 'open' and c.suspended_at is null and platform.clock() < f.closes_at) as accepts,
    coalesce(platform.clock() < p.created_at + make_interval(mins => r.edit_minutes), true) as editable, exists (select from consultations.vote_option v where v.proposal_id = p.id) as "inVote",
    coalesce((select json_agg(${PUBLISHED_ANSWER} order by a.version) from consultations.proposal_answer a left join consultations.proposal_status t on t.id = a.status_id
      where a.proposal_id = p.id and a.published_at is not null), '[]') as answers,
    coalesce((select json_agg(json_build_object('id', e.id, 'day', e.day, 'kind', e.kind, 'text', e.text) order by e.day, e.written_at) from consultations.proposal_step e where e.proposal_id = p.id), '[]') as steps,
    case when p.source is not null then json_build_object('source', p.source, 'url', p.source_url) end as "importedFrom",
    r.threshold, ${iso("least(f.closes_at, p.created_at + make_interval(mins => r.edit_minutes))")} as "editableUntil",
    json_build_object('given', case when o.supports_most is null and o.supports_least is null then 0 else (select count(*) from consultations.support s where s.supporter_key = $2) end,
      'most', o.supports_most, 'least', o.supports_least, 'counted', coalesce((select s.counted from consultations.support s where s.proposal_id = p.id and s.supporter_key = $2), false)) as "ownSupports",
    (select json_agg(json_build_object('version', v.version, 'title', v.title, 'body', v.body, 'theme', v.theme, 'at', ${iso('v.at')}) order by v.version)
      from consultations.proposal_version v where v.proposal_id = p.id) as versions
  from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
  join consultations.phase f on f.id = p.phase_id left join consultations.proposal_rules r on r.phase_id = p.phase_id
  left join consultations.proposal_rules o on o.phase_id = (
    select n.id from consultations.phase n where n.consultation_id = c.id and n.kind = 'proposals' and n.state = 'open' order by n.position limit 1)
  where p.consultation_id = $1 and p.number = $4`)

@Injectable()
export class ProposalReads {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly civilStatus: CivilStatus, private readonly keyring: ParticipantKeyring) {}

  /** Proposals that stand, one statement a page. Errors: 404 `consultation.unknown`. */
  async list(actor: Actor | null, consultation: { id: string }, query: ProposalsQuery): Promise<ProposalPageView> {
    const asked: Partial<Record<keyof typeof FILTERS, string | boolean>> = {
      withdrawn: query.state === 'withdrawn' ? query.state : undefined, theme: query.theme, municipality: query.municipality, words: searchQuery(query.q ?? '') ?? undefined,
      ...query.answer === undefined ? {} : query.answer === 'none' ? { unanswered: true } : isUuid(query.answer) ? { status: query.answer } : { answer: query.answer },
    }
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
    const { slug, consultationId, consultationTitle, accepts, editable, inVote, editableUntil, ...proposal } = row
    const open = accepts && proposal.state === 'submitted'
    const acts = open && (actor?.emailConfirmed ?? false)
    const edit = acts && proposal.mine && editable && proposal.answerKind === null && proposal.versions.length < MOST_VERSIONS
    const { given, most } = proposal.ownSupports
    const left: Partial<ProposalView> = proposal.state === 'submitted' || proposal.mine ? {} : { body: '', versions: [], ...(proposal.state === 'hidden' ? { title: '', authorName: '' } : {}) }
    return {
      ...proposal, ...left,
      consultation: { id: consultationId, slug, title: consultationTitle },
      municipalityName: this.nameOf(proposal.municipalityCode),
      editableUntil: edit ? editableUntil : null,
      may: { edit, withdraw: acts && proposal.mine && !inVote, support: acts && (most === null || given < most || proposal.supportedByMe), needsCivilStatus: acts && key === null },
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
        select p.number as numero, p.title as titre, p.body as texte, p.theme as thematique, p.municipality_code as commune_insee, p.author_name as auteur, case when p.source is null then p.channel end as canal, p.support_count as soutiens,
          p.imported_supports as soutiens_importes, p.source, p.source_id, p.source_url,
          coalesce(t.label, a.kind) as reponse, a.body as reponse_texte, round(a.cost / 100.0, 2)::text as reponse_cout_euros, a.from_day::text as reponse_debut, a.to_day::text as reponse_fin,
          (a.published_at at time zone 'Europe/Paris')::date::text as reponse_date,
          (select string_agg(e.day || ' ' || e.text, ' | ' order by e.day, e.written_at) from consultations.proposal_step e where e.proposal_id = p.id) as suivi,
          (p.created_at at time zone 'Europe/Paris')::date::text as date_depot, (p.edited_at at time zone 'Europe/Paris')::date::text as date_modification, p.state as etat
        from consultations.proposal p
          left join lateral (select * from consultations.proposal_answer a where a.proposal_id = p.id and a.published_at is not null order by a.version desc limit 1) a on true
          left join consultations.proposal_status t on t.id = a.status_id
        where p.consultation_id = $1 and p.state = 'submitted' and p.number > $2 order by p.number limit $3`, [consultationId, after, EXPORT_ROWS])
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
