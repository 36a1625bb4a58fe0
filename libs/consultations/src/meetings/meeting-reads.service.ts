import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { csvOf, DomainError, iso, jsonOf, offsetOf, prepared, preparedOne, preparedRows, rows } from '@parvis/platform'
import type { Page } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { DETAIL, PUBLIC, QUEUE, SUMMARY } from './meeting-columns'
import type { MeetingCommunesView, MeetingCommuneView, MeetingPageView, MeetingSummaryView, MeetingView, OwnRegistrationView, StaffMeetingsView, StaffMeetingView } from './meeting-views.dto'
import type { MeetingsQuery } from './meetings.dto'
import { shownCount } from './meetings.rules'

/** A row of the detail, before what its reader may see of it. */
interface DetailRow extends MeetingSummaryView, Pick<MeetingView, 'body' | 'agenda' | 'cancelReason' | 'registration' | 'questions'> {
  onlineUrl: string | null
  onlineFor: 'registered' | 'everybody'
  registered: number
  waiting: number
  came: number | null
  minutesText: string
  links: StaffMeetingView['links']
  minutesPublishedAt: string | null
  mine: OwnRegistrationView | null
}

/** $1 consultation or null, $2 commune or null, $3 day or null, $4 rows, $5 rows before. A commune has the meetings held there, and those online of a consultation about it. */
const listed = (when: 'coming' | 'past'): string => `
  from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id
  where ${PUBLIC} and ($1::uuid is null or m.consultation_id = $1)
    and ($2::text is null or m.municipality_code = $2 or (m.kind = 'online' and $2 = any(c.scope_codes)))
    and ($3::date is null or m.ends_at >= $3::date::timestamp at time zone 'Europe/Paris') and m.ends_at ${when === 'past' ? '<=' : '>'} platform.clock()`

const list = (when: 'coming' | 'past') => prepared(`
  select (select count(*)::integer ${listed(when)}) as total, coalesce((select json_agg(page) from (
    select ${SUMMARY} ${listed(when)} order by m.starts_at ${when === 'past' ? 'desc' : ''}, m.id limit $4 offset $5) page), '[]') as items`)
const LISTS = { coming: list('coming'), past: list('past') }

const communes = (when: 'coming' | 'past') => prepared(`
  select m.municipality_code as code, u.name, count(*)::integer as count
  from (select m.municipality_code ${listed(when)} and m.kind <> 'online' and m.municipality_code is not null) m join identity.municipality u on u.code = m.municipality_code
  group by 1, 2 order by 3 desc, 2`)
const COMMUNES = { coming: communes('coming'), past: communes('past') }

const ONE = prepared(`
  select ${DETAIL}, (select json_build_object('state', r.state, 'queue', ${QUEUE}) from consultations.meeting_registration r where r.meeting_id = m.id and r.account_id = $3 and r.state <> 'cancelled') as mine
  from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id
  where m.consultation_id = $1 and m.number = $2 and ${PUBLIC}`)

const STAFF = `${DETAIL}, m.revision, m.erase_after_days as "eraseAfterDays", ${iso('m.erased_at')} as "erasedAt", m.walk_ins as "walkIns", null as mine`

const COLUMNS = ['numero', 'titre', 'etat', 'forme', 'lieu', 'adresse', 'code_postal', 'commune_insee', 'commune', 'accessibilite', 'langues', 'debut', 'fin', 'places', 'inscrits', 'presents', 'questions', 'questions_repondues', 'compte_rendu', 'motif_annulation'] as const
const PIECE = 500

/** Pages of meetings: each is one statement. */
@Injectable()
export class MeetingReads {
  constructor(private readonly dataSource: DataSource) {}

  /** Meetings that anybody may see, of one consultation or of all. */
  async list(query: MeetingsQuery, consultation: { id: string } | null = null): Promise<MeetingPageView> {
    const found = await preparedOne<Pick<Page<MeetingSummaryView>, 'items' | 'total'>>(this.dataSource, LISTS[query.when ?? 'coming'],
      [consultation?.id ?? null, query.municipality ?? null, query.from ?? null, query.perPage, offsetOf(query)])
    return { items: found?.items ?? [], total: found?.total ?? 0, page: query.page, perPage: query.perPage }
  }

  /** Where they are held, all of them and not a page: the most first. */
  async communes(query: MeetingsQuery): Promise<MeetingCommunesView> {
    return { items: await preparedRows<MeetingCommuneView>(this.dataSource, COMMUNES[query.when ?? 'coming'], [null, query.municipality ?? null, query.from ?? null]) }
  }

  /** One meeting. Error: 404 `meeting.unknown`, for a draft too. */
  async detail(actor: Actor | null, consultation: { id: string }, number: number): Promise<MeetingView> {
    const row = await preparedOne<DetailRow>(this.dataSource, ONE, [consultation.id, number, actor?.accountId ?? null])
    if (!row) throw new DomainError('meeting.unknown', { status: 404 })
    return publicView(row)
  }

  /** One meeting as who prepares it sees it. Errors: 404 `meeting.unknown` (also a draft of another place), 403 `place.other`. */
  async forStaff(actor: Actor, id: string): Promise<StaffMeetingView> {
    const [row] = await rows<DetailRow & StaffRow & Owner>(this.dataSource, `
      select ${STAFF}, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.state as "consultationState" from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id where m.id = $1`, [id])
    if (!row) throw new DomainError('meeting.unknown', { status: 404 })
    const { ownerKind, ownerCode, consultationState, ...meeting } = row
    if (!mayActIn(actor, 'consultation.prepare', { kind: ownerKind, code: ownerCode })) {
      if (row.state === 'draft' || consultationState === 'draft') throw new DomainError('meeting.unknown', { status: 404 })
      throw new DomainError('place.other', { status: 403, facts: { kind: ownerKind, code: ownerCode } })
    }
    return staffView(meeting)
  }

  /** All of a consultation that somebody may prepare, drafts too. */
  async listForStaff(consultation: { id: string }): Promise<StaffMeetingsView> {
    const found = await rows<DetailRow & StaffRow>(this.dataSource, `
      select ${STAFF} from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id where m.consultation_id = $1
      order by m.ends_at < platform.clock(), abs(extract(epoch from m.starts_at - platform.clock())), m.id limit 200`, [consultation.id])
    return { items: found.map(staffView) }
  }

  /** Every public meeting of a consultation, for anybody, read by pieces. Counts of fewer than ten people are left empty. */
  csv(consultation: { id: string }): Readable {
    return csvOf(COLUMNS, this.exportRows(consultation.id))
  }

  json(consultation: { id: string }): Readable {
    return jsonOf(this.exportRows(consultation.id))
  }

  private async* exportRows(consultationId: string): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    for (let after = 0; ;) {
      const piece = await rows<Record<(typeof COLUMNS)[number], unknown> & { numero: number, inscrits: number | null, presents: number | null }>(this.dataSource, `
        select s.number as numero, s.title as titre, s.state as etat, s.kind as forme, s.place ->> 'name' as lieu, s.place ->> 'address' as adresse, s.place ->> 'postalCode' as code_postal,
          s.place ->> 'municipalityCode' as commune_insee, s.place ->> 'municipalityName' as commune, (select string_agg(one, ', ') from json_array_elements_text(s.place -> 'accessibility') one) as accessibilite,
          (select string_agg(one, ', ') from json_array_elements_text(s.languages) one) as langues, s."startsAt" as debut, s."endsAt" as fin, s.places, s.registered as inscrits, s.came as presents,
          s."questionsCount" as questions, (select count(*)::integer from json_array_elements(s.questions) q where q ->> 'state' = 'answered') as questions_repondues,
          case when s."minutesPublishedAt" is null then '' else s."minutesText" end as compte_rendu, coalesce(s."cancelReason", '') as motif_annulation
        from (select ${DETAIL} from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id
          where m.consultation_id = $1 and ${PUBLIC} and m.number > $2 order by m.number limit $3) s order by s.number`, [consultationId, after, PIECE])
      for (const row of piece) yield { ...row, inscrits: shownCount(row.inscrits), presents: shownCount(row.presents) }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.numero
    }
  }
}

type StaffRow = Pick<StaffMeetingView, 'revision' | 'eraseAfterDays' | 'erasedAt' | 'walkIns'>

interface Owner {
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  consultationState: string
}

function publicView({ onlineUrl, onlineFor, registered, waiting: _, came, minutesText, links, minutesPublishedAt, ...meeting }: DetailRow): MeetingView {
  const sees = onlineFor === 'everybody' || meeting.mine?.state === 'confirmed'
  return {
    ...meeting,
    online: meeting.kind === 'in_person' ? null : { url: sees && meeting.state === 'published' ? onlineUrl : null, for: onlineFor },
    minutes: minutesPublishedAt === null ? null : { text: minutesText, links, publishedAt: minutesPublishedAt, registered: shownCount(registered), came: shownCount(came) },
  }
}

function staffView({ revision, eraseAfterDays, erasedAt, walkIns, ...row }: DetailRow & StaffRow): StaffMeetingView {
  const { onlineUrl, onlineFor, registered, waiting, came, minutesText, links } = row
  return { ...publicView(row), online: row.kind === 'in_person' ? null : { url: onlineUrl, for: onlineFor }, revision, onlineUrl, eraseAfterDays, erasedAt, registered, waiting, came, walkIns, minutesText, links }
}
