import type { Item } from './questionnaire'

export const hasTexts = ({ kind, other }: Item): boolean => kind === 'line' || kind === 'prose' || other === true

/** Where a question keeps its free text. */
export const textField = ({ kind }: Item): 'text' | 'other' => (kind === 'line' || kind === 'prose' ? 'text' : 'other')
