import { BallotFileError } from '../ballot-files/ballot-file-error'
import { parseComments } from './comments-import'

const read = (text: string) => parseComments(Buffer.from(text), 'file')

describe('comments of an export', () => {
  it('of CONSUL, by parent: threads, votes, hours, and what was withdrawn', async () => {
    const { source, rows, items, problems } = await read([
      ',id,parentId,proposalId,userId,date,time,text,numVotes,numPositiveVotes,numNegativeVotes', '0,5,-1,7,1,2015-09-15,0 days 10:50:19,<p>Un <b>texte</b></p>,3,2,1', '1,6,5,7,1,2015-09-15,0 days 11:00:00,Une réponse,0,0,0',
      '2,7,99,7,1,2015-09-16,0 days 08:00:00,Orpheline,0,0,0', '3,8,6,7,1,2015-09-16,0 days 08:00:00,,0,0,0', '4,9,8,7,1,2015-09-16,0 days 08:01:00,Trop profonde,0,0,0',
    ].join('\n'))
    expect([source, rows]).toEqual(['consul', 5])
    expect(items.map(({ sourceId, parentId, rootId, depth, withdrawn }) => [sourceId, parentId, rootId, depth, withdrawn])).toEqual([
      ['5', null, null, 0, false], ['7', null, null, 0, false], ['6', '5', '5', 1, false], ['8', '6', '5', 2, true], ['9', '6', '5', 2, false],
    ])
    expect(items[0]).toMatchObject({ row: 1, subjectId: '7', body: 'Un texte', useful: 2, notUseful: 1, stance: null, createdAt: '2015-09-15T10:50:19.000Z', authorName: '' })
    expect(problems).toEqual([{ row: 3, field: 'parentId', code: 'comment-file.parent-missing' }, { row: 4, field: 'text', code: 'comment-file.withdrawn' }, { row: 5, field: 'parentId', code: 'comment-file.flattened' }])
  })

  it('of CONSUL, by ancestry', async () => {
    const { items } = await read('id,commentable_id,commentable_type,body,created_at,cached_votes_up,cached_votes_down,ancestry\n1,7,Proposal,Premier,2020-01-01 10:00:00,4,1,\n2,7,Proposal,Second,2020-01-01 11:00:00,0,0,1\n3,7,Proposal,Tiers,2020-01-01 12:00:00,0,0,1/2\n4,9,Debate,Ailleurs,2020-01-01 12:00:00,0,0,\n')
    expect(items.map(({ sourceId, parentId, depth }) => [sourceId, parentId, depth])).toEqual([['1', null, 0], ['2', '1', 1], ['3', '2', 2]])
  })

  it('of Decidim: an answer stands under what it names, its proposal above it', async () => {
    const file = [
      { id: 1, created_at: '2024-03-01T10:00:00Z', body: 'Oui', author: { id: 3, name: 'Jordi P.' }, alignment: 1, depth: 0, commentable_id: 50, commentable_type: 'Decidim::Proposals::Proposal', root_commentable_url: 'https://example.org/processes/a/f/1/proposals/50' },
      { id: 2, created_at: '2024-03-01T11:00:00Z', body: 'Non', author: { id: 4, name: 'Maria' }, alignment: -1, depth: 1, commentable_id: 1, commentable_type: 'Decidim::Comments::Comment', root_commentable_url: 'https://example.org/processes/a/f/1/proposals/50' },
      { id: 3, created_at: '2024-03-01T12:00:00Z', body: 'Orpheline', author: { id: 4, name: 'Maria' }, alignment: 0, depth: 1, commentable_id: 77, commentable_type: 'Decidim::Comments::Comment', root_commentable_url: 'https://example.org/processes/a/f/1/proposals/50' },
    ]
    const { source, items, problems } = await read(JSON.stringify(file))
    expect(source).toBe('decidim')
    expect(items.map(({ sourceId, subjectId, parentId, stance, authorName }) => [sourceId, subjectId, parentId, stance, authorName])).toEqual([['1', '50', null, 'for', 'Jordi P.'], ['3', '50', null, 'neutral', 'Maria'], ['2', '50', '1', null, 'Maria']])
    expect(problems).toEqual([{ row: 3, field: 'commentable_id', code: 'comment-file.parent-missing' }])
  })

  it('says by row what is not taken', async () => {
    const { items, problems } = await read('id,proposalId,parentId,text,numPositiveVotes\n,7,-1,Sans nom,0\n1,7,-1,Bien,0\n1,7,-1,Encore,0\n2,7,-1,Des avis,beaucoup\n3,,-1,Sur quoi,0\n')
    expect(items.map(({ sourceId }) => sourceId)).toEqual(['1'])
    expect(problems.map(({ row, code }) => [row, code])).toEqual([[1, 'comment-file.id-missing'], [3, 'comment-file.id-repeated'], [4, 'comment-file.votes'], [5, 'comment-file.subject-missing']])
  })

  it('keeps the order of the file where it gives days alone', async () => {
    const { items } = await read('id,proposalId,text,date\n1,7,Premier,2020-01-01\n2,7,Second,2020-01-01\n')
    expect(items.map(({ createdAt }) => createdAt)).toEqual(['2020-01-01T00:00:00.001Z', '2020-01-01T00:00:00.002Z'])
  })

  it.each([['id,text\n1,Texte\n', 'proposal-file.no-column'], ['[]', 'proposal-file.empty']])('%j is refused whole', async (text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code })
    await expect(read(text)).rejects.toBeInstanceOf(BallotFileError)
  })
})
