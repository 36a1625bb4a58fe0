import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { MunicipalityDirectory } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, rows } from '@parvis/platform'
import { DateTime } from 'luxon'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { communesOf } from '../organisations/organisations.service'
import type { MissionState } from './mission-states.rules'
import type { MissionDetailView, MissionDto, MissionPersonView, MissionsView, MissionView } from './reserve.dto'

export interface MissionRow {
  id: string
  title: string
  tasks: string
  municipalityCode: string
  day: string
  opens: string
  closes: string
  seats: number
  accepted: number
  state: MissionState
}

export const MISSION_COLUMNS = `m.id, m.title, m.tasks, m.municipality_code as "municipalityCode", m.day::text as day, to_char(m.opens, 'HH24:MI') as opens, to_char(m.closes, 'HH24:MI') as closes, m.seats, m.state,
  (select count(*)::integer from inclusion.mission_proposal q where q.mission_id = m.id and q.state = 'accepted') as accepted`

/** Missions of the reserve, by who works in the commune where they are, or in the metropolis. */
@Injectable()
export class ReserveMissions {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit, private readonly outbox: Outbox) {}

  async list(actor: Actor): Promise<MissionsView> {
    const found = await rows<MissionRow>(this.dataSource, `select ${MISSION_COLUMNS} from inclusion.reserve_mission m where $1::text[] is null or m.municipality_code = any($1) order by (m.state = 'open') desc, m.day desc, m.id limit 200`, [communesOf(actor)])
    return { items: found.map((mission) => missionView(this.directory, mission)) }
  }

  /** Errors: 403 `place.other`; 422 `municipality.unknown`, `mission.day-past`, `hours.ends-before-start`. */
  async create(actor: Actor, { title, tasks, municipalityCode, day, opens, closes, seats }: MissionDto): Promise<{ id: string }> {
    const code = this.directory.resolve(municipalityCode)
    const past = !DateTime.fromISO(day).isValid || (await one<{ past: boolean }>(this.dataSource, 'select $1::date < platform.today() as past', [day])).past
    DomainError.throwIfAny([
      ...(code === null ? [{ code: 'municipality.unknown', at: 'municipalityCode' }] : []),
      ...(past ? [{ code: 'mission.day-past', at: 'day' }] : []),
      ...(closes <= opens ? [{ code: 'hours.ends-before-start', at: 'closes' }] : []),
    ])
    const own = communesOf(actor)
    if (own && !own.includes(code ?? '')) throw new DomainError('place.other', { status: 403, refusals: [{ code: 'place.other', at: 'municipalityCode' }] })
    return this.dataSource.transaction(async (tx) => {
      const made = await one<{ id: string }>(tx, 'insert into inclusion.reserve_mission (title, tasks, municipality_code, day, opens, closes, seats) values ($1, $2, $3, $4, $5, $6, $7) returning id', [title, tasks, code, day, opens, closes, seats])
      await this.record(tx, actor, 'reserve.mission-created', made.id, { title })
      return made
    })
  }

  /** Errors: 404 `mission.unknown`, of another commune too. */
  async read(actor: Actor, id: string): Promise<MissionDetailView> {
    const mission = await this.find(this.dataSource.manager, actor, id)
    const people = await rows<Omit<MissionPersonView, 'municipality'> & { code: string }>(this.dataSource, `
      select r.account_id as "accountId", coalesce(nullif(a.display_name, ''), a.email) as name, r.municipality_code as code, r.languages, p.state as answer
      from inclusion.reserve_member r join identity.account a on a.id = r.account_id left join inclusion.mission_proposal p on p.account_id = r.account_id and p.mission_id = $1
      order by p.state nulls last, (r.municipality_code = $2) desc, name limit 300`, [id, mission.municipalityCode])
    return { ...missionView(this.directory, mission), people: people.map(({ code, ...person }) => ({ ...person, municipality: this.directory.nameOf('municipality', code) })) }
  }

  /** Asks members; who was asked already is left alone. Errors: 404; 409 `mission.not-now`; 422 `mission.no-member`. */
  async propose(actor: Actor, id: string, accountIds: readonly string[]): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { title, state } = await this.find(tx, actor, id, 'for update')
      if (state !== 'open') throw new DomainError('mission.not-now', { status: 409 })
      const { members } = await one<{ members: number }>(tx, 'select count(*)::integer as members from inclusion.reserve_member where account_id = any($1)', [accountIds])
      if (members < new Set(accountIds).size) throw new DomainError('mission.no-member', { refusals: [{ code: 'mission.no-member', at: 'accountIds' }] })
      const asked = await rows<{ accountId: string }>(tx, 'insert into inclusion.mission_proposal (mission_id, account_id) select $1, unnest from (select distinct unnest($2::uuid[])) given on conflict do nothing returning account_id as "accountId"', [id, accountIds])
      await this.outbox.announceAll(tx, 'mission.proposed', asked.map(({ accountId }) => ({ missionId: id, accountId })))
      await this.record(tx, actor, 'reserve.proposed', id, { title, people: asked.length })
    })
  }

  /** Errors: 404; 409 `mission.not-now`. */
  async end(actor: Actor, id: string, state: 'done' | 'cancelled'): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { title } = await this.find(tx, actor, id)
      const ended = await maybe(tx, `update inclusion.reserve_mission set state = $2 where id = $1 and state = 'open' returning id`, [id, state])
      if (!ended) throw new DomainError('mission.not-now', { status: 409 })
      await this.record(tx, actor, 'reserve.mission-ended', id, { title, missionState: state })
    })
  }

  private async find(tx: EntityManager, actor: Actor, id: string, lock = ''): Promise<MissionRow> {
    const mission = await maybe<MissionRow>(tx, `select ${MISSION_COLUMNS} from inclusion.reserve_mission m where m.id = $1 and ($2::text[] is null or m.municipality_code = any($2)) ${lock}`, [id, communesOf(actor)])
    if (!mission) throw new DomainError('mission.unknown', { status: 404 })
    return mission
  }

  private async record(tx: EntityManager, actor: Actor, action: string, id: string, detail: object): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'mission', subjectId: id, detail })
  }
}

export function missionView(directory: MunicipalityDirectory, { municipalityCode, ...mission }: MissionRow): MissionView {
  const { id, title, tasks, day, opens, closes, seats, accepted, state } = mission
  return { id, title, tasks, day, opens, closes, seats, accepted, state, municipality: { code: municipalityCode, name: directory.nameOf('municipality', municipalityCode) } }
}
