import { createHash, createHmac } from 'node:crypto'

/** Length of a nonce in bytes. */
export const NONCE_LENGTH = 32

/** A choice as options with a whole number each: 1 for an approval, points, a rank, an amount. */
export type ChoiceValues = Readonly<Record<string, number>>

export interface Opening {
  voteId: string
  /** 32 bytes. */
  pseudonym: Uint8Array
  /** 1 for the first ballot of a person, then 2, 3… The highest counts. */
  ordinal: number
  choices: ChoiceValues
}

/**
 * Under what name a roll entry votes: 32 bytes. The key of the vote stays outside the database,
 * so a copy of the database cannot say whose ballot is whose.
 */
export function pseudonym(voteKey: string | Uint8Array, voteId: string, rollEntryId: string): Buffer {
  return createHmac('sha256', voteKey).update(`vote/pseudonym/v1\n${voteId}\n${rollEntryId}`).digest()
}

/**
 * The document that is cast, as text: five lines, UTF-8, each ended by a line feed. Choices are sorted by option in code unit order,
 * and a blank ballot has an empty last line, so equal ballots are equal bytes.
 *
 * @throws RangeError for a vote or option whose name would break the lines, or a number that is not whole
 */
export function openingText({ voteId, pseudonym, ordinal, choices }: Opening): string {
  const names = Object.keys(choices).sort((one, other) => (one < other ? -1 : 1))
  if ([voteId, ...names].some((name) => name === '' || /[\n\r,=]/.test(name))) throw new RangeError('A vote or option name holds a separator')
  if (!Number.isSafeInteger(ordinal) || ordinal < 1) throw new RangeError('The ordinal of a ballot starts at 1')
  const pairs = names.map((name) => {
    const value = choices[name]
    if (value === undefined || !Number.isSafeInteger(value)) throw new RangeError(`The number given to ${name} is not whole`)
    return `${name}=${value}`
  })
  return `vote/opening/v1\n${voteId}\n${Buffer.from(pseudonym).toString('base64')}\n${ordinal}\n${pairs.join(',')}\n`
}

/**
 * Reads an opening back.
 *
 * @throws RangeError unless the text is exactly what `openingText` writes
 */
export function parseOpening(text: string): Opening {
  const [version, voteId, encoded, ordinal, pairs, end, ...rest] = text.split('\n')
  if (version !== 'vote/opening/v1' || !voteId || encoded === undefined || ordinal === undefined || pairs === undefined || end !== '' || rest.length > 0) {
    throw new RangeError('Not an opening of version 1')
  }
  const choices = Object.fromEntries(
    (pairs === '' ? [] : pairs.split(',')).map((pair) => {
      const [name = '', value = ''] = pair.split('=')
      return [name, Number(value)]
    }),
  )
  const opening = { voteId, pseudonym: Buffer.from(encoded, 'base64'), ordinal: Number(ordinal), choices }
  if (openingText(opening) !== text) throw new RangeError('An opening that is not written in its one form')
  return opening
}

/** What stands for a ballot without showing it: SHA-256 of the nonce and the opening, 32 bytes. */
export function commitment(nonce: Uint8Array, opening: string): Buffer {
  if (nonce.length !== NONCE_LENGTH) throw new RangeError(`A nonce has ${NONCE_LENGTH} bytes`)
  return createHash('sha256').update('vote/commit/v1\n').update(nonce).update(opening, 'utf8').digest()
}
