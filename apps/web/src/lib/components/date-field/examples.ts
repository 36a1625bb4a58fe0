import { m } from '@parvis/texts'
import { example } from '../example'
import DateField from './DateField.svelte'
import TypedDate from './TypedDate.svelte'

export default [
  example('jour', m.gallery_is_day, DateField, () => ({ name: 'date-birth', label: m.gallery_date() })),
  example('jour-et-heure', m.gallery_is_hour, DateField, () => ({ name: 'date-opens', label: m.gallery_date_opens(), time: true, value: '2027-03-14T18:00' })),
  example('erreur', m.gallery_is_wrong, DateField, () => ({ name: 'date-wrong', label: m.gallery_date(), value: '2027-03-14', error: m.gallery_date_error() })),
  example('a-taper', m.gallery_is_typed, TypedDate, () => ({ name: 'date-typed', label: m.mediation_birth_date(), own: true })),
  example('a-taper-erreur', m.gallery_is_wrong, TypedDate, () => ({ name: 'date-typed-wrong', label: m.mediation_birth_date(), value: { day: '17', month: '5', year: '48' }, error: m.common_date_year_short() })),
]
