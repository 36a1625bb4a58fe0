import { ConsultationExports, DiscussionFiles } from '@parvis/consultations'
import { csvOf, Outbox } from '@parvis/platform'
import { createHash, randomUUID } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { aVoter, closeVote, sealVote, signedIn, vote, withVoteOpen } from '../support/votes'

interface ExportBody {
  id: string
  state: string
  bytes: number
  sha256: string
}

let platform: TestPlatform
let staff: TestAgent
let consultationId: string
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await signedIn(platform, 'staff')
  const made = await withProposalsOpen(platform, staff)
  consultationId = made.id
  const citizen = await signedIn(platform, 'citizen', { displayName: 'Maud' })
  await citizen.post(`/api/consultations/${made.slug}/proposals`).send(aProposal({ title: '=HYPERLINK("x")' })).expect(201)
  const { number } = (await citizen.post(`/api/consultations/${made.slug}/proposals`).send(aProposal({ title: 'Je retire celle-ci' })).expect(201)).body as { number: number }
  const { body: { items } } = await citizen.get(`/api/consultations/${made.slug}/proposals`).expect(200) as { body: { items: { id: string, number: number }[] } }
  await citizen.delete(`/api/proposals/${items.find(item => item.number === number)?.id}`)
  staff = await signedIn(platform, 'staff')
})
afterAll(() => platform.stop())

const asked = async (id = consultationId) => (await staff.post(`/api/consultations/${id}/exports`).expect(202)).body as ExportBody
const listed = async (id = consultationId) => ((await staff.get(`/api/consultations/${id}/exports`).expect(200)).body as { items: ExportBody[] }).items
const file = (id: string) => staff.get(`/api/exports/${id}/file`).buffer(true).parse(binary as never)

function binary(answer: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const pieces: Buffer[] = []
  answer.on('data', (piece: Buffer) => pieces.push(piece))
  answer.on('end', () => done(null, Buffer.concat(pieces)))
}

describe('who may have the complete file', () => {
  it('staff of the place that the consultation belongs to, signed in', async () => {
    const { id } = await asked()
    await platform.settle()
    for (const [method, path] of [['post', `/api/consultations/${consultationId}/exports`], ['get', `/api/consultations/${consultationId}/exports`], ['get', `/api/exports/${id}/file`]] as const) {
      expect((await platform.stranger()[method](path).expect(401)).body.code).toBe('access.sign-in-needed')
      for (const role of ['citizen', 'guardian', 'administrator'] as const) expect((await (await signedIn(platform, role))[method](path).expect(403)).body.code).toBe('access.forbidden')
    }
    const lille = await signedIn(platform, 'staff', { place: '59350' })
    expect((await lille.post(`/api/consultations/${consultationId}/exports`).expect(403)).body.code).toBe('place.other')
    expect((await lille.get(`/api/consultations/${consultationId}/exports`).expect(403)).body.code).toBe('place.other')
    // That there is one is not told.
    const refusal = async (which: string) => ({ ...(await lille.get(`/api/exports/${which}/file`).expect(404)).body as object, instance: '' })
    expect(await refusal(id)).toEqual(await refusal(randomUUID()))
    await file(id).expect(200)
  })

  it('nobody of a draft', async () => {
    const { id } = await aDraft(platform, staff)
    expect((await staff.post(`/api/consultations/${id}/exports`).expect(409)).body.code).toBe('export.draft')
  })
})

describe('the complete file', () => {
  it('is made in the background, one at a time, with a trace of who took it', async () => {
    const made = await asked()
    expect(made).toMatchObject({ state: 'waiting', bytes: null })
    expect((await staff.post(`/api/consultations/${consultationId}/exports`).expect(409)).body.code).toBe('export.under-way')
    expect((await file(made.id).expect(409))).toBeDefined()
    await platform.settle()
    const [ready] = await listed()
    expect(ready).toMatchObject({ id: made.id, state: 'ready', bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })

    const answer = await file(made.id).expect(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/zip', 'cache-control': 'no-store', 'content-length': String(ready?.bytes), 'content-disposition': expect.stringMatching(/^attachment; filename="[a-z0-9-]+\.zip"$/) })
    const zip = answer.body as Buffer
    expect(createHash('sha256').update(zip).digest('hex')).toBe(ready?.sha256)
    const files = Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, content]) => [name, strFromU8(content)]))
    expect(Object.keys(files)).toEqual(['consultation.json', 'propositions.csv', 'reponses.csv', 'suivi.csv', 'debats.csv', 'commentaires.csv', 'rencontres.csv', 'journal.csv', 'interne/etudes.csv'])
    expect(JSON.parse(files['consultation.json'] ?? '')).toMatchObject({ consultation: { id: consultationId, title: 'Rafraîchir nos places' } })
    expect(files['propositions.csv']).toContain(`'=HYPERLINK`)
    expect(files['journal.csv']).toContain('consultation.announced')
    // Every column of every table stands in the dictionary.
    const dictionary = readFileSync(join(__dirname, '../../../../docs/data-dictionary.md'), 'utf8')
    for (const [name, content] of Object.entries(files).filter(([name]) => name.endsWith('.csv'))) {
      const section = dictionary.split(/^## /m).find((text) => text.startsWith(`\`${name}\``))
      expect([name, [...(section ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, column]) => column)]).toEqual([name, content.replace(/^\uFEFF/, '').split('\r\n')[0]?.split(',')])
    }
    // What citizens did, and who of the staff, is not in it.
    expect(files['journal.csv']).not.toMatch(/proposal\.|@example|[0-9a-f-]{36},[0-9a-f-]{36}/)
    const { rows } = await platform.db.app.query(`select distinct action from platform.audit_entry where action like 'export.%' order by 1`)
    expect(rows).toEqual([{ action: 'export.downloaded' }, { action: 'export.requested' }])
  })

  it('is whole when the process dies half way, and does not mix two attempts', async () => {
    const made = await asked()
    const outbox = platform.app.get(Outbox)
    const [first] = await outbox.claim()
    await platform.db.app.query('insert into consultations.export_part (export_id, attempt, position, content) values ($1, 1, 0, $2), ($1, 1, 7, $2)', [made.id, Buffer.from('half')])
    await platform.db.app.query(`update platform.outbox set locked_until = clock_timestamp() - interval '1 s' where id = $1`, [first?.id])
    await outbox.drain()
    expect(Object.keys(unzipSync((await file(made.id).expect(200)).body as Buffer))).toContain('propositions.csv')
    // A ticket that comes late makes nothing again.
    const parts = () => platform.db.app.query('select export_id, attempt, position from consultations.export_part order by 1, 2, 3').then(({ rows }) => rows)
    const before = await parts()
    await platform.db.app.query(`update platform.outbox set done_at = null where id = $1`, [first?.id])
    await outbox.drain()
    expect(await parts()).toEqual(before)
  })

  it('that fails in the middle is failed, never ready: nobody has half a file', async () => {
    const broken = jest.spyOn(DiscussionFiles.prototype, 'commentsCsv').mockImplementation(() => csvOf(['a'], (async function* () {
      yield { a: 1 }
      throw new Error('The disk is gone')
    })()))
    const made = await asked()
    await platform.db.app.query(`update platform.outbox set attempts_allowed = 1 where payload->>'exportId' = $1`, [made.id])
    await platform.settle()
    broken.mockRestore()
    expect((await listed())[0]).toMatchObject({ id: made.id, state: 'failed', bytes: null, sha256: null })
    expect((await file(made.id).expect(409))).toBeDefined()
    // It does not stand in the way of the next, which is whole.
    await asked()
    await platform.settle()
    expect((await listed())[0]).toMatchObject({ state: 'ready' })
  })

  it('that failed for good does not stand in the way', async () => {
    const made = await asked()
    await platform.db.app.query(`update platform.outbox set failed_at = clock_timestamp() where payload->>'exportId' = $1`, [made.id])
    expect((await listed())[0]).toMatchObject({ id: made.id, state: 'failed' })
    await asked()
    await platform.settle()
    expect((await listed()).map(({ id }) => id)).not.toContain(made.id)
  })

  it('is kept for seven days, three at most', async () => {
    for (let n = 0; n < 4; n++) {
      await asked()
      await platform.settle()
    }
    const kept = await listed()
    expect(kept).toHaveLength(3)
    await platform.moveClock('7 days 1 minute')
    staff = await signedIn(platform, 'staff')
    await file(kept[0]?.id ?? '').expect(404)
    await platform.app.get(ConsultationExports).expire()
    expect(await listed()).toEqual([])
    expect((await platform.db.app.query('select 1 from consultations.export_part')).rowCount).toBe(0)
  })

  it('holds results once they are public, small counts hidden', async () => {
    const open = await withVoteOpen(platform)
    for (const named of ['anna', 'bela', 'cira']) await vote(await aVoter(platform, named), open.voteId, ['o1'])
    const namesNow = async () => {
      staff = await signedIn(platform, 'staff')
      const { id } = await asked(open.consultationId)
      await platform.settle()
      return unzipSync((await file(id).expect(200)).body as Buffer)
    }
    expect(Object.keys(await namesNow()).filter(name => /resultat|participation|bulletins/.test(name))).toEqual([])
    await closeVote(platform)
    await sealVote(platform, open)
    await open.staff.post(`/api/votes/${open.voteId}/publication`).send({ headline: 'Des arbres', nextSteps: 'Le conseil décide.' }).expect(201)
    const files = await namesNow()
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['resultats.json', 'resultat-1.csv', 'participation-1.csv']))
    expect(Object.keys(files)).not.toContain('bulletins-1.txt')
    expect(strFromU8(files['participation-1.csv'] ?? new Uint8Array())).not.toMatch(/,[1-9]\r?$/m)
  })
})

it('a count says how far it is, to who waits for it', async () => {
  const open = await withVoteOpen(platform)
  await vote(await aVoter(platform, 'dora'), open.voteId, ['o2'])
  await closeVote(platform)
  await platform.moveClock('8 days')
  await signedIn(platform, 'staff')
  await open.staff.post(`/api/votes/${open.voteId}/sealing`).expect(201)
  const waits = async () => (await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(409)).body as { code: string, facts: object }
  expect(await waits()).toMatchObject({ code: 'tally.in-progress', facts: { job: 'waiting' } })
  await platform.db.app.query(`update platform.outbox set locked_until = clock_timestamp() + interval '30 s', attempts = 1, progress_done = 500, progress_total = 1000, progress_at = clock_timestamp() where kind = 'vote.sealed' and done_at is null`)
  expect(await waits()).toMatchObject({ facts: { job: 'running', done: 500, total: 1000 } })
  await platform.db.app.query(`update platform.outbox set locked_until = null where kind = 'vote.sealed' and done_at is null`)
  await platform.settle()
  await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(200)
})
