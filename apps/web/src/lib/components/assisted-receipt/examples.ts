import { m } from '@parvis/texts'
import { dateAndHour } from '$lib/format'
import { example } from '../example'
import AssistedReceipt from './AssistedReceipt.svelte'

export default [
  example('vote', m.gallery_is_full, AssistedReceipt, () => ({ code: 'K7QM2XWP9TH4', kind: 'ballot' as const, consultation: m.gallery_item(), centre: m.gallery_item_place(), session: 'exemple', now: '2027-02-20T10:00:00+01:00', until: dateAndHour('2027-03-14T18:00:00+01:00') })),
  example('sans-date', m.gallery_is_ordinary, AssistedReceipt, () => ({ code: 'K7QM2XWP9TH4', kind: 'support' as const, consultation: m.gallery_item(), centre: m.gallery_item_place(), session: 'exemple', now: '2027-02-20T10:00:00+01:00' })),
]
