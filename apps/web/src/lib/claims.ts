import { m } from '@parvis/texts'

// The words of claims, for who makes one, at the desk and in the office.

type Words = Record<string, () => string>

const kinds: Words = {
  NOT_COUNTED: m.claims_kind_not_counted, WRONGLY_REJECTED: m.claims_kind_wrongly_rejected, SOMEONE_USED_MY_NAME: m.claims_kind_someone_used_my_name, WANT_TO_CHANGE: m.claims_kind_want_to_change,
  WANT_TO_WITHDRAW: m.claims_kind_want_to_withdraw, MEDIATOR_CONDUCT: m.claims_kind_mediator_conduct, DATA_RIGHTS: m.claims_kind_data_rights,
}
const short: Words = {
  NOT_COUNTED: m.claims_short_not_counted, WRONGLY_REJECTED: m.claims_short_wrongly_rejected, SOMEONE_USED_MY_NAME: m.claims_short_someone_used_my_name, WANT_TO_CHANGE: m.claims_short_want_to_change,
  WANT_TO_WITHDRAW: m.claims_short_want_to_withdraw, MEDIATOR_CONDUCT: m.claims_short_mediator_conduct, DATA_RIGHTS: m.claims_short_data_rights,
}
const states: Words = { waiting: m.claims_state_waiting, decided: m.claims_state_decided, appealed: m.claims_state_appealed, closed: m.claims_state_closed }
const replies: Words = { code: m.claims_reply_code, email: m.claims_reply_email, phone: m.claims_reply_phone, post: m.claims_reply_post }
const acts: Words = { none: m.claims_act_none, withdrawn: m.claims_act_withdrawn, homonym: m.claims_act_homonym, usurped: m.claims_act_usurped }
const done: Words = { withdrawn: m.claims_done_withdrawn, homonym: m.claims_done_homonym, usurped: m.claims_done_usurped }
const doors: Words = { online: m.claims_door_online, account: m.claims_door_account, desk: m.claims_door_desk }

const choices = (words: Words) => Object.entries(words).map(([value, label]) => ({ value, label: label() }))

export const claimKinds = ['NOT_COUNTED', 'WRONGLY_REJECTED', 'SOMEONE_USED_MY_NAME', 'WANT_TO_CHANGE', 'WANT_TO_WITHDRAW', 'MEDIATOR_CONDUCT', 'DATA_RIGHTS'] as const
export const claimReplies = ['code', 'email', 'phone', 'post'] as const
export const claimActs = ['none', 'withdrawn', 'homonym', 'usurped'] as const
export const kindChoices = () => choices(kinds)
export const shortKindChoices = () => choices(short)
export const replyChoices = () => choices(replies)
export const kindWord = (kind: string) => short[kind]?.() ?? kind
export const claimStateWord = (state: string) => states[state]?.() ?? state
export const claimTone = (state: string, overdue: boolean) => overdue ? 'red' as const : state === 'waiting' || state === 'appealed' ? 'amber' as const : 'green' as const
export const actWord = (act: string) => acts[act]?.() ?? act
/** What was done, for who asked for it; empty for an answer alone. */
export const doneWord = (act: string) => done[act]?.() ?? ''
export const doorWord = (door: string) => doors[door]?.() ?? door
export const replyWord = (reply: string) => replies[reply]?.() ?? reply
