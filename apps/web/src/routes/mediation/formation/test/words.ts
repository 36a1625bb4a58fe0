import { m } from '@parvis/texts'

const catalogue = m as unknown as Record<string, (() => string) | undefined>
const of = (key: string) => catalogue[`training_${key}`]?.() ?? key

/** What a question says. Keys are found by name, so this stays on the server. */
export const wordsOf = (id: string) => ({ asked: of(id), options: (['a', 'b', 'c'] as const).map(letter => ({ value: letter, label: of(`${id}_${letter}`) })), why: of(`${id}_why`) })
