import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'

export type Import = components['schemas']['ImportView']
export type ImportedRow = components['schemas']['ImportRowView']

const states: Record<Import['state'], () => string> = {
  reading: m.imports_state_reading, unreadable: m.imports_state_unreadable, ready: m.imports_state_ready, running: m.imports_state_running, failed: m.imports_state_failed,
  done: m.imports_state_done, cancelled: m.imports_state_cancelled, undoing: m.imports_state_undoing, undone: m.imports_state_undone,
}
export const importState = (state: Import['state']) => states[state]()

const outcomes: Record<ImportedRow['outcome'], () => string> = { created: m.imports_outcome_created, updated: m.imports_outcome_updated, unchanged: m.imports_outcome_unchanged, refused: m.imports_outcome_refused }
export const outcomeName = (outcome: ImportedRow['outcome']) => outcomes[outcome]()

/** Names of platforms are not translated. */
const sources: Record<string, string> = { 'decidim': 'Decidim', 'consul': 'CONSUL', 'cap-collectif': 'Cap Collectif', 'parvis': 'Parvis' }
export const sourceName = (source: string) => sources[source] ?? source

const fields: Record<string, (() => string) | undefined> = {
  id: m.imports_field_id, title: m.imports_field_title, summary: m.imports_field_summary, body: m.imports_field_body, supports: m.imports_field_supports, supportsBefore: m.imports_field_supportsBefore, author: m.imports_field_author,
  date: m.imports_field_date, time: m.imports_field_time, url: m.imports_field_url, theme: m.imports_field_theme, commune: m.imports_field_commune, subject: m.imports_field_subject, subjectKind: m.imports_field_subjectKind,
  subjectUrl: m.imports_field_subjectUrl, parent: m.imports_field_parent, ancestry: m.imports_field_ancestry, stance: m.imports_field_stance, useful: m.imports_field_useful, notUseful: m.imports_field_notUseful, hidden: m.imports_field_hidden, state: m.imports_field_state,
}
/** In the order in which people read them. */
export const inOrder = (columns: Import['columns']) => Object.keys(fields).flatMap(field => columns.filter(column => column.field === field))

export const importField = (field: string) => fields[field]?.() ?? field
