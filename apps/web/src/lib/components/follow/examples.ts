import { m } from '@parvis/texts'
import { example } from '../example'
import Follow from './Follow.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, Follow, () => ({ kind: 'consultation' as const, target: 'x', followed: false, feed: '/fil' })),
  example('suivie', m.news_followed, Follow, () => ({ kind: 'consultation' as const, target: 'x', followed: true })),
]
