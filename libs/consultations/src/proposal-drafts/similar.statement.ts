/** Titles at least as alike find each other by their letters alone. */
const ALIKE = 0.45
/** The share of the title's words that a near one holds: alone, or with a part of the text. */
const MOST = 0.6
const SOME = 0.34

/** In the transaction, before the statement: letters less alike than this are not even compared, which is most of the time that it takes. */
export const SETTING = `set local pg_trgm.similarity_threshold = ${ALIKE}`

/**
 * `$1` consultation, `$2` title, `$3` text, `$4` the reader's key. Two ways find candidates, each by its index and each
 * cut short: titles whose letters resemble (spelling slips), and the title's words, by their stems. A candidate is near
 * when its title resembles, or when it holds enough of the title's words; how much of the text it shares settles the order.
 *
 * Of n words a near one holds k = 0.34 n at least. Dealt into k - 1 hands, two of those lie in one hand: whoever holds no pair
 * of any hand is not near, and the index says so without a look at the many that hold one frequent word.
 */
export const statement = `
  with title as materialized (
    select words, greatest(ceil(${SOME} * cardinality(words))::integer - 1, 0) as hands
    from (select tsvector_to_array(to_tsvector('public.french_unaccent', $2)) as words) w
  ),
  word as materialized (
    select w.at, '''' || replace(replace(w.word, '\\', '\\\\'), '''', '''''') || '''' as quoted from title, unnest(title.words) with ordinality w(word, at)
  ),
  asked as materialized (
    select search.fold($2) as folded, words, tsvector_to_array(to_tsvector('public.french_unaccent', left($3, 2000))) as of_text,
      (select string_agg(quoted, ' | ')::tsquery from word) as any_word,
      case when hands = 0 then (select string_agg(quoted, ' | ')::tsquery from word)
        else (select string_agg(one.quoted || ' & ' || other.quoted, ' | ')::tsquery from word one join word other on other.at > one.at and (other.at - one.at) % hands = 0) end as enough
    from title
  ),
  likely as (
    (select p.id from consultations.proposal p, asked
      where p.consultation_id = $1 and p.state = 'submitted' and search.fold(p.title) operator(public.%) asked.folded
      order by public.similarity(search.fold(p.title), asked.folded) desc, p.id limit 20)
    union
    (select p.id from consultations.proposal p, asked
      where p.consultation_id = $1 and p.state = 'submitted' and p.search @@ asked.enough
      order by ts_rank(p.search, asked.any_word) desc, p.id limit 40)
  ),
  judged as (
    select p.id, p.number, p.title, p.excerpt, p.support_count, public.similarity(search.fold(p.title), asked.folded) as alike,
      shared.of_title::real / greatest(cardinality(asked.words), 1) as of_title, shared.of_text::real / greatest(cardinality(asked.of_text), 1) as of_text
    from likely join consultations.proposal p using (id), asked,
      lateral (select count(*) filter (where word = any(asked.words)) as of_title, count(*) filter (where word = any(asked.of_text)) as of_text from unnest(tsvector_to_array(p.search)) word) shared
  )
  select j.id, j.number, j.title, j.excerpt, j.support_count as "supportCount",
    exists (select from consultations.support s where s.proposal_id = j.id and s.supporter_key = $4) as "supportedByMe"
  from judged j where j.alike >= ${ALIKE} or j.of_title >= ${MOST} or (j.of_title >= ${SOME} and j.of_text >= 0.3)
  order by j.alike + j.of_title + j.of_text desc, j.id limit 5`
