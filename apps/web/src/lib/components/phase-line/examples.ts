import { m } from '@parvis/texts'
import { example } from '../example'
import PhaseLine from './PhaseLine.svelte'

const now = '2027-02-20T10:00:00+01:00'
const phases = (states: ('closed' | 'open' | 'scheduled')[]) => [
  { title: m.gallery_phase_1(), opensAt: '2026-11-02T09:00:00+01:00', closesAt: '2026-12-15T18:00:00+01:00' },
  { title: m.gallery_phase_2(), opensAt: '2026-12-16T09:00:00+01:00', closesAt: '2027-01-31T18:00:00+01:00' },
  { title: m.gallery_phase_3(), opensAt: '2027-02-01T09:00:00+01:00', closesAt: '2027-03-14T18:00:00+01:00', href: '/galerie' },
  { title: m.gallery_phase_4(), opensAt: '2027-04-01T09:00:00+02:00', closesAt: '2027-04-30T18:00:00+02:00' },
].map((phase, index) => ({ ...phase, state: states[index] ?? 'scheduled' }))

export default [
  example('ouverte', m.gallery_is_open, PhaseLine, () => ({ phases: phases(['closed', 'closed', 'open']), now })),
  example('avant', m.gallery_is_before, PhaseLine, () => ({ phases: phases([]), now: '2026-10-20T10:00:00+02:00' })),
  example('entre-deux', m.gallery_is_between, PhaseLine, () => ({ phases: phases(['closed', 'closed', 'closed']), now: '2027-03-20T10:00:00+01:00' })),
  example('finie', m.gallery_is_over, PhaseLine, () => ({ phases: phases(['closed', 'closed', 'closed', 'closed']), now: '2027-06-01T10:00:00+02:00' })),
]
