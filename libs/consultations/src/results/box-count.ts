import { rows } from '@parvis/platform'
import { methodNamed, type Outcome, type VotingMethod } from '@parvis/voting'
import type { EntityManager } from 'typeorm'
import { parseOpening } from '../ballots/opening'
import { questionOf, type VoteOptionFacts, type VoteRules } from '../consultations/questions.rules'
import { boxSize, readBox } from './sealed-ballots'

const PROGRESS_EVERY = 500

export interface BoxCount {
  method: VotingMethod
  /** SHA-256 of what was counted, hexadecimal. */
  inputHash: string
  outcome: Outcome
}

export interface HowToCount {
  method: string
  rules: VoteRules
  /** Keys of the options in the order of the public draw, where one settles the equals. */
  drawn?: readonly string[]
}

/** Counts the sealed ballots of a vote, read part by part: what is kept of them is what the method keeps. */
export async function countBox(tx: EntityManager, voteId: string, { method: name, rules, drawn }: HowToCount, progress: (done: number, total: number) => void = () => {}): Promise<BoxCount> {
  const method = methodNamed(name)
  if (!method) throw new Error(`Vote ${voteId} has a method that this version does not know: ${name}`)
  const options = await optionsOf(tx, voteId)
  const count = method.start({ ...questionOf(name, rules, options), ...(drawn ? { drawn } : {}) })
  const total = await boxSize(tx, voteId)
  progress(0, total)
  let done = 0
  const { inputHash } = await readBox(tx, voteId, ({ opening }) => {
    count.add(parseOpening(opening).choice)
    if (++done % PROGRESS_EVERY === 0 || done === total) progress(done, total)
  })
  return { method, inputHash, outcome: count.outcome() }
}

export const optionsOf = (tx: EntityManager, voteId: string): Promise<VoteOptionFacts[]> =>
  rows<VoteOptionFacts>(tx, 'select key, cost::float8 as cost from consultations.vote_option where vote_id = $1 order by position, key', [voteId])
