import type { Refuse } from './ballot-file-error'
import { shown } from './pabulib-fields'
import type { PabulibRecord } from './pabulib-records'
import { readRecords } from './pabulib-records'

export interface Section {
  header: PabulibRecord
  rows: PabulibRecord[]
}

export interface Sections {
  META: Section
  PROJECTS: Section
  /** Ballots by the million: read as they are asked for, once. */
  VOTES: { header: PabulibRecord; rows: Iterable<PabulibRecord> }
}

const sectionNames = ['META', 'PROJECTS', 'VOTES'] as const
type SectionName = (typeof sectionNames)[number]

/** The three sections of a file, in their order, each with its line of column names. */
export function readSections(text: string, refuse: Refuse): Sections {
  const found: Partial<Record<SectionName, Section>> = {}
  let current: { name: SectionName; section?: Section } | undefined
  let lastLine = 1
  const records = readRecords(text, refuse)
  for (let next = records.next(); !next.done; next = records.next()) {
    const record = next.value
    lastLine = record.line
    const isTitle = isTitleOf(record)
    if (isTitle || !current) {
      const expected = sectionNames.find((name) => name !== current?.name && !found[name])
      const written = shown(record.fields.join(';'))
      if (current && !current.section) return refuse({ code: 'pabulib.missing-header', line: record.line, field: current.name, detail: 'this section has no line of column names' })
      if (!expected || !isTitle || record.fields[0]?.trim() !== expected)
        return refuse({ code: 'pabulib.section', line: record.line, detail: `${written} where ${expected} was expected`, facts: { found: written, expected: expected ?? '' } })
      current = { name: expected }
    } else if (!current.section) {
      const { META, PROJECTS } = found
      if (current.name === 'VOTES' && META && PROJECTS) return { META, PROJECTS, VOTES: { header: record, rows: ballotRows(records, refuse) } }
      found[current.name] = current.section = { header: record, rows: [] }
    } else current.section.rows.push(record)
  }
  const missing = sectionNames.find((name) => !found[name]) ?? 'VOTES'
  return refuse({ code: 'pabulib.missing-section', line: lastLine, field: missing, detail: 'the file ends without this section' })
}

function* ballotRows(records: Iterable<PabulibRecord>, refuse: Refuse): Generator<PabulibRecord> {
  for (const record of records) {
    if (isTitleOf(record)) {
      const written = shown(record.fields.join(';'))
      refuse({ code: 'pabulib.late-section', line: record.line, detail: `${written} after the last section`, facts: { found: written } })
    }
    yield record
  }
}

function isTitleOf({ fields }: PabulibRecord): boolean {
  return fields.length === 1 && sectionNames.some((name) => name === fields[0]?.trim())
}
