/** A sentence and the space after it: its end is a mark followed by a space, or the end of the text. */
const sentence = /[^.!?…]+(?:[.!?…]+(?!\s|$|»|[\u00a0\u202f]»)[^.!?…]*)*[.!?…]*(?:[\u00a0\u202f]?»)?\s*/gu

/**
 * The first whole sentences of a text, about `most` characters of them: at least one, never a piece of one.
 * A text that was cut before ("…") loses the sentence it was cut in.
 */
export function firstSentences(text: string, most = 180): string {
  const found = text.trim().match(sentence) ?? []
  let kept = found[0] ?? ''
  for (const next of found.slice(1)) {
    if (kept.trimEnd().length + next.trimEnd().length + 1 > most || next.trimEnd().endsWith('…')) break
    kept += next
  }
  return kept.trimEnd()
}

/** Words around the number they hold: "encore 11 jours" is before "encore", number "11", after "jours". Any language, any order. */
export function aroundNumber(text: string): { before: string, number: string, after: string } {
  const found = /\d(?:[\d.,\u00a0\u202f]*\d)?/.exec(text)
  if (!found) return { before: text, number: '', after: '' }
  return { before: text.slice(0, found.index).trim(), number: found[0], after: text.slice(found.index + found[0].length).trim() }
}
