import { iso, prepared } from '@parvis/platform'
import { JUDGED_FOR_ONE_NEW } from './comments.rules'

/** A comment `c` as everybody reads it. `$1`: the reader's account; `$2`: what it is called in this consultation. Both may be null. */
export const COMMENT = `
  c.id, c.parent_id as "parentId", c.root_id as "rootId", c.depth, c.stance, c.official, c.channel, c.state, c.useful, c.not_useful as "notUseful", c.reply_count as "replyCount",
  case when c.state in ('published', 'held') or c.author_id = $1 then c.body else '' end as body,
  case when c.state in ('published', 'held') or c.author_id = $1 then c.author_name else '' end as "authorName",
  coalesce(c.answered_name, (select case when a.depth > 0 and a.state = 'published' then a.author_name end from consultations.comment a where a.id = c.parent_id)) as "parentName",
  coalesce(c.author_id = $1, false) as mine, ${iso('c.created_at')} as "createdAt", ${iso('c.edited_at')} as "editedAt",
  (select v.useful from consultations.comment_vote v where v.comment_id = c.id and v.account_ref = $2) as "myVote",
  case when c.state = 'hidden' then (
    select json_build_object('reason', d.reason, 'at', ${iso('d.at')}, 'decisionId', case when c.author_id = $1 then d.id end)
    from consultations.moderation_case k join consultations.moderation_decision d on d.id = k.hidden_by_decision where k.comment_id = c.id) end as hidden`

const ROOTS = 'c.subject_id = $1 and c.depth = 0 and not c.official and c.listed'

/**
 * Identifiers of one page of comments at the root: `$1` the proposal or debate, `$2` rows, `$3` rows before. In the fair order those that
 * were judged stand by their score, and one that few have read comes after each three of them: each of the two is read from its index,
 * no further than the page.
 */
export const PAGE = {
  recent: prepared(`select c.id from consultations.comment c where ${ROOTS} order by c.created_at desc, c.id desc limit $2 offset $3`),
  oldest: prepared(`select c.id from consultations.comment c where ${ROOTS} order by c.created_at, c.id limit $2 offset $3`),
  fair: prepared(`
    with judged as (
        select c.id, row_number() over (order by c.score desc, c.created_at, c.id) - 1 as n from consultations.comment c
        where ${ROOTS} and (c.votes >= 5 or c.state <> 'published') order by c.score desc, c.created_at, c.id limit $2::bigint + $3::bigint),
      fresh as (
        select c.id, row_number() over (order by c.votes, c.created_at desc, c.id) - 1 as n from consultations.comment c
        where ${ROOTS} and c.votes < 5 and c.state = 'published' order by c.votes, c.created_at desc, c.id limit $2::bigint + $3::bigint)
    select id from (
      select id, n + n / ${JUDGED_FOR_ONE_NEW} as place from judged
      union all select id, n * ${JUDGED_FOR_ONE_NEW + 1} + ${JUDGED_FOR_ONE_NEW} from fresh) both_of_them
    order by place limit $2 offset $3`),
} as const

/** Those of `$3`, in its order. */
export const ROOTS_OF = prepared(`select ${COMMENT} from unnest($3::uuid[]) with ordinality as asked(id, n) join consultations.comment c on c.id = asked.id order by asked.n`)

/** Official answers to the whole `$3`. */
export const OFFICIAL = prepared(`select ${COMMENT} from consultations.comment c where c.subject_id = $3 and c.depth = 0 and c.official and c.listed order by c.created_at, c.id limit 20`)

/** The first `$4` answers, after `$5`, of each thread of `$3`. */
export const REPLIES = prepared(`
  select ${COMMENT} from unnest($3::uuid[]) as asked(id)
  cross join lateral (select r.id from consultations.comment r where r.root_id = asked.id and r.listed order by r.official desc, r.created_at, r.id limit $4 offset $5) here
  join consultations.comment c on c.id = here.id order by c.official desc, c.created_at, c.id`)

/** The reader's own that wait to be read, under `$3`. */
export const PENDING = prepared(`select ${COMMENT} from consultations.comment c where c.author_id = $1 and c.subject_id = $3 and c.state = 'held' order by c.created_at desc limit 20`)

/** What carries comments: `$1` a proposal, `$2` a debate. A draft, or what is hidden, carries none for anybody. */
export const SUBJECT = prepared(`
  select s.kind, s.id, s.number, s.title, s.state, c.id as "consultationId", c.slug, c.title as "consultationTitle", c.owner_kind as "ownerKind", c.owner_code as "ownerCode",
    c.suspended_at is null and f.state = 'open' and platform.clock() < f.closes_at and s.state = case s.kind when 'proposal' then 'submitted' else 'published' end as open, ${iso('f.closes_at')} as "closesAt",
    c.suspended_at is null and s.state = case s.kind when 'proposal' then 'submitted' else 'published' end as answerable,
    coalesce(n.published, 0) as published, coalesce(n.roots, 0) as roots, coalesce(n."for", 0) as "for", coalesce(n.against, 0) as against, coalesce(n.neutral, 0) as neutral
  from (select 'proposal' as kind, p.id, p.number, p.title, p.state, p.consultation_id, p.phase_id from consultations.proposal p where p.id = $1
      union all select 'debate', d.id, d.number, d.title, d.state, d.consultation_id, d.phase_id from consultations.debate d where d.id = $2 and d.state <> 'draft') s
    join consultations.consultation c on c.id = s.consultation_id and c.state <> 'draft' join consultations.phase f on f.id = s.phase_id left join consultations.comment_count n on n.subject_id = s.id`)
