import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory, placesOf, type Actor } from '@parvis/identity'
import { Config, iso, offsetOf, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { searchQuery } from '../proposals/search.rules'
import type { ConsoleFilter, ConsolePageView, ConsoleQuery, ConsoleRowView, StateCountsView } from './console.dto'
import { SEALED_PARTICIPATION } from '../votes/sealed-participation'
import { MOMENTS, PLACE } from './moments'

const COLUMNS = ['adresse', 'titre', 'etat', 'suspendue', 'thematique', 'collectivite_code', 'collectivite', 'prochaine_etape', 'phase', 'prochaine_date', 'participation_arrondie', 'propositions', 'resultat_publie', 'lien'] as const
const PIECE = 200

const STATES = { draft: ['draft'], coming: ['announced'], open: ['running'], finished: ['finished', 'archived'], all: ['draft', 'announced', 'running', 'finished', 'archived'] } as const

/** Rounded down to ten, as everybody sees it, whatever the state of the vote. */
const PARTICIPATION = `(
  select sum(case when v.state in ('open', 'counting') then roll.participation(v.id)
    else ${SEALED_PARTICIPATION('v.id')} end)::integer
  from consultations.vote v where v.consultation_id = c.id and v.state <> 'draft')`

const KEYS = {
  title: 'public.unaccent(lower(c.title))',
  state: `array_position(array['draft', 'announced', 'running', 'finished', 'archived'], c.state)`,
  date: `(select min(m.at) from (${MOMENTS}) m where m.consultation_id = c.id)`,
  participation: PARTICIPATION,
}

/** Drafts are seen by who prepares them; the rest by everybody in the console. */
const MATCHES = `
  (c.state <> 'draft' or ${PLACE} = any($1)) and ($2::text is null or c.theme = $2) and ($3::text is null or c.owner_code = $3)
  and (not $4::boolean or ${PLACE} = any($1))
  and ($5::text is null or to_tsvector('public.french_unaccent', c.title || ' ' || c.summary) @@ to_tsquery('public.french_unaccent', $5))`

interface Row extends Omit<ConsoleRowView, 'owner' | 'next'> {
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  next: ConsoleRowView['next']
}

/** The consultations as staff go through them: theirs with the drafts, and what others made public. */
@Injectable()
export class ConsoleList {
  readonly columns = COLUMNS

  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly config: Config) {}

  async page(actor: Actor, query: ConsoleQuery): Promise<ConsolePageView> {
    const counts = await this.counts(actor, query)
    const ids = await this.ids(actor, query, query.perPage, offsetOf(query))
    const owners = await rows<{ kind: 'metropolis' | 'municipality', code: string }>(this.dataSource, `
      select distinct c.owner_kind as kind, c.owner_code as code from consultations.consultation c where c.state <> 'draft' or ${PLACE} = any($1) limit 200`, [prepares(actor)])
    return {
      items: await this.rowsOf(actor, ids), total: counts[query.state ?? 'all'], page: query.page, perPage: query.perPage, counts,
      owners: owners.map(({ kind, code }) => this.owner(kind, code)).sort((one, other) => one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name, 'fr')),
    }
  }

  /** How many there are in each state; the filter's own state is left out of it. */
  async counts(actor: Actor, filter: ConsoleFilter): Promise<StateCountsView> {
    const found = await rows<{ state: string, count: number }>(this.dataSource, `
      select c.state, count(*)::integer as count from consultations.consultation c where ${MATCHES} group by c.state`, params(actor, filter))
    const of = (states: readonly string[]) => found.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0)
    return { all: of(STATES.all), draft: of(STATES.draft), coming: of(STATES.coming), open: of(STATES.open), finished: of(STATES.finished) }
  }

  /** Everything that the filter finds, for a file, read piece by piece in one order. */
  async *file(actor: Actor, filter: ConsoleFilter): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    const ids = await this.ids(actor, filter, 100_000, 0)
    for (let start = 0; start < ids.length; start += PIECE) {
      for (const row of await this.rowsOf(actor, ids.slice(start, start + PIECE))) {
        yield {
          adresse: row.slug, titre: row.title, etat: row.state, suspendue: row.suspended, thematique: row.theme, collectivite_code: row.owner.code, collectivite: row.owner.name,
          prochaine_etape: row.next?.kind ?? '', phase: row.next?.phase ?? '', prochaine_date: row.next?.at ?? '', participation_arrondie: row.participation ?? '', propositions: row.proposalsCount,
          resultat_publie: row.resultsPublished, lien: row.state === 'draft' ? `${this.config.origin}/gestion/consultations/${row.id}` : `${this.config.origin}/consultations/${row.slug}`,
        }
      }
    }
  }

  private async ids(actor: Actor, filter: ConsoleFilter, limit: number, offset: number): Promise<string[]> {
    const direction = filter.direction === 'desc' ? 'desc' : 'asc'
    const found = await rows<{ id: string }>(this.dataSource, `
      select c.id from consultations.consultation c where ${MATCHES} and c.state = any($6)
      order by ${KEYS[filter.sort ?? 'date']} ${direction} nulls last, c.updated_at desc, c.id limit $7 offset $8`,
    [...params(actor, filter), STATES[filter.state ?? 'all'], limit, offset])
    return found.map(({ id }) => id)
  }

  private async rowsOf(actor: Actor, ids: readonly string[]): Promise<ConsoleRowView[]> {
    const found = await rows<Row>(this.dataSource, `
      select c.id, c.slug, c.title, c.theme, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.state, c.suspended_at is not null as suspended,
        (select json_build_object('kind', m.kind, 'at', ${iso('m.at')}, 'phase', m.phase) from (${MOMENTS}) m where m.consultation_id = c.id order by m.at limit 1) as next,
        ${PARTICIPATION} as participation, coalesce((select n.submitted from consultations.proposal_count n where n.consultation_id = c.id), 0) as "proposalsCount",
        exists (select from consultations.vote v where v.consultation_id = c.id and v.state = 'published') as "resultsPublished",
        exists (select from consultations.vote v where v.consultation_id = c.id and v.state = 'draft') as "voteComing",
        exists (select from consultations.vote v where v.consultation_id = c.id and v.state = 'tallied') as "resultAwaited", ${PLACE} = any($2) as mine
      from consultations.consultation c where c.id = any($1::uuid[]) order by array_position($1::uuid[], c.id)`, [ids, prepares(actor)])
    return found.map(({ ownerKind, ownerCode, ...row }) => ({ ...row, owner: this.owner(ownerKind, ownerCode) }))
  }

  private owner(kind: 'metropolis' | 'municipality', code: string): ConsoleRowView['owner'] {
    return { kind, code, name: this.directory.nameOf(kind, code) }
  }
}

/** The places whose consultations somebody prepares, as `PLACE` writes them. */
export const prepares = (actor: Actor): string[] => placesOf(actor, 'consultation.prepare').places.map(({ kind, code }) => `${kind}:${code}`)

const params = (actor: Actor, { theme, owner, mine, q }: ConsoleFilter): unknown[] =>
  [prepares(actor), theme ?? null, owner ?? null, mine ?? false, searchQuery(q ?? '')]
