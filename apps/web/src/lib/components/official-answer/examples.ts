import { m } from '@parvis/texts'
import { example } from '../example'
import OfficialAnswer from './OfficialAnswer.svelte'

const answer = () => ({ version: 1, kind: 'accepted' as const, label: null, body: m.gallery_item_text(), cost: 1_250_000, fromDay: '2027-03-01', toDay: '2027-05-31', publishedAt: '2027-01-20T10:00:00+01:00' })

export default [
  example('reponse', m.proposals_answer_title, OfficialAnswer, () => ({ answers: [answer()] })),
  example('corrigee', m.proposals_answer_before, OfficialAnswer, () => ({ answers: [{ ...answer(), kind: 'studied' as const, cost: null, toDay: null }, { ...answer(), version: 2 }] })),
]
