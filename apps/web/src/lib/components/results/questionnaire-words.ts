import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateShort, number } from '$lib/format'
import { OTHER } from '$lib/questionnaire'

type Schemas = components['schemas']
export interface Named { key: string, label: string }

/** What a counted key stands for. */
export function cellWords(item: Schemas['ItemView'], key: string, communes: readonly Named[]): string {
  if (key === OTHER) return m.questionnaire_other()
  if (key === 'empty') return m.questionnaire_line_empty()
  if (item.kind === 'scale') return key === String(item.min) && item.lowLabel ? `${key} (${item.lowLabel})` : key === String(item.max) && item.highLabel ? `${key} (${item.highLabel})` : key
  return [...item.options ?? [], ...item.rows ?? [], ...communes].find(one => one.key === key)?.label ?? key
}

export function binWords(bin: Schemas['BinView'] | undefined, item: Schemas['ItemView']): string {
  if (!bin) return ''
  const { from, to } = bin
  if (item.kind === 'date') return from === null ? '' : from !== to ? m.survey_bin_years({ from, to: to ?? '' }) : from.length === 4 ? from : dateShort(`${from}-15T12:00:00Z`).replace(/^\D*\d{1,2}\S*\s/, '')
  if (from !== null && from === to) return number(Number(from))
  if (from === null) return m.questionnaire_bin_below({ to: number(Number(to)) })
  return to === null ? m.questionnaire_bin_from({ from: number(Number(from)) }) : m.questionnaire_bin_between({ from: number(Number(from)), to: number(Number(to)) })
}

const channels: Record<string, () => string> = {
  online: m.results_channel_online, accompanied: m.results_channel_accompanied, kiosk: m.results_channel_kiosk, on_behalf: m.results_channel_on_behalf, paper: m.results_channel_paper, phone: m.results_channel_phone,
}
const bands: Record<string, () => string> = {
  'under-18': m.questionnaire_age_under_18, '18-24': () => m.questionnaire_age_between({ from: 18, to: 24 }), '25-39': () => m.questionnaire_age_between({ from: 25, to: 39 }),
  '40-59': () => m.questionnaire_age_between({ from: 40, to: 59 }), '60-74': () => m.questionnaire_age_between({ from: 60, to: 74 }), '75-and-over': m.questionnaire_age_75,
}

/** A commune, a channel or an age band; or several small ones together. */
export function columnWords(by: string, { key, label }: Named): string {
  if (key === 'others') return m.questionnaire_dimension_others()
  return by === 'channel' ? channels[key]?.() ?? key : by === 'age' ? bands[key]?.() ?? key : label
}

export const dimensionWord = (by: string) => by === 'channel' ? m.questionnaire_by_channel() : by === 'age' ? m.questionnaire_by_age() : m.questionnaire_by_commune()

export const crossTitle = (by: string, line: string) => line ? `${line} : ${dimensionWord(by)}` : dimensionWord(by)

/** The middle of a cell of the map, about 1.4 km each way, as the count names it: `59350/152:4051`. */
export function cellMiddle(key: string) {
  const [commune = '', place = ''] = key.split('/')
  const [x = 0, y = 0] = place.split(':').map(Number)
  return { commune, lon: Number(((x + 0.5) * 0.02).toFixed(5)), lat: Number(((y + 0.5) * 0.0125).toFixed(5)) }
}
