import { iso } from '@parvis/platform'

/** Held is a published meeting whose end has passed; alias `m`. */
export const STATE = `case when m.state = 'published' and m.ends_at <= platform.clock() then 'held' else m.state end`

export const PLACE = `case when m.kind <> 'online' then json_build_object('name', m.place_name, 'address', m.address, 'postalCode', m.postal_code, 'municipalityCode', m.municipality_code,
  'municipalityName', (select u.name from identity.municipality u where u.code = m.municipality_code), 'centreSlug', m.centre_slug, 'access', m.access, 'accessibility', m.accessibility) end`

/** What a list shows of a meeting `m` of a consultation `c`. */
export const SUMMARY = `m.id, m.number, m.title, m.kind, ${STATE} as state, c.suspended_at is not null as suspended,
  json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, ${PLACE} as place, ${iso('m.starts_at')} as "startsAt", ${iso('m.ends_at')} as "endsAt", to_json(m.languages) as languages,
  m.places, greatest(m.places - m.registered_count, 0) as "placesLeft", m.minutes_published_at is not null as "minutesPublished",
  (select count(*)::integer from consultations.meeting_question q where q.meeting_id = m.id) as "questionsCount"`

export const QUESTIONS = `coalesce((select json_agg(json_build_object('number', q.number, 'question', q.question, 'answer', q.answer, 'answeredAt', ${iso('q.answered_at')}, 'dueOn', q.due_on, 'revision', q.revision,
  'state', case when q.answered_at is not null then 'answered' when q.due_on < platform.today() then 'late' else 'awaited' end) order by q.number)
  from consultations.meeting_question q where q.meeting_id = m.id), '[]') as questions`

/** People counted at the door: those on the list who came, and those without a registration. */
export const CAME = `case when m.walk_ins is not null then m.walk_ins + (select count(*)::integer from consultations.meeting_registration r where r.meeting_id = m.id and r.came) end`

export const DETAIL = `${SUMMARY}, m.body, to_json(m.agenda) as agenda, m.cancel_reason as "cancelReason", m.online_url as "onlineUrl", m.online_for as "onlineFor", ${QUESTIONS},
  m.registered_count as registered, m.waiting_count as waiting, ${CAME} as came, m.minutes as "minutesText", to_json(m.links) as links, ${iso('m.minutes_published_at')} as "minutesPublishedAt",
  case when m.state <> 'published' or m.starts_at <= platform.clock() or c.suspended_at is not null then 'closed'
    when m.places is null or (m.registered_count < m.places and m.waiting_count = 0) then 'open' else 'waiting-list' end as registration`

/** What is public of meetings: said by what it is. */
export const PUBLIC = `m.state in ('published', 'cancelled') and c.state in ('announced', 'running', 'finished', 'archived')`

/** Where somebody stands who waits; alias `r`. */
export const QUEUE = `case when r.state = 'waiting' then (select count(*)::integer from consultations.meeting_registration w where w.meeting_id = r.meeting_id and w.state = 'waiting' and w.position <= r.position) end`
