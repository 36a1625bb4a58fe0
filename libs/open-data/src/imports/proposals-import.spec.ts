import { BallotFileError } from '../ballot-files/ballot-file-error'
import { parseProposals } from './proposals-import'

const csv = (text: string) => parseProposals(Buffer.from(text), 'file.csv')

describe('an export of proposals', () => {
  it('of Decidim: several languages, semicolons, markup that becomes text, names kept as text', async () => {
    const { source, items, problems } = await csv('id;author/name;title/ca;title/fr;body/fr;proposal_votes;url\n12;Jordi P.;Bancs;Des bancs;"<p>Un &amp; deux</p><script>alert(1)</script><p>trois<img src=x onerror=alert(1)></p>";7;https://example.org/12\n')
    expect([source, problems]).toEqual(['decidim', []])
    expect(items).toEqual([expect.objectContaining({ sourceId: '12', authorName: 'Jordi P.', title: 'Des bancs', body: 'Un & deux\n\ntrois', supports: 7, url: 'https://example.org/12' })])
  })

  it('of Decidim as JSON, in nested languages', async () => {
    const { items } = await parseProposals(Buffer.from(JSON.stringify([{ id: 3, title: { ca: 'Bancs', fr: 'Des bancs' }, body: { fr: '<div>Texte</div>' } }])), 'file.json')
    expect(items).toEqual([expect.objectContaining({ sourceId: '3', title: 'Des bancs', body: 'Texte', supports: null })])
  })

  it('of CONSUL: summary and text, one under the other', async () => {
    const { source, items } = await csv(',id,url,title,userId,date,summary,text,numSupports\n0,7,/proposals/7,Limpiar,9884,2015-09-15,Algo básico.,,6560\n')
    expect(source).toBe('consul')
    expect(items).toEqual([expect.objectContaining({ sourceId: '7', body: 'Algo básico.', supports: 6560, url: null, authorName: '', createdAt: '2015-09-15T00:00:00.000Z' })])
  })

  it('says by row what is not taken, and takes the rest', async () => {
    const { rows, items, problems } = await csv(`id,title,body,votes\n1,Un titre,Texte,3\n1,Le même,Texte,3\n,Sans nom,Texte,3\n4,,Texte,3\n5,Des soutiens,Texte,beaucoup\n6,${'x'.repeat(200)},Texte,1\n7,Long,${'y'.repeat(9000)},1\n8,Sans texte,,\n`)
    expect(rows).toBe(8)
    expect(items.map(({ sourceId, title, body }) => [sourceId, title.length, body.length])).toEqual([['1', 8, 5], ['6', 160, 207], ['7', 4, 8000], ['8', 10, 10]])
    expect(problems).toEqual([
      { row: 2, field: 'id', code: 'proposal-file.id-repeated' }, { row: 3, field: 'id', code: 'proposal-file.id-missing' }, { row: 4, field: 'title', code: 'proposal-file.title-missing' },
      { row: 5, field: 'votes', code: 'proposal-file.supports' }, { row: 6, field: 'title', code: 'proposal-file.title-cut' }, { row: 7, field: 'body', code: 'proposal-file.text-cut' },
    ])
  })

  it.each([
    ['', 'proposal-file.empty'], ['[]', 'proposal-file.empty'], ['{"a":1}', 'proposal-file.empty'], ['[1,2]', 'proposal-file.empty'], ['[{"id":1', 'proposal-file.unreadable'],
    ['id,body\n1,Texte\n', 'proposal-file.no-column'], ['title,body\nUn,Texte\n', 'proposal-file.no-column'], ['id,title\n1,"jamais fermé\n', 'proposal-file.unreadable'],
  ])('%j is refused whole', async (text, code) => {
    let said: unknown
    try { await csv(text) } catch (error) { said = error }
    expect(said).toBeInstanceOf(BallotFileError)
    expect((said as BallotFileError).code).toBe(code)
  })
})
