import { CentreFileError, linesOf } from './centre-lines'
import { columnsOf, NAMES, shapeOf } from './centre-names'
import type { CentreFileShape } from './centre-names'
import { RowReader } from './centre-row'
import type { CentreProblem, Communes, ImportedCentre } from './centre-row'

export type RowOutcome = 'taken' | 'mapped' | 'refused'

export interface CentreRow {
  row: number
  id: string
  name: string
  outcome: RowOutcome
}

export interface CentreFile {
  shape: CentreFileShape
  /** One for each line of data, in order. */
  rows: CentreRow[]
  centres: ImportedCentre[]
  problems: CentreProblem[]
}

/**
 * Places of a file in the national schema, CSV or JSON; the names and words of 2022 are put into today's, and the list of
 * France services houses is read too. What a person needs to find the place refuses the row; anything else is left out and said.
 * @throws CentreFileError when the file as a whole cannot be read
 */
export function parseCentres(content: Buffer, communes: Communes): CentreFile {
  const { names, lines } = linesOf(content)
  const columns = columnsOf(names)
  for (const field of ['id', 'name'] as const) if (columns[field] === undefined) throw new CentreFileError('centre-file.no-column', { columns: NAMES[field].join(', ') })
  const shape = shapeOf(names)
  const file: CentreFile = { shape, rows: [], centres: [], problems: [] }
  const seen = new Set<string>()
  lines.forEach((line, index) => {
    const reader = new RowReader(line, index + 1, columns, shape, communes, seen)
    const centre = reader.read()
    file.problems.push(...reader.problems)
    if (centre) file.centres.push(centre)
    file.rows.push({ row: index + 1, id: reader.text('id'), name: reader.text('name'), outcome: centre === null ? 'refused' : reader.mapped ? 'mapped' : 'taken' })
  })
  return file
}
