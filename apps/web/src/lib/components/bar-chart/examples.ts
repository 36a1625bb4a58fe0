import { m } from '@parvis/texts'
import { money } from '$lib/format'
import { example } from '../example'
import BarChart from './BarChart.svelte'

const bars = () => [
  { label: m.gallery_project_1(), value: 1204, note: money(60_00000), chosen: true },
  { label: m.gallery_project_2(), value: 987, note: money(35_50000), chosen: true },
  { label: m.gallery_project_3(), value: 640, note: money(120_00000), chosen: false },
  { label: m.gallery_project_4(), value: 212, note: money(18_00000), chosen: false },
]
const shared = () => ({ title: m.gallery_chart_title(), labelWord: m.gallery_chart_label(), valueWord: m.gallery_chart_value() })

export default [
  example('deux-sortes', m.gallery_is_two_kinds, BarChart, () => ({ ...shared(), id: 'chart-two', bars: bars(), chosenWord: m.gallery_chart_yes(), otherWord: m.gallery_chart_no() })),
  example('ordinaire', m.gallery_is_ordinary, BarChart, () => ({ ...shared(), id: 'chart-plain', bars: bars().map(({ label, value }) => ({ label, value })) })),
  example('note', m.results_shares_word, BarChart, () => ({ ...shared(), id: 'chart-unit', unit: m.results_shares_unit(), noteWord: m.results_shares_most_word(), bars: bars().slice(0, 2) })),
  example('vide', m.gallery_is_zero, BarChart, () => ({ ...shared(), id: 'chart-zero', bars: bars().map(({ label }) => ({ label, value: 0 })) })),
]
