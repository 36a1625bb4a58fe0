import { m } from '@parvis/texts'
import { example } from '../example'
import LanguageSwitch from './LanguageSwitch.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, LanguageSwitch, () => ({ url: new URL('http://localhost/galerie?theme=clair'), label: m.gallery_view_language() })),
]
