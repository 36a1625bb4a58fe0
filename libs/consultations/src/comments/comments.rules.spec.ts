import { commentRefusals, editableUntil } from './comments.rules'
import type { Place } from './comments.rules'

const here: Place = { open: true, suspended: false, kind: 'proposal', state: 'submitted', parent: null, stance: 'for', official: false }
const parent = { depth: 0, state: 'published', sameSubject: true }

describe('where a comment may go', () => {
  it.each<[string, Partial<Place>, string[]]>([
    ['on a proposal that stands, in its phase', {}, []],
    ['on a debate that is published', { kind: 'debate', state: 'published' }, []],
    ['without a side at the root', { stance: null }, ['comment.stance-needed']],
    ['in the name of the place, without a side', { stance: null, official: true }, []],
    ['as an answer, without a side', { stance: null, parent }, []],
    ['as an answer to an answer', { stance: null, parent: { ...parent, depth: 1 } }, []],
    ['deeper than three levels', { stance: null, parent: { ...parent, depth: 2 } }, ['comment.too-deep']],
    ['under a comment of another page', { stance: null, parent: { ...parent, sameSubject: false } }, ['comment.parent-elsewhere']],
    ['under a hidden comment', { stance: null, parent: { ...parent, state: 'hidden' } }, ['comment.parent-gone']],
    ['under one that waits to be read', { stance: null, parent: { ...parent, state: 'held' } }, ['comment.parent-gone']],
    ['after the phase', { open: false }, ['phase.not-open']],
    ['after the phase, in the name of the place', { open: false, official: true, stance: null }, []],
    ['while suspended, in the name of the place too', { suspended: true, official: true }, ['consultation.suspended']],
    ['on a withdrawn proposal', { state: 'withdrawn' }, ['comment.subject-closed']],
    ['on a hidden proposal, in the name of the place too', { state: 'hidden', official: true, stance: null }, ['comment.subject-closed']],
    ['on a debate that nobody sees yet', { kind: 'debate', state: 'draft' }, ['comment.subject-closed']],
    ['on a concluded debate, in the name of the place too', { kind: 'debate', state: 'concluded', official: true, stance: null }, ['comment.subject-closed']],
  ])('%s', (_, over, codes) => {
    expect(commentRefusals({ ...here, ...over }).map(({ code }) => code)).toEqual(codes)
  })

  it('is corrected for the minutes that the place gives', () => {
    expect(editableUntil(1_000, 15)).toBe(901_000)
    expect(editableUntil(1_000, 0)).toBe(1_000)
  })
})
