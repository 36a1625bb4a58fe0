import type { PabulibRecord } from './pabulib-records'
import type { Refuse } from './ballot-file-error'

/** Amounts are whole hundredths of the currency: exact, whatever the file writes (`75000`, `75000.000`, `75000,5`); `75,000` could be either and is refused. */
export const hundredths = 100

export function readAmount(value: string, line: number, field: string, refuse: Refuse): number {
  const [, units, cents = ''] = /^([0-9]{1,13})(?:,([0-9]{1,2})|\.(?=[0-9])([0-9]{0,2})0*)?$/.exec(value)?.filter((part) => part !== undefined) ?? []
  if (units === undefined)
    return refuse({ code: 'pabulib.amount', line, field, detail: `not an amount with at most two decimals: ${shown(value)}`, facts: { value: shown(value) } })
  return Number(units) * hundredths + Number(cents.padEnd(2, '0'))
}

export function readWhole(value: string, line: number, field: string, refuse: Refuse): number {
  if (!/^[0-9]{1,15}(?:[.,]0+)?$/.test(value))
    return refuse({ code: 'pabulib.whole-number', line, field, detail: `not a whole number: ${shown(value)}`, facts: { value: shown(value) } })
  return Number.parseInt(value, 10)
}

/** A value of the file, short and on one line. */
export function shown(value: string): string {
  // Cut first: what a damaged file holds in one field may be longer than a string of its escapes can be.
  const text = JSON.stringify(value.slice(0, 60))
  return text.length > 60 ? `${text.slice(0, 59)}…"` : text
}

/** The names of a section's columns, and how to find a field of a row by them. */
export class Columns {
  private readonly places = new Map<string, number>()

  constructor(private readonly header: PabulibRecord, required: readonly string[], private readonly refuse: Refuse) {
    header.fields.forEach((name, place) => {
      if (this.places.has(name)) refuse({ code: 'pabulib.repeated-column', line: header.line, field: name, detail: 'this column stands twice' })
      this.places.set(name, place)
    })
    for (const name of required)
      if (!this.places.has(name)) refuse({ code: 'pabulib.missing-column', line: header.line, field: name, detail: 'this column is missing' })
  }

  get names(): readonly string[] {
    return this.header.fields
  }

  /** Refuses a row that has not one field per column. */
  check({ fields, line }: PabulibRecord): void {
    const expected = this.header.fields.length
    if (fields.length !== expected)
      this.refuse({ code: 'pabulib.field-count', line, detail: `${fields.length} fields where the section has ${expected} columns`, facts: { found: fields.length, expected } })
  }

  has(name: string): boolean {
    return this.places.has(name)
  }

  /** '' when the section has no such column. */
  value(row: PabulibRecord, name: string): string {
    const place = this.places.get(name)
    return place === undefined ? '' : row.fields[place] ?? ''
  }
}
