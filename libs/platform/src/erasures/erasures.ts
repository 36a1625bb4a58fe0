import { Injectable } from '@nestjs/common'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Periodic } from '../jobs/periodic'

/** What is kept for a time and then erased, by itself. */
interface ErasureRule {
  /** Its words are in the catalogue: `erasures_<id>_what`, with `-` as `_`. */
  id: string
  /** How often it looks. */
  seconds: number
}

/** Keeps nothing longer than promised, and can show it: each run leaves how much went that day, in the transaction that erased it. */
@Injectable()
export class Erasures {
  private readonly known: ErasureRule[] = []

  constructor(private readonly dataSource: DataSource, private readonly periodic: Periodic) {}

  /**
   * Registers a rule, in `onModuleInit`.
   * @param erase idempotent; catches up by itself after downtime; answers how many rows went
   */
  register(id: string, seconds: number, erase: (tx: EntityManager) => Promise<number>): void {
    this.known.push({ id, seconds })
    this.periodic.every(`erasures.${id}`, seconds, () => this.dataSource.transaction(async (tx) => {
      const removed = await erase(tx)
      await tx.query(`
        insert into platform.erasure as e (rule, removed) values ($1, $2)
        on conflict (rule, day) do update set removed = e.removed + excluded.removed, last_at = excluded.last_at`, [id, removed])
    }))
  }

  get rules(): readonly ErasureRule[] {
    return this.known
  }
}
