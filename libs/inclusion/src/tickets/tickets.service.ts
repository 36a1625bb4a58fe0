import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { mayActIn } from '@parvis/identity'
import { DomainError, Erasures, maybe, one, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ownCentre, ownCentres } from '../desk/desk-centres'
import type { DeskCentre } from '../desk/desk-centres'
import type { NewestTicketView, NewTicketDto, NewTicketView, QueueBoardView, QueuesView, QueueView, TicketView } from './tickets.dto'
import { actsOf, estimatedWait, IN_TIME_MINUTES, inTimeShare, ticketLabel, TRANSITIONS } from './tickets.rules'
import type { Need, TicketAct, TicketState } from './tickets.rules'

/** More people than a room holds. */
const MOST_SHOWN = 200

interface Row {
  id: string
  centreId: string
  number: number
  state: TicketState
  language: string
  need: Need | null
  calledBy: string | null
  waited: number
  inTime: boolean
  /** Minutes of the day. */
  takenAt: number | null
  calledAt: number | null
  now: number
}

const MINUTE = (column: string): string => `(extract(epoch from ${column} - (platform.today()::timestamp at time zone 'Europe/Paris')) / 60)::float8`
const COLUMNS = `
  t.id, t.centre_id as "centreId", t.number, t.state, t.language, t.need, t.called_by as "calledBy", floor(extract(epoch from coalesce(t.taken_at, t.ended_at, platform.clock()) - t.made_at) / 60)::integer as waited, coalesce(t.taken_at <= t.made_at + interval '${IN_TIME_MINUTES} minutes', false) as "inTime",
  ${MINUTE('t.taken_at')} as "takenAt", ${MINUTE('t.called_at')} as "calledAt", ${MINUTE('platform.clock()')} as now`

/** The queue of a centre: tickets of one day, numbers without a name. Volunteers keep it as professionals do: they welcome. */
@Injectable()
export class Tickets implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly erasures: Erasures) {}

  onModuleInit(): void {
    this.erasures.register('tickets', 1800, (tx) => this.forget(tx))
  }

  /** Queues of the actor's desks, today. */
  async ofDesk(actor: Actor): Promise<QueuesView> {
    const centres = await ownCentres(this.dataSource, actor)
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.ticket t where t.centre_id = any($1) and t.day = platform.today() order by t.centre_id, t.number`, [centres.map(({ id }) => id)])
    return { items: centres.map((centre) => queueOf(centre, found.filter(({ centreId }) => centreId === centre.id), actor)) }
  }

  /** Errors: 404 `centre.unknown`, 403 `place.other`, 409 `ticket.too-many`. */
  async make(actor: Actor, { centreId, language = '', need, token }: NewTicketDto): Promise<NewTicketView> {
    return this.dataSource.transaction(async (tx) => {
      await ownCentre(tx, actor, centreId)
      await tx.query('insert into inclusion.ticket (centre_id, language, need, token) values ($1, $2, $3, $4) on conflict (token) do nothing', [centreId, language, need ?? null, token])
      const found = await rows<Row & { mine: boolean }>(tx, `select ${COLUMNS}, t.token = $2 as mine from inclusion.ticket t where t.centre_id = $1 and t.day = platform.today() order by t.number`, [centreId, token])
      const made = found.find(({ mine }) => mine)
      if (!made) throw new DomainError('ticket.unknown', { status: 404 })
      const ahead = found.filter(({ state, number }) => state === 'waiting' && number < made.number).length
      return { id: made.id, label: ticketLabel(made.number), ahead, estimate: estimateOf(found, ahead) }
    })
  }

  /** Calls who waits the longest; two who ask at once get two people. Null when nobody waits. Errors: 404 `centre.unknown`, 403 `place.other`. */
  async next(actor: Actor, centreId: string): Promise<NewestTicketView | null> {
    return this.dataSource.transaction(async (tx) => {
      await ownCentre(tx, actor, centreId)
      const called = await maybe<{ id: string, number: number }>(tx, `
        update inclusion.ticket set state = 'called', called_at = platform.clock(), called_by = $2
        where id = (select id from inclusion.ticket where centre_id = $1 and day = platform.today() and state = 'waiting' order by number limit 1 for update skip locked) returning id, number`, [centreId, actor.accountId])
      return called && { id: called.id, label: ticketLabel(called.number) }
    })
  }

  /** Errors: 404 `ticket.unknown`, 403 `place.other`, 409 `ticket.wrong-state` when somebody else moved it before. */
  async move(actor: Actor, id: string, act: TicketAct): Promise<void> {
    const { from, to } = TRANSITIONS[act]
    await this.dataSource.transaction(async (tx) => {
      const ticket = await maybe<{ slug: string }>(tx, 'select c.slug from inclusion.ticket t join inclusion.centre c on c.id = t.centre_id where t.id = $1 and t.day = platform.today()', [id])
      if (!ticket) throw new DomainError('ticket.unknown', { status: 404 })
      if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: ticket.slug })) throw new DomainError('place.other', { status: 403 })
      const moved = await touched(tx, `
        update inclusion.ticket set state = $2, taken_at = case when $2 = 'taken' then platform.clock() else taken_at end, ended_at = case when $2 in ('served', 'left') then platform.clock() end,
          called_at = case when $2 = 'waiting' then null else called_at end, called_by = case when $2 = 'waiting' then null else called_by end
        where id = $1 and state = any($3) returning id`, [id, to, from])
      if (moved === 0) throw new DomainError('ticket.wrong-state', { status: 409 })
    })
  }

  /** What hangs on the wall. Error: 404 `centre.unknown`. */
  async board(slug: string): Promise<QueueBoardView> {
    const centre = await maybe<DeskCentre>(this.dataSource, 'select id, slug, name from inclusion.centre where slug = $1 and active', [slug])
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.ticket t where t.centre_id = $1 and t.day = platform.today() order by t.number`, [centre.id])
    const waiting = found.filter(({ state }) => state === 'waiting')
    const called = found.filter(({ state }) => state === 'called' || state === 'taken').sort((one, other) => (other.calledAt ?? 0) - (one.calledAt ?? 0))
    return {
      centre: centre.name, called: called.slice(0, 6).map(({ number }) => ticketLabel(number)), next: waiting.slice(0, 12).map(({ number }) => ticketLabel(number)),
      waiting: waiting.length, estimate: estimateOf(found, waiting.length),
    }
  }

  /** Tickets of days before become counts. */
  private async forget(tx: EntityManager): Promise<number> {
    await tx.query(`
      insert into inclusion.queue_day as q (centre_id, day, tickets, taken, in_time, left_count, waited_minutes)
      select centre_id, day, count(*), count(taken_at), count(*) filter (where taken_at <= made_at + make_interval(mins => $1)), count(*) filter (where state = 'left'),
        coalesce(sum(extract(epoch from taken_at - made_at) / 60), 0)::integer
      from inclusion.ticket where day < platform.today() group by centre_id, day
      on conflict (centre_id, day) do update set tickets = excluded.tickets, taken = excluded.taken, in_time = excluded.in_time, left_count = excluded.left_count, waited_minutes = excluded.waited_minutes`, [IN_TIME_MINUTES])
    const { gone } = await one<{ gone: number }>(tx, 'with gone as (delete from inclusion.ticket where day < platform.today() returning 1) select count(*)::integer as gone from gone')
    return gone
  }
}

/** What a trigger of ours raised. */
export const said = (error: unknown): string => (error as { driverError?: { message?: string } }).driverError?.message ?? ''

function estimateOf(found: readonly Row[], ahead: number): QueueView['estimate'] {
  return estimatedWait(ahead, found.flatMap(({ takenAt }) => (takenAt === null ? [] : [takenAt])).sort((one, other) => one - other), found[0]?.now ?? 0)
}

function queueOf(centre: DeskCentre, found: readonly Row[], { accountId }: Actor): QueueView {
  const view = ({ id, number, state, language, need, waited, calledBy }: Row): TicketView => ({ id, label: ticketLabel(number), state, language, need, waited, mine: calledBy === accountId, acts: actsOf(state) })
  const waiting = found.filter(({ state }) => state === 'waiting')
  const taken = found.filter(({ takenAt }) => takenAt !== null)
  return {
    centre, waiting: waiting.slice(0, MOST_SHOWN).map(view), atDesk: found.filter(({ state }) => state === 'called' || state === 'taken').map(view),
    served: found.filter(({ state }) => state === 'served').length, gone: found.filter(({ state }) => state === 'left').length,
    inTimeShare: inTimeShare(taken.length, taken.filter(({ inTime }) => inTime).length), estimate: estimateOf(found, waiting.length),
  }
}
