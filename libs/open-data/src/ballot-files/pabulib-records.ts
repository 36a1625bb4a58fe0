import { parse } from 'csv-parse/sync'
import type { Refuse } from './ballot-file-error'

export interface PabulibRecord {
  fields: string[]
  /** The line it begins on. */
  line: number
}

/** UTF-8 bytes as text, without a byte order mark; the line of the first wrong byte when it is something else. */
export function decodeText(bytes: Uint8Array, refuse: Refuse): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    let line = 1
    for (let start = 0; start <= bytes.length; line++) {
      const newline = bytes.indexOf(0x0a, start)
      const end = newline < 0 ? bytes.length : newline
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end))
      } catch {
        break
      }
      start = end + 1
    }
    return refuse({ code: 'pabulib.not-utf8', line, detail: 'not UTF-8 text' })
  }
}

/**
 * The records of a `;` separated text, blank lines left out.
 * Nearly all lines hold no quote and are split here; csv-parse, some ten times slower, reads the quoted ones.
 */
export function* readRecords(text: string, refuse: Refuse): Generator<PabulibRecord> {
  let line = 0
  for (let start = 0; start < text.length;) {
    const first = line + 1
    let end = lineEnd(text, start)
    let quotes = quotesBetween(text, start, end)
    line++
    const quoted = quotes > 0
    // An odd number of quotes: the field goes on after the line's end.
    while (quotes % 2 === 1) {
      if (end >= text.length) return refuse({ code: 'pabulib.quote-not-closed', line: first, detail: 'a quote is opened and never closed' })
      const next = lineEnd(text, end + 1)
      quotes += quotesBetween(text, end, next)
      end = next
      line++
    }
    const content = text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
    if (quoted) yield { fields: quotedFields(content, first, refuse), line: first }
    else if (content.trim() !== '') yield { fields: content.split(';'), line: first }
    start = end + 1
  }
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from)
  return newline < 0 ? text.length : newline
}

function quotesBetween(text: string, start: number, end: number): number {
  // Within the line only: a search in the whole text would read on to its end, once per line.
  const line = text.slice(start, end)
  return line.includes('"') ? line.split('"').length - 1 : 0
}

function quotedFields(record: string, line: number, refuse: Refuse): string[] {
  try {
    const [fields, more] = parse(record, { delimiter: ';', record_delimiter: '\n', relax_column_count: true }) as string[][]
    if (fields && !more) return fields
  } catch {
    // The parser's own message counts lines within the record: ours names the line of the file.
  }
  return refuse({ code: 'pabulib.quoting', line, detail: 'quotes stand around a whole field, and are doubled inside it' })
}
