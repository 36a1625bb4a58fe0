import { m } from '@parvis/texts'

/** The charter of moderation: what may be reported, and why something is hidden. */
export const reasons = ['insult', 'hate', 'private', 'advert', 'false', 'off-topic', 'other'] as const
export type Reason = typeof reasons[number]

const words: Record<Reason, () => string> = {
  insult: m.moderation_reason_insult, hate: m.moderation_reason_hate, private: m.moderation_reason_private, advert: m.moderation_reason_advert,
  false: m.moderation_reason_false, 'off-topic': m.moderation_reason_off_topic, other: m.moderation_reason_other,
}

export function reasonName(reason: Reason): string
export function reasonName(reason: Reason | undefined): string | undefined
export function reasonName(reason: Reason | undefined): string | undefined {
  return reason && words[reason]()
}
export const reasonChoices = () => reasons.map(value => ({ value, label: reasonName(value) }))
