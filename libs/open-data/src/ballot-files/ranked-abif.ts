import { shown } from './pabulib-fields'
import type { RankedBallot, RankedInstance } from './ranked'
import { linesOf, mustHold, OptionList, readCount, refuseFile } from './ranked-fields'

/**
 * Reads rankings in the Aggregated Ballot Information Format (.abif): `{key: value}`, then `=token:[Name]` for each option, then ballots
 * as `times:A>B=C`, or `times:` for blank ones. Options must be declared; `{ballotcount: N}` must hold. Ballots with scores (`A/5`, `A,B`) are refused: they are not rankings.
 * Format: Electorama, "ABIF", version 0.1 (github.com/electorama/abif).
 * @throws BallotFileError at the first fault
 */
export function parseAbif(content: string | Uint8Array, fileName: string): RankedInstance {
  const refuse = refuseFile(fileName)
  const options = new OptionList(refuse)
  const ballots: RankedBallot[] = []
  let declared: { count: number; line: number; field: string } | undefined
  let last = 1
  for (const { text, line } of linesOf(content, refuse)) {
    last = line
    if (text.startsWith('#')) continue
    const [, key, value = ''] = /^\{\s*"?([^:"]+?)"?\s*:\s*(.*?)\s*\}$/.exec(text) ?? []
    const [, token, name = ''] = /^=\s*([^:[\]]+?)\s*:\s*\[(.*)\]$/.exec(text) ?? []
    const [, times, ranking = ''] = /^([0-9]+)\s*:\s*([^/,:[\]{}#]*?)\s*(?:#.*)?$/.exec(text) ?? []
    if (key !== undefined) {
      if (key === 'ballotcount') {
        if (declared) refuse({ code: 'ranked.repeated-parameter', line, field: key, detail: 'the file says this twice' })
        declared = { count: readCount(value, line, key, refuse), line, field: key }
      }
    } else if (token !== undefined) {
      if (/[>=]/.test(token)) refuse({ code: 'ranked.option-name', line, field: shown(token), detail: 'not a name that a ballot can write' })
      options.add(token, line, name.trim())
    } else if (times !== undefined) {
      if (options.options.length === 0) refuse({ code: 'ranked.no-options', line, detail: 'a ballot before the options are named' })
      ballots.push({ ranks: ranking === '' ? [] : options.readRanks(ranking, line), times: readCount(times, line, 'times', refuse), line })
    } else refuse({ code: 'ranked.line', line, detail: `neither an option nor a ranking: ${shown(text)}`, facts: { value: shown(text) } })
  }
  if (options.options.length === 0) refuse({ code: 'ranked.no-options', line: last, detail: 'the file names no options' })
  mustHold(ballots, declared, refuse)
  return { fileName, options: options.options, ballots, seats: 1 }
}
