import { formatReceipt, receiptCode } from '@parvis/consultations'
import type { Config } from '@parvis/platform'
import { claimState, isOverdue, type ClaimKind, type ClaimState, type Reply } from './claims.rules'
import type { ClaimConsultationView, ClaimDecisionView } from './claims.dto'

const day = (column: string): string => `to_char(${column} at time zone 'Europe/Paris', 'YYYY-MM-DD')`
const SEALS = '(greatest(v.admitted_until, v.closes_at) + make_interval(days => v.claim_days))'

/** When something is owed: ten working days, and where a box waits for it the day before its sealing. */
export const DUE = `least(case when a.claim_id is null then c.due_on else a.due_on end,
  case when v.state in ('open', 'counting') and coalesce(a.at, c.filed_at) < ${SEALS} - interval '1 day' then (${SEALS} at time zone 'Europe/Paris')::date - 1 end)`

const decision = (d: string): string => `case when ${d}.claim_id is not null then json_build_object('outcome', ${d}.outcome, 'act', ${d}.act, 'reason', ${d}.reason, 'on', ${day(`${d}.at`)}) end`

export const CLAIM_FROM = `
  from inclusion.claim c
  left join consultations.consultation k on k.id = c.consultation_id left join consultations.vote v on v.id = c.vote_id left join inclusion.centre t on t.id = c.centre_id
  left join inclusion.claim_decision d1 on d1.claim_id = c.id and d1.instance = 1 left join inclusion.claim_decision d2 on d2.claim_id = c.id and d2.instance = 2 left join inclusion.claim_appeal a on a.claim_id = c.id`

/** What is open of a claim: nothing decided, or an appeal that nobody decided. */
export const CLAIM_OPEN = '(d1.claim_id is null or (a.claim_id is not null and d2.claim_id is null))'

export const CLAIM_COLUMNS = `
  c.id, upper(left(c.id::text, 8)) as reference, c.kind, c.door, ${day('c.filed_at')} as "filedOn", to_char(${DUE}, 'YYYY-MM-DD') as "dueOn", platform.today() - ${DUE} as "daysLate", c.reply, t.name as centre,
  case when k.id is not null then json_build_object('slug', k.slug, 'title', k.title) end as consultation, ${decision('d1')} as first, ${decision('d2')} as second,
  case when a.claim_id is not null then json_build_object('on', ${day('a.at')}, 'dueOn', to_char(a.due_on, 'YYYY-MM-DD')) end as appealed, platform.today() - (d1.at at time zone 'Europe/Paris')::date as "daysSinceDecision"`

/** A claim as `CLAIM_COLUMNS` brings it. */
export interface ClaimRow {
  id: string
  reference: string
  kind: ClaimKind
  door: 'online' | 'account' | 'desk'
  filedOn: string
  dueOn: string
  daysLate: number
  reply: Reply
  centre: string | null
  consultation: ClaimConsultationView | null
  first: ClaimDecisionView | null
  second: ClaimDecisionView | null
  appealed: { on: string, dueOn: string } | null
  daysSinceDecision: number | null
}

export function standingOf({ first, second, appealed, daysSinceDecision, daysLate }: ClaimRow): { state: ClaimState, overdue: boolean } {
  const standing = { decided: first !== null, appealed: appealed !== null, appealDecided: second !== null, daysSinceDecision, daysLate }
  return { state: claimState(standing), overdue: isOverdue(standing) }
}

/** What is sealed of a claim: the words, and what proves who it is of. */
export interface ClaimWords {
  words: string
  centreTyped: string
  /** Of a ballot, of which the platform keeps a hash alone. */
  receipt?: string
  /** Of the person whose document was seen, in this consultation: hexadecimal. */
  k0?: string
  conventionalDate?: boolean
}

/** The code that reads a claim: the same whenever it is asked. */
export const claimCode = (config: Config, id: string): string => formatReceipt(receiptCode(config.receiptKey, id, 'claim'))
