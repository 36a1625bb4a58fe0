import { stringify } from 'csv-stringify'
import { pipeline, Readable } from 'node:stream'

/** Files for anybody: spreadsheets open them, and run nothing that somebody wrote into a cell. */
export const CSV = { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows' } as const

/** Rows as CSV, written as they are read. A failure half way ends the file as broken: nobody is left with a short one that looks whole. */
export function csvOf(columns: readonly string[], rows: AsyncIterable<object>): Readable {
  const file = stringify({ ...CSV, columns: [...columns] })
  pipeline(Readable.from(rows), file, () => {})
  return file
}

/** The same rows as one JSON array, a row a line. */
export function jsonOf(rows: AsyncIterable<object>): Readable {
  return Readable.from(lines(rows))
}

async function* lines(rows: AsyncIterable<object>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const row of rows) {
    yield before + JSON.stringify(row)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
