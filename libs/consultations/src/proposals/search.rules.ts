/**
 * What somebody typed into a search field, as PostgreSQL's `to_tsquery` reads it: every word is wanted, `"…"` is a phrase,
 * `-` before a word excludes it. French stems leave some plurals alone (vélos, menus), so each word is looked for with and
 * without its final s or x. Anything but letters and digits separates words: nothing typed can be an operator.
 *
 * @returns null when no word is left
 */
export function searchQuery(typed: string): string | null {
  const terms = [...typed.normalize('NFC').matchAll(/(-?)"([^"]*)"|(\S+)/g)].flatMap(([, minus, phrase, plain]) => {
    const excluded = minus === '-' || (plain?.startsWith('-') ?? false)
    const words = wordsOf(phrase ?? plain ?? '')
    if (words.length === 0) return []
    const term = phrase === undefined ? words.map(forms).join(' & ') : words.map(forms).join(' <-> ')
    return [excluded ? `!(${term})` : `(${term})`]
  })
  return terms.length === 0 ? null : terms.slice(0, 20).join(' & ')
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []

function forms(word: string): string {
  const singular = word.length > 3 ? word.replace(/[sx]$/i, '') : word
  return singular === word && word.length <= 2 ? word : `(${[...new Set([word, singular, `${singular}s`])].join(' | ')})`
}
