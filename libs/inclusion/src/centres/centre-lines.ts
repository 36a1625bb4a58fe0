import { parse } from 'csv-parse/sync'

/** The file as a whole cannot be read: nothing is taken. */
export class CentreFileError extends Error {
  constructor(readonly code: 'centre-file.unreadable' | 'centre-file.empty' | 'centre-file.no-column' | 'centre-file.too-many', readonly facts: Record<string, string | number> = {}, readonly line: number | null = null) {
    super(code)
  }
}

export const MOST_ROWS = 50_000

/** A line of data: its cells by column, or how many cells it has when they are not as many as the columns. */
export type Line = Record<string, unknown> | number

/** UTF-8; a file that is not was saved by a spreadsheet of here. */
function decoded(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return new TextDecoder('windows-1252').decode(content)
  }
}

/** The columns of a file, and its lines of data, CSV or JSON. */
export function linesOf(content: Buffer): { names: string[], lines: Line[] } {
  const text = decoded(content)
  const [names, lines] = /^\s*[[{]/.test(text) ? ofJson(text) : ofCsv(text)
  if (lines.length === 0) throw new CentreFileError('centre-file.empty')
  if (lines.length > MOST_ROWS) throw new CentreFileError('centre-file.too-many', { limit: MOST_ROWS })
  return { names, lines }
}

function ofJson(text: string): [string[], Line[]] {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch (error) {
    throw new CentreFileError('centre-file.unreadable', { reason: error instanceof Error ? short(error.message) : '' })
  }
  const list: unknown = Array.isArray(found) ? found : Object.values(found as object).find(Array.isArray)
  if (!Array.isArray(list)) throw new CentreFileError('centre-file.empty')
  const lines = list.map((one: unknown): Line => (typeof one === 'object' && one !== null && !Array.isArray(one) ? one as Record<string, unknown> : 0))
  return [[...new Set(lines.slice(0, 1000).flatMap((line) => (typeof line === 'number' ? [] : Object.keys(line))))], lines]
}

function ofCsv(text: string): [string[], Line[]] {
  let records: string[][]
  try {
    records = parse(text, { bom: true, delimiter: delimiterOf(text), skip_empty_lines: true, relax_column_count: true })
  } catch (error) {
    const { message, lines } = error as { message: string, lines?: number }
    throw new CentreFileError('centre-file.unreadable', { reason: short(message) }, lines ?? null)
  }
  const [names = [], ...rest] = records
  const known = names.map((name) => name.trim().toLowerCase())
  return [known, rest.map((cells): Line => (cells.length === known.length ? Object.fromEntries(known.map((name, index) => [name, cells[index]])) : cells.length))]
}

/** The sign that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1)
  const often = (sign: string): number => first.split(sign).length
  return [',', ';', '\t'].sort((one, other) => often(other) - often(one))[0] ?? ','
}

/** What a report shows of a value. */
export const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
