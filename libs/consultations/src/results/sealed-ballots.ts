import { BEFORE_ALL, one, rows } from '@parvis/platform'
import { createHash } from 'node:crypto'

export interface SealedBallot {
  opening: string
  /** 32 bytes. */
  nonce: Buffer
}

type Queryable = Parameters<typeof rows>[0]

const PAGE = 2000

/**
 * Ballots of a sealed vote in stored order, a part at a time: a large box never lies in memory as a whole. Each part is a statement
 * of its own, so that whoever reads slowly (a long count, a download on a bad line) runs into no time limit and keeps no connection;
 * nothing changes between two parts, since a sealed ballot stays as it is.
 */
export async function* sealedBallots(db: Queryable, voteId: string): AsyncGenerator<SealedBallot[]> {
  for (let after = BEFORE_ALL; ;) {
    const part = await rows<SealedBallot & { ref: string }>(db, `
      select ref, opening, nonce from urn.sealed_ballot where vote_id = $1 and ref > $2 order by ref limit ${PAGE}`, [voteId, after])
    if (part.length > 0) yield part
    const last = part.at(-1)
    if (!last || part.length < PAGE) return
    after = last.ref
  }
}

/**
 * Reads the whole box: SHA-256 (hexadecimal) of the openings in stored order, one after the other, and how many there are.
 * Anybody computes the same from the published openings.
 */
export async function readBox(db: Queryable, voteId: string, each: (ballot: SealedBallot) => void = () => {}): Promise<{ inputHash: string, ballots: number }> {
  const hash = createHash('sha256')
  let ballots = 0
  for await (const part of sealedBallots(db, voteId)) {
    for (const ballot of part) {
      hash.update(ballot.opening, 'utf8')
      ballots++
      each(ballot)
    }
  }
  return { inputHash: hash.digest('hex'), ballots }
}

/** How many ballots there are to read. */
export async function boxSize(db: Queryable, voteId: string): Promise<number> {
  return (await one<{ size: number }>(db, 'select count(*)::integer as size from urn.sealed_ballot where vote_id = $1', [voteId])).size
}
