import { m } from '@parvis/texts'

/** What somebody may want known before they are received: nothing of their health. */
export const needs = ['cannot-read-french', 'wheelchair', 'interpreter', 'children'] as const
export type Need = (typeof needs)[number]

const words: Record<Need, () => string> = { 'cannot-read-french': m.queue_need_read, 'wheelchair': m.queue_need_wheelchair, 'interpreter': m.queue_need_interpreter, 'children': m.queue_need_children }

export const needName = (need: Need | null): string => (need === null ? '' : words[need]())
export const needChoices = () => [{ value: '', label: m.queue_need_none() }, ...needs.map(value => ({ value: value as string, label: words[value]() }))]

/** What a form sent, if it is one. */
export const needOf = (typed: string): Need | undefined => needs.find(one => one === typed)
