import type { Refuse } from './ballot-file-error'
import { BallotFileError } from './ballot-file-error'
import { decodeText } from './pabulib-records'
import { shown } from './pabulib-fields'
import type { RankedBallot, RankedOption } from './ranked'

/** Refuses the file that is read under this name. */
export function refuseFile(fileName: string): Refuse {
  return (fault) => {
    throw new BallotFileError(fileName, fault)
  }
}

/** The lines of a text that say something, trimmed, with their numbers from 1. */
export function* linesOf(content: string | Uint8Array, refuse: Refuse): Generator<{ text: string; line: number }> {
  const text = typeof content === 'string' ? content.replace(/^\uFEFF/, '') : decodeText(content, (fault) => refuse({ ...fault, code: 'ranked.not-utf8' }))
  let line = 0
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const content = text.slice(start, end).trim()
    line++
    if (content !== '') yield { text: content, line }
    start = end + 1
  }
}

/** A whole number of 1 or more, as written. */
export function readCount(value: string, line: number, field: string, refuse: Refuse): number {
  if (!/^[0-9]{1,15}$/.test(value) || Number(value) === 0)
    return refuse({ code: 'ranked.count', line, field, detail: `not a whole number of 1 or more: ${shown(value)}`, facts: { value: shown(value) } })
  return Number(value)
}

/** The options of a file as they are read: named, each once. */
export class OptionList {
  private readonly lines = new Map<string, number>()
  readonly options: RankedOption[] = []

  constructor(private readonly refuse: Refuse) {}

  add(id: string, line: number, name = id): void {
    if (id === '' || name === '') this.refuse({ code: 'ranked.option-name', line, detail: 'an option without a name' })
    const before = this.lines.get(id)
    if (before !== undefined)
      this.refuse({ code: 'ranked.repeated-option', line, field: id, detail: `${shown(id)} stands on line ${before} already`, facts: { value: shown(id), before } })
    this.lines.set(id, line)
    this.options.push({ id, name })
  }

  /** One ranking written as `A > B = C`: every name must be an option, and stand once. */
  readRanks(text: string, line: number): string[][] {
    const seen = new Set<string>()
    return text.split('>').map((rank) => rank.split('=').map((name) => {
      const id = name.trim()
      if (!this.lines.has(id)) this.refuse({ code: 'ranked.unknown-option', line, field: shown(id), detail: 'no such option' })
      if (seen.has(id)) this.refuse({ code: 'ranked.named-twice', line, field: shown(id), detail: 'named twice on this ballot' })
      seen.add(id)
      return id
    }))
  }
}

/** Refuses a file that has not as many ballots as it says, or more than can be counted exactly. */
export function mustHold(ballots: readonly RankedBallot[], declared: { count: number; line: number; field: string } | undefined, refuse: Refuse): void {
  const found = ballots.reduce((sum, { times }) => sum + times, 0)
  if (!Number.isSafeInteger(found)) refuse({ code: 'ranked.too-many-ballots', line: ballots.at(-1)?.line ?? 1, detail: 'more ballots than can be counted exactly' })
  if (declared && declared.count !== found)
    refuse({ code: 'ranked.num-votes', line: declared.line, field: declared.field, detail: `${declared.count} declared, ${found} in the file`, facts: { declared: declared.count, found } })
}
