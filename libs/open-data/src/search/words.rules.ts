/** What somebody typed into the search field. */
export interface Typed {
  /** Words in the order they were typed, eight at most. */
  words: string[]
  /** `n° 12`, `proposition 12`: that number and no other. `12` alone: that number, or a text that says it. */
  number: { value: number, only: boolean } | null
}

const NUMBER = /(?:\bn\s*[°º]|\bnum[ée]ro\b|#|\bn[or]\.?|\bproposition\b|\bproposal\b|\bvoorstel\b)\s*(?:n\s*[°º]\s*|n[or]\.?\s*)?(\d{1,9})\b/iu
const MAX_WORDS = 8
const MAX_LETTERS = 40

/** Anything but letters and digits separates words, so nothing typed can be an operator; a lone letter (l', d', n°) says nothing. */
export function readTyped(typed: string): Typed {
  const text = typed.normalize('NFC')
  const asked = NUMBER.exec(text)
  const words = wordsOf(asked ? text.replace(asked[0], ' ') : text).filter(word => word.length > 1 || /\p{N}/u.test(word)).slice(0, MAX_WORDS)
  if (asked) return { words, number: { value: Number(asked[1]), only: true } }
  return { words, number: words.length === 1 && /^\d{1,9}$/.test(words[0] ?? '') ? { value: Number(words[0]), only: false } : null }
}

const wordsOf = (text: string): string[] => (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => word.slice(0, MAX_LETTERS))

/** A word with and without its final s or x, as `to_tsquery` reads it: French stems leave some plurals alone (vélos, menus). */
export function forms(word: string): string {
  const singular = word.length > 3 ? word.replace(/[sx]$/iu, '') : word
  return word.length <= 2 ? word : [...new Set([word, singular, ...(/[sx]$/iu.test(word) ? [] : [`${word}s`])])].join(' | ')
}

/** The beginning of a longer word, for somebody still typing; null where it would match too much. */
export const beginning = (word: string): string | null => word.length < 3 || /^\d+$/.test(word) ? null : `${word}:*`

/** A word as it occurs, and in how many texts. `folded` has neither accents nor capitals. */
export interface KnownWord {
  word: string
  folded: string
  documents: number
}

/** The word that was probably meant: few changes, then many texts. Null when all are too far. `folded` has no accents. */
export function closestWord(folded: string, known: readonly KnownWord[]): string | null {
  const allowed = folded.length <= 2 ? 0 : folded.length <= 5 ? 1 : folded.length <= 8 ? 2 : 3
  let best: { word: KnownWord, distance: number } | null = null
  for (const word of known) {
    if (word.folded === folded) continue
    // The rest of a word that was begun is hardly a mistake.
    const distance = folded.length >= 4 && word.folded.startsWith(folded) ? 0.5 : Math.abs(word.folded.length - folded.length) > allowed ? Infinity : changes(folded, word.folded)
    if (distance > allowed) continue
    if (!best || distance < best.distance || (distance === best.distance && word.documents > best.word.documents)) best = { word, distance }
  }
  return best?.word.word ?? null
}

/** Letters to add, drop, replace or swap with their neighbour (optimal string alignment distance). */
export function changes(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      next[column] = Math.min(
        (last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity)
    }
    before = last
    last = next
  }
  return last[other.length] ?? 0
}

/** What was typed with some of its words replaced; the rest stays as it was. */
export function withWords(typed: string, replaced: ReadonlyMap<string, string>): string {
  return typed.normalize('NFC').replace(/[\p{L}\p{N}]+/gu, word => replaced.get(word) ?? word)
}
