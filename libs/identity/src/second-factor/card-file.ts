import { parse } from 'csv-parse/sync'
import { Secret } from 'otpauth'

export interface CardRow {
  serial: string
  /** Bytes that the card counts with. */
  secret: Buffer
}

export interface CardProblem {
  /** Line of the file, from 1. */
  row: number
  code: 'card-file.serial' | 'card-file.secret' | 'card-file.twice'
}

const MOST_ROWS = 2000

/**
 * Reads what makers of cards deliver: a serial number and a secret a line, with or without a heading, comma or semicolon. Secrets in
 * hexadecimal or base 32. Null when it is no such table, or too long.
 */
export function readCards(text: string): { rows: CardRow[], problems: CardProblem[] } | null {
  let lines: string[][]
  try {
    lines = parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, delimiter: [',', ';', '\t'] }) as string[][]
  } catch {
    return null
  }
  const heading = lines[0] !== undefined && secretOf(lines[0][1] ?? '') === null && /s[ée]ri|serial/i.test(lines[0][0] ?? '') ? 1 : 0
  if (lines.length - heading === 0 || lines.length - heading > MOST_ROWS) return null
  const rows: CardRow[] = []
  const problems: CardProblem[] = []
  const seen = new Set<string>()
  for (const [index, [serial = '', secret = '']] of lines.entries()) {
    if (index < heading) continue
    const bytes = secretOf(secret)
    const row = index + 1
    if (!/^[\w-]{4,40}$/.test(serial)) problems.push({ row, code: 'card-file.serial' })
    else if (seen.has(serial.toUpperCase())) problems.push({ row, code: 'card-file.twice' })
    else if (!bytes) problems.push({ row, code: 'card-file.secret' })
    else rows.push({ serial: serial.toUpperCase(), secret: bytes })
    seen.add(serial.toUpperCase())
  }
  return { rows, problems }
}

/** Ten bytes at least, sixty-four at most; null when it is neither. */
function secretOf(text: string): Buffer | null {
  const hexadecimal = /^([0-9a-f]{2}){10,64}$/i.test(text)
  if (!hexadecimal && !/^[a-z2-7]{16,104}=*$/i.test(text)) return null
  return Buffer.from((hexadecimal ? Secret.fromHex(text) : Secret.fromBase32(text.replace(/=+$/, ''))).bytes)
}
