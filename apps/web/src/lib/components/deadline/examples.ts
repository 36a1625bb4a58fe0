import { m } from '@parvis/texts'
import { example } from '../example'
import Deadline from './Deadline.svelte'

const at = '2027-03-14T18:00:00+01:00'

export default [
  example('ouverte', m.gallery_is_open, Deadline, () => ({ at, now: '2027-03-03T10:00:00+01:00' })),
  example('heures', () => m.common_left_hours({ count: 6 }), Deadline, () => ({ at, now: '2027-03-14T11:30:00+01:00', small: true })),
  example('bientot', m.gallery_is_before, Deadline, () => ({ at, now: '2027-02-24T10:00:00+01:00', opens: true })),
  example('finie', m.gallery_is_over, Deadline, () => ({ at, now: '2027-03-15T10:00:00+01:00' })),
]
