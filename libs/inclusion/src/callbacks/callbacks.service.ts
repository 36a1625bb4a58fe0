import { createHmac, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, Config, DomainError, Erasures, maybe, one, rows, Sealed, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { afterCall, CALLBACK_DAYS, CALLBACK_WORKING_DAYS, callNumberOf, clockOf, MOST_CALLBACKS, spokenNumber, workingDaysAfter } from '../phone/phone.rules'
import type { CallbackItemView, CallbackMadeView, CallbackOutcomeDto, CallbacksView, CallbackView, NewCallbackDto } from './callbacks.dto'

const CALLBACK = 'callback/v1'

interface Row extends Omit<CallbackItemView, 'clock' | 'municipality'> {
  code: string
}

const COLUMNS = `r.id, r.municipality_code as code, r.language, r.wanted, r.made_on::text as "madeOn", r.due_on::text as "dueOn", r.tries,
  case when r.taken_on is distinct from platform.today() then 'nobody' when r.taken_by = $1 then 'own' else 'other' end as taken`
/** Who asks answers the telephone: a professional of some desk. */
const OPERATOR = `exists (select from identity.desk_place d where d.account_id = $1 and d.kind = 'professional') and not exists (select from inclusion.reserve_member m where m.account_id = $1)`

/** People who want to be called back, without an account: one operator calls, within two working days. */
@Injectable()
export class Callbacks implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly directory: MunicipalityDirectory,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    this.erasures.register('callback-requests', 3600, (tx) => this.forget(tx))
  }

  /** A number waits once, and whoever asks twice is answered alike. Errors: 422 `phone.number` at `phone`, `municipality.unknown` at `municipalityCode`; 503 `callback.full`. */
  async leave({ phone, municipalityCode, language, wanted }: NewCallbackDto): Promise<CallbackMadeView> {
    const number = callNumberOf(phone)
    const code = this.directory.resolve(municipalityCode)
    DomainError.throwIfAny([...(number === null ? [{ code: 'phone.number', at: 'phone' }] : []), ...(code === null ? [{ code: 'municipality.unknown', at: 'municipalityCode' }] : [])])
    return this.dataSource.transaction(async (tx) => {
      const dueOn = workingDaysAfter(await this.clock.today(tx), CALLBACK_WORKING_DAYS)
      const { waiting } = await one<{ waiting: number }>(tx, 'select count(*)::integer as waiting from inclusion.callback_request where outcome is null')
      if (waiting >= MOST_CALLBACKS) throw new DomainError('callback.full', { status: 503 })
      const id = randomUUID()
      const hash = createHmac('sha256', this.config.masterPepper).update(`callback/phone/v1\n${number ?? ''}`).digest()
      await tx.query(`
        insert into inclusion.callback_request (id, phone, phone_hash, municipality_code, language, wanted, due_on) values ($1, $2, $3, $4, $5, $6, $7) on conflict (phone_hash) do nothing`,
      [id, new Sealed(this.config, CALLBACK).seal(number ?? '', id), hash, code, language, wanted, dueOn])
      return { dueOn }
    })
  }

  /** Without numbers, the most urgent first. */
  async list(actor: Actor): Promise<CallbacksView> {
    const today = await this.clock.today(this.dataSource.manager)
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} from inclusion.callback_request r where r.outcome is null and ${OPERATOR} order by r.due_on, r.id limit 200`, [actor.accountId])
    return { items: found.map((row) => this.item(row, today)) }
  }

  /**
   * Takes one for today; taking one's own again is no error. Errors: 404 `callback.unknown`; 409 `callback.taken`: the database lets nobody take
   * what somebody took today; 403 `habilitation.volunteer`.
   */
  async take(actor: Actor, id: string): Promise<void> {
    const taken = await touched(this.dataSource.manager, 'update inclusion.callback_request set taken_by = $1, taken_on = platform.today() where id = $2 and outcome is null', [actor.accountId, id]).catch((error: unknown) => {
      if (broke(error, 'callback_habilitated')) throw new DomainError('habilitation.volunteer', { status: 403 })
      throw broke(error, 'callback_one_operator') ? new DomainError('callback.taken', { status: 409 }) : error
    })
    if (taken === 0) throw new DomainError('callback.unknown', { status: 404 })
  }

  /** The number, for who took it today alone. Error: 404 `callback.unknown`, for one that a colleague calls too. */
  async view(actor: Actor, id: string): Promise<CallbackView> {
    const row = await maybe<Row & { phone: Buffer }>(this.dataSource, `select ${COLUMNS}, r.phone from inclusion.callback_request r where r.id = $2 and r.outcome is null and r.taken_by = $1 and r.taken_on = platform.today() and ${OPERATOR}`, [actor.accountId, id])
    if (!row) throw new DomainError('callback.unknown', { status: 404 })
    const { phone, ...item } = row
    return { ...this.item(item, await this.clock.today(this.dataSource.manager)), phone: spokenNumber(new Sealed(this.config, CALLBACK).open(phone, id)) }
  }

  /** One more call. When it is over the number is gone; until then anybody may take it. Error: 404 as `view`. */
  async note(actor: Actor, id: string, { outcome }: CallbackOutcomeDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const open = await maybe<{ tries: number, code: string }>(tx, 'select tries, municipality_code as code from inclusion.callback_request where id = $1 and outcome is null and taken_by = $2 and taken_on = platform.today() for update', [id, actor.accountId])
      if (!open) throw new DomainError('callback.unknown', { status: 404 })
      const { tries, over } = afterCall(outcome, open.tries)
      await tx.query(over === null
        ? 'update inclusion.callback_request set tries = $2, taken_by = null, taken_on = null where id = $1 and $3::text is null'
        : 'update inclusion.callback_request set tries = $2, outcome = $3, closed_on = platform.today(), phone = null, phone_hash = null where id = $1', [id, tries, over])
      // The journal says that somebody was called for a commune, never whom.
      await this.audit.append(tx, { actorId: actor.accountId, action: 'callback.noted', subjectKind: 'municipality', subjectId: open.code, detail: { callOutcome: over ?? 'not-reached' } })
    })
  }

  private item({ code, ...row }: Row, today: string): CallbackItemView {
    return { ...row, municipality: this.directory.nameOf('municipality', code), clock: clockOf(row.dueOn, today) }
  }

  /** What nobody came to is closed after a month; what is closed goes after two. */
  private async forget(tx: EntityManager): Promise<number> {
    const { gone } = await one<{ gone: number }>(tx, `
      with closed as (
        update inclusion.callback_request set outcome = 'not-reached', closed_on = platform.today(), phone = null, phone_hash = null where outcome is null and made_on < platform.today() - $1::integer returning id),
      old as (delete from inclusion.callback_request where closed_on < platform.today() - 2 * $1::integer returning id)
      select ((select count(*) from closed) + (select count(*) from old))::integer as gone`, [CALLBACK_DAYS])
    return gone
  }
}

function broke(error: unknown, constraint: string): boolean {
  const { driverError } = error as { driverError?: { code?: string, constraint?: string } }
  return driverError?.code === '23514' && driverError.constraint === constraint
}
