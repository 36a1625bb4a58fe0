import { m } from '@parvis/texts'
import { example } from '../example'
import Journey from './Journey.svelte'

const proposal = () => ({ consultation: { slug: 'un-parc', title: m.gallery_empty() }, proposal: { number: 3, title: m.gallery_empty() }, publishedAt: '2026-10-03T08:00:00Z', supportCount: 41, withdrawnAt: null, answer: null, steps: [], fate: null, becomes: [], madeOf: [] })

export default [
  example('attente', m.news_voice_waiting, Journey, () => ({ journey: { ...proposal(), withdrawn: false, selection: { state: 'now' as const, chosen: null, question: null }, result: { state: 'later' as const, won: null, voting: false, closesAt: null }, followUp: [] } })),
  example('choisie', m.news_voice_won, Journey, () => ({ journey: { ...proposal(), withdrawn: false, selection: { state: 'done' as const, chosen: true, question: m.gallery_empty() }, result: { state: 'done' as const, won: true, voting: false, closesAt: '2026-11-03T08:00:00Z' }, followUp: [m.gallery_empty_text()], answer: { version: 1, kind: 'accepted' as const, label: null, body: m.gallery_empty_text(), cost: 1_200_000, fromDay: null, toDay: null, publishedAt: '2026-11-10T08:00:00Z' }, steps: [{ id: '1', day: '2026-11-12', kind: 'planned' as const, text: m.gallery_empty_text() }] } })),
  example('retiree', m.news_voice_withdrawn, Journey, () => ({ journey: { ...proposal(), withdrawn: true, withdrawnAt: '2026-10-20T08:00:00Z', selection: { state: 'done' as const, chosen: false, question: null }, result: null, followUp: [] } })),
]
