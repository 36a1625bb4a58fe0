import { m } from '@parvis/texts'
import type { Consultation, Preparation } from './types'

export const stepNames = ['essentiel', 'contenu', 'public', 'calendrier', 'sans-internet', 'questionnaire', 'vote', 'preparation'] as const
export type StepName = (typeof stepNames)[number]

const labels: Record<StepName, () => string> = {
  essentiel: m.gestion_step_essentiel, contenu: m.gestion_step_contenu, public: m.gestion_step_public, calendrier: m.gestion_step_calendrier,
  'sans-internet': m.gestion_step_sans_internet, questionnaire: m.questionnaire_title, vote: m.gestion_step_vote, preparation: m.gestion_step_preparation,
}

export const stepLabel = (step: StepName) => labels[step]()

export const overviewPath = (id: string) => `/gestion/consultations/${id}`
export const stepPath = (id: string, step: StepName) => `${overviewPath(id)}/${step}`

/** The steps of a consultation: those on the vote and the questionnaire only where there is such a phase. */
export function stepsOf({ id, votes, phases }: Pick<Consultation, 'id' | 'votes' | 'phases'>): { step: StepName, label: string, href: string }[] {
  return stepNames.filter(step => (step !== 'vote' || votes.length > 0) && (step !== 'questionnaire' || phases.some(({ kind }) => kind === 'questionnaire'))).map(step => ({ step, label: stepLabel(step), href: stepPath(id, step) }))
}

/** Where saving leads: the next step of a draft, or back to what is announced. */
export function afterSaving(consultation: Pick<Consultation, 'id' | 'votes' | 'phases' | 'state'>, step: StepName, stay: boolean): string {
  const done = '?fait=enregistre'
  if (stay) return stepPath(consultation.id, step) + done
  if (consultation.state !== 'draft') return overviewPath(consultation.id) + done
  const steps = stepsOf(consultation)
  const next = steps[steps.findIndex(one => one.step === step) + 1]
  return (next?.href ?? overviewPath(consultation.id)) + done
}

const ofRefusal: Record<string, StepName> = {
  'consultation.no-commune': 'public',
  'charter.no-non-digital-way': 'sans-internet',
  'charter.tier-not-reached': 'essentiel',
}
const ofField: Record<string, StepName> = { title: 'essentiel', summary: 'essentiel', openToChange: 'contenu', notOpenToChange: 'contenu' }

/** The step that mends a refusal of the announcement. */
export function stepOfRefusal({ code, at }: { code: string, at?: string }): StepName {
  if (code === 'consultation.text-missing') return ofField[at ?? ''] ?? 'essentiel'
  return ofRefusal[code] ?? (code.startsWith('questionnaire.') ? 'questionnaire' : code.startsWith('vote.') || code.startsWith('question.') ? 'vote' : 'calendrier')
}

/** The step that mends a requirement of accessibility; a cover too thin is mended outside, by opening centres, or by fewer communes. */
export const stepOfRequirement: Record<string, StepName> = { 'A11Y-16': 'sans-internet', 'READ-01': 'essentiel', 'READ-02': 'essentiel', 'CENTRE-01': 'public' }

/** The steps that mend a level of accessibility that is not reached: those of the requirements that fail. */
export function stepsOfTier(requirements: Pick<Preparation, 'requirements'>['requirements']): StepName[] {
  const failing = requirements.filter(({ status, severity }) => status === 'FAIL' && severity !== 'WARN').flatMap(({ code }) => stepOfRequirement[code] ?? [])
  return failing.length > 0 ? [...new Set(failing)] : ['essentiel']
}

/** The step that mends a measurement of the charter; results in time are mended by publishing. */
export const stepOfFormula: Record<string, StepName | undefined> = { NOTICE_DAYS: 'calendrier', DURATION_DAYS: 'calendrier', NON_DIGITAL_WAYS: 'sans-internet', TIER_REACHED: 'essentiel' }
