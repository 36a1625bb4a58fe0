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
    line++
    if (!hasQuote(text, start, end)) {
      const content = text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
      if (content.trim() !== '') yield { fields: content.split(';'), line: first }
      start = end + 1
      continue
    }
    while (quotes(text.slice(start, end)) % 2 === 1) {
      if (end >= text.length) return refuse({ code: 'pabulib.quote-not-closed', line: first, detail: 'a quote is opened and never closed' })
      end = lineEnd(text, end + 1)
      line++
    }
    yield { fields: quotedFields(text.slice(start, end), first, refuse), line: first }
    start = end + 1
  }
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from)
  return newline < 0 ? text.length : newline
}

function hasQuote(text: string, start: number, end: number): boolean {
  return text.slice(start, end).includes('"')
}

function quotes(text: string): number {
  return text.split('"').length - 1
}

function quotedFields(text: string, line: number, refuse: Refuse): string[] {
  try {
    const [fields] = parse(text, { delimiter: ';', relax_column_count: true }) as string[][]
    return fields ?? []
  } catch {
    return refuse({ code: 'pabulib.quoting', line, detail: 'quotes stand around a whole field, and are doubled inside it' })
  }
}
