import { m } from '@parvis/texts'
import { example } from '../example'
import Checkbox from './Checkbox.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, Checkbox, () => ({ name: 'checkbox-accept', label: m.gallery_accept() })),
  example('coche', m.gallery_is_chosen, Checkbox, () => ({ name: 'checkbox-checked', label: m.gallery_accept(), checked: true, hint: m.gallery_channel_2_hint() })),
  example('erreur', m.gallery_is_wrong, Checkbox, () => ({ name: 'checkbox-wrong', label: m.gallery_accept(), error: m.gallery_accept_error() })),
]
