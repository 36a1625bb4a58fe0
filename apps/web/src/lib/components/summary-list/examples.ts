import { m } from '@parvis/texts'
import { example } from '../example'
import SummaryList from './SummaryList.svelte'

const rows = () => [
  { term: m.gallery_field(), value: m.gallery_field_value(), change: '/galerie' },
  { term: m.gallery_theme(), value: [m.gallery_theme_1(), m.gallery_theme_2()], change: '/galerie' },
  { term: m.gallery_postcode(), value: null },
  { term: m.gallery_channel(), value: m.gallery_channel_2(), href: '/galerie' },
]

export default [
  example('ordinaire', m.gallery_is_ordinary, SummaryList, () => ({ rows: rows() })),
  example('empile', m.gallery_is_stacked, SummaryList, () => ({ rows: rows(), stacked: true })),
]
