import { isQuestion, OTHER, type Answer, type Answers, type Item, type Questionnaire } from './questionnaire'

export type Cell = string | number | null

/** One column of the table of answers. */
export interface Column {
  /** Unlike any other: its header. */
  name: string
  cell: (answer: Answer) => Cell
  question: string
}

/** Beside the cells of a question that was asked and passed; nothing at all where it was not asked or left empty. */
const PASSED = 'passe'

/**
 * The table of answers: one column per question, and where one question has several answers one column for each of them, so
 * that a spreadsheet counts without cutting texts apart. Headers begin with the number of the question, as people were asked.
 */
export function columnsOf({ sections }: Questionnaire, addressOf: (file: string) => string = (file) => file): Column[] {
  return sections.flatMap(({ items }) => items.filter(isQuestion)).flatMap((item, index) => {
    const number = `Q${index + 1}`
    return parts(item, addressOf).map(({ name, cell }): Column => ({ question: item.key, name: `${number} ${item.label}${name ? ` : ${name}` : ''}`, cell }))
  })
}

/** The cells of one person, in the order of the columns. */
export function cellsOf(columns: readonly Column[], answers: Answers): Cell[] {
  return columns.map(({ question, cell }) => {
    const answer = answers[question]
    if (!answer) return null
    return answer.passed ? PASSED : cell(answer)
  })
}

interface Part {
  name: string
  cell: (answer: Answer) => Cell
}

const OTHER_WORD = 'autre'
const OTHER_TEXT = 'autre, texte'
const FILE_ADDRESS = 'adresse du fichier'

function parts(item: Item, addressOf: (file: string) => string): Part[] {
  const labels = new Map((item.options ?? []).map(({ key, label }) => [key, label]))
  const labelOf = (key: string | undefined): string | null => (key === undefined ? null : key === OTHER ? OTHER_WORD : labels.get(key) ?? key)
  const otherText: Part[] = item.other ? [{ name: OTHER_TEXT, cell: ({ other }) => other ?? null }] : []
  switch (item.kind) {
    case 'choice': return [{ name: '', cell: ({ choice }) => labelOf(choice) }, ...otherText]
    case 'choices': return [
      ...(item.options ?? []).map(({ key, label }): Part => ({ name: label, cell: ({ choices }) => (choices?.includes(key) ? 1 : 0) })),
      ...(item.other ? [{ name: OTHER_WORD, cell: ({ choices }: Answer) => (choices?.includes(OTHER) ? 1 : 0) }] : []),
      ...otherText,
    ]
    case 'matrix': return (item.rows ?? []).map(({ key, label }) => ({ name: label, cell: ({ rows }) => labelOf(rows?.[key]) }))
    // The rank of each: 1 is the best, nothing for what was not ranked.
    case 'ranking': return (item.options ?? []).map(({ key, label }) => ({ name: label, cell: ({ order }) => (order?.includes(key) ? order.indexOf(key) + 1 : null) }))
    // The address opens for who may read the answers, each time it is asked for.
    case 'file': return [{ name: '', cell: ({ name }) => name ?? null }, { name: FILE_ADDRESS, cell: ({ file }) => (file === undefined ? null : addressOf(file)) }]
    case 'point': return [{ name: 'commune', cell: ({ commune }) => commune ?? null }, { name: 'latitude', cell: ({ lat }) => lat ?? null }, { name: 'longitude', cell: ({ lon }) => lon ?? null }]
    default: return [{ name: '', cell: ({ value, date, commune, text }) => value ?? date ?? commune ?? text ?? null }]
  }
}
