import { m } from '@parvis/texts'

const wanted: Record<string, () => string> = { any: m.callback_wanted_any, morning: m.callback_wanted_morning, afternoon: m.callback_wanted_afternoon, evening: m.callback_wanted_evening }

export const wantedChoices = () => Object.entries(wanted).map(([value, label]) => ({ value, label: label() }))
export const wantedWord = (code: string) => wanted[code]?.() ?? code
