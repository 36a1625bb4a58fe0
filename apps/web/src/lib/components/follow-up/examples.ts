import { m } from '@parvis/texts'
import { example } from '../example'
import PostedList from './PostedList.svelte'

const subject = (proposal: number | null) => ({ slug: 'exemple', title: m.gallery_field_value(), proposal })

export default [
  example('liste', m.gallery_is_ordinary, PostedList, () => ({
    list: {
      centre: 'exemple', toPost: 0, waiting: 0,
      items: [
        { code: 'K7QM-2D9X-4TRW', outcome: 'results' as const, subject: subject(null) },
        { code: '2D9X-4TRW-K7QM', outcome: 'answer' as const, subject: subject(4) },
      ],
    },
  })),
]
