import { diffWordsWithSpace } from 'diff'

export interface TextChange { kind: 'same' | 'added' | 'removed', text: string }

const words = new Intl.Segmenter('fr', { granularity: 'word' })

/** What somebody changed in a text, word by word, in the order one reads. A text that was written anew is shown as such after a moment of looking. */
export function changesOf(before: string, after: string): TextChange[] {
  const found = diffWordsWithSpace(before, after, { intlSegmenter: words, timeout: 200 }) ?? [{ value: before, removed: true, added: false }, { value: after, added: true, removed: false }]
  return found.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }))
}
