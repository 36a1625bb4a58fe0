import { Injectable } from '@nestjs/common'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { one } from './database/rows'

/** The one source of time (docs/adr/0004): the database's clock, plus the offset that demonstrations and tests move. */
@Injectable()
export class Clock {
  constructor(private readonly dataSource: DataSource) {}

  async now(tx?: EntityManager): Promise<Date> {
    return (await one<{ now: Date }>(tx ?? this.dataSource.manager, 'select platform.clock() as now')).now
  }

  /** The civil day in Paris, `YYYY-MM-DD`. */
  async today(tx?: EntityManager): Promise<string> {
    return (await one<{ today: string }>(tx ?? this.dataSource.manager, 'select platform.today()::text as today')).today
  }
}
