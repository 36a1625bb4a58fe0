import { one } from '@parvis/platform'
import { createHash } from 'node:crypto'
import type { QueryRunner } from 'typeorm'

export interface SealedBallot {
  opening: string
  /** 32 bytes. */
  nonce: Buffer
}

/** Ballots of a sealed vote in stored order, streamed: a large box never lies in memory as a whole. */
export async function* sealedBallots(runner: QueryRunner, voteId: string): AsyncGenerator<SealedBallot> {
  const stream = await runner.stream('select opening, nonce from urn.sealed_ballot where vote_id = $1 order by ref', [voteId])
  for await (const row of stream) yield row as unknown as SealedBallot
}

/**
 * Reads the whole box: SHA-256 (hexadecimal) of the openings in stored order, one after the other, and how many there are.
 * Anybody computes the same from the published openings.
 */
export async function readBox(runner: QueryRunner, voteId: string, each: (ballot: SealedBallot) => void = () => {}): Promise<{ inputHash: string, ballots: number }> {
  const hash = createHash('sha256')
  let ballots = 0
  for await (const ballot of sealedBallots(runner, voteId)) {
    hash.update(ballot.opening, 'utf8')
    ballots++
    each(ballot)
  }
  return { inputHash: hash.digest('hex'), ballots }
}

/** How many ballots there are to read. */
export async function boxSize(runner: QueryRunner, voteId: string): Promise<number> {
  return (await one<{ size: number }>(runner, 'select count(*)::integer as size from urn.sealed_ballot where vote_id = $1', [voteId])).size
}

/** The query runner of a transaction. */
export function runnerOf({ queryRunner }: { queryRunner?: QueryRunner }): QueryRunner {
  if (!queryRunner) throw new Error('A box is read inside a transaction')
  return queryRunner
}
