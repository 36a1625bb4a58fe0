import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import type { TestDatabase } from '../../../../test/support/database'

/**
 * Two things at one moment, in an order that no machine changes: `first` is done in a transaction that stays open, `second` begins, and the first
 * one ends once the second waits for it or has answered without waiting. Gives what the second one answered.
 */
export async function atOnce<T>(db: TestDatabase, first: (held: PoolClient) => Promise<unknown>, second: () => PromiseLike<T>): Promise<T> {
  const held = await db.owner.connect()
  try {
    const { rows: [holder] } = await held.query<{ pid: number }>('select pg_backend_pid() as pid')
    await held.query('begin')
    await first(held)
    let over = false
    const answer = Promise.resolve(second()).finally(() => { over = true })
    while (!over && (await db.owner.query('select from pg_stat_activity where datname = current_database() and $1 = any(pg_blocking_pids(pid))', [holder?.pid])).rowCount === 0) await sleep(10)
    await held.query('commit')
    return await answer
  } finally {
    held.release(true)
  }
}
