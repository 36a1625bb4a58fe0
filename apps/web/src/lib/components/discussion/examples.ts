import { m } from '@parvis/texts'
import { example } from '../example'
import Discussion from './Discussion.svelte'

const may = { edit: false, remove: false, reply: true, judge: true, report: true }
const comment = (id: string, over: object = {}) => ({
  id, parentId: null, parentName: null, depth: 0, stance: 'for' as const, body: m.gallery_comment(), authorName: m.gallery_comment_name(), official: false, channel: 'online' as const, state: 'published' as const,
  useful: 12, notUseful: 3, myVote: null, mine: false, createdAt: '2027-02-20T10:00:00+01:00', editedAt: null, hidden: null, may, ...over,
})
const discussion = {
  items: [
    { ...comment('a', { myVote: true }), replyCount: 40, replies: [comment('b', { parentId: 'a', depth: 1, stance: null, official: true, authorName: m.gallery_item_place() }), comment('c', { parentId: 'b', depth: 2, stance: null, parentName: m.gallery_item_place(), editedAt: '2027-02-20T10:05:00+01:00' })] },
    { ...comment('d', { state: 'hidden', body: '', authorName: '', stance: 'against', hidden: { reason: 'insult', at: '2027-02-20T10:00:00+01:00', decisionId: null } }), replyCount: 0, replies: [] },
    { ...comment('e', { state: 'deleted', body: '', authorName: '', stance: 'neutral' }), replyCount: 0, replies: [] },
    { ...comment('f', { channel: 'on_behalf', authorName: '', stance: 'neutral' }), replyCount: 0, replies: [] },
  ],
  total: 4, page: 1, perPage: 20, counts: { published: 4, for: 1, against: 0, neutral: 1 }, official: [], pending: [comment('g', { state: 'held', mine: true, may: { ...may, judge: false, report: false, edit: true, remove: true } })],
  open: true, closesAt: '2027-03-14T18:00:00+01:00', editMinutes: 15, may: { comment: true, official: false },
}
const common = { sort: 'fair' as const, subject: { kind: 'debat' as const, number: 1 }, slug: 'exemple', token: '00000000-0000-4000-8000-000000000000', told: null, signedIn: true }

export default [
  example('complet', m.gallery_is_full, Discussion, () => ({ ...common, discussion })),
  example('vide', m.gallery_is_empty, Discussion, () => ({ ...common, signedIn: false, discussion: { ...discussion, items: [], pending: [], total: 0, counts: { published: 0, for: 0, against: 0, neutral: 0 }, may: { comment: false, official: false } } })),
  example('masque', m.gallery_is_closed, Discussion, () => ({ ...common, moderation: { reason: 'private' as const, at: '2027-02-20T10:00:00+01:00', decisionId: null }, discussion: { ...discussion, items: [], pending: [], total: 0, open: false } })),
]
