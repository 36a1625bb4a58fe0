import { m } from '@parvis/texts'

// What became of it, in words: for the list of a centre, for letters and for who holds a code.

type Locale = 'fr' | 'en' | 'nl'

const outcomes: Record<string, (values?: object, options?: { locale?: Locale }) => string> = { results: m.claims_outcome_results, questionnaire: m.claims_outcome_questionnaire, answer: m.claims_outcome_answer, withdrawn: m.claims_outcome_withdrawn, over: m.claims_outcome_over }

/** @param locale of a letter; that of the page unless told */
export const outcomeWord = (outcome: string, locale?: Locale) => outcomes[outcome]?.({}, locale ? { locale } : undefined) ?? outcome

/** Where it is read. */
export function outcomePath({ outcome, subject }: { outcome: string | null, subject: { slug: string, proposal: number | null } }): string {
  const here = `/consultations/${subject.slug}`
  if (subject.proposal !== null) return `${here}/propositions/${subject.proposal}`
  return outcome === 'results' ? `${here}/resultats` : outcome === 'questionnaire' ? `${here}/questionnaire/resultats` : here
}
