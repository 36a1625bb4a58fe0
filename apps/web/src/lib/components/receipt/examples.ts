import { m } from '@parvis/texts'
import { dateAndHour } from '$lib/format'
import { example } from '../example'
import Receipt from './Receipt.svelte'

export default [
  example('complet', m.gallery_is_full, Receipt, () => ({ code: 'K7QM2XWP9TH4', title: m.gallery_receipt_title(), rows: [
    { term: m.gallery_receipt_when(), value: dateAndHour('2027-02-20T10:00:00+01:00') }, { term: m.gallery_receipt_until(), value: dateAndHour('2027-03-14T18:00:00+01:00') },
  ] })),
  example('ordinaire', m.gallery_is_ordinary, Receipt, () => ({ code: '000O8B6G1IL7', title: m.gallery_receipt_title() })),
]
