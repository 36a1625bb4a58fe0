import { Injectable } from '@nestjs/common'
import { CivilStatus, MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Config, csvOf, DomainError, iso, jsonOf, maybe, offsetOf, prepared, preparedOne, rows } from '@parvis/platform'
import { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { VERSION_ATTACHMENTS } from '../attachments/working-set'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { PUBLISHED_ANSWER } from '../proposal-answers/proposal-answers.service'
import { MOST_VERSIONS } from '../proposal-rules/proposal-rules.rules'
import { FILTERS, filtersOf } from './proposal-filters'
import type { ProposalFileQuery, ProposalPageView, ProposalsQuery, ProposalSummaryView, ProposalView } from './proposals.dto'
import { COMMON, listStatement } from './proposal-statements'

const EXPORT_ROWS = 500
const COLUMNS = ['identifiant', 'numero', 'titre', 'texte', 'thematique', 'commune_insee', 'commune', 'lieu', 'lat', 'lon', 'auteur', 'canal', 'soutiens', 'soutiens_importes', 'source', 'source_id', 'source_url', 'reponse', 'reponse_texte', 'reponse_cout_euros', 'reponse_debut', 'reponse_fin', 'reponse_date', 'suivi', 'date_depot', 'date_modification', 'etat', 'coauteurs', 'reunie_ou_partagee_dans', 'issue_de', 'tiree_de_l_amendement_a', 'amendements_acceptes', 'fichiers', 'fichiers_descriptions'] as const

interface DetailRow extends Omit<ProposalView, 'municipalityName' | 'consultation' | 'may' | 'editableUntil' | 'attachments'> {
  slug: string
  consultationId: string
  consultationTitle: string
  accepts: boolean
  editable: boolean
  inVote: boolean
  editableUntil: string
}

/** Other proposals of the same consultation, as a trace names them. */
const others = (from: string, to: string) => `coalesce((select json_agg(json_build_object('number', q.number, 'title', case when q.state = 'hidden' then '' else q.title end) order by q.number)
      from consultations.proposal_link l join consultations.proposal q on q.id = l.${to} where l.${from} = p.id and (l.live or p.state = 'undone')), '[]')`

/** Who else signs it, what others would change, and what it came from or became. */
const TOGETHER = `
    exists (select from consultations.proposal_coauthor a where a.proposal_id = p.id and a.account_id = $3) as "coAuthor",
    coalesce((select json_agg(json_build_object('name', a.name, 'channel', a.channel) order by a.since, a.id) from consultations.proposal_coauthor a where a.proposal_id = p.id), '[]') as "coAuthors",
    ${others('from_id', 'to_id')} as becomes, ${others('to_id', 'from_id')} as "madeOf",
    (select json_build_object('kind', h.kind, 'reason', h.reason, 'at', ${iso('h.done_at')}, 'undoneAt', ${iso('h.undone_at')}) from consultations.proposal_link l join consultations.reshaping h on h.id = l.reshaping_id
      where (l.from_id = p.id and l.live) or (l.to_id = p.id and (l.live or p.state = 'undone')) order by l.from_id = p.id desc limit 1) as reshaping,
    (select json_build_object('number', q.number, 'title', case when q.state = 'hidden' then '' else q.title end, 'amendment', m.number) from consultations.amendment m join consultations.proposal q on q.id = m.proposal_id where m.promoted_to = p.id) as "promotedFrom",
    (select json_build_object('days', r.amendment_days, 'waiting', count(*) filter (where m.state = 'waiting'), 'total', count(*)) from consultations.amendment m where m.proposal_id = p.id) as amendments`

const HIDDEN = `case when p.state = 'hidden' then (
    select json_build_object('reason', d.reason, 'at', ${iso('d.at')}, 'decisionId', case when p.author_id = $3 then d.id end)
    from consultations.moderation_case k join consultations.moderation_decision d on d.id = k.hidden_by_decision where k.proposal_id = p.id) end`

const DETAIL = prepared(`
  select ${COMMON}, p.state, p.body, p.place, p.lat::float8 as lat, p.lon::float8 as lon, ${HIDDEN} as moderation, c.id as "consultationId", c.slug, c.title as "consultationTitle",
    exists (select from consultations.phase f where f.id = p.phase_id and f.state = 'open' and c.suspended_at is null and platform.clock() < f.closes_at) as accepts,
    coalesce(platform.clock() < p.created_at + make_interval(mins => r.edit_minutes), true) as editable, exists (select from consultations.vote_option v where v.proposal_id = p.id) as "inVote",
    coalesce((select json_agg(${PUBLISHED_ANSWER} order by a.version) from consultations.proposal_answer a left join consultations.proposal_status t on t.id = a.status_id
      where a.proposal_id = p.id and a.published_at is not null), '[]') as answers,
    coalesce((select json_agg(json_build_object('id', e.id, 'day', e.day, 'kind', e.kind, 'text', e.text) order by e.day, e.written_at) from consultations.proposal_step e where e.proposal_id = p.id), '[]') as steps,
    case when p.source is not null then json_build_object('source', p.source, 'url', p.source_url) end as "importedFrom",
    r.threshold, ${iso("least(f.closes_at, p.created_at + make_interval(mins => r.edit_minutes))")} as "editableUntil",
    json_build_object('given', case when o.supports_most is null and o.supports_least is null then 0 else (select g.given from consultations.supports_given($2, null) g) end,
      'most', o.supports_most, 'least', o.supports_least, 'counted', coalesce((select s.counted from consultations.support s where s.proposal_id = p.id and s.supporter_key = $2), false)) as "ownSupports",
    (select json_agg(json_build_object('version', v.version, 'title', v.title, 'body', v.body, 'theme', v.theme, 'place', v.place, 'lat', v.lat::float8, 'lon', v.lon::float8, 'at', ${iso('v.at')},
        'attachments', ${VERSION_ATTACHMENTS},
        'amendment', case when m.id is not null then json_build_object('number', m.number, 'authorName', m.author_name) end) order by v.version)
      from consultations.proposal_version v left join consultations.amendment m on m.proposal_id = p.id and m.accepted_version = v.version where v.proposal_id = p.id) as versions,
    ${TOGETHER}
  from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
  join consultations.phase f on f.id = p.phase_id left join consultations.proposal_rules r on r.phase_id = p.phase_id
  left join consultations.proposal_rules o on o.phase_id = (
    select n.id from consultations.phase n where n.consultation_id = c.id and n.kind = 'proposals' and n.state = 'open' order by n.position limit 1)
  where p.consultation_id = $1 and p.number = $4`)

@Injectable()
export class ProposalReads {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly civilStatus: CivilStatus, private readonly keyring: ParticipantKeyring, private readonly config: Config) {}

  /** Proposals that stand, one statement a page. Errors: 404 `consultation.unknown`. */
  async list(actor: Actor | null, consultation: { id: string }, query: ProposalsQuery): Promise<ProposalPageView> {
    const { filters, values } = filtersOf(query)
    const found = await preparedOne<{ total: number, items: Omit<ProposalSummaryView, 'municipalityName'>[] }>(this.dataSource, listStatement(query.sort ?? 'recent', filters),
      [consultation.id, await this.keyOf(actor, consultation.id), actor?.accountId ?? null, query.perPage, offsetOf(query), ...values])
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
    const author = proposal.mine || proposal.coAuthor
    const edit = acts && author && editable && proposal.answerKind === null && proposal.versions.length < MOST_VERSIONS
    const { given, most } = proposal.ownSupports
    const left: Partial<ProposalView> = !['withdrawn', 'hidden'].includes(proposal.state) || author ? {} : { body: '', place: '', lat: null, lon: null, versions: [], ...(proposal.state === 'hidden' ? { title: '', authorName: '', coAuthors: [] } : {}) }
    return {
      ...proposal, ...left,
      attachments: (left.versions ?? proposal.versions).at(-1)?.attachments ?? [],
      consultation: { id: consultationId, slug, title: consultationTitle },
      municipalityName: this.nameOf(proposal.municipalityCode),
      editableUntil: edit ? editableUntil : null,
      may: { edit, withdraw: acts && proposal.mine && !inVote && proposal.coAuthors.length === 0, support: acts && (most === null || given < most || proposal.supportedByMe), needsCivilStatus: acts && key === null,
        invite: acts && author, leave: author && (proposal.coAuthor || proposal.coAuthorCount > 0), amend: acts && !author && proposal.amendments.days !== null && proposal.answerKind === null, answerAmendments: acts && author },
    }
  }

  async numberOf(id: string): Promise<{ consultationId: string, number: number }> {
    const row = await maybe<{ consultationId: string, number: number }>(this.dataSource, 'select consultation_id as "consultationId", number from consultations.proposal where id = $1', [id])
    if (!row) throw new DomainError('proposal.unknown', { status: 404 })
    return row
  }

  /** Every proposal that stands, and those that stand in another one, as CSV for anybody, read by pieces. Days only; cells that a spreadsheet would run are neutralised. */
  csv(consultation: { id: string }, asked: ProposalFileQuery = {}): Readable {
    return csvOf(COLUMNS, this.exportRows(consultation.id, asked))
  }

  /** The same as JSON. */
  json(consultation: { id: string }): Readable {
    return jsonOf(this.exportRows(consultation.id))
  }

  /** The same as GeoJSON (RFC 7946), longitude first; without a geometry where there is no point. */
  geojson(consultation: { id: string }): Readable {
    return Readable.from(this.features(consultation.id))
  }

  private async *features(consultationId: string): AsyncGenerator<string> {
    let before = '{"type":"FeatureCollection","features":[\n'
    for await (const { lat, lon, ...properties } of this.exportRows(consultationId)) {
      const geometry = lat === null ? null : { type: 'Point', coordinates: [lon, lat] }
      yield before + JSON.stringify({ type: 'Feature', id: properties.numero, geometry, properties })
      before = ',\n'
    }
    yield before.startsWith(',') ? '\n]}\n' : `${before}]}\n`
  }

  private async *exportRows(consultationId: string, asked: ProposalFileQuery = {}): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    const { filters, values } = filtersOf(asked)
    const narrowed = filters.map((filter, index) => ` and ${FILTERS[filter](`$${index + 5}`)}`).join('') + (filters.length > 0 ? " and p.state = 'submitted'" : '')
    for (let after = 0; ;) {
      const piece = await rows<Record<(typeof COLUMNS)[number], unknown> & { numero: number, commune_insee: string | null }>(this.dataSource, `
        select p.id as identifiant, p.number as numero, p.title as titre, p.body as texte, p.theme as thematique, p.municipality_code as commune_insee, p.place as lieu, p.lat::float8 as lat, p.lon::float8 as lon, p.author_name as auteur, case when p.source is null then p.channel end as canal, case when p.state = 'submitted' then p.support_count end as soutiens,
          p.imported_supports as soutiens_importes, p.source, p.source_id, p.source_url,
          coalesce(t.label, a.kind) as reponse, a.body as reponse_texte, round(a.cost / 100.0, 2)::text as reponse_cout_euros, a.from_day::text as reponse_debut, a.to_day::text as reponse_fin,
          (a.published_at at time zone 'Europe/Paris')::date::text as reponse_date,
          (select string_agg(e.day || ' ' || e.text, ' | ' order by e.day, e.written_at) from consultations.proposal_step e where e.proposal_id = p.id) as suivi,
          (p.created_at at time zone 'Europe/Paris')::date::text as date_depot, (p.edited_at at time zone 'Europe/Paris')::date::text as date_modification, p.state as etat,
          (select string_agg(nullif(a.name, ''), ', ' order by a.since, a.id) from consultations.proposal_coauthor a where a.proposal_id = p.id) as coauteurs,
          (select string_agg(q.number::text, ' ' order by q.number) from consultations.proposal_link l join consultations.proposal q on q.id = l.to_id where l.from_id = p.id and l.live) as reunie_ou_partagee_dans,
          (select string_agg(q.number::text, ' ' order by q.number) from consultations.proposal_link l join consultations.proposal q on q.id = l.from_id where l.to_id = p.id and l.live) as issue_de,
          (select q.number from consultations.amendment m join consultations.proposal q on q.id = m.proposal_id where m.promoted_to = p.id) as tiree_de_l_amendement_a,
          (select string_agg(m.number::text || coalesce(' (' || nullif(m.author_name, '') || ')', ''), ', ' order by m.accepted_version) from consultations.amendment m where m.proposal_id = p.id and m.state = 'accepted') as amendements_acceptes,
          shown.addresses as fichiers, shown.words as fichiers_descriptions
        from consultations.proposal p
          left join lateral (
            select string_agg($4::text || '/api/attachments/' || a.id || case when a.kind = 'picture' then '/page' else '/file' end, ' | ' order by e.place) as addresses,
              string_agg(case when a.kind = 'picture' then e.shown ->> 'alt' else a.name end, ' | ' order by e.place) as words
            from (select v.attachments from consultations.proposal_version v where v.proposal_id = p.id order by v.version desc limit 1) v,
              jsonb_array_elements(v.attachments) with ordinality e(shown, place), consultations.attachment a where a.id = (e.shown ->> 'id')::uuid) shown on true
          left join lateral (select * from consultations.proposal_answer a where a.proposal_id = p.id and a.published_at is not null order by a.version desc limit 1) a on true
          left join consultations.proposal_status t on t.id = a.status_id
        where p.consultation_id = $1 and p.state in ('submitted', 'merged', 'split') and p.number > $2${narrowed} order by p.number limit $3`, [consultationId, after, EXPORT_ROWS, this.config.origin, ...values])
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
