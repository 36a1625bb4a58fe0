import { m } from '@parvis/texts'

export const answerKinds = ['accepted', 'refused', 'studied', 'other'] as const
export type AnswerKind = (typeof answerKinds)[number]

const faces = {
  accepted: { tone: 'green', icon: 'circle-check', word: m.proposals_answer_kind_accepted },
  refused: { tone: 'plain', icon: 'x', word: m.proposals_answer_kind_refused },
  studied: { tone: 'amber', icon: 'hourglass', word: m.proposals_answer_kind_studied },
  other: { tone: 'blue', icon: 'info', word: m.proposals_answer_kind_other },
} as const

export const answerFace = (kind: AnswerKind) => faces[kind]

/** The usual word, or the consultation's own. */
export const answerWord = (kind: AnswerKind, label?: string | null) => label ?? faces[kind].word()
