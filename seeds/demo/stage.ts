import type { INestApplicationContext, Type } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Outbox, Periodic } from '@parvis/platform'
import { DateTime } from 'luxon'
import type { DataSource } from 'typeorm'
import type { DEMO_ACCOUNTS } from '../demo-accounts'

export type Cast = Record<keyof typeof DEMO_ACCOUNTS, Actor>

/** Where the demonstration is played: the real services, and a clock that the owner of the database moves forward. */
export class Stage {
  readonly today: DateTime

  /** @param owner connection of the owner role; the services keep theirs */
  constructor(private readonly app: INestApplicationContext, readonly owner: DataSource, readonly actors: Cast, now: DateTime) {
    this.today = now.setZone('Europe/Paris').startOf('day')
  }

  service<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false })
  }

  /** An hour of a day, counted from today, in Paris. */
  at(day: number, hour: number, minute = 0): DateTime {
    return this.today.plus({ days: day }).set({ hour, minute })
  }

  /** Moves the clock there and lets happen what is due by then: phases open and close, mails and counts are made. */
  async moveTo(instant: DateTime): Promise<void> {
    await setClock(this.owner, instant)
    await this.work()
  }

  async work(): Promise<void> {
    await this.service(Periodic).runAll()
    await this.service(Outbox).drain()
  }
}

/** Sets the clock of the platform; null gives back the real time. Only the owner role may. */
export async function setClock(owner: DataSource, instant: DateTime | null): Promise<void> {
  await owner.query(`update platform.clock_offset set "offset" = coalesce($1::timestamptz - clock_timestamp(), '0')`, [instant?.toISO() ?? null])
}
