import { shown } from './pabulib-fields'
import type { RankedBallot, RankedInstance } from './ranked'
import { linesOf, OptionList, refuseFile } from './ranked-fields'

/**
 * Reads a tally sheet of the Debian Project (devotee): prose, then `Option N--->: name` from 1 on, a line of bars (`|||/`), and a ballot a line,
 * `V: 2-31 hash`: the rank given to each option, `-` where there is none. Every hash is another voter's receipt.
 * At most 9 options: a rank is one digit.
 * @throws BallotFileError at the first fault
 */
export function parseDebian(content: string | Uint8Array, fileName: string): RankedInstance {
  const refuse = refuseFile(fileName)
  const options = new OptionList(refuse)
  const ballots: RankedBallot[] = []
  const voters = new Map<string, number>()
  let [inBallots, hashLength, last] = [false, 0, 1]
  for (const { text, line } of linesOf(content, refuse)) {
    last = line
    const [, number, name = ''] = /^[|/ ]*Option ([0-9]+)-*>: *(.*)$/.exec(text) ?? []
    const count = options.options.length
    if (inBallots) {
      const [, marks = '', hash = ''] = /^V: ([1-9-]+)\s+([0-9a-f]+)$/.exec(text) ?? []
      if (hash === '' || (hashLength > 0 && hash.length !== hashLength)) return refuse({ code: 'ranked.line', line, detail: `not a ballot: ${shown(text)}`, facts: { value: shown(text) } })
      if (marks.length !== count) return refuse({ code: 'ranked.mark-count', line, field: 'V', detail: `${marks.length} marks for ${count} options`, facts: { found: marks.length, expected: count } })
      const before = voters.get(hash)
      if (before !== undefined) return refuse({ code: 'ranked.repeated-voter', line, field: shown(hash), detail: `this voter's ballot stands on line ${before} already`, facts: { before } })
      const tooLow = Array.from(marks).find((mark) => Number(mark) > count)
      if (tooLow !== undefined) return refuse({ code: 'ranked.rank', line, field: 'V', detail: `rank ${tooLow} where there are ${count} options`, facts: { value: tooLow, most: count } })
      voters.set(hash, line)
      hashLength = hash.length
      const ids = options.options.map(({ id }) => id)
      ballots.push({ ranks: ids.map((_, rank) => ids.filter((_id, place) => Number(marks[place]) === rank + 1)).filter((rank) => rank.length > 0), times: 1, line })
    } else if (number !== undefined) {
      if (Number(number) !== count + 1 || count >= 9) refuse({ code: 'ranked.option-number', line, field: `Option ${number}`, detail: `option ${count + 1} was expected, of 9 at most`, facts: { expected: count + 1 } })
      options.add(name.trim(), line)
    } else if (count > 0) {
      // The bars point at the columns: one of each option, so that an option that was lost is noticed.
      if (text !== `${'|'.repeat(count - 1)}/`) return refuse({ code: 'ranked.line', line, detail: `neither an option nor the line of bars: ${shown(text)}`, facts: { value: shown(text) } })
      inBallots = true
    }
  }
  if (!inBallots) refuse({ code: 'ranked.no-options', line: last, field: 'Option', detail: 'the file names no options' })
  return { fileName, options: options.options, ballots, seats: 1 }
}
