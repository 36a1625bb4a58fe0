import { m } from '@parvis/texts'
import { errorSentence } from '$lib/errors'
import { stepLabel, stepOfRefusal, stepPath, stepsOfTier, type StepName } from './steps'
import type { Preparation, Vote } from './types'

/** What a draft still needs, in words, with the step where it is mended. */
export interface Mend {
  step: StepName
  sentence: string
  href: string
  label: string
}

export function mendsOf(id: string, { refusals, requirements }: Pick<Preparation, 'refusals' | 'requirements'>): Mend[] {
  const found = refusals.filter(({ code }) => code !== 'consultation.wrong-state').flatMap(refusal => {
    const steps = refusal.code === 'charter.tier-not-reached' ? stepsOfTier(requirements) : [stepOfRefusal(refusal)]
    // A missing text is named by the field it is missing from.
    const sentence = errorSentence(refusal.code === 'consultation.text-missing' ? `consultation.text-missing.${refusal.at}` : refusal.code, refusal.facts)
    return steps.map(step => ({ step, sentence, href: stepPath(id, step), label: stepLabel(step) }))
  })
  // Two commitments may lack the same dates: said once.
  return found.filter(({ step, sentence }, index) => found.findIndex(other => other.step === step && other.sentence === sentence) === index)
}

/** What of its votes does not forbid the announcement: rules to look at before it binds them, and what the opening waits for. */
export function voteMends(id: string, votes: readonly Pick<Vote, 'id' | 'question' | 'rules' | 'options'>[]): { announcement: Mend[], opening: Mend[] } {
  const of = (kept: (vote: (typeof votes)[number]) => string[]) => votes.flatMap(vote =>
    kept(vote).map(sentence => ({ step: 'vote' as const, sentence, href: `${stepPath(id, 'vote')}/${vote.id}`, label: stepLabel('vote') })))
  return {
    announcement: of(({ rules, options }) => (options.length > 0 && rules.max > options.length ? [m.gestion_check_max({ max: rules.max, count: options.length })] : [])),
    opening: of(({ question, options }) => [...(question.trim() ? [] : [errorSentence('vote.question-missing')]), ...(options.length < 2 ? [m.gestion_check_options()] : [])]),
  }
}
