import { Injectable } from '@nestjs/common'
import { mayActIn, MunicipalityDirectory, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, iso, isUuid, offsetOf, prepared, preparedOne, preparedRows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { searchQuery } from '../proposals/search.rules'
import type { ConsultationMayView, ConsultationPageView, ConsultationSummaryView, ConsultationView, PhaseSummaryView, PhaseView, VoteSummaryView } from './consultation-views.dto'
import type { ConsultationsQuery } from './consultations.dto'

const PHASE_SUMMARY = `'kind', p.kind, 'title', p.title, 'state', p.state, 'opensAt', ${iso('p.opens_at')}, 'closesAt', ${iso('p.closes_at')}`
const PROPOSALS_COUNT = `coalesce((select r.submitted from consultations.proposal_count r where r.consultation_id = c.id), 0)`

const QUESTIONNAIRE = `(select json_build_object('state', case when u.consultation_id is null then p.state else 'published' end, 'headline', u.headline)
    from consultations.phase p left join consultations.questionnaire_publication u on u.consultation_id = p.consultation_id where p.consultation_id = c.id and p.kind = 'questionnaire') as questionnaire`

/** A phase may open a few seconds after its time; before that nobody says it is held. */
const GRACE = "interval '30 s'"

const DETAIL = `
  select c.id, c.slug, c.title, c.summary, c.description, c.open_to_change as "openToChange", c.not_open_to_change as "notOpenToChange", c.simple_text as "simpleText", c.theme,
    c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.scope_codes as "scopeCodes", c.min_age as "minAge", c.residents_only as "residentsOnly",
    c.offline_ways as "offlineWays", c.next_steps as "nextSteps", c.state, ${iso('c.suspended_at')} as "suspendedAt", c.suspension_reason as "suspensionReason",
    c.origin, c.source_note as "sourceNote", ${iso('c.announced_at')} as "announcedAt", ${iso('c.finished_at')} as "finishedAt", n.number as "charterVersion",
    c.revision, ${iso('c.updated_at')} as "updatedAt", ${PROPOSALS_COUNT} as "proposalsCount", ${QUESTIONNAIRE},
    coalesce((select json_agg(json_build_object(${PHASE_SUMMARY}, 'id', p.id, 'position', p.position, 'description', p.description,
        'openedAt', ${iso('p.opened_at')}, 'closedAt', ${iso('p.closed_at')},
        'held', p.state = 'scheduled' and c.state in ('announced', 'running') and c.suspended_at is null and p.opens_at < platform.clock() - ${GRACE},
        'accepts', p.state = 'open' and c.suspended_at is null and platform.clock() < p.closes_at) order by p.position)
      from consultations.phase p where p.consultation_id = c.id), '[]') as phases,
    coalesce((select json_agg(json_build_object('id', v.id, 'phaseId', v.phase_id, 'state', v.state, 'question', v.question, 'method', v.method, 'rules', v.rules,
        'optionsCount', (select count(*) from consultations.vote_option o where o.vote_id = v.id), 'opensAt', ${iso('p.opens_at')}, 'closesAt', ${iso('p.closes_at')}) order by p.position)
      from consultations.vote v join consultations.phase p on p.id = v.phase_id where v.consultation_id = c.id), '[]') as votes,
    coalesce((select json_agg(json_build_object('id', e.id, 'phaseId', e.phase_id, 'previousClosesAt', ${iso('e.previous_closes_at')}, 'closesAt', ${iso('e.closes_at')},
        'reason', e.reason, 'at', ${iso('e.at')}) order by e.at)
      from consultations.phase_extension e join consultations.phase p on p.id = e.phase_id where p.consultation_id = c.id), '[]') as extensions
  from consultations.consultation c left join consultations.charter_version n on n.id = c.charter_version_id`

const DETAILS = { id: prepared(`${DETAIL} where c.id = $1`), slug: prepared(`${DETAIL} where c.slug = $1`) }

const PUBLIC_ID = { id: prepared("select id from consultations.consultation where id = $1 and state <> 'draft'"), slug: prepared("select id from consultations.consultation where slug = $1 and state <> 'draft'") }

interface DetailRow extends Omit<ConsultationView, 'owner' | 'communes' | 'suspended' | 'suspension' | 'currentPhase' | 'vote' | 'phases' | 'may'> {
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  scopeCodes: string[]
  suspendedAt: string | null
  suspensionReason: string | null
  phases: (PhaseView & { accepts: boolean })[]
}

interface SummaryRow extends Omit<ConsultationSummaryView, 'owner' | 'currentPhase'> {
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  total: number
  /** How many of the total are suspended. */
  held: number
}

/** Which ones and in which order first; what a page shows of each is read for those alone. */
const LIST = prepared(`
  with dates as (select p.consultation_id, min(p.opens_at) as opens, min(p.closes_at) filter (where p.state <> 'closed') as closes from consultations.phase p group by p.consultation_id),
    page as (
      select c.id, count(*) over ()::integer as total, count(*) filter (where c.suspended_at is not null) over ()::integer as held, row_number() over (
        order by array_position(array['running', 'announced', 'finished', 'archived'], c.state),
          case c.state when 'running' then d.closes when 'announced' then d.opens end, coalesce(c.finished_at, c.updated_at) desc, c.id) as place
      from consultations.consultation c left join dates d on d.consultation_id = c.id
      where c.state = any($1) and (c.state <> 'draft' or c.owner_kind || ':' || c.owner_code = any($2))
        and ($3::text is null or c.theme = $3) and ($4::text is null or $4 = any(c.scope_codes)) and ($8::text is null or c.owner_code = $8)
        and ($5::text is null or to_tsvector('public.french_unaccent', c.title || ' ' || c.summary) @@ to_tsquery('public.french_unaccent', $5))
      order by place limit $6 offset $7)
  select c.id, c.slug, c.title, c.summary, c.theme, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.state, c.suspended_at is not null as suspended, c.origin,
    ${iso('c.announced_at')} as "announcedAt", ${iso('c.finished_at')} as "finishedAt", ${PROPOSALS_COUNT} as "proposalsCount",
    exists (select from consultations.vote v where v.consultation_id = c.id and v.state = 'published')
      or exists (select from consultations.questionnaire_publication u where u.consultation_id = c.id) as "resultsPublished", ${QUESTIONNAIRE},
    coalesce((select json_agg(json_build_object(${PHASE_SUMMARY}) order by p.position) from consultations.phase p where p.consultation_id = c.id), '[]') as phases,
    m.total, m.held
  from page m join consultations.consultation c on c.id = m.id order by m.place`)

const STATES = { open: ['running'], coming: ['announced'], finished: ['finished', 'archived'], draft: ['draft'], all: ['announced', 'running', 'finished', 'archived'] } as const

/** Pages of consultations: each is one statement. */
@Injectable()
export class ConsultationReads {
  /** Addresses of announced consultations, kept in memory: once announced, one keeps its address and is never a draft again. */
  private readonly announced = new Map<string, { id: string }>()

  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** What anybody may see, or the drafts that the actor may prepare. Running first, then coming, then finished. */
  async list(actor: Actor | null, query: ConsultationsQuery): Promise<ConsultationPageView> {
    const places = placesOf(actor, 'consultation.prepare').places.map(({ kind, code }) => `${kind}:${code}`)
    const found = await preparedRows<SummaryRow>(this.dataSource, LIST,
      [STATES[query.state ?? 'all'], places, query.theme ?? null, query.municipality ?? null, searchQuery(query.q ?? ''), query.perPage, offsetOf(query), query.owner ?? null])
    const first = found[0] ? { total: found[0].total, suspended: found[0].held } : query.page === 1 ? { total: 0, suspended: 0 } : await this.list(actor, { ...query, page: 1, perPage: 1 })
    const items = found.map(({ ownerKind, ownerCode, total: _, held: __, ...row }) => ({ ...row, owner: this.ownerView(ownerKind, ownerCode), currentPhase: currentOf(row.phases) }))
    return { items, total: first.total, suspended: first.suspended, page: query.page, perPage: query.perPage }
  }

  /** Everything of one, by address or identifier. Error: 404 `consultation.unknown`, also for a draft of another place. */
  async detail(actor: Actor | null, slugOrId: string): Promise<ConsultationView> {
    const row = await preparedOne<DetailRow>(this.dataSource, DETAILS[isUuid(slugOrId) ? 'id' : 'slug'], [slugOrId])
    if (!row || (row.state === 'draft' && !mayActIn(actor, 'consultation.prepare', { kind: row.ownerKind, code: row.ownerCode }))) {
      throw new DomainError('consultation.unknown', { status: 404 })
    }
    const { ownerKind, ownerCode, scopeCodes, suspendedAt, suspensionReason, phases, ...rest } = row
    const views = phases.map(({ accepts: _, ...phase }) => phase)
    return {
      ...rest,
      owner: this.ownerView(ownerKind, ownerCode),
      communes: scopeCodes.map((code) => ({ code, name: this.directory.byCode(code)?.name ?? code })),
      suspended: suspendedAt !== null,
      suspension: suspendedAt === null ? null : { at: suspendedAt, reason: suspensionReason ?? '' },
      phases: views,
      currentPhase: currentOf(views),
      vote: currentVote(rest.votes, views),
      may: mayOf(actor, row),
    }
  }

  /** Identifier of an announced consultation, by address or identifier. Error: 404 `consultation.unknown`. */
  async publicId(slugOrId: string): Promise<{ id: string }> {
    const known = this.announced.get(slugOrId)
    if (known) return known
    const row = await preparedOne<{ id: string }>(this.dataSource, PUBLIC_ID[isUuid(slugOrId) ? 'id' : 'slug'], [slugOrId])
    if (!row) throw new DomainError('consultation.unknown', { status: 404 })
    if (this.announced.size >= 10_000) this.announced.clear()
    this.announced.set(slugOrId, row)
    return row
  }

  private ownerView(kind: 'metropolis' | 'municipality', code: string): ConsultationSummaryView['owner'] {
    return { kind, code, name: this.directory.nameOf(kind, code) }
  }
}

function currentOf<P extends PhaseSummaryView>(phases: readonly P[]): P | null {
  return phases.findLast(({ state }) => state === 'open') ?? phases.find(({ state }) => state === 'scheduled') ?? null
}

function currentVote(votes: readonly VoteSummaryView[], phases: readonly PhaseView[]): VoteSummaryView | null {
  const inPhase = (state: PhaseView['state']): VoteSummaryView[] => votes.filter(({ phaseId }) => phases.some((phase) => phase.id === phaseId && phase.state === state))
  return inPhase('open')[0] ?? inPhase('closed').at(-1) ?? inPhase('scheduled')[0] ?? null
}

function mayOf(actor: Actor | null, row: DetailRow): ConsultationMayView {
  const place = { kind: row.ownerKind, code: row.ownerCode }
  const prepares = mayActIn(actor, 'consultation.prepare', place)
  const announces = mayActIn(actor, 'consultation.announce', place)
  const suspends = mayActIn(actor, 'consultation.suspend', place) && (row.state === 'announced' || row.state === 'running')
  const draft = row.state === 'draft'
  const proposing = actor !== null && actor.emailConfirmed && row.phases.some(({ kind, accepts }) => kind === 'proposals' && accepts)
  return {
    edit: prepares && row.state !== 'archived', editPhases: prepares && draft, remove: prepares && draft, announce: announces && draft,
    extend: announces && (row.state === 'announced' || row.state === 'running') && row.phases.some(({ state }) => state !== 'closed'),
    archive: announces && row.state === 'finished', suspend: suspends && row.suspendedAt === null, resume: suspends && row.suspendedAt !== null,
    propose: proposing, support: proposing, export: mayActIn(actor, 'consultation.export', place) && !draft,
  }
}
