import fc from 'fast-check'
import { threadsOf, type Said } from './threads.rules'

const said = (sourceId: string, parentId: string | null, subject = 's'): Said => ({ sourceId, parentId, subject })
const shown = (comments: Said[]) => threadsOf(comments, 3).map(({ parentId, rootId, depth, answeredId, trouble }) => [parentId, rootId, depth, answeredId, trouble])

describe('threads of comments', () => {
  it('keeps three levels, whatever the order of the file', () => {
    expect(shown([said('c', 'b'), said('b', 'a'), said('a', null)])).toEqual([['b', 'a', 2, null, null], ['a', 'a', 1, null, null], [null, null, 0, null, null]])
  })

  it('places what is deeper after the last that may be answered, and knows whom it answered', () => {
    expect(shown([said('a', null), said('b', 'a'), said('c', 'b'), said('d', 'c'), said('e', 'd')])).toEqual([
      [null, null, 0, null, null], ['a', 'a', 1, null, null], ['b', 'a', 2, null, null], ['b', 'a', 2, 'c', 'flattened'], ['b', 'a', 2, 'd', 'flattened'],
    ])
  })

  it('begins a thread where what is answered is missing, elsewhere or in a circle', () => {
    expect(shown([said('a', 'gone'), said('b', 'a')])).toEqual([[null, null, 0, null, 'parent-missing'], ['a', 'a', 1, null, null]])
    expect(shown([said('a', null, 'one'), said('b', 'a', 'other')])).toEqual([[null, null, 0, null, null], [null, null, 0, null, 'parent-elsewhere']])
    expect(shown([said('a', 'b'), said('b', 'a')])).toEqual([[null, null, 0, null, 'circle'], ['a', 'a', 1, null, null]])
    expect(shown([said('a', 'a')])).toEqual([[null, null, 0, null, 'circle']])
  })

  it('is no deeper than the file: a thread of ten thousand answers', () => {
    const long = Array.from({ length: 10_000 }, (_, n) => said(String(n), n === 0 ? null : String(n - 1)))
    expect(threadsOf(long.reverse(), 3).filter(({ trouble }) => trouble === 'flattened')).toHaveLength(9_997)
  })

  it('loses nobody, and each answer stands one level under one of the same thread', () => {
    const file = fc.uniqueArray(fc.record({ sourceId: fc.string({ minLength: 1, maxLength: 2 }), parentId: fc.option(fc.string({ minLength: 1, maxLength: 2 })), subject: fc.constantFrom('s', 't') }), { selector: ({ sourceId }) => sourceId })
    fc.assert(fc.property(file, (comments) => {
      const placed = threadsOf(comments, 3)
      const at = new Map(comments.map(({ sourceId }, index) => [sourceId, { ...placed[index] as (typeof placed)[number], subject: comments[index]?.subject }]))
      expect(placed).toHaveLength(comments.length)
      for (const { sourceId } of comments) {
        const { parentId, rootId, depth, subject } = at.get(sourceId) as NonNullable<ReturnType<typeof at.get>>
        expect((depth === 0) === (parentId === null) && (depth === 0) === (rootId === null)).toBe(true)
        if (parentId !== null) expect(at.get(parentId)).toMatchObject({ depth: depth - 1, subject, rootId: depth === 1 ? null : rootId })
        if (rootId !== null) expect(at.get(rootId)).toMatchObject({ depth: 0 })
      }
    }))
  })
})
