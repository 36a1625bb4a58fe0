interface Queryable {
  query(sql: string, params?: unknown[]): Promise<unknown>
}

/** Rows of a statement, named by its explicit columns. Takes a transaction (`tx`), a manager or a DataSource. */
export async function rows<T>(db: Queryable, sql: string, params: unknown[] = []): Promise<T[]> {
  const answer = await db.query(sql, params) as T[] | [T[], number]
  // TypeORM answers update and delete as [rows, count].
  return isCounted(answer) ? answer[0] : answer
}

/** The first row, or null. */
export async function maybe<T>(db: Queryable, sql: string, params: unknown[] = []): Promise<T | null> {
  return (await rows<T>(db, sql, params))[0] ?? null
}

/** The first row of a statement that always has one. */
export async function one<T>(db: Queryable, sql: string, params: unknown[] = []): Promise<T> {
  const row = await maybe<T>(db, sql, params)
  if (row === null) throw new Error(`A row was expected from: ${sql.slice(0, 120)}`)
  return row
}

/** How many rows an update or delete touched. */
export async function touched(db: Queryable, sql: string, params: unknown[] = []): Promise<number> {
  const answer = await db.query(sql, params) as unknown[] | [unknown[], number]
  return isCounted(answer) ? answer[1] : answer.length
}

function isCounted<T>(answer: T[] | [T[], number]): answer is [T[], number] {
  return answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number'
}

/** The violated constraint's name when the error is a unique violation, else null. */
export function uniqueViolation(error: unknown): string | null {
  const { driverError } = error as { driverError?: { code?: string, constraint?: string } }
  return driverError?.code === '23505' ? driverError.constraint ?? '' : null
}
