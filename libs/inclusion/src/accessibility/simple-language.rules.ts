import { LONG_SENTENCE_WORDS, lengthOfSentence, sentencesOf } from './readability.rules'

/** Rules of simple language that need no word list. Each has one remedy, whose sentence stands in the catalogue of texts. */
export const SIMPLE_LANGUAGE_RULES = {
  'sentence-too-long': 'split-the-sentence',
  'roman-numeral': 'write-the-number-in-digits',
  'number-in-letters': 'write-the-number-in-digits',
  percentage: 'say-how-many-out-of-how-many',
  'large-number': 'compare-with-something-known',
  'acronym-unexplained': 'write-the-words-of-the-acronym',
  'passive-voice': 'say-who-does-it-first',
  'double-negation': 'say-it-without-negation',
  'footnote-mark': 'put-the-explanation-in-the-text',
} as const

export type SimpleLanguageRule = keyof typeof SIMPLE_LANGUAGE_RULES
export type SimpleLanguageRemedy = (typeof SIMPLE_LANGUAGE_RULES)[SimpleLanguageRule]

export interface LintFinding {
  rule: SimpleLanguageRule
  /** The sentence as it stands in the text, without its final sign. */
  sentence: string
  remedy: SimpleLanguageRemedy
}

const START = '(?<![A-Za-zÀ-ÿœŒ0-9])'
const END = '(?![A-Za-zÀ-ÿœŒ0-9])'

// Capitals are needed: "vi" is a word. C, D, L and M alone name too many things, so they count only as ordinals (XIXe, Le siècle…).
const ROMAN = new RegExp(`${START}(?:(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})|[IVX](?=er|re|e|ème)|[MDCLXVI]{2,}(?=e|ème))(?:er|re|e|ème)?${END}`)
const NUMBER_WORD = new RegExp(
  `${START}(?:deux|trois|quatre|cinq|six|sept|huit|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cents?|mille)${END}`,
  'i',
)
const PERCENTAGE = new RegExp(`%|${START}pour[ -]cent${END}`, 'i')
const PLAIN_SHARE = /\d+ (?:[a-zà-ÿ]+ ){0,3}sur \d+|moitié|tiers|quart|c['’]est-à-dire/i
// 10 001 and more. Groups of three, or five digits and more that are not the postal code of a town.
const LARGE_NUMBER = /(?<!\d[ \u00a0\u202f.]?)(?:[1-9]\d{1,2}(?:[ \u00a0\u202f]\d{3})+|[1-9](?:[ \u00a0\u202f]\d{3}){2,}|[1-9]\d{4,}(?! [A-ZÀ-Ý][a-zà-ÿ]))(?![ \u00a0\u202f]?\d)/
const REWORDING = /c['’]est-à-dire|soit |environ |comme |autant que|\(/i
const ETRE = 'suis|es|est|sommes|êtes|sont|étais|était|étions|étiez|étaient|serai|seras|sera|serons|serez|seront|serais|serait|serions|seriez|seraient|fut|furent|soit|soient|été|être'
const PARTICIPLE = '[A-Za-zÀ-ÿœŒ]+(?:é|i|u|is|it|ert|eint|aint|oint)(?:e|s|es)?'
const PASSIVE = new RegExp(`${START}(?:${ETRE}) (?:(?:pas|plus|bien|mieux|aussi|déjà|ensuite|souvent|toujours|tous|toutes|[a-zà-ÿ]+ment) ){0,2}${PARTICIPLE}(?: [A-Za-zÀ-ÿœŒ'’-]+){0,3}? par${END}`, 'i')
const NEGATION = new RegExp(`${START}(?:n['’]|ne )(?:[A-Za-zÀ-ÿœŒ'’-]+ ){0,3}?(?:pas|plus|jamais|aucune?|rien|personne|guère|nulle?)${END}`, 'gi')
const NEGATION_OF_LACK = new RegExp(`${START}(?:pas|jamais) (?:sans|im(?:possible|probable)|in(?:utile|différent|habituel)\\w*)${END}`, 'i')
const FOOTNOTE = /\[\d{1,3}\]|(?<![mk])[¹²³⁴⁵⁶⁷⁸⁹]|[†‡]/
// Of several communes together, a plan ends in a small letter: PLUi, PLUiH.
const ACRONYM = new RegExp(`${START}[A-ZÀ-Ý]{2,6}(?:i[A-ZÀ-Ý]{0,2})?${END}`, 'g')

/**
 * Acronyms (two to six capitals) that are not explained where they stand first: by the words before or after them
 * in brackets, or by "c'est-à-dire".
 *
 * @param known acronyms that need no explanation here, for example those of a glossary
 */
export function unexplainedAcronyms(text: string, known: readonly string[] = []): { acronym: string; sentence: string }[] {
  const seen = new Set(known)
  return sentencesOf(text).flatMap((sentence) => {
    // A line in capitals is shouted, not abbreviated.
    if (!/[a-zà-ÿ]/.test(sentence)) return []
    return [...sentence.matchAll(ACRONYM)].flatMap(({ 0: acronym, index }) => {
      if (seen.has(acronym) || ROMAN.test(acronym)) return []
      seen.add(acronym)
      const before = sentence.slice(0, index)
      const after = sentence.slice(index + acronym.length)
      const explained = (/[a-zà-ÿ’'] ?\($/.test(before) && after.startsWith(')')) || /^ ?\([^)]*[a-zà-ÿ]{3}/.test(after) || /^,? c['’]est-à-dire/.test(after)
      return explained ? [] : [{ acronym, sentence }]
    })
  })
}

function doublyNegative(sentence: string): boolean {
  const negations = sentence.match(NEGATION)?.length ?? 0
  return negations >= 2 || (negations === 1 && NEGATION_OF_LACK.test(sentence))
}

const CHECKS: readonly (readonly [SimpleLanguageRule, (sentence: string) => boolean])[] = [
  ['sentence-too-long', (sentence) => lengthOfSentence(sentence) > LONG_SENTENCE_WORDS],
  ['roman-numeral', (sentence) => ROMAN.test(sentence)],
  ['number-in-letters', (sentence) => NUMBER_WORD.test(sentence)],
  ['percentage', (sentence) => PERCENTAGE.test(sentence) && !PLAIN_SHARE.test(sentence)],
  ['large-number', (sentence) => LARGE_NUMBER.test(sentence) && !REWORDING.test(sentence)],
  ['passive-voice', (sentence) => PASSIVE.test(sentence)],
  ['double-negation', doublyNegative],
  ['footnote-mark', (sentence) => FOOTNOTE.test(sentence)],
]

/** What makes a French text hard to understand, sentence by sentence, in the order of the text. At most one finding per rule and sentence. */
export function lintSimpleLanguage(text: string, knownAcronyms: readonly string[] = []): LintFinding[] {
  const acronyms = unexplainedAcronyms(text, knownAcronyms)
  return sentencesOf(text).flatMap((sentence) => {
    const rules = CHECKS.filter(([, breaks]) => breaks(sentence)).map(([rule]) => rule)
    const first = acronyms.findIndex((found) => found.sentence === sentence)
    if (first >= 0) {
      rules.push('acronym-unexplained')
      acronyms.splice(first, 1)
    }
    return rules.map((rule) => ({ rule, sentence, remedy: SIMPLE_LANGUAGE_RULES[rule] }))
  })
}
