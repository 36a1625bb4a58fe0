import { parse } from 'csv-parse/sync'
import { convert } from 'html-to-text'
import { BallotFileError } from '../ballot-files/ballot-file-error'

export type Row = Record<string, unknown>

const MOST_ROWS = 50_000
/** Rows read before others have their turn: a large file keeps nobody waiting. */
const TURN = 200

/** A file of rows, CSV or JSON, with the column where each field stands. */
export interface TableFile<Field extends string> {
  rows: Row[]
  names: string[]
  columns: Partial<Record<Field, string>>
}

/**
 * @param names where each field stands, by the names that exports give it; a name that ends in `/` is followed by a language, French first
 * @param needed fields without which nothing can be taken
 * @throws BallotFileError when the file as a whole cannot be read: neither form, no such column, too many rows
 */
export function readTable<Field extends string>(content: Buffer, fileName: string, names: Readonly<Record<Field, readonly string[]>>, needed: readonly Field[]): TableFile<Field> {
  const rows = rowsOf(content.toString('utf8').replace(/^\uFEFF/, ''), fileName)
  const given = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))]
  const columns = Object.fromEntries(Object.entries<readonly string[]>(names).flatMap(([field, known]) => {
    const column = columnOf(given, known)
    return column === undefined ? [] : [[field, column]]
  })) as Partial<Record<Field, string>>
  for (const field of needed) {
    if (!columns[field]) throw fault(fileName, 'proposal-file.no-column', `no column for ${field}`, { field, value: names[field].join(', ') })
  }
  return { rows, names: given, columns }
}

function rowsOf(text: string, fileName: string): Row[] {
  const json = /^\s*[[{]/.test(text)
  let found: unknown
  try {
    found = json ? JSON.parse(text) : parse(text, { columns: true, delimiter: delimiterOf(text), skip_empty_lines: true, relax_column_count: true, bom: true })
  } catch (error) {
    throw fault(fileName, 'proposal-file.unreadable', error instanceof Error ? error.message : String(error), { reason: error instanceof Error ? error.message.slice(0, 200) : '' }, (error as { lines?: number }).lines)
  }
  const rows: unknown = Array.isArray(found) ? found : Object.values(found as object).find(Array.isArray)
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) throw fault(fileName, 'proposal-file.empty', 'no list of rows', {})
  if (rows.length > MOST_ROWS) throw fault(fileName, 'proposal-file.too-many', `more than ${MOST_ROWS} rows`, { limit: MOST_ROWS })
  return rows as Row[]
}

const fault = (file: string, code: string, detail: string, facts: Record<string, string | number>, line = 1) => new BallotFileError(file, { code, line, detail, facts })

/** The sign that stands more often in the first line. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1)
  return (first.match(/;/g)?.length ?? 0) > (first.match(/,/g)?.length ?? 0) ? ';' : ','
}

const columnOf = (names: readonly string[], known: readonly string[]): string | undefined =>
  known.flatMap((name) => (name.endsWith('/') ? [`${name}fr`, ...names].filter((one) => one.startsWith(name) && names.includes(one)) : names.filter((one) => one === name)))[0]

/** Each row with its number from 1, letting others have their turn. */
export async function* inTurns(rows: readonly Row[]): AsyncGenerator<{ row: Row, number: number }> {
  for (const [index, row] of rows.entries()) {
    if (index % TURN === TURN - 1) await new Promise((resolve) => setImmediate(resolve))
    yield { row, number: index + 1 }
  }
}

/** Text of a value; of a text in several languages, French or the first one. */
export function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return ''
  const { fr, name } = value as Record<string, unknown>
  return [fr, name, ...Object.values(value)].find((one): one is string => typeof one === 'string') ?? ''
}

const MARKUP = /<[a-z!/][^>]*>|&(?:#\d+|#x[\da-f]+|\w+);/i

/** What is written in a text, without the markup that carried it. A formula that our own file disarmed is armed by nobody: the apostrophe goes. */
export function plain(text: string): string {
  const read = MARKUP.test(text) ? convert(text, {
    wordwrap: false,
    selectors: [...['script', 'style', 'iframe', 'img', 'svg', 'object', 'noscript'].map((selector) => ({ selector, format: 'skip' })), { selector: 'a', options: { ignoreHref: true } }, ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } }))],
  }) : text
  return bare(read).replace(/^'(?=[=+\-@])/, '').replace(/\n{3,}/g, '\n\n').trim()
}

/** Nothing that no reader sees: signs of control, and those that turn the direction of a text. */
const bare = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu, '')

export const oneLine = (text: string): string => bare(text).replace(/\s+/g, ' ').trim()

/** Never in the middle of a sign that two units write. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** An instant of the past, or nothing. `time` completes a date that stands alone (`10:50:19`, `0 days 10:50:19`). */
export function dateOf(text: string, time = ''): string | null {
  const hour = /\d{2}:\d{2}:\d{2}/.exec(time)?.[0]
  const written = hour && /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? `${text.trim()}T${hour}Z` : text
  const date = /^\d{4}-\d{2}-\d{2}/.test(written) ? new Date(written) : null
  return date && !Number.isNaN(date.getTime()) && date.getTime() < Date.now() ? date.toISOString() : null
}

/** A whole number from 0; null when nothing is said, undefined when it cannot be read. */
export function countOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const number = Number(text)
  return Number.isInteger(number) && number >= 0 && number <= 2_000_000_000 ? number : undefined
}
