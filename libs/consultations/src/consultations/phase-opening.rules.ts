import type { Refusal } from '@parvis/platform'
import { PHASE_TRANSITIONS, isParticipation, transitionRefusals, type ConsultationState, type PhaseKind, type PhaseState } from './phases.rules'
import type { Questionnaire } from '../questionnaires/questionnaire'
import { openingRefusals } from '../questionnaires/definition.rules'
import { questionRefusals, type VoteOptionFacts, type VoteRules } from './questions.rules'

export interface OpeningPhase {
  id: string
  kind: PhaseKind
  state: PhaseState
  opensAt: number
  closesAt: number
  vote: { question: string, method: string, rules: VoteRules, options: readonly VoteOptionFacts[] } | null
  /** Of a phase of questionnaire, once it was saved. */
  questionnaire?: Questionnaire | null
}

export interface OpeningConsultation {
  state: ConsultationState
  suspended: boolean
  phases: readonly { kind: PhaseKind, state: PhaseState }[]
  now: number
}

/** Participation has not begun: its first opening is where the charter is asked once more. */
export const participationUnopened = (phases: OpeningConsultation['phases']): boolean =>
  phases.filter(isParticipation).every(({ state }) => state === 'scheduled')

/**
 * Everything that keeps a phase whose date has come from opening.
 *
 * @param charterRefusals `openingRefusals` of compliance.rules; they hold the first participation phase back, not the ones after it
 */
export function phaseOpeningRefusals(consultation: OpeningConsultation, phase: OpeningPhase, charterRefusals: readonly Refusal[]): Refusal[] {
  const { state, suspended, now, phases } = consultation
  const facts = {
    phase: { ...phase, optionCount: phase.vote?.options.length ?? null },
    consultation: { state, suspended, charterRefusals: participationUnopened(phases) ? charterRefusals : [] },
    now,
  }
  const refusals = transitionRefusals('phase', PHASE_TRANSITIONS, 'open', phase.state, facts)
  if (phase.kind === 'questionnaire') return [...refusals, ...openingRefusals(phase.questionnaire ?? null)]
  const tooFew = refusals.some(({ code }) => code === 'phase.too-few-options')
  return phase.vote && !tooFew ? [...refusals, ...questionRefusals(phase.vote)] : refusals
}
