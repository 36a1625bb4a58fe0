/** Where in a ballot file, and the figures that say what is wrong there. */
export interface BallotFileFault {
  /** Stable: `pabulib.unknown-project` … The French sentences are in the catalogue, under the same names. */
  code: string
  /** Counted from 1; the first line of a record that spans several. */
  line: number
  /** The column or the key it concerns. */
  field?: string
  /** In English, for logs and machines. */
  detail: string
  facts?: Record<string, string | number>
}

/** A ballot file is refused whole, at its first fault. */
export class BallotFileError extends Error {
  readonly code: string
  readonly file: string
  readonly line: number
  readonly field: string | undefined
  readonly facts: Record<string, string | number>

  constructor(file: string, { code, line, field, detail, facts }: BallotFileFault) {
    super(`${file}, line ${line}${field === undefined ? '' : `, ${field}`}: ${detail}`)
    this.name = 'BallotFileError'
    this.code = code
    this.file = file
    this.line = line
    this.field = field
    this.facts = facts ?? {}
  }
}

/** Refuses the file that is being read. */
export type Refuse = (fault: BallotFileFault) => never
