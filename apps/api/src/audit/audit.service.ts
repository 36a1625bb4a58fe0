import { Injectable } from '@nestjs/common'
import { METROPOLIS, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { iso, offsetOf, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { AuditEntryView, AuditFilter, AuditPage, AuditQuery } from './audit.dto'

const PIECE = 500
const COLUMNS = ['date', 'par', 'compte', 'fait', 'objet', 'objet_identifiant', 'objet_nom', 'consultation', 'detail'] as const

/** What belongs to consultations, and to which. */
const BELONGS = `
  select 'consultation' as kind, c.id::text as id, c.id as consultation_id from consultations.consultation c
  union all select 'phase', p.id::text, p.consultation_id from consultations.phase p
  union all select 'vote', v.id::text, v.consultation_id from consultations.vote v
  union all select 'proposal', p.id::text, p.consultation_id from consultations.proposal p
  union all select 'debate', d.id::text, d.consultation_id from consultations.debate d
  union all select 'comment', c.id::text, c.consultation_id from consultations.comment c
  union all select 'meeting', g.id::text, g.consultation_id from consultations.meeting g`

/** Somebody who holds or held a role, or worked at a desk: colleagues read each other's names, nobody reads a citizen's. */
const IN_THE_TEAM = (account: string) => `(exists (select from identity.role_grant g where g.account_id = ${account}) or exists (select from inclusion.habilitation k where k.account_id = ${account} and k.validated_at is not null))`

const NAMED = (kind: string) => `case when e.subject_kind = '${kind}' then e.subject_id::uuid end`

/** $1 kind, $2 identifier, $3 action or its noun, $4 part of an address, $5 consultation, $6 and $7 days, $8 sees everything, $9 places, $10 sees what is public everywhere. */
const WHERE = `
  ($1::text is null or e.subject_kind = $1) and ($2::text is null or e.subject_id = $2) and ($3::text is null or e.action = $3 or e.action like $3 || '.%')
  and ($4::text is null or e.actor_id in (select f.id from identity.account f where f.email ilike $4 and ($8 or ${IN_THE_TEAM('f.id')})))
  and ($5::uuid is null or (e.subject_kind, e.subject_id) in (select b.kind, b.id from (${BELONGS}) b where b.consultation_id = $5))
  and ($6::date is null or e.at >= $6::date::timestamp at time zone 'Europe/Paris') and ($7::date is null or e.at < ($7::date + 1)::timestamp at time zone 'Europe/Paris')
  and ($8::boolean
    or (e.subject_kind = 'newsletter' and exists (select from consultations.newsletter l where l.id::text = e.subject_id and l.owner_kind || ':' || l.owner_code = any($9::text[])))
    or (e.subject_kind in ('organisation', 'habilitation', 'mission') and ('metropolis:' || '${METROPOLIS.code}' = any($9::text[])
      or exists (select from inclusion.organisation y where y.id::text = e.subject_id and 'municipality:' || y.municipality_code = any($9::text[]))
      or exists (select from inclusion.habilitation x join inclusion.organisation y on y.id = x.organisation_id where x.id::text = e.subject_id and 'municipality:' || y.municipality_code = any($9::text[]))
      or exists (select from inclusion.reserve_mission y where y.id::text = e.subject_id and 'municipality:' || y.municipality_code = any($9::text[]))))
    or (e.subject_kind = 'centre' and ('metropolis:' || '${METROPOLIS.code}' = any($9::text[]) or exists (select from inclusion.centre z where z.slug = e.subject_id and 'municipality:' || z.municipality_code = any($9::text[]))))
    or (e.subject_kind, e.subject_id) in (
    select b.kind, b.id from (${BELONGS}) b join consultations.consultation c on c.id = b.consultation_id
    where c.owner_kind || ':' || c.owner_code = any($9::text[]) or ($10::boolean and c.state <> 'draft')))`

const SELECT = `
  select e.id::text, ${iso('e.at')} as at, e.action, e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.detail,
    case when e.actor_id is null then 'platform' when a.id is null then 'gone' when ${IN_THE_TEAM('a.id')} then 'team' else 'person' end as by,
    case when $8 or ${IN_THE_TEAM('a.id')} then a.email end as actor,
    c.id as "consultationId", c.title as consultation,
    coalesce(p.title, g.title, d.title, case when m.state = 'published' then left(m.body, 80) end, f.title, nullif(v.question, ''), h.name, q.email, case when $8 then s.email end, c.title, e.detail ->> 'title', e.detail ->> 'subject') as subject
  from platform.audit_entry e
  left join identity.account a on a.id = e.actor_id
  left join consultations.proposal p on p.id = ${NAMED('proposal')}
  left join consultations.debate d on d.id = ${NAMED('debate')}
  left join consultations.comment m on m.id = ${NAMED('comment')}
  left join consultations.meeting g on g.id = ${NAMED('meeting')}
  left join consultations.phase f on f.id = ${NAMED('phase')}
  left join consultations.vote v on v.id = ${NAMED('vote')}
  left join inclusion.centre h on e.subject_kind = 'centre' and h.slug = e.subject_id
  left join inclusion.habilitation i on i.id = ${NAMED('habilitation')}
  left join identity.account q on q.id = i.account_id
  left join identity.account s on s.id = ${NAMED('account')}
  left join consultations.consultation c on c.id = coalesce(${NAMED('consultation')}, p.consultation_id, d.consultation_id, m.consultation_id, f.consultation_id, v.consultation_id, g.consultation_id)`

/** The journal: everything for administrators; for staff what concerns the consultations of their places; for guardians what concerns those announced. */
@Injectable()
export class AuditJournal {
  readonly columns = COLUMNS

  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. */
  async page(actor: Actor, query: AuditQuery): Promise<AuditPage> {
    const params = paramsOf(actor, query)
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from platform.audit_entry e where ${WHERE}`, params)
    const items = await rows<AuditEntryView>(this.dataSource, `${SELECT} where ${WHERE} order by e.id desc limit $11 offset $12`, [...params, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Everything that the filter finds, the newest first, read piece by piece. */
  async *file(actor: Actor, filter: AuditFilter): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    const params = paramsOf(actor, filter)
    for (let before: string | null = null; ;) {
      const piece: AuditEntryView[] = await rows<AuditEntryView>(this.dataSource, `${SELECT} where ${WHERE} and ($11::bigint is null or e.id < $11) order by e.id desc limit $12`, [...params, before, PIECE])
      for (const { at, by, actor: account, action, subjectKind, subjectId, subject, consultation, detail } of piece) {
        yield { date: at, par: by, compte: account ?? '', fait: action, objet: subjectKind, objet_identifiant: subjectId, objet_nom: subject ?? '', consultation: consultation ?? '', detail: JSON.stringify(detail) }
      }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      before = last.id
    }
  }
}

function paramsOf(actor: Actor, { subjectKind, subjectId, action, actor: who, consultation, from, to }: AuditFilter): unknown[] {
  const like = who?.trim() ? `%${who.trim().replace(/[\\%_]/g, '\\$&')}%` : null
  return [
    subjectKind ?? null, subjectId ?? null, action ?? null, like, consultation ?? null, from ?? null, to ?? null,
    actor.grants.some(({ role }) => role === 'administrator'),
    placesOf(actor, 'consultation.prepare').places.map(({ kind, code }) => `${kind}:${code}`),
    placesOf(actor, 'consultation.suspend').everywhere,
  ]
}
