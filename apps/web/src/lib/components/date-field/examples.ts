import { m } from '@parvis/texts'
import { example } from '../example'
import DateField from './DateField.svelte'

export default [
  example('jour', m.gallery_is_day, DateField, () => ({ name: 'date-birth', label: m.gallery_date(), autocomplete: 'bday' as const })),
  example('jour-et-heure', m.gallery_is_hour, DateField, () => ({ name: 'date-opens', label: m.gallery_date_opens(), time: true, value: '2027-03-14T18:00' })),
  example('erreur', m.gallery_is_wrong, DateField, () => ({ name: 'date-wrong', label: m.gallery_date(), value: '2027-03-14', error: m.gallery_date_error() })),
]
