export interface Segment {
  text: string
  /** This is what was looked for. */
  marked: boolean
}

/** Marks that no text holds: what people write is stripped of these control characters before it is marked. */
export const MARK = { start: '\u0002', end: '\u0003' } as const

/** Characters of an excerpt, marks left out: whole sentences up to that, one at least. */
const ENOUGH = 220
/** A sentence longer than this is cut around its first mark. */
const TOO_LONG = 320

/** Whole sentences from the first one that is marked on, or from the beginning; a sentence that is too long is cut between words and says so. */
export function excerptOf(marked: string): Segment[] {
  const sentences = sentencesOf(marked)
  const first = Math.max(0, sentences.findIndex(sentence => sentence.includes(MARK.start)))
  let taken = ''
  for (const sentence of sentences.slice(first)) {
    if (taken !== '' && plain(`${taken} ${sentence}`).length > ENOUGH) break
    taken = taken === '' ? sentence : `${ended(taken)} ${sentence}`
  }
  return segmentsOf(plain(taken).length > TOO_LONG ? aroundTheMark(taken) : taken)
}

const plain = (marked: string): string => marked.replaceAll(MARK.start, '').replaceAll(MARK.end, '')

/** A line of a list, a heading: it has no full stop of its own, and must not run into the next. */
const ended = (sentence: string): string => /[\p{L}\p{N}]$/u.test(plain(sentence)) ? `${sentence}.` : sentence

function sentencesOf(text: string): string[] {
  const segmenter = new Intl.Segmenter('fr', { granularity: 'sentence' })
  return text.split(/\n+/).flatMap(line => [...segmenter.segment(line)].map(({ segment }) => segment.replace(/\s+/g, ' ').trim())).filter(sentence => sentence !== '')
}

function aroundTheMark(text: string): string {
  const words = text.split(' ')
  const mark = Math.max(0, words.findIndex(word => word.includes(MARK.start)))
  let from = mark
  while (from > 0 && plain(words.slice(from - 1, mark).join(' ')).length < ENOUGH / 3) from--
  let to = mark + 1
  while (to < words.length && plain(words.slice(from, to + 1).join(' ')).length < ENOUGH) to++
  const cut = words.slice(from, to).join(' ').slice(0, 2 * ENOUGH)
  return `${from > 0 ? '… ' : ''}${cut}${to < words.length || cut.length === 2 * ENOUGH ? ' …' : ''}`
}

/** A text with marks as pieces of plain text. */
export function segmentsOf(marked: string): Segment[] {
  return marked.split(MARK.start).flatMap((part, index) => {
    if (index === 0) return part ? [{ text: part, marked: false }] : []
    const [found = '', ...rest] = part.split(MARK.end)
    const after = rest.join('')
    return [...(found ? [{ text: found, marked: true }] : []), ...(after ? [{ text: after, marked: false }] : [])]
  })
}
