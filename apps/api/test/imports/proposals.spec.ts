import { readFileSync } from 'node:fs'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { importFile, type ImportAnswer } from '../../src/cli/import-file'
import { startApp, type TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen, type Made } from '../support/consultations'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

let made = 0
const open = async (): Promise<Made> => withProposalsOpen(platform, await platform.as('staff'), { title: `Des idées reprises d’ailleurs, ${['une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit'][made++]}` })

async function take(content: Buffer | string, into: string, dryRun = false, kind: 'proposals' | 'comments' = 'proposals'): Promise<ImportAnswer & { err: string }> {
  let err = ''
  const answer = await importFile(platform.app, { kind, content: Buffer.from(content), name: 'file.csv', into, dryRun }, { out: () => undefined, err: (text) => (err += text) })
  return { ...answer, err }
}

const one = async <T>(sql: string, params: unknown[]): Promise<T> => (await platform.db.owner.query(sql, params)).rows[0] as T
const totals = ({ id }: Made) => one<{ proposals: number, supports: number, counted: number, versions: number, accounts: number }>(`
  select count(*)::integer as proposals, coalesce(sum(imported_supports), 0)::integer as supports, coalesce(sum(support_count), 0)::integer as counted, count(author_id)::integer as accounts,
    (select count(*)::integer from consultations.proposal_version v join consultations.proposal q on q.id = v.proposal_id where q.consultation_id = $1) as versions
  from consultations.proposal where consultation_id = $1`, [id])

describe('import proposals', () => {
  const file = 'id,title,body,votes,author/name,url\n1,Des bancs,<p>Il en <b>manque</b></p><script>alert(1)</script>,12,Jordi P.,https://example.org/1\n2,"=HYPERLINK(""x"")",Texte,3,<img src=x onerror=alert(1)>,javascript:alert(1)\n'

  it('takes text without markup, names as text, and supports apart; again, nothing changes', async () => {
    const into = await open()
    const staff = await platform.as('staff')
    expect(await take(file, into.slug, true)).toMatchObject({ created: 2, dryRun: true })
    expect(await totals(into)).toMatchObject({ proposals: 0 })
    expect(await take(file, into.slug)).toMatchObject({ source: 'decidim', rows: 2, created: 2, updated: 0, unchanged: 0, refused: 0, supports: 15, problems: [] })
    expect(await take(file, into.slug)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect(await take(file.replace('manque', 'faut').replace(',12,', ',20,'), into.slug)).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expect(await totals(into)).toEqual({ proposals: 2, supports: 23, counted: 0, versions: 3, accounts: 0 })
    const { items } = (await platform.stranger().get(`/api/consultations/${into.id}/proposals`).query({ sort: 'oldest' }).expect(200)).body
    const [bench, formula] = [items.find(({ title }: { title: string }) => title === 'Des bancs'), items.find(({ title }: { title: string }) => title !== 'Des bancs')]
    expect(bench).toMatchObject({ authorName: 'Jordi P.', supportCount: 0, importedSupports: 20, mine: false })
    expect((await platform.stranger().get(`/api/consultations/${into.id}/proposals/${bench.number}`).expect(200)).body).toMatchObject({ body: 'Il en faut', importedFrom: { source: 'decidim', url: 'https://example.org/1' }, importedSupports: 20 })
    expect((await platform.stranger().get(`/api/consultations/${into.id}/proposals/${formula.number}`).expect(200)).body).toMatchObject({ title: '=HYPERLINK("x")', importedFrom: { url: null } })
    // People support it here like any other; staff who imported are nobody's author, and doors do not count it.
    const citizen = await platform.as('citizen', { named: 'supporter' })
    await citizen.put('/api/account/civil-status').send({ birthSurname: 'Lefebvre', givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350' }).expect(204)
    expect((await citizen.put(`/api/proposals/${bench.id}/support`).expect(200)).body).toMatchObject({ supportCount: 1 })
    expect(await totals(into)).toMatchObject({ supports: 23, counted: 1 })
    expect((await staff.patch(`/api/proposals/${bench.id}`).send({ title: 'Un autre titre' }).expect(403)).body.code).toBe('proposal.not-author')
    // Its own export, taken into another consultation, gives the same.
    const back = await open()
    const exported = (await platform.stranger().get(`/api/consultations/${into.id}/proposals.csv`).expect(200)).text
    expect(await take(exported, back.slug)).toMatchObject({ source: 'parvis', created: 2, refused: 0, supports: 24 })
    expect((await platform.stranger().get(`/api/consultations/${back.id}/proposals`).expect(200)).body.items.map(({ title }: { title: string }) => title).sort()).toEqual(['=HYPERLINK("x")', 'Des bancs'])
  })

  it('refuses what is nowhere to go, and leaves nothing', async () => {
    await expect(take(file, 'nulle-part')).rejects.toThrow('nulle-part')
    const before = await one<{ n: number }>('select count(*)::integer as n from consultations.proposal', [])
    const into = await open()
    await platform.db.owner.query(`update consultations.phase set kind = 'information' where consultation_id = $1 and kind = 'proposals'`, [into.id])
    await expect(take(file, into.slug)).rejects.toThrow(into.slug)
    expect(await one('select count(*)::integer as n from consultations.proposal', [])).toEqual(before)
  })

  it('takes ten thousand by pieces, saying how far it is, while people propose', async () => {
    const into = await open()
    const rows = Array.from({ length: 10_000 }, (_, n) => `${n},Proposition ${n},"${'Un texte assez long sur la rue et le parc, avec des mots de tous les jours. '.repeat(8)}",${n % 50}`)
    const citizen = await platform.as('citizen', { named: 'meanwhile' })
    const [answer] = await Promise.all([take(`id,title,body,votes\n${rows.join('\n')}\n`, into.slug), citizen.post(`/api/consultations/${into.id}/proposals`).send(aProposal()).expect(201)])
    expect(answer).toMatchObject({ created: 10_000, refused: 0, supports: 245_000 })
    expect(answer.err.trim().split('\n')).toHaveLength(20)
    expect(await totals(into)).toMatchObject({ proposals: 10_001, supports: 245_000 })
    console.info(`10,000 proposals imported in ${answer.milliseconds} ms`)
  }, 120_000)
})

describeShared('real exports', () => {
  it.each([
    ['Barcelona', 'decidim-barcelona-action_plans.csv', 'decidim', 1467, 145_764],
    ['Madrid', 'consul-madrid-proposals.csv', 'consul', 80, 228_140],
    ['Le Vrai Débat', 'le-vrai-debat-188.json', 'cap-collectif', 188, 105_932],
  ])('%s: every proposal and every support', async (_city, name, source, proposals, supports) => {
    const into = await open()
    const content = readFileSync(sharedFile(`proposals/${name}`))
    expect(await take(content, into.slug)).toMatchObject({ source, rows: proposals, created: proposals, refused: 0, supports })
    expect(await totals(into)).toMatchObject({ proposals, supports, counted: 0, accounts: 0 })
    expect(await take(content, into.slug)).toMatchObject({ created: 0, updated: 0, unchanged: proposals })
    const marked = await one<{ n: number }>(`select count(*)::integer as n from consultations.proposal where consultation_id = $1 and (body ~ '</?(div|p|br|strong|ul|li|a)[ >]' or body ~ '&(amp|nbsp|lt|gt);')`, [into.id])
    expect(marked).toEqual({ n: 0 })
    await platform.stranger().get(`/api/consultations/${into.id}/proposals`).query({ perPage: 50 }).expect(200)
  }, 60_000)

  it('Madrid: 5,633 comments in whole threads', async () => {
    const into = await open()
    await take(readFileSync(sharedFile('proposals/consul-madrid-proposals.csv')), into.slug)
    const content = readFileSync(sharedFile('proposals/consul-madrid-comments.csv'))
    const answer = await take(content, into.slug, false, 'comments')
    expect(answer).toMatchObject({ source: 'consul', rows: 5633, created: 5633, refused: 0 })
    const count = (code: string) => answer.problems.filter((problem) => problem.code === code).length
    expect([count('comment-file.parent-missing'), count('comment-file.withdrawn'), count('comment-file.flattened')]).toEqual([268, 62, expect.any(Number)])
    const all = await one<Record<string, number>>(`
      select count(*)::integer as comments, count(*) filter (where c.state = 'deleted')::integer as withdrawn, count(*) filter (where c.depth = 0)::integer as roots, max(c.depth)::integer as deepest, sum(c.useful)::integer as useful, count(c.author_id)::integer as accounts,
        count(*) filter (where c.parent_id is not null and (a.subject_id <> c.subject_id or a.depth <> c.depth - 1))::integer as torn, (select sum(published)::integer from consultations.comment_count where consultation_id = $1) as counted,
        sum(c.reply_count)::integer as answers
      from consultations.comment c left join consultations.comment a on a.id = c.parent_id where c.consultation_id = $1`, [into.id])
    expect(all).toEqual({ comments: 5633, withdrawn: 62, roots: 2663 + 268, deepest: 2, useful: expect.any(Number), accounts: 0, torn: 0, counted: 5633 - 62, answers: 5633 - 2663 - 268 })
    expect(await take(content, into.slug, false, 'comments')).toMatchObject({ created: 0, updated: 0, unchanged: 5633 })
    console.info(`5,633 comments imported in ${answer.milliseconds} ms`)
    // The page under the most commented proposal: the fair order knows what was judged there.
    const { items } = (await platform.stranger().get(`/api/consultations/${into.id}/proposals`).query({ perPage: 50, sort: 'oldest' }).expect(200)).body as { items: { id: string, title: string }[] }
    const cleaning = items.find(({ title }) => title === 'Limpiar las calles')
    const page = (await platform.stranger().get('/api/comments').query({ proposalId: cleaning?.id, perPage: 20 }).expect(200)).body as { total: number, counts: { published: number }, items: { useful: number, notUseful: number, state: string, authorName: string }[] }
    expect(page.counts.published).toBeGreaterThan(100)
    expect(page.items[0]?.useful).toBeGreaterThan(10)
  }, 120_000)
})
