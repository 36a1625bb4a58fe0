import { rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { InclusionAnswer, NonDigitalWay } from '../inclusion-facts'
import type { ConsultationState, PhaseKind, PhaseState } from './phases.rules'
import type { VoteRules } from './questions.rules'
import type { Questionnaire } from '../questionnaires/questionnaire'

export interface VoteSnapshot {
  id: string
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'
  question: string
  method: string
  rules: VoteRules
  options: { key: string, cost: number | null }[]
}

export interface PhaseSnapshot {
  id: string
  kind: PhaseKind
  title: string
  state: PhaseState
  /** Milliseconds since 1970, like every instant here. */
  opensAt: number
  closesAt: number
  openedAt: number | null
  /** It has been refused its opening at least once. */
  wasHeld: boolean
  vote: VoteSnapshot | null
  /** Of a phase of questionnaire, once it was saved. */
  questionnaire: Questionnaire | null
}

/** Everything that the rules ask of a consultation, in one statement. */
export interface Snapshot {
  id: string
  slug: string
  title: string
  summary: string
  openToChange: string
  notOpenToChange: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  scopeCodes: string[]
  nonDigitalWays: NonDigitalWay[]
  state: ConsultationState
  suspended: boolean
  origin: 'platform' | 'import'
  announcedAt: number | null
  charterVersionId: string | null
  phases: PhaseSnapshot[]
  /** Votes and questionnaires without a published result. */
  votesUnpublished: number
  lastPublishedAt: number | null
  /** What inclusion answered when participation opened: later closures do not rewrite it. */
  inclusionAtOpening: InclusionAnswer | null
  now: number
}

const millis = (expression: string): string => `(extract(epoch from ${expression}) * 1000)::float8`

const SELECT = `
  select c.id, c.slug, c.title, c.summary, c.open_to_change as "openToChange", c.not_open_to_change as "notOpenToChange",
    c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.scope_codes as "scopeCodes", c.state, c.suspended_at is not null as suspended,
    c.origin, c.charter_version_id as "charterVersionId", ${millis('c.announced_at')} as "announcedAt", ${millis('platform.clock()')} as now,
    array(select way ->> 'kind' from jsonb_array_elements(c.offline_ways) way) as "nonDigitalWays",
    (select count(*)::integer from consultations.vote v where v.consultation_id = c.id and v.state <> 'published')
      + (select count(*)::integer from consultations.phase p where p.consultation_id = c.id and p.kind = 'questionnaire'
        and not exists (select from consultations.questionnaire_publication u where u.consultation_id = c.id)) as "votesUnpublished",
    (select ${millis('max(p.at)')} from (select p.at from consultations.publication p join consultations.vote v on v.id = p.vote_id where v.consultation_id = c.id
      union all select u.at from consultations.questionnaire_publication u where u.consultation_id = c.id) p) as "lastPublishedAt",
    (select a.detail from platform.audit_entry a where a.subject_kind = 'consultation' and a.subject_id = c.id::text and a.action = 'charter.assessed' order by a.id desc limit 1) as "inclusionAtOpening",
    coalesce((select jsonb_agg(jsonb_build_object(
        'id', p.id, 'kind', p.kind, 'title', p.title, 'state', p.state, 'opensAt', ${millis('p.opens_at')}, 'closesAt', ${millis('p.closes_at')}, 'openedAt', ${millis('p.opened_at')},
        'wasHeld', exists (select from platform.audit_entry a where a.subject_kind = 'phase' and a.subject_id = p.id::text and a.action = 'phase.held'),
        'vote', (select jsonb_build_object('id', v.id, 'state', v.state, 'question', v.question, 'method', v.method, 'rules', v.rules,
            'options', coalesce((select jsonb_agg(jsonb_build_object('key', o.key, 'cost', o.cost) order by o.position) from consultations.vote_option o where o.vote_id = v.id), '[]'))
          from consultations.vote v where v.phase_id = p.id),
        'questionnaire', case when p.kind = 'questionnaire' then (select q.content from consultations.questionnaire q where q.consultation_id = c.id) end) order by p.position)
      from consultations.phase p where p.consultation_id = c.id), '[]') as phases
  from consultations.consultation c`

export async function snapshotsOf(tx: EntityManager, ids: readonly string[]): Promise<Snapshot[]> {
  return rows<Snapshot>(tx, `${SELECT} where c.id = any($1::uuid[]) order by array_position($1::uuid[], c.id)`, [ids])
}
