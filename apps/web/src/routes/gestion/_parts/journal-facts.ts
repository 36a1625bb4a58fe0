import { m } from '@parvis/texts'
import { answerKinds, answerWord, type AnswerKind } from '$lib/answers'
import { actWord, kindWord } from '$lib/claims'
import { stateFaces } from '$lib/components/state-tag/states'
import { errorSentence } from '$lib/errors'
import { dateAndHour, dateLong, list, number } from '$lib/format'
import { methodWords } from '$lib/methods'
import { reasonName, reasons } from '$lib/reasons'
import { missionStateName } from '../../reserve-citoyenne/words'
import { kindName as kindOfPerson, organisationStateName, stateName } from '../../mediation/_parts/words'
import { kindName } from '../travaux/jobs'
import { channelName, decisionName, phaseKindName, roleName, tierName } from './words'

type Detail = Readonly<Record<string, unknown>>
type Say = (value: unknown, detail: Detail) => string | undefined

const text: Say = value => (typeof value === 'string' && value.trim() ? value : undefined)
const figure: Say = value => (typeof value === 'number' ? number(value) : undefined)
const instant: Say = value => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? dateAndHour(value) : undefined)
const named = (words: (code: string) => string): Say => value => (typeof value === 'string' ? words(value) : undefined)
const each = (value: unknown): Detail[] => (Array.isArray(value) ? value.filter((one): one is Detail => typeof one === 'object' && one !== null) : [])

/** Columns of a centre, as its form calls them. */
const centreFields: Record<string, (() => string) | undefined> = {
  name: m.places_staff_name, organisation: m.centres_organisation, municipality_code: m.places_staff_commune, address: m.centres_address, complement: m.places_staff_complement, postal_code: m.places_staff_postcode,
  latitude: m.places_staff_latitude, longitude: m.places_staff_longitude, phone: m.centres_phone, emails: m.places_mail, websites: m.places_website, booking_url: m.places_staff_booking, access_sheet_url: m.places_access_sheet,
  access: m.places_come, accessibility: m.places_accessibility, languages: m.centres_languages, serves: m.centres_serves, mobile: m.places_staff_mobile, services: m.places_services, specific_care: m.places_care,
  audiences: m.places_audiences, access_modes: m.places_how, support_modes: m.places_support, fees: m.places_fees, kiosks: m.places_staff_kiosks, headphones: m.places_staff_headphones, printers: m.places_staff_printers,
}

/** Fields of a consultation and of a vote, as their forms call them. */
const fields: Record<string, (() => string) | undefined> = {
  ...centreFields,
  title: m.gestion_title, summary: m.gestion_summary, description: m.gestion_description, simpleText: m.gestion_simple_text, openToChange: m.gestion_open_to_change,
  notOpenToChange: m.gestion_not_open_to_change, theme: m.common_theme, communes: m.gestion_communes, minAge: m.gestion_min_age, residentsOnly: m.gestion_fact_residents,
  offlineWays: m.gestion_fact_offline_ways, nextSteps: m.gestion_next_steps, question: m.gestion_question, method: m.gestion_method, rules: m.gestion_fact_rules, claimDays: m.gestion_claim_days,
}

/** What each fact of the journal is called, and its value as people read it. `undefined`: nothing to say. */
const facts: Record<string, { name: () => string, say: Say } | undefined> = {
  title: { name: m.gestion_title, say: text },
  fields: { name: m.gestion_fact_fields, say: value => (Array.isArray(value) && value.length > 0 ? list(value.map(one => fields[String(one)]?.() ?? String(one))) : undefined) },
  organisationState: { name: m.habilitation_fact_state, say: named(organisationStateName) },
  habilitationState: { name: m.habilitation_fact_state, say: named(stateName) },
  contract: { name: m.habilitation_kind, say: named(kindOfPerson) },
  textVersion: { name: m.habilitation_fact_version, say: text },
  scriptVersion: { name: m.phone_fact_script, say: text },
  checkResult: { name: m.phone_fact_result, say: named(code => ({ 'confirmed': m.phone_check_confirmed, 'denied': m.phone_check_denied, 'not-reached': m.phone_check_not_reached } as Record<string, (() => string) | undefined>)[code]?.() ?? code) },
  callOutcome: { name: m.phone_fact_result, say: named(code => ({ 'reached': m.phone_outcome_reached, 'not-reached': m.phone_outcome_not_reached, 'stop': m.phone_outcome_stop } as Record<string, (() => string) | undefined>)[code]?.() ?? code) },
  people: { name: m.reserve_fact_people, say: figure },
  missionState: { name: m.habilitation_fact_state, say: named(missionStateName) },
  cards: { name: m.habilitation_cards_title, say: figure },
  rightAnswers: { name: m.habilitation_fact_right, say: figure },
  centres: { name: m.habilitation_centres, say: figure },
  consultations: { name: m.habilitation_consultations, say: figure },
  state: { name: m.gestion_fact_state, say: named(code => stateFaces.consultation[code]?.word() ?? code) },
  phases: {
    name: m.gestion_fact_phases,
    say: value => each(value).map(({ kind, opensAt, closesAt }) => m.gestion_fact_phase({ kind: phaseKindName(String(kind)), from: dateLong(String(opensAt)), to: dateLong(String(closesAt)) })).join(' ; ') || undefined,
  },
  charter: { name: m.gestion_fact_charter, say: figure },
  reason: { name: m.gestion_reason, say: value => (typeof value === 'string' ? reasonName(reasons.find(known => known === value)) ?? text(value, {}) : undefined) },
  since: { name: m.gestion_fact_since, say: instant },
  from: { name: m.gestion_fact_from, say: instant },
  to: { name: m.gestion_fact_to, say: instant },
  kind: { name: m.gestion_fact_kind, say: value => (typeof value !== 'string' ? undefined : value === 'comments' ? m.imports_kind_comments() : value.includes('.') ? kindName(value) : phaseKindName(value)) },
  refusals: { name: m.gestion_fact_refusals, say: value => each(value).map(({ code, facts: about }) => errorSentence(String(code), about as Record<string, unknown> | undefined)).join(' ') || undefined },
  inPersonCentres: { name: m.gestion_fact_centres, say: figure },
  populationCovered: { name: m.gestion_fact_covered, say: (value, { populationInScope: of }) => (typeof value === 'number' && typeof of === 'number' ? m.gestion_fact_of({ done: number(value), of: number(of) }) : undefined) },
  requiredTier: { name: m.gestion_fact_tier_required, say: named(tierName) },
  attainedTier: { name: m.gestion_fact_tier_attained, say: value => (typeof value === 'string' ? tierName(value) : m.gestion_tier_none()) },
  requirements: { name: m.gestion_fact_requirements, say: value => m.gestion_fact_of({ done: number(each(value).filter(({ status }) => status === 'PASS').length), of: number(each(value).length) }) },
  thresholdsVersion: { name: m.gestion_fact_thresholds, say: text },
  pendingBatches: { name: m.gestion_fact_batches, say: figure },
  unsyncedDevices: { name: m.gestion_fact_devices, say: figure },
  inputHash: { name: m.gestion_fact_hash, say: text },
  method: { name: m.gestion_method, say: named(code => methodWords(code)?.name() ?? code) },
  methodVersion: { name: m.gestion_fact_method_version, say: text },
  ballots: { name: m.gestion_fact_ballots, say: figure },
  options: { name: m.gestion_fact_options, say: figure },
  seed: { name: m.gestion_fact_seed, say: text },
  number: { name: m.gestion_fact_number, say: figure },
  channel: { name: m.gestion_fact_channel, say: named(channelName) },
  version: { name: m.gestion_fact_version, say: figure },
  decision: { name: m.gestion_decision, say: named(decisionName) },
  mode: { name: m.gestion_fact_channel, say: named(channelName) },
  attempts: { name: m.gestion_fact_attempts, say: figure },
  count: { name: m.gestion_fact_count, say: figure },
  kinds: {
    name: m.gestion_fact_kinds,
    say: value => (typeof value === 'object' && value !== null ? list(Object.entries(value).map(([kind, count]) => m.gestion_fact_kind_count({ kind: kindName(kind), count: number(Number(count)) }))) : undefined),
  },
  role: { name: m.gestion_role, say: named(roleName) },
  placeCode: {
    name: m.gestion_place,
    say: (value, { placeKind }) => (placeKind === 'metropolis' ? m.common_brand_place() : placeKind === 'centre' ? m.gestion_fact_place_centre({ name: String(value) }) : m.gestion_fact_place_commune({ code: String(value) })),
  },
  label: { name: m.gestion_fact_label, say: text },
  kiosk: { name: m.kiosk_title, say: text },
  order: { name: m.paper_fact_order, say: figure }, ordinary: { name: m.paper_fact_ordinary, say: figure }, largePrint: { name: m.paper_fact_large, say: figure },
  booklet: { name: m.paper_fact_booklet, say: figure }, sheets: { name: m.paper_fact_sheets, say: figure }, least: { name: m.paper_fact_least, say: figure }, phase: { name: m.paper_fact_phase, say: text },
  batch: { name: m.batches_fact_batch, say: figure }, into: { name: m.batches_fact_into, say: figure }, envelopes: { name: m.batches_fact_envelopes, say: figure }, forms: { name: m.batches_fact_forms, say: figure }, absent: { name: m.batches_fact_absent, say: figure },
  share: { name: m.batches_fact_share, say: figure }, compared: { name: m.batches_fact_fields, say: figure }, different: { name: m.batches_fact_different, say: figure }, counted: { name: m.batches_fact_counted, say: figure },
  balanced: { name: m.batches_fact_balanced, say: value => (value === true ? m.batches_fact_yes() : m.batches_fact_no()) },
  issued: { name: m.batches_day_issued, say: figure }, returned: { name: m.batches_day_returned, say: figure }, spoiled: { name: m.batches_day_spoiled, say: figure }, unused: { name: m.batches_day_unused, say: figure }, missing: { name: m.batches_day_missing, say: figure },
  days: { name: m.gestion_fact_days, say: figure },
  cause: { name: m.moderation_filter_cause, say: named(code => (code === 'words' ? m.moderation_cause_list() : m.moderation_cause_accounts())) },
  words: { name: m.moderation_set_words, say: figure },
  commentsPerHour: { name: m.moderation_set_hour, say: figure }, newAccountDays: { name: m.moderation_set_new_days, say: figure },
  newAccountComments: { name: m.moderation_set_new_comments, say: figure }, appealDays: { name: m.moderation_set_appeal, say: figure }, decisionDays: { name: m.moderation_set_decision, say: figure },
  subject: { name: m.news_letters_subject, say: text },
  recipients: { name: m.gestion_fact_recipients, say: figure },
  by: { name: m.gestion_fact_by, say: named(code => ({ account: m.gestion_fact_by_account, 'sign-up': m.gestion_fact_by_sign_up, link: m.gestion_fact_by_link } as Record<string, (() => string) | undefined>)[code]?.() ?? code) },
  source: { name: m.gestion_fact_source, say: text },
  created: { name: m.gestion_fact_created, say: figure },
  updated: { name: m.gestion_fact_updated, say: figure },
  refused: { name: m.gestion_fact_refused, say: figure },
  unchanged: { name: m.gestion_fact_unchanged, say: figure },
  removed: { name: m.maps_fact_removed, say: figure },
  landmarks: { name: m.maps_fact_landmarks, say: figure },
  pointsOutside: { name: m.maps_fact_points_outside, say: figure },
  editMinutes: { name: m.gestion_rules_edit, say: figure },
  supportsMost: { name: m.gestion_rules_most, say: figure },
  supportsLeast: { name: m.gestion_rules_least, say: figure },
  threshold: { name: m.gestion_rules_threshold, say: figure },
  amendmentDays: { name: m.together_staff_rule, say: figure },
  supports: { name: m.together_fact_supports, say: figure },
  answer: { name: m.answers_kind, say: value => (answerKinds.some(kind => kind === value) ? answerWord(value as AnswerKind) : undefined) },
  labels: { name: m.gestion_fact_labels, say: value => (Array.isArray(value) && value.length > 0 ? list(value.map(String)) : undefined) },
  centre: { name: m.gestion_fact_centre, say: text },
  questions: { name: m.gestion_fact_questions, say: figure },
  entries: { name: m.survey_fact_entries, say: figure },
  result: { name: m.gestion_fact_result, say: text },
  answers: { name: m.gestion_fact_answers, say: figure },
  corrections: { name: m.gestion_fact_corrections, say: figure },
  authorsTold: { name: m.gestion_fact_authors_told, say: figure },
  proposals: { name: m.gestion_list_proposals, say: figure },
  fromDay: { name: m.gestion_fact_closed_from, say: value => (typeof value === 'string' ? dateLong(`${value}T12:00:00Z`) : undefined) },
  toDay: { name: m.gestion_fact_closed_to, say: value => (typeof value === 'string' ? dateLong(`${value}T12:00:00Z`) : undefined) },
  day: { name: m.gestion_fact_stop_day, say: value => (typeof value === 'string' ? dateLong(`${value}T12:00:00Z`) : undefined) },
  place: { name: m.gestion_fact_stop_place, say: text },
  attachments: { name: m.attachments_title, say: figure },
  claimKind: { name: m.claims_kind_term, say: named(kindWord) },
  claimAct: { name: m.claims_act, say: named(actWord) },
  outcome: { name: m.claims_outcome, say: named(code => (code === 'accepted' ? m.claims_outcome_accepted() : m.claims_outcome_rejected())) },
  pairs: { name: m.duplicates_fact_pairs, say: figure },
  evaluators: { name: m.gestion_fact_evaluators, say: figure },
}

/** Identifiers, and what another fact already says: for programs, in the file of the journal. */
const forPrograms = new Set(['decisionId', 'consultationId', 'phaseId', 'voteId', 'exportId', 'importId', 'codes', 'populationInScope', 'placeKind', 'file'])

/** Whether a fact has its words, or is for programs alone. A test asks it of every fact that the platform writes down. */
export const isKnownFact = (name: string): boolean => name in facts || forPrograms.has(name)

/** What was written down of an act, in words; what says nothing to people is left out. */
export function factsOf(detail: Detail): [name: string, value: string][] {
  return Object.entries(detail).flatMap(([name, value]) => {
    const known = facts[name]
    const said = known?.say(value, detail)
    return known && said !== undefined ? [[known.name(), said] as [string, string]] : []
  })
}
