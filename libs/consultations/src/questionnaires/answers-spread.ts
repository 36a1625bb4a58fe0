import { maybe, rows } from '@parvis/platform'
import type { DataSource, EntityManager } from 'typeorm'
import { MOST, type Spread } from './bins.rules'
import { questionsOf, type Item, type Questionnaire } from './questionnaire'

const COUNTED = `consultations.answer_sheet s where s.consultation_id = $1 and s.state = 'counted'`

/** How the answers to each question of numbers or dates spread, asked of the database: what comes back is as short for a million answers. */
export async function spreadsOf(db: DataSource | EntityManager, consultationId: string, questionnaire: Questionnaire): Promise<Map<string, Spread>> {
  const spreads = new Map<string, Spread>()
  for (const item of questionsOf(questionnaire)) {
    const spread = item.kind === 'date' ? await months(db, consultationId, item) : item.kind === 'number' && !item.bands?.length ? await ends(db, consultationId, item) : null
    if (spread) spreads.set(item.key, spread)
  }
  return spreads
}

async function ends(db: DataSource | EntityManager, consultationId: string, { key }: Item): Promise<Spread> {
  const found = await maybe<{ ends: number[] | null, values: string[] }>(db, `
    with v as materialized (select (s.sent -> $2 ->> 'value')::float8 as value from ${COUNTED} and s.sent -> $2 ->> 'value' is not null)
    select percentile_disc(array[0.05, 0.95]) within group (order by value) as ends, (select coalesce(array_agg(d.value::text), '{}') from (select distinct value from v limit ${MOST.values + 1}) d) as values from v`, [consultationId, key])
  if (!found || found.values.length <= MOST.values) return { values: found?.values ?? [] }
  return { low: found.ends?.[0] ?? 0, high: found.ends?.[1] ?? 0 }
}

async function months(db: DataSource | EntityManager, consultationId: string, { key }: Item): Promise<Spread> {
  const distinct = (length: number, limit: string): Promise<{ value: string }[]> => rows<{ value: string }>(db, `
    select distinct left(s.sent -> $2 ->> 'date', ${length}) as value from ${COUNTED} and s.sent -> $2 ->> 'date' is not null ${limit}`, [consultationId, key])
  const found = await distinct(7, `limit ${MOST.months + 1}`)
  return { values: (found.length <= MOST.months ? found : await distinct(4, '')).map(({ value }) => value) }
}
