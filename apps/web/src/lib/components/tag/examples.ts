import { m } from '@parvis/texts'
import { example, words } from '../example'
import Tag from './Tag.svelte'

const tones = ['plain', 'blue', 'green', 'amber', 'red', 'brick'] as const
const titles = { plain: m.gallery_is_plain, blue: m.gallery_is_blue, green: m.gallery_is_green, amber: m.gallery_is_amber, red: m.gallery_is_red, brick: m.gallery_is_brick }

export default tones.map(tone => example(tone, titles[tone], Tag, () => ({ tone, icon: 'circle-dot' as const, children: words(m.gallery_theme_1()) })))
