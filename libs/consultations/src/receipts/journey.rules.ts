/** What is public about a proposal and its votes. */
export interface JourneyFacts {
  proposal: 'submitted' | 'withdrawn'
  /** The vote that has it among its options; null: none, or one that is not open yet. */
  vote: { state: 'open' | 'counting' | 'sealed' | 'tallied' | 'published', won: boolean } | null
  /** A vote of the consultation has opened. */
  voteOpened: boolean
  /** A vote is still to come. */
  voteComing: boolean
}

export type JourneyState = 'done' | 'now' | 'later'

export interface Journey {
  selection: { state: JourneyState, chosen: boolean | null }
  /** Null: it goes no further. `won` is said once it is published, never before. */
  result: { state: JourneyState, won: boolean | null } | null
}

/** Where a proposal is on its way. Nothing is said that the result page does not say already. */
export function journeyOf({ proposal, vote, voteOpened, voteComing }: JourneyFacts): Journey {
  if (vote) {
    const published = vote.state === 'published'
    return { selection: { state: 'done', chosen: true }, result: { state: published ? 'done' : 'now', won: published ? vote.won : null } }
  }
  if (proposal === 'withdrawn' || (voteOpened && !voteComing)) return { selection: { state: 'done', chosen: false }, result: null }
  return { selection: { state: 'now', chosen: null }, result: { state: 'later', won: null } }
}
