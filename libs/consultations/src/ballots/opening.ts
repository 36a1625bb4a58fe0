import { createHash, createHmac } from 'node:crypto'
import { decodeChoice, encodeChoice, type Choice } from '@parvis/voting'

/** Length of a nonce in bytes. */
export const NONCE_LENGTH = 32

export interface Opening {
  voteId: string
  /** 32 bytes. */
  pseudonym: Uint8Array
  /** 1 for the first ballot of a person, then 2, 3… The highest counts. */
  ordinal: number
  choice: Choice
}

/**
 * Under what name a roll entry votes: 32 bytes. The key of the vote stays outside the database,
 * so a copy of the database cannot say whose ballot is whose.
 */
export function pseudonym(voteKey: string | Uint8Array, voteId: string, rollEntryId: string): Buffer {
  return createHmac('sha256', voteKey).update(`vote/pseudonym/v1\n${voteId}\n${rollEntryId}`).digest()
}

/**
 * The document that is cast, as text: five lines, UTF-8, each ended by a line feed. The choice is written as `encodeChoice` does,
 * so equal ballots are equal bytes; a blank one has an empty last line.
 *
 * @throws RangeError for an option or a value that cannot be written, or an ordinal below 1
 */
export function openingText({ voteId, pseudonym, ordinal, choice }: Opening): string {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(voteId)) throw new RangeError('Not an identifier of a vote')
  if (!Number.isSafeInteger(ordinal) || ordinal < 1) throw new RangeError('The ordinal of a ballot starts at 1')
  return `vote/opening/v1\n${voteId}\n${Buffer.from(pseudonym).toString('base64')}\n${ordinal}\n${encodeChoice(choice)}\n`
}

/**
 * Reads an opening back.
 *
 * @throws RangeError unless the text is exactly what `openingText` writes
 */
export function parseOpening(text: string): Opening {
  const [version, voteId, encoded, ordinal, choice, end, ...rest] = text.split('\n')
  if (version !== 'vote/opening/v1' || !voteId || encoded === undefined || ordinal === undefined || choice === undefined || end !== '' || rest.length > 0) {
    throw new RangeError('Not an opening of version 1')
  }
  const opening = { voteId, pseudonym: Buffer.from(encoded, 'base64'), ordinal: Number(ordinal), choice: decodeChoice(choice) }
  if (openingText(opening) !== text) throw new RangeError('An opening that is not written in its one form')
  return opening
}

/** What stands for a ballot without showing it: SHA-256 of the nonce and the opening, 32 bytes. */
export function commitment(nonce: Uint8Array, opening: string): Buffer {
  if (nonce.length !== NONCE_LENGTH) throw new RangeError(`A nonce has ${NONCE_LENGTH} bytes`)
  return createHash('sha256').update('vote/commit/v1\n').update(nonce).update(opening, 'utf8').digest()
}
