/** What stands on what, by the names of tokens.css. `styles.spec.ts` measures each pair in each theme. */
const words = ['ink', 'ink-soft', 'blue', 'brick', 'green', 'amber', 'red'] as const

/** Read: 4.5 to 1, and 7 to 1 in contrast. */
export const textPairs: [ink: string, ground: string][] = [
  ...words.flatMap(word => ['ground', 'stone'].map((ground): [string, string] => [word, ground])),
  ...['blue', 'brick', 'green', 'amber', 'red'].flatMap(tone => [tone, 'ink', 'ink-soft'].map((word): [string, string] => [word, `${tone}-wash`])),
  ['ink', 'stone-deep'], ['ink-soft', 'stone-deep'],
  ['on-brick', 'brick'], ['on-brick', 'brick-deep'],
  ['on-deep', 'deep'], ['on-deep-soft', 'deep'],
  // Turned over: the page one is on, a checked box, a pressed button, a vote that is sent.
  ['ground', 'ink'], ['ground', 'blue'], ['ground', 'red'], ['ground', 'green'],
]

/** Seen, not read (edges of fields, bars, focus): 3 to 1, and 7 to 1 in contrast. */
export const shapePairs: [shape: string, ground: string][] = [
  ['line', 'ground'], ['line', 'stone'],
  ['focus', 'ground'], ['focus', 'stone'], ['on-deep', 'deep'],
  ['brick', 'ground'], ['brick', 'stone-deep'], ['blue', 'stone'], ['ink', 'stone-deep'],
]
