import { createHash } from 'node:crypto'
import { DataSource, EntityManager, QueryFailedError } from 'typeorm'

/** A statement that PostgreSQL parses and plans once per connection. For what every page asks; its text must not vary without bounds. */
export interface Prepared {
  name: string
  text: string
}

export const prepared = (text: string): Prepared => ({ name: `parvis_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`, text })

/** SQL that writes a time as interfaces do, ISO 8601 in UTC: PostgreSQL then makes the whole answer, and no row becomes Date objects on its way. */
export const iso = (expression: string): string => `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

interface Connection {
  query(statement: Prepared & { values: unknown[] }): Promise<{ rows: unknown[] }>
}

/** Rows of a prepared statement: in the transaction of `tx`, or on any connection of a DataSource. Fails as `rows` does. */
export async function preparedRows<T>(db: DataSource | EntityManager, statement: Prepared, values: unknown[] = []): Promise<T[]> {
  const connection = await connectionOf(db)
  try {
    return (await connection.query({ ...statement, values })).rows as T[]
  } catch (error) {
    throw new QueryFailedError(statement.text, values, error as Error)
  }
}

/** The first row of a prepared statement, or null. */
export async function preparedOne<T>(db: DataSource | EntityManager, statement: Prepared, values: unknown[] = []): Promise<T | null> {
  return (await preparedRows<T>(db, statement, values))[0] ?? null
}

// TypeORM sends no statement by name: its pool, or the transaction's own connection, is asked directly.
async function connectionOf(db: DataSource | EntityManager): Promise<Connection> {
  if (db instanceof EntityManager && db.queryRunner) return await db.queryRunner.connect() as Connection
  const { driver } = db instanceof EntityManager ? db.dataSource : db
  return (driver as unknown as { master: Connection }).master
}
