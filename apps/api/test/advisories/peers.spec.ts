// Weaknesses that were published about other platforms of this kind, each tried on this one. The id names the advisory.
// Roles on every route: guarantees/every-route-is-guarded. Search and its injections: search/search. Small counts and
// early results: results, ballots/no-early-result. What pages do with markup: apps/web/e2e/advisories.
import request from 'supertest'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, aProposal, pass, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
let open: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
})
afterAll(() => platform.stop())

const script = '<img src=x onerror=alert(1)>'

describe('CVE-2026-23891, GHSA-9mvp-w4rr-5c6x: markup in names and titles', () => {
  it('is kept as the text it is and answered as JSON that no browser takes for a page', async () => {
    const author = await platform.as('citizen', { displayName: script, named: 'markup' })
    const { body: proposal, headers } = await author.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ title: `Des arbres ${script}` })).expect(201)
    expect(proposal.title).toBe(`Des arbres ${script}`)
    expect(headers['content-type']).toContain('application/json')
    expect(headers['x-content-type-options']).toBe('nosniff')
    const { headers: file } = await platform.stranger().get(`/api/consultations/${open.slug}/proposals.csv`).expect(200)
    expect(file['content-disposition']).toContain('attachment')
    expect(file['content-security-policy']).toContain('default-src \'none\'')
  })
})

describe('CVE-2026-45376, CVE-2024-43415, CVE-2024-32469, CVE-2023-34090: sort, filter and page', () => {
  const hostile = ['\'', '";--', 'created_at; drop table identity.account', '(select pg_sleep(5))', 'recent,email', '${7*7}', '<svg onload=alert(1)>', '__proto__', '-1', '1e9', 'NaN']
  const lists = () => ['/api/consultations', `/api/consultations/${open.slug}/proposals`, '/api/centres', '/api/municipalities', '/api/search']

  it.each(['sort', 'state', 'theme', 'municipality', 'owner', 'page', 'perPage', 'kind', 'q'])('%s takes what it knows and nothing else, soon', async (parameter) => {
    for (const path of lists()) {
      for (const value of hostile) {
        const { status, body } = await platform.stranger().get(path).query({ ...(path === '/api/search' ? { q: 'place' } : {}), [parameter]: value }).timeout(3_000)
        expect([path, parameter, value, status < 500]).toEqual([path, parameter, value, true])
        if (status >= 400) expect([400, 404, 422]).toContain(status)
        else expect(JSON.stringify(body)).not.toContain('password')
      }
    }
    const { rows } = await platform.db.app.query<{ there: boolean }>(`select to_regclass('identity.account') is not null as there`)
    expect(rows[0]?.there).toBe(true)
  })

  it.each(['email', 'filter[email]', 'author.email_cont', 'account_password_hash_start', 'order'])('a filter that nobody offers is refused: %s', async (parameter) => {
    for (const path of lists()) await platform.stranger().get(path).query({ [parameter]: 'a' }).expect(400)
  })
})

describe('CVE-2023-47634, consul #5532: the same act many times at once', () => {
  it('leaves one support, whoever sends it two hundred times', async () => {
    const author = await platform.as('citizen', { named: 'author' })
    const { body: proposal } = await author.post(`/api/consultations/${open.slug}/proposals`).send(aProposal()).expect(201)
    const supporter = await platform.as('citizen', { named: 'supporter' })
    await supporter.put('/api/account/civil-status').send({ birthSurname: 'Desmet', givenNames: 'Anna', birthDate: '1980-05-04', municipalityCode: '59350' }).expect(204)
    const answers = await Promise.all(Array.from({ length: 200 }, () => supporter.put(`/api/proposals/${proposal.id}/support`)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { rows } = await platform.db.app.query<{ supports: number, counted: number }>(`
      select (select count(*)::integer from consultations.support where proposal_id = $1) as supports, support_count as counted from consultations.proposal where id = $1`, [proposal.id])
    expect(rows).toEqual([{ supports: 1, counted: 1 }])
  })

  it('leaves one proposal of a form that is sent ten times', async () => {
    const author = await platform.as('citizen', { named: 'impatient' })
    const form = aProposal({ title: 'Une fontaine place du marché' })
    await Promise.all(Array.from({ length: 10 }, () => author.post(`/api/consultations/${open.slug}/proposals`).send(form)))
    const { rows } = await platform.db.app.query<{ count: number }>(`select count(*)::integer as count from consultations.proposal where title = 'Une fontaine place du marché'`)
    expect(rows).toEqual([{ count: 1 }])
  })
})

describe('CVE-2026-40869, CVE-2026-40870: what is somebody else\'s', () => {
  it('is not changed by knowing its id', async () => {
    const { body: proposal } = await (await platform.as('citizen', { named: 'owner' })).post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ title: 'À moi seule' })).expect(201)
    const other = await platform.as('citizen', { named: 'other' })
    for (const act of [other.patch(`/api/proposals/${proposal.id}`).send({ title: 'À nous', body: proposal.body, theme: 'environment', version: 1, revision: 1 }), other.post(`/api/proposals/${proposal.id}/withdrawal`)]) {
      expect([400, 403, 404]).toContain((await act).status)
    }
    const { rows } = await platform.db.app.query<{ title: string, state: string }>('select title, state from consultations.proposal where id = $1', [proposal.id])
    expect(rows).toEqual([{ title: 'À moi seule', state: 'submitted' }])
  })
})

describe('CVE-2024-27090: every other representation of a draft', () => {
  it('hides it from strangers, citizens and the staff of another commune', async () => {
    const draft = await aDraft(platform, await platform.as('staff', { place: '59350' }), { title: 'Zanzibar au bord de la Deûle' })
    const readers = [platform.stranger(), await platform.as('citizen'), await platform.as('staff', { place: '59512' }), await platform.as('mediator', { place: 'nowhere' })]
    for (const reader of readers) {
      for (const path of [`/api/consultations/${draft.slug}`, `/api/consultations/${draft.id}`, `/api/consultations/${draft.slug}/proposals`, `/api/consultations/${draft.slug}/proposals.csv`, `/api/consultations/${draft.slug}/proposals.json`, `/api/consultations/${draft.slug}/charter`, `/api/consultations/${draft.slug}/results`, `/api/consultations/${draft.slug}/results.csv`]) {
        expect([path, (await reader.get(path)).status]).toEqual([path, 404])
      }
      for (const path of ['/api/consultations', '/api/consultations?state=all', '/api/consultations?q=zanzibar', '/api/consultations.csv', '/api/consultations.json', '/api/search?q=zanzibar', '/api/charter']) {
        expect([path, JSON.stringify((await reader.get(path).buffer(true)).text).includes('Zanzibar')]).toEqual([path, false])
      }
    }
  })
})

describe('CVE-2026-45414, CVE-2026-45330: the right role in another place', () => {
  it('opens nothing there', async () => {
    const ours = await anAnnounced(platform, await platform.as('staff', { place: '59350' }), { title: 'De Lille' })
    const theirs = await platform.as('staff', { place: '59512' })
    for (const act of [theirs.get(`/api/consultations/${ours.id}/preparation`), theirs.patch(`/api/consultations/${ours.id}`).send({ revision: ours.revision, title: 'De Roubaix' }), theirs.get(`/api/consultations/${ours.id}/exports`), theirs.post(`/api/consultations/${ours.id}/exports`), theirs.post(`/api/consultations/${ours.id}/archiving`)]) {
      expect([403, 404]).toContain((await act).status)
    }
  })
})

describe('CVE-2023-48220: links of mails', () => {
  it.each([['PUT', '/api/email-confirmations/'], ['PUT', '/api/password-resets/']])('%s %s takes no invented, shortened or doubled token', async (_, path) => {
    for (const token of ['x'.repeat(43), 'x', 'null', '..%2f..', '%00', 'A'.repeat(150)]) {
      expect([400, 404]).toContain((await platform.stranger().put(path + token).send({ password: 'une phrase assez longue' })).status)
    }
  })
})

describe('CVE-2023-47635: reading changes nothing', () => {
  it('whoever reads whatever can be read', async () => {
    const administrator = await platform.as('administrator')
    const { body: description } = await request(platform.url).get('/api/openapi.json')
    const count = async () => (await platform.db.owner.query<{ n: string }>(`select sum((xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', schemaname, tablename), false, true, '')))[1]::text::bigint)::text as n
      from pg_tables where schemaname in ('identity', 'consultations', 'inclusion', 'roll', 'urn') and tablename <> 'session'`)).rows[0]?.n
    const before = await count()
    for (const [path, methods] of Object.entries<Record<string, unknown>>(description.paths)) {
      if (!methods.get) continue
      const address = path.replace('{slugOrId}', open.slug).replace('{slug}', open.slug).replaceAll(/\{\w+\}/g, open.id)
      expect([address, (await administrator.get(address).buffer(true)).status < 500]).toEqual([address, true])
    }
    expect(await count()).toBe(before)
  })
})

describe('after the last day', () => {
  it('nothing more is taken by any door that is left open', async () => {
    await pass(platform, '60 days')
    const late = await platform.as('citizen', { named: 'late' })
    const { status } = await late.post(`/api/consultations/${open.slug}/proposals`).send(aProposal())
    expect([403, 409, 422]).toContain(status)
  })
})
