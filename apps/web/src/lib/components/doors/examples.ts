import { m } from '@parvis/texts'
import { example } from '../example'
import Doors from './Doors.svelte'

export default [
  example('toutes', m.gallery_is_all, Doors, () => ({ doors: [
    { channel: 'online' as const, href: '/galerie' }, { channel: 'accompanied' as const, href: '/galerie', text: m.gallery_door_text() },
    { channel: 'kiosk' as const }, { channel: 'paper' as const, text: m.gallery_door_text() }, { channel: 'phone' as const },
  ] })),
  example('deux', m.gallery_is_two_doors, Doors, () => ({ level: 3 as const, doors: [{ channel: 'accompanied' as const, text: m.gallery_door_text() }, { channel: 'paper' as const, text: m.gallery_door_text() }] })),
]
