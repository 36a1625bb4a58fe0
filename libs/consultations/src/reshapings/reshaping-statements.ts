import { iso } from '@parvis/platform'

/** `$1` consultation, `$2` proposals. */
export const SOURCES = `
  select p.id, p.number, p.title, p.body, p.theme, p.municipality_code as "municipalityCode", p.support_count as "supportCount", p.phase_id as "phaseId", p.state,
    p.answer_kind is not null as answered, exists (select from consultations.vote_option o where o.proposal_id = p.id) as "inVote",
    (select max(v.version)::integer from consultations.proposal_version v where v.proposal_id = p.id) as version
  from consultations.proposal p where p.consultation_id = $1 and p.id = any($2) order by p.number`

/** Everybody who signs `$1`, in the order of the proposals and of their joining. */
export const SIGNATORIES = `
  select s.account as "accountId", encode(s.key, 'hex') as key, s.name, s.channel from (
    select p.number, 0 as place, p.created_at as since, p.author_id as account, p.signer_key as key, p.author_name as name, p.channel from consultations.proposal p where p.id = any($1)
    union all select p.number, 1, a.since, a.account_id, a.signer_key, a.name, a.channel from consultations.proposal_coauthor a join consultations.proposal p on p.id = a.proposal_id where p.id = any($1)) s
  order by s.number, s.place, s.since`

/** What the plan tells of `$1`. */
export const FIGURES = `
  with signed as (
    select p.author_id as account, p.signer_key as key from consultations.proposal p where p.id = any($1)
    union all select a.account_id, a.signer_key from consultations.proposal_coauthor a where a.proposal_id = any($1))
  select consultations.supporters_of($1) as supporters, (select count(*)::integer from consultations.support s where s.proposal_id = any($1)) as supports,
    (select count(distinct a.id)::integer from signed g join identity.account a on a.id = g.account and a.email_confirmed_at is not null and a.disabled_at is null) as "authorsTold",
    (select (count(distinct g.key) + count(*) filter (where g.key is null))::integer from signed g where g.account is null and not exists (select from signed o where o.account is not null and o.key = g.key)) as "authorsNotTold",
    (select count(distinct f.account_id)::integer from consultations.follow f where f.kind = 'proposal' and f.target = any($1::text[])) as followers,
    (select count(*)::integer from consultations.comment c where c.proposal_id = any($1) and c.state = 'published') as comments,
    (select count(*)::integer from consultations.amendment m where m.proposal_id = any($1) and m.state = 'waiting') as amendments`

/** Nobody has acted on what came of `r`: no support, word, change, study or choice is newer than it, and what it came from is as it was left. */
export const UNTOUCHED = `
  r.undone_at is null and not r.acted
  and not exists (select from consultations.proposal_link l join consultations.proposal p on p.id = l.from_id where l.reshaping_id = r.id and p.state <> case r.kind when 'merge' then 'merged' else 'split' end)
  and not exists (
    select from consultations.proposal_link l join consultations.proposal p on p.id = l.to_id where l.reshaping_id = r.id and (
      p.state <> 'submitted' or p.updated_at <> p.created_at
      or exists (select from consultations.support s where s.proposal_id = p.id and s.carried_by is distinct from r.id)
      or exists (select from consultations.comment c where c.proposal_id = p.id)
      or exists (select from consultations.amendment m where m.proposal_id = p.id)
      or exists (select from consultations.coauthor_invitation i where i.proposal_id = p.id)
      or exists (select from consultations.proposal_answer a where a.proposal_id = p.id)
      or exists (select from consultations.proposal_evaluation e where e.proposal_id = p.id)
      or exists (select from consultations.proposal_step e where e.proposal_id = p.id)
      or exists (select from consultations.moderation_case k where k.proposal_id = p.id)
      or exists (select from consultations.vote_option o where o.proposal_id = p.id)))`

const ends = (end: 'from_id' | 'to_id') => `(select json_agg(json_build_object('number', q.number, 'title', q.title) order by q.number) from consultations.proposal q
  where q.id in (select l.${end} from consultations.proposal_link l where l.reshaping_id = r.id))`

export const RESHAPING = `r.id, r.kind, r.reason, ${iso('r.done_at')} as "doneAt", r.supports, ${iso('r.undone_at')} as "undoneAt", ${ends('from_id')} as "from", ${ends('to_id')} as "to", ${UNTOUCHED} as undoable`
