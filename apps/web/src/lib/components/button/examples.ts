import { m } from '@parvis/texts'
import { example, words } from '../example'
import Button from './Button.svelte'

export default [
  example('principal', m.gallery_is_main, Button, () => ({ children: words(m.gallery_button_main()), type: 'button' as const })),
  example('grand', m.gallery_is_big, Button, () => ({ children: words(m.gallery_button_main()), big: true, href: '/galerie', iconAfter: 'arrow-right' as const })),
  example('second', m.gallery_is_second, Button, () => ({ kind: 'second' as const, icon: 'list-checks' as const, children: words(m.gallery_button_second()), href: '/galerie' })),
  example('discret', m.gallery_is_quiet, Button, () => ({ kind: 'quiet' as const, children: words(m.gallery_button_quiet()), href: '/galerie' })),
  example('sans-retour', m.gallery_is_danger, Button, () => ({ kind: 'danger' as const, icon: 'trash-2' as const, children: words(m.gallery_button_danger()), type: 'button' as const })),
  example('impossible', m.gallery_is_disabled, Button, () => ({ disabled: true, children: words(m.gallery_button_disabled()), type: 'button' as const })),
]
