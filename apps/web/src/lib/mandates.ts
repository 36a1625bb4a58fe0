import { m } from '@parvis/texts'

// The words of mandates, at the desk, for the person and for staff.

type Words = Record<string, () => string>

const states: Words = { 'waiting': m.mandates_state_waiting, 'in-force': m.mandates_state_in_force, 'denied': m.mandates_state_denied, 'revoked': m.mandates_state_revoked, 'expired': m.mandates_state_expired }
const scopes: Words = { ANSWER: m.mandates_scope_answer, CORRECT: m.mandates_scope_correct, WITHDRAW: m.mandates_scope_withdraw, RECEIVE_FOLLOWUP: m.mandates_scope_receive_followup }
const durations: Words = { ONE_ACT: m.mandates_duration_one_act, CONSULTATION: m.mandates_duration_consultation, MONTH_31: m.mandates_duration_month_31, SEMESTER_182: m.mandates_duration_semester_182 }
const methods: Words = { HANDWRITTEN: m.mandates_method_handwritten, ON_SCREEN: m.mandates_method_on_screen, SMS: m.mandates_method_sms, ORAL: m.mandates_method_oral }
const languages: Words = { fr: m.mediation_text_language_fr, en: m.mediation_text_language_en, nl: m.mediation_text_language_nl, pl: m.mediation_text_language_pl, ar: m.mediation_text_language_ar }

// Staff look at somebody else's mandate: nothing of it is theirs.
const staffStates: Words = { ...states, waiting: m.gestion_mandate_state_waiting }
const staffScopes: Words = { ANSWER: m.gestion_mandate_scope_answer, CORRECT: m.gestion_mandate_scope_correct, WITHDRAW: m.gestion_mandate_scope_withdraw, RECEIVE_FOLLOWUP: m.gestion_mandate_scope_receive_followup }

const choices = (words: Words) => Object.entries(words).map(([value, label]) => ({ value, label: label() }))

export const statesForStaff = () => choices(staffStates)
export const scopeWords = () => choices(scopes)
export const durationWords = () => choices(durations)
export const stateWord = (state: string) => states[state]?.() ?? state
export const stateForStaff = (state: string) => staffStates[state]?.() ?? state
export const scopeForStaff = (scope: string) => staffScopes[scope]?.() ?? scope
export const scopeWord = (scope: string) => scopes[scope]?.() ?? scope
export const durationWord = (duration: string) => durations[duration]?.() ?? duration
export const methodWord = (method: string) => methods[method]?.() ?? method
export const stateTone = (state: string) => state === 'in-force' ? 'green' as const : state === 'waiting' ? 'amber' as const : 'plain' as const

/** A language of the text that is read aloud, in words; one that came later by its letters. */
export const textLanguage = (language: string) => languages[language]?.() ?? language
export const textDirection = (language: string) => ['ar', 'fa', 'he', 'ur'].includes(language) ? 'rtl' as const : 'ltr' as const
