import { iso, prepared } from '@parvis/platform'
import type { Prepared } from '@parvis/platform'
import { whereOf, type Filter } from './proposal-filters'

/** `$2`: the reader's key in this consultation. `$3`: their account. Both may be null. */
export const COMMON = `p.id, p.number, p.title, p.theme, p.municipality_code as "municipalityCode", p.author_name as "authorName", p.channel,
  p.support_count as "supportCount", exists (select from consultations.support s where s.proposal_id = p.id and s.supporter_key = $2) as "supportedByMe",
  coalesce(p.author_id = $3, false) as mine, (select count(*)::integer from consultations.proposal_coauthor a where a.proposal_id = p.id) as "coAuthorCount", ${iso('p.created_at')} as "createdAt", ${iso('p.edited_at')} as "editedAt",
  p.imported_supports as "importedSupports", p.answer_kind as "answerKind", (select t.label from consultations.proposal_status t where t.id = p.answer_status_id) as "answerLabel"`

export const ORDERS = { recent: 'p.created_at desc, p.id', oldest: 'p.created_at, p.id', supported: 'p.support_count desc, p.id' } as const

const lists = new Map<string, Prepared>()

/**
 * One page and how many there are, as one row: `$1` consultation, `$2` key, `$3` account, `$4` rows, `$5` rows before, then the filters.
 * What stands before the page is passed over by its identifiers alone.
 */
export function listStatement(sort: keyof typeof ORDERS, filters: readonly Filter[]): Prepared {
  const form = [sort, ...filters].join()
  const known = lists.get(form)
  if (known) return known
  const where = whereOf(filters, 6)
  // Most have no answer: those that have one are fewer to count.
  const total = filters.join() === 'unanswered' ? `select n.submitted - (select count(*)::integer from consultations.proposal p where p.consultation_id = $1 and p.state = 'submitted' and p.answer_kind is not null) from consultations.proposal_count n where n.consultation_id = $1`
    : filters.includes('words') ? 'select count(*)::integer from found' : filters.length > 0 ? `select count(*)::integer from consultations.proposal p where ${where}` : 'select n.submitted from consultations.proposal_count n where n.consultation_id = $1'
  // What holds the words is looked for once, and counted and ordered from there; without words an index brings the page in its order.
  const found = filters.includes('words') ? `with found as materialized (select p.id, p.created_at, p.support_count from consultations.proposal p where ${where})` : ''
  const here = `select p.id from ${found ? 'found p' : `consultations.proposal p where ${where}`} order by ${ORDERS[sort]} limit $4 offset $5`
  const made = prepared(`
    ${found}
    select coalesce((${total}), 0) as total, coalesce((select json_agg(page) from (
      select ${COMMON}, case when p.state = 'submitted' then p.excerpt else '' end as excerpt,
      (select json_build_object('id', a.id, 'width', a.width, 'height', a.height) from consultations.attachment a where a.id = p.picture_id and p.state = 'submitted') as picture from consultations.proposal p
        join (${here}) here on here.id = p.id
        order by ${ORDERS[sort]}) page), '[]') as items`)
  lists.set(form, made)
  return made
}
