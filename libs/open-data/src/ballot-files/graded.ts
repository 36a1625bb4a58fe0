import { parse } from 'csv-parse/sync'
import type { Ballots, Question } from '@parvis/voting'
import type { Refuse } from './ballot-file-error'
import { shown } from './pabulib-fields'
import { linesOf, OptionList, refuseFile } from './ranked-fields'

/** What a ballot of a file may grade at most: as many grades as a vote of the platform may have. */
const mostGrades = 10

export interface GradedInstance {
  fileName: string
  options: string[]
  /** How many grades the file uses: the highest of all ballots. */
  grades: number
  ballots: GradedBallot[]
}

export interface GradedBallot {
  voterId: string
  /** One per option, 0 (the worst) to `grades - 1`. */
  grades: number[]
  line: number
}

/**
 * Reads majority-judgment ballots in CSV, as MieuxVoter publishes them: a header of the voter's column and an option each, then a line per voter.
 * 1 is the worst grade. 0 or nothing is "no opinion", which counts as the worst.
 * @throws BallotFileError at the first fault
 */
export function parseGraded(content: string | Uint8Array, fileName: string): GradedInstance {
  const refuse = refuseFile(fileName)
  const options = new OptionList(refuse)
  const ballots: GradedBallot[] = []
  const voters = new Map<string, number>()
  let [columns, last] = [0, 1]
  for (const { text, line } of linesOf(content, refuse)) {
    last = line
    const [voterId = '', ...cells] = fieldsOf(text, line, refuse)
    if (columns === 0) {
      for (const name of cells) options.add(name, line)
      columns = cells.length
      continue
    }
    if (cells.length !== columns) refuse({ code: 'graded.field-count', line, detail: `${cells.length} grades for ${columns} options`, facts: { found: cells.length, expected: columns } })
    if (voterId === '') refuse({ code: 'graded.voter-id', line, detail: 'no voter' })
    const before = voters.get(voterId)
    if (before !== undefined) refuse({ code: 'graded.repeated-voter', line, field: shown(voterId), detail: `this voter's ballot stands on line ${before} already`, facts: { before } })
    voters.set(voterId, line)
    ballots.push({ voterId, grades: cells.map((cell, place) => readGrade(cell, line, options.options[place]?.id ?? '', refuse)), line })
  }
  if (columns === 0) refuse({ code: 'graded.no-options', line: last, detail: 'the file names no options' })
  const highest = ballots.reduce((most, { grades }) => grades.reduce((one, grade) => Math.max(one, grade), most), 0)
  return { fileName, options: options.options.map(({ id }) => id), grades: Math.max(2, highest + 1), ballots }
}

function fieldsOf(text: string, line: number, refuse: Refuse): string[] {
  if (!text.includes('"')) return text.split(',').map((field) => field.trim())
  try {
    const [fields, more] = parse(text, { trim: true, relax_column_count: true }) as string[][]
    if (fields && !more) return fields
  } catch {
    // Ours names the line of the file.
  }
  return refuse({ code: 'graded.quoting', line, detail: 'quotes stand around a whole field, and are doubled inside it' })
}

function readGrade(cell: string, line: number, option: string, refuse: Refuse): number {
  if (!/^(?:[0-9]{1,2})?$/.test(cell) || Number(cell) > mostGrades)
    return refuse({ code: 'graded.grade', line, field: option, detail: `not a grade from 0 to ${mostGrades}: ${shown(cell)}`, facts: { value: shown(cell), most: mostGrades } })
  return Math.max(0, Number(cell) - 1)
}

export function gradedQuestion({ options, grades }: GradedInstance): Question {
  return { options: options.map((id) => ({ id })), min: 1, max: Math.max(1, options.length), blankAllowed: true, grades }
}

export function* gradedBallots({ options, ballots }: GradedInstance): Generator<Ballots> {
  for (const { grades } of ballots) yield { choice: options.map((option, place) => ({ option, value: grades[place] ?? 0 })) }
}
