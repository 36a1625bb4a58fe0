import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { MunicipalityDirectory } from '@parvis/identity'
import { Audit, DomainError, maybe, offsetOf, one, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { mayAnswer } from './mission-states.rules'
import type { MissionState, ProposalState } from './mission-states.rules'
import { MISSION_COLUMNS, missionView } from './reserve-missions.service'
import type { MissionRow } from './reserve-missions.service'
import type { OwnReserveView, ReserveMemberDto, ReserveMemberView, ReserveQuery, ReserveView } from './reserve.dto'

const MOST_ROWS = 5000

type Row = Omit<ReserveMemberView, 'municipality' | 'joinedAt'> & { municipalityCode: string, joinedAt: Date, accountId: string, email: string, displayName: string, missions: number }

const COLUMNS = `r.account_id as "accountId", a.email, a.display_name as "displayName", r.municipality_code as "municipalityCode", r.languages, r.skills, r.availability, r.joined_at as "joinedAt",
  (select count(*)::integer from inclusion.mission_proposal p where p.account_id = r.account_id and p.state = 'accepted') as missions`

/** The citizen reserve: volunteers who welcome, guide and carry envelopes, in their commune and in others. They never enter for somebody. */
@Injectable()
export class Reserve {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit) {}

  async own({ accountId }: Actor): Promise<OwnReserveView> {
    const member = await maybe<Row>(this.dataSource, `select ${COLUMNS} from inclusion.reserve_member r join identity.account a on a.id = r.account_id where r.account_id = $1`, [accountId])
    const missions = await rows<MissionRow & { answer: ProposalState }>(this.dataSource, `
      select ${MISSION_COLUMNS}, p.state as answer from inclusion.mission_proposal p join inclusion.reserve_mission m on m.id = p.mission_id where p.account_id = $1 order by m.day desc, m.id limit 100`, [accountId])
    return { member: member && this.view(member), missions: missions.map((mission) => ({ ...missionView(this.directory, mission), answer: mission.answer })) }
  }

  /** Joins, or changes what one offers. Errors: 403 `reserve.email-unconfirmed`; 409 `reserve.professional`; 422 `municipality.unknown`. */
  async join(actor: Actor, { municipalityCode, languages, skills, availability }: ReserveMemberDto): Promise<void> {
    if (!actor.emailConfirmed) throw new DomainError('habilitation.email-unconfirmed', { status: 403 })
    const code = this.directory.resolve(municipalityCode)
    if (code === null) throw new DomainError('municipality.unknown', { refusals: [{ code: 'municipality.unknown', at: 'municipalityCode' }] })
    await this.dataSource.transaction(async (tx) => {
      const joined = await touched(tx, `
        insert into inclusion.reserve_member (account_id, municipality_code, languages, skills, availability)
        select $1, $2, $3, $4, $5 where not exists (select from inclusion.habilitation h where h.account_id = $1 and h.kind = 'professional' and h.state in ('new', 'processing', 'validated', 'suspended'))
        on conflict (account_id) do update set municipality_code = excluded.municipality_code, languages = excluded.languages, skills = excluded.skills, availability = excluded.availability returning 1`,
      [actor.accountId, code, [...new Set(languages)], [...new Set(skills)], [...new Set(availability)]])
      if (joined === 0) throw new DomainError('reserve.professional', { status: 409 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'reserve.joined', subjectKind: 'account', subjectId: actor.accountId })
    })
  }

  /** Leaves, with what one had accepted. Errors: 404 `reserve.not-member`. */
  async leave({ accountId }: Actor): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      if (await touched(tx, 'delete from inclusion.reserve_member where account_id = $1', [accountId]) === 0) throw new DomainError('reserve.not-member', { status: 404 })
      await this.audit.append(tx, { actorId: accountId, action: 'reserve.left', subjectKind: 'account', subjectId: accountId })
    })
  }

  /** The row of the mission is held: the last place is taken once. Errors: 404 `mission.unknown`; 409 `mission.not-now`, `mission.full`. */
  async answer({ accountId }: Actor, missionId: string, accept: boolean): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const mission = await maybe<{ state: MissionState, seats: number }>(tx, 'select state, seats from inclusion.reserve_mission where id = $1 for update', [missionId])
      const proposal = await maybe<{ state: ProposalState }>(tx, 'select state from inclusion.mission_proposal where mission_id = $1 and account_id = $2', [missionId, accountId])
      if (!mission || !proposal) throw new DomainError('mission.unknown', { status: 404 })
      if (!mayAnswer(mission.state, proposal.state, accept)) throw new DomainError('mission.not-now', { status: 409 })
      const { accepted } = await one<{ accepted: number }>(tx, `select count(*)::integer as accepted from inclusion.mission_proposal where mission_id = $1 and state = 'accepted'`, [missionId])
      if (accept && accepted >= mission.seats) throw new DomainError('mission.full', { status: 409 })
      await tx.query('update inclusion.mission_proposal set state = $3, answered_at = platform.clock() where mission_id = $1 and account_id = $2', [missionId, accountId, accept ? 'accepted' : 'declined'])
      await this.audit.append(tx, { actorId: accountId, action: accept ? 'reserve.accepted' : 'reserve.declined', subjectKind: 'mission', subjectId: missionId })
    })
  }

  /** Members for every commune: missions go from one to another. */
  async list(query: ReserveQuery): Promise<ReserveView> {
    const where = 'where ($1::text is null or exists (select from unnest(r.languages) l where public.unaccent(l) ilike public.unaccent($1))) and ($2::text is null or $2 = any(r.skills)) and ($3::text is null or $3 = any(r.availability)) and ($4::text is null or r.municipality_code = $4)'
    const params = [query.language?.trim().replace(/[\\%_]/g, '\\$&') || null, query.skill ?? null, query.availability ?? null, query.municipality ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from inclusion.reserve_member r ${where}`, params)
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.reserve_member r join identity.account a on a.id = r.account_id ${where} order by r.joined_at desc, r.account_id limit $5 offset $6`, [...params, query.perPage, offsetOf(query)])
    return { items: found.map((row) => ({ ...this.view(row), accountId: row.accountId, email: row.email, displayName: row.displayName, missions: row.missions })), total, page: query.page, perPage: query.perPage }
  }

  readonly columns = ['email', 'displayName', 'commune', 'languages', 'skills', 'availability', 'missions', 'joinedOn'] as const

  async* file(): AsyncGenerator<object> {
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.reserve_member r join identity.account a on a.id = r.account_id order by a.email limit ${MOST_ROWS}`)
    for (const row of found) yield { ...row, commune: this.directory.nameOf('municipality', row.municipalityCode), languages: row.languages.join(', '), skills: row.skills.join(', '), availability: row.availability.join(', '), joinedOn: row.joinedAt.toISOString().slice(0, 10) }
  }

  private view({ municipalityCode, languages, skills, availability, joinedAt }: Row): ReserveMemberView {
    return { municipality: { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) }, languages, skills, availability, joinedAt: joinedAt.toISOString() }
  }
}
