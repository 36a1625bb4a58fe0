import { MARK } from './excerpt.rules'
import type { Typed } from './words.rules'

// Words that the planner does not know are looked for by the index: for frequent ones it would read the whole table, as it takes
// comparing words for cheap.
const asked = (query: '$1' | '$2'): string => `(select ${query}::tsquery)`
const WORDS = asked('$1')
const PAGE_WORDS = asked('$2')

// One found in its title stands before one found in its text; what can still be acted on before what is over.
const rank = (column: string, query: '$1' | '$2'): string => `ts_rank('{0.1, 0.2, 0.4, 1}', ${column}, ${asked(query)})`
const TIMELY = `case c.state when 'running' then 1.3 when 'announced' then 1.2 else 1 end`
const CHARTER = `setweight(to_tsvector('public.french_unaccent', t.principle), 'A') || setweight(to_tsvector('public.french_unaccent', t.plain_statement || ' ' || t.statement), 'B')`

/** The version of the charter that /charte shows. */
const CHARTER_IN_FORCE = `(
  select v.id from consultations.charter_version v join consultations.charter h on h.id = v.charter_id
  where v.status = 'adopted' and v.effective_from <= platform.clock() and h.owner_kind = 'metropolis' and h.owner_code = $6 order by v.effective_from desc limit 1)`

/**
 * Everything public that matches: `$1` citizens' texts, `$2` pages in the language `$3`, `$4` the number of a proposal,
 * `$5` the kind shown, `$6` the metropolis. What may be seen is said here, for each kind, by what it is and not by what
 * it is not: a state that somebody adds later stays hidden until it is written here.
 */
export const hits = (number: Typed['number']): string => `
  select 'proposal' as kind, p.id, null as path, ${rank('p.search', '$1')} * ${TIMELY} * 1.0 + coalesce((p.number = $4)::integer, 0) * 10 as score, p.created_at as at
    from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
    where c.state in ('announced', 'running', 'finished', 'archived') and p.state = 'submitted' and ${ofProposal(number)}
  ${number?.only ? '' : `
  union all select 'consultation', c.id, null, ${rank('c.search', '$1')} * ${TIMELY} * 1.2, c.announced_at from consultations.consultation c
    where c.search @@ ${WORDS} and c.state in ('announced', 'running', 'finished', 'archived')
  union all select 'debate', d.id, null, ${rank('d.search', '$1')} * ${TIMELY} * 1.1, d.published_at from consultations.debate d join consultations.consultation c on c.id = d.consultation_id
    where d.search @@ ${WORDS} and d.state in ('published', 'concluded') and c.state in ('announced', 'running', 'finished', 'archived')
  union all select 'meeting', g.id, null, ${rank('g.search', '$1')} * case when g.state = 'published' and g.ends_at > platform.clock() then 1.3 else 1 end, g.starts_at
    from consultations.meeting g join consultations.consultation c on c.id = g.consultation_id
    where g.search @@ ${WORDS} and g.state in ('published', 'cancelled') and c.state in ('announced', 'running', 'finished', 'archived')
  union all select 'centre', t.id, null, ${rank('t.search', '$1')}, null from inclusion.centre t where t.search @@ ${WORDS} and t.active
  union all select 'page', null, t.path, ${rank('t.search', '$2')}, null from search.page t where t.search @@ ${PAGE_WORDS} and t.locale = $3
  union all select 'page', null, '/charte#' || t.code, ${rank(`(${CHARTER})`, '$1')}, null from consultations.commitment t
    where t.version_id = ${CHARTER_IN_FORCE} and (${CHARTER}) @@ ${WORDS}`}`

function ofProposal(number: Typed['number']): string {
  if (!number) return `p.search @@ ${WORDS}`
  return number.only ? `p.number = $4 and ($1 = '' or p.search @@ ${WORDS})` : `(p.search @@ ${WORDS} or p.number = $4)`
}

/** The whole text, marked: where to cut it is not the database's business. */
const marked = (configuration: string, text: string, query: '$1' | '$2'): string =>
  `ts_headline(${configuration}, translate(${text}, E'\\u0002\\u0003', ''), ${asked(query)}, 'HighlightAll=true, StartSel=${MARK.start}, StopSel=${MARK.end}')`

/** One page of them: `$7` rows after `$8`, excerpts of pages by the configuration `$9`. One row, with `counts` of each kind and `items`. */
export const statement = (number: Typed['number']): string => `
  with hit as materialized (${hits(number)}),
    counted as (select coalesce(jsonb_object_agg(kind, n), '{}') as counts from (select kind, count(*)::integer as n from hit group by kind) k),
    shown as materialized (select * from hit where $5::text is null or kind = $5 order by score desc, at desc nulls last, id, path limit $7 offset $8)
  select (select counts from counted) as counts, (select coalesce(jsonb_agg(jsonb_build_object(
      'kind', s.kind,
      'title', coalesce(p.title, d.title, r.title, c.title, t.name, g.title, m.principle),
      'marked', case
        when g.path is not null then ${marked('$9::regconfig', 'g.body', '$2')}
        when t.id is not null then ${marked(`'public.french_unaccent'`, `concat_ws('. ', concat_ws(', ', t.address, t.postal_code || ' ' || u.name), t.organisation, nullif(t.access, ''))`, '$1')}
        when r.id is not null then ${marked(`'public.french_unaccent'`, `concat_ws(E'\n', concat_ws(', ', nullif(r.place_name, ''), nullif(r.address, '')), nullif(r.body, ''), case when r.minutes_published_at is not null then nullif(r.minutes, '') end)`, '$1')}
        else ${marked(`'public.french_unaccent'`, `coalesce(p.body, case when d.id is not null then concat_ws(E'\\n', d.question, d.body, d.summary, d.kept) end, m.plain_statement || E'\\n' || m.statement, concat_ws(E'\\n', c.summary, c.description, c.open_to_change, c.next_steps))`, '$1')} end,
      'locale', coalesce(g.locale, 'fr'), 'slug', coalesce(t.slug, c.slug), 'consultationTitle', c.title, 'state', c.state, 'suspended', c.suspended_at is not null,
      'number', coalesce(p.number, d.number, r.number), 'municipalityCode', t.municipality_code, 'path', s.path) order by s.score desc, s.at desc nulls last, s.id, s.path), '[]')
    from shown s
      left join consultations.proposal p on s.kind = 'proposal' and p.id = s.id
      left join consultations.debate d on s.kind = 'debate' and d.id = s.id
      left join consultations.meeting r on s.kind = 'meeting' and r.id = s.id
      left join consultations.consultation c on c.id = case s.kind when 'proposal' then p.consultation_id when 'debate' then d.consultation_id when 'meeting' then r.consultation_id when 'consultation' then s.id end
      left join inclusion.centre t on s.kind = 'centre' and t.id = s.id
      left join identity.municipality u on u.code = t.municipality_code
      left join search.page g on g.path = s.path and g.locale = $3
      left join consultations.commitment m on g.path is null and '/charte#' || m.code = s.path and m.version_id = ${CHARTER_IN_FORCE}
  ) as items`

/** Words like `$1` (without accents) in the languages `$2`: alike by their letters, or with the same beginning and about as long. */
export const NEAR_WORDS = `
  select word, folded, documents from search.word where folded % $1 and locale = any($2)
  union select word, folded, documents from search.word where folded like $1 || '%' and locale = any($2)
  union select word, folded, documents from search.word where left(folded, 1) = left($1, 1) and length(folded) between length($1) - 2 and length($1) + 2 and locale = any($2)
  order by documents desc, word limit 5000`
