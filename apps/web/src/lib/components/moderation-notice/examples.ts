import { m } from '@parvis/texts'
import { example } from '../example'
import ModerationNotice from './ModerationNotice.svelte'

const notice = () => ({
  decisionId: '00000000-0000-4000-8000-000000000001', kind: 'comment' as const, title: m.gallery_item_text(), text: m.gallery_item_text(), consultation: { id: '', slug: 'exemple', title: m.gallery_item_text() },
  reason: 'off-topic' as const, words: m.gallery_item_text(), at: '2027-03-01T10:00:00+01:00', appealUntil: '2027-03-16T10:00:00+01:00', over: false, mayAppeal: true, decisionDays: 10, appeal: null,
})
const appeal = () => ({ words: m.gallery_item_text(), at: '2027-03-02T10:00:00+01:00', dueAt: '2027-03-12T10:00:00+01:00', outcome: null, answer: '', decidedAt: null })

export default [
  example('contester', m.moderation_notice_appeal_title, ModerationNotice, () => ({ notice: notice() })),
  example('recue', m.moderation_notice_appeal, ModerationNotice, () => ({ notice: { ...notice(), mayAppeal: false, appeal: appeal() }, sent: true })),
  example('repondue', m.moderation_appeal_upheld, ModerationNotice, () => ({ notice: { ...notice(), mayAppeal: false, appeal: { ...appeal(), outcome: 'upheld' as const, answer: m.gallery_item_text(), decidedAt: '2027-03-05T10:00:00+01:00' } } })),
]
