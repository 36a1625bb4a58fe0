import type { Refusal } from '@parvis/platform'

/** United at once: a page says which ones, and staff read them all. */
export const MOST_UNITED = 20
export const MOST_PARTS = 6

/** A proposal that would be united with others, or split. */
export interface SourceFacts {
  number: number
  phaseId: string
  state: string
  /** It has a published official answer: that was given to this text and to these people. */
  answered: boolean
  /** It is a choice of a vote. */
  inVote: boolean
}

/** Why these proposals may not be united, or this one split. */
export function reshapingRefusals(kind: 'merge' | 'split', asked: number, sources: readonly SourceFacts[]): Refusal[] {
  if (sources.length < asked) return [{ code: 'reshaping.proposal-unknown', at: 'proposalIds' }]
  if (kind === 'merge' && asked < 2) return [{ code: 'reshaping.two-needed', at: 'proposalIds' }]
  const numbered = (code: string, found: SourceFacts | undefined): Refusal[] => (found ? [{ code, at: 'proposalIds', facts: { number: found.number } }] : [])
  return [
    ...(new Set(sources.map(({ phaseId }) => phaseId)).size > 1 ? [{ code: 'reshaping.other-phase', at: 'proposalIds' }] : []),
    ...numbered('reshaping.gone', sources.find(({ state }) => state !== 'submitted')),
    ...numbered('reshaping.answered', sources.find(({ answered }) => answered)),
    ...numbered('reshaping.in-vote', sources.find(({ inVote }) => inVote)),
  ]
}

export interface Signatory {
  accountId: string | null
  /** What the person is known by among those who sign, whichever the door; null where no civil status is. */
  key: string | null
  name: string
  channel: string
}

/**
 * Who signs what is made of several: each person once, in their order, known by their account or by their key. The first who has an account
 * comes first, since an account is what acts; who was helped at a desk stays, by the channel. Who left no name and no account is nobody any more.
 */
export function signatoriesOf(given: readonly Signatory[]): [first: Signatory, ...others: Signatory[]] {
  const kept: Signatory[] = []
  for (const one of given) {
    if (one.accountId === null && one.name === '' && one.channel === 'online') continue
    const same = kept.filter((other) => (one.accountId !== null && other.accountId === one.accountId) || (one.key !== null && other.key === one.key))
    const [place] = same
    if (!place) {
      kept.push(one)
      continue
    }
    // By the account, where one of them is: it is known by name, and may act.
    const known = [...same, one]
    kept[kept.indexOf(place)] = { ...known.find(({ accountId }) => accountId !== null) ?? place, key: known.find(({ key }) => key !== null)?.key ?? null }
    for (const again of same.slice(1)) kept.splice(kept.indexOf(again), 1)
  }
  const first = kept.find(({ accountId }) => accountId !== null) ?? kept[0] ?? { accountId: null, key: null, name: '', channel: 'online' }
  return [first, ...kept.filter((one) => one !== first)]
}
