import { DomainError, iso, maybe } from '@parvis/platform'
import type { DataSource, EntityManager } from 'typeorm'
import type { Questionnaire } from './questionnaire'

/** What is known of the questionnaire of a consultation, whoever asks. */
export interface QuestionnaireRow {
  consultationId: string
  slug: string
  title: string
  consultationState: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  scopeCodes: string[]
  minAge: number
  residentsOnly: boolean
  suspended: boolean
  state: 'scheduled' | 'open' | 'closed'
  opensAt: string
  closesAt: string
  content: Questionnaire | null
  revision: number
  published: boolean
}

const SELECT = `
  select c.id as "consultationId", c.slug, c.title, c.state as "consultationState", c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.scope_codes as "scopeCodes",
    c.min_age as "minAge", c.residents_only as "residentsOnly", c.suspended_at is not null as suspended,
    p.state, ${iso('p.opens_at')} as "opensAt", ${iso('p.closes_at')} as "closesAt", q.content, coalesce(q.revision, 0) as revision,
    exists (select from consultations.questionnaire_publication u where u.consultation_id = c.id) as published
  from consultations.consultation c
  join consultations.phase p on p.consultation_id = c.id and p.kind = 'questionnaire'
  left join consultations.questionnaire q on q.consultation_id = c.id
  where c.id = $1`

/** Error: 404 `questionnaire.unknown` where the consultation has no phase of questionnaire. */
export async function questionnaireOf(tx: EntityManager | DataSource, consultationId: string): Promise<QuestionnaireRow> {
  const row = await maybe<QuestionnaireRow>(tx, SELECT, [consultationId])
  if (!row) throw new DomainError('questionnaire.unknown', { status: 404 })
  return row
}

export const EMPTY: Questionnaire = { introduction: '', sections: [] }

/** Of an open one: what is asked, frozen. Errors: 409 `questionnaire.not-open`, `consultation.suspended`; the database asks the clock again. */
export function openContent(row: QuestionnaireRow): Questionnaire {
  if (row.suspended) throw new DomainError('consultation.suspended', { status: 409 })
  if (row.state !== 'open' || !row.content) throw new DomainError('questionnaire.not-open', { status: 409, facts: { state: row.state } })
  return row.content
}

/** Once it is over. Errors: 404; 409 `questionnaire.still-open`. */
export async function closedQuestionnaire(tx: EntityManager | DataSource, consultationId: string): Promise<QuestionnaireRow> {
  const row = await questionnaireOf(tx, consultationId)
  if (row.state !== 'closed') throw new DomainError('questionnaire.still-open', { status: 409, facts: { closesAt: row.closesAt } })
  return row
}
