import { answersOnPaper, questionOf, type Questionnaire } from '@parvis/consultations'
import type { Answers } from '@parvis/consultations'
import { methodNamed, type Choice } from '@parvis/voting'
import type { PaperContent } from '../paper-kits/paper-content.rules'
import { answersOn, choiceOn, type Entry } from './entries.rules'

/** Why a form is not counted: it cannot be read; it says what the vote does not take; it says nothing. */
export type Void = 'unreadable' | 'invalid' | 'nothing'

export type Judged = { choice: Choice } | { answers: Answers } | { void: Void }

/**
 * What a form counts for. A ballot is taken whole or not at all; of a questionnaire what can be read is taken, and paper asks nobody to answer.
 *
 * @param questionnaire what the kit was made of, for a kit of that kind
 */
export function judge(content: PaperContent, questionnaire: Questionnaire | null, entry: Entry, communes: ReadonlySet<string> | null): Judged {
  if (content.kind === 'vote') {
    const read = choiceOn(content, entry)
    if ('void' in read) return read
    const question = questionOf(content.method, content.rules, content.options)
    const refusals = methodNamed(content.method)?.refusals(read.choice, question) ?? [{ code: 'vote.unknown-method' }]
    if (refusals.length === 0) return read
    return { void: read.choice.length === 0 ? 'nothing' : 'invalid' }
  }
  if (!questionnaire) return { void: 'nothing' }
  const answers = answersOnPaper(questionnaire, answersOn(content, entry), communes)
  return Object.values(answers).some((answer) => !answer.passed) ? { answers } : { void: 'nothing' }
}
