/** Sentences above this many words are pointed at. */
export const LONG_SENTENCE_WORDS = 15

/** Below this many words the Kandel-Moles figure moves too much to be read alone. */
const SHORT_SAMPLE_WORDS = 100

/** A word with at least this many syllables is listed as hard. */
const HARD_WORD_SYLLABLES = 4
const HARD_WORDS_LISTED = 20

export interface MeasuredSentence {
  /** By `lengthOfSentence`. */
  words: number
  text: string
}

export interface Readability {
  /** 207 − 1.015 × words per sentence − 73.6 × syllables per word; higher is easier. Null for a text without words. */
  kandelMoles: number | null
  words: number
  sentences: number
  wordsPerSentence: number
  syllablesPerWord: number
  longestSentence: MeasuredSentence
  /** Fewer than 100 words. */
  shortSample: boolean
  /** Sentences of more than 15 words, the longest first. */
  hardSentences: MeasuredSentence[]
  /** Different words of four syllables or more, the longest first. */
  hardWords: string[]
}

const WORD = /[A-Za-zÀ-ÿœŒ]+(?:-[A-Za-zÀ-ÿœŒ]+)*/g
const VOWELS = 'aeiouyàâäéèêëîïôöùûüœæ'
const VOWEL_GROUPS = new RegExp(`[${VOWELS}]+`, 'g')
const HIATUS = new RegExp(`[${VOWELS}](?=[éèêïü])`, 'g')
const SILENT_END = new RegExp(`[^${VOWELS}]es?$`)

/** Words of a text: letters of French, hyphens inside kept, apostrophes separate. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFC').match(WORD) ?? []
}

/** How long a sentence is to read, in words: here each part of a compound counts (`c'est-à-dire` is four). */
export function lengthOfSentence(sentence: string): number {
  return wordsOf(sentence).reduce((sum, word) => sum + word.split('-').length, 0)
}

/** Sentences: what stands between `. ! ? : ;` and line breaks, if it holds a word. */
export function sentencesOf(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/[.!?:;\r\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsOf(sentence).length > 0)
}

/** Syllables of a French word as this measure counts them: groups of vowels, one more per hiatus, one less for a silent end. */
export function syllablesOf(word: string): number {
  const lower = word.toLowerCase()
  const groups = lower.match(VOWEL_GROUPS)?.length ?? 0
  const hiatuses = lower.match(HIATUS)?.length ?? 0
  const silent = groups > 1 && SILENT_END.test(lower) ? 1 : 0
  return Math.max(1, groups + hiatuses - silent)
}

/**
 * How hard a French text is to read, by Kandel and Moles (1958), the French form of Flesch's measure.
 * Not rounded. It says nothing of meaning and can be had by cutting sentences: never the only gate.
 */
export function measureReadability(text: string): Readability {
  const measured = sentencesOf(text).map((sentence) => ({ words: lengthOfSentence(sentence), text: sentence }))
  const words = wordsOf(text)
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  const wordsPerSentence = measured.length === 0 ? 0 : words.length / measured.length
  const syllablesPerWord = words.length === 0 ? 0 : syllables / words.length
  const byLength = [...measured].sort((one, other) => other.words - one.words)
  return {
    kandelMoles: words.length === 0 ? null : 207 - 1.015 * wordsPerSentence - 73.6 * syllablesPerWord,
    words: words.length,
    sentences: measured.length,
    wordsPerSentence,
    syllablesPerWord,
    longestSentence: byLength[0] ?? { words: 0, text: '' },
    shortSample: words.length < SHORT_SAMPLE_WORDS,
    hardSentences: byLength.filter((sentence) => sentence.words > LONG_SENTENCE_WORDS),
    hardWords: [...new Set(words.map((word) => word.toLowerCase()))]
      .filter((word) => syllablesOf(word) >= HARD_WORD_SYLLABLES)
      .sort((one, other) => syllablesOf(other) - syllablesOf(one) || (one < other ? -1 : 1))
      .slice(0, HARD_WORDS_LISTED),
  }
}
