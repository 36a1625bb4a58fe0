import { createHash } from 'node:crypto'

/** Percent of the forms of a batch that a second clerk enters too, once the first clerk is known to enter well. */
export const USUAL_SHARE = 10
/** Beyond so many fields of a thousand that differ, everything is entered twice. */
export const MOST_DIFFERENT_PER_MILLE = 5

/** The share that is drawn, in percent: everything of somebody's first batch. @param seasoned every first clerk of the batch has entered another one before */
export const shareOf = (seasoned: boolean): number => (seasoned ? USUAL_SHARE : 100)

const placeOf = (seed: string, number: string): string => createHash('sha256').update(`paper/draw/v1\n${seed}\n${number}`).digest('hex')

/**
 * The forms that are entered a second time: those whose number, hashed with the seed, comes first. Whoever holds the box and the seed of the
 * minutes finds the same ones.
 *
 * @param seed 64 hexadecimal digits, drawn once the first entry is closed
 * @param numbers printed numbers of the forms, 12 characters without separators, in any order
 * @param share percent, rounded up to a whole form
 */
export function drawn(seed: string, numbers: readonly string[], share: number): string[] {
  const inOrder = [...numbers].map((number) => ({ number, place: placeOf(seed, number) })).sort((one, other) => (one.place < other.place ? -1 : 1))
  return inOrder.slice(0, Math.ceil((numbers.length * share) / 100)).map(({ number }) => number)
}

/** Whether what differs asks for everything to be entered twice. Whole numbers: no rounding decides. */
export const expands = ({ fields, different }: { fields: number, different: number }): boolean => different * 1000 > fields * MOST_DIFFERENT_PER_MILLE
