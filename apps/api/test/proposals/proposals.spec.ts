import { PhaseClock } from '@parvis/consultations'
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, aProposal, pass, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
let open: Made
let citizen: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.' })
})
afterAll(() => platform.stop())

const path = () => `/api/consultations/${open.slug}/proposals`
const submit = async (over: Record<string, unknown> = {}, agent = citizen) => (await agent.post(path()).send(aProposal(over)).expect(201)).body
const count = async (sql: string, params: unknown[]) => Number((await platform.db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, params)).rows[0]?.n)
const unknown = '00000000-0000-4000-8000-000000000000'
const status = { birthSurname: 'Lefebvre', givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350' }

async function known(named: string, over: Record<string, unknown> = {}): Promise<TestAgent> {
  const agent = await platform.as('citizen', { named })
  await agent.put('/api/account/civil-status').send({ ...status, birthSurname: named, ...over }).expect(204)
  return agent
}

describe('submitting a proposal', () => {
  it('is for people who are signed in with an address that was proved, while the phase is open', async () => {
    await platform.stranger().post(path()).send(aProposal()).expect(401)
    const unproved = await platform.as('citizen', { named: 'unproved', emailConfirmed: false })
    expect((await unproved.post(path()).send(aProposal()).expect(422)).body.code).toBe('account.email-unconfirmed')
    await citizen.post('/api/consultations/nothing/proposals').send(aProposal()).expect(404)
    const draft = await aDraft(platform, await platform.as('staff'))
    expect((await citizen.post(`/api/consultations/${draft.id}/proposals`).send(aProposal()).expect(404)).body.code).toBe('consultation.unknown')
    await (await platform.as('staff')).post(`/api/consultations/${draft.id}/announcement`).expect(201)
    expect((await citizen.post(`/api/consultations/${draft.id}/proposals`).send(aProposal()).expect(422)).body.code).toBe('phase.not-open')
  })

  it('numbers them, keeps the text as it was meant, and shows the name', async () => {
    const made = await submit({ title: '  Des bancs\nà l’ombre\u202E ', body: 'Première ligne assez longue.\r\nDeuxième <script>alert(1)</script>', municipalityCode: '59355' })
    expect(made).toMatchObject({
      title: 'Des bancs à l’ombre', body: 'Première ligne assez longue.\nDeuxième <script>alert(1)</script>', municipalityCode: '59350', municipalityName: 'Lille',
      authorName: 'Nour B.', channel: 'online', supportCount: 0, mine: true, state: 'submitted', consultation: { slug: open.slug },
      may: { edit: true, withdraw: true, support: true, needsCivilStatus: true }, versions: [{ version: 1 }],
    })
    const read = (await platform.stranger().get(`${path()}/${made.number}`).expect(200)).body
    expect(read).toMatchObject({ mine: false, may: { edit: false, withdraw: false, support: false } })
    expect(read).not.toHaveProperty('authorId')
    for (const number of ['0', '999999', 'x', '1.5', '99999999999']) expect((await platform.stranger().get(`${path()}/${number}`).expect(404)).body.code).toBe('proposal.unknown')
  })

  it('refuses what is too short, too long, elsewhere or no text', async () => {
    for (const over of [{ title: 'abc' }, { title: 'x'.repeat(161) }, { body: 'court' }, { body: 'x'.repeat(8001) }, { theme: 'other-thing' }, { submissionToken: 'x' }, { municipalityCode: '75' }, { title: { $ne: 1 } }, { authorId: unknown }]) {
      expect((await citizen.post(path()).send(aProposal(over)).expect(400)).body.code).toBe('request.invalid')
    }
    expect((await citizen.post(path()).send(aProposal({ title: 'Un titre \0 piégé' })).expect(400)).body.code).toMatch(/^request\./)
    expect((await citizen.post(path()).send(aProposal({ municipalityCode: '75056' })).expect(422)).body).toMatchObject({ code: 'proposal.commune-outside', refusals: [{ at: 'municipalityCode' }] })
  })

  it('makes one of a form sent twenty times at once, and another person cannot take it over', async () => {
    const body = aProposal({ title: 'Une seule fontaine' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => citizen.post(path()).send(body)))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.body.number)).size).toBe(1)
    expect(await count('consultations.proposal where submission_token = $1', [body.submissionToken])).toBe(1)
    const other = await platform.as('citizen', { named: 'other' })
    expect((await other.post(path()).send(body).expect(409)).body.code).toBe('proposal.token-taken')
  })

  it('gives different numbers to people who submit at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => citizen.post(path()).send(aProposal({ title: `Proposition simultanée ${n}`, submissionToken: randomUUID() }))))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.body.number)).size).toBe(20)
  })
})

describe('a proposal', () => {
  it('is edited by its author only, and every version stays', async () => {
    const made = await submit()
    const other = await platform.as('citizen', { named: 'other' })
    await platform.stranger().patch(`/api/proposals/${made.id}`).send({ title: 'Un autre titre' }).expect(401)
    expect((await other.patch(`/api/proposals/${made.id}`).send({ title: 'Un autre titre' }).expect(403)).body.code).toBe('proposal.not-author')
    await citizen.patch(`/api/proposals/${unknown}`).send({ title: 'Un autre titre' }).expect(404)
    const edited = (await citizen.patch(`/api/proposals/${made.id}`).send({ version: 1, title: 'Planter trente arbres' }).expect(200)).body
    expect(edited).toMatchObject({ title: 'Planter trente arbres', editedAt: expect.any(String), versions: [{ version: 1, title: made.title }, { version: 2, title: 'Planter trente arbres' }] })
    expect((await citizen.patch(`/api/proposals/${made.id}`).send({ version: 1, title: 'Planter dix arbres' }).expect(409)).body.code).toBe('proposal.changed-meanwhile')
    // Nothing changed, nothing kept.
    expect((await citizen.patch(`/api/proposals/${made.id}`).send({ title: 'Planter trente arbres' }).expect(200)).body.versions).toHaveLength(2)
  })

  it('is withdrawn by its author, leaves the list, and keeps only its title', async () => {
    const made = await submit({ title: 'À retirer bientôt' })
    const other = await platform.as('citizen', { named: 'other' })
    await platform.stranger().post(`/api/proposals/${made.id}/withdrawal`).expect(401)
    await other.post(`/api/proposals/${made.id}/withdrawal`).expect(403)
    await citizen.post(`/api/proposals/${made.id}/withdrawal`).expect(201)
    expect((await platform.stranger().get(`${path()}/${made.number}`).expect(200)).body).toMatchObject({ state: 'withdrawn', title: 'À retirer bientôt', body: '', versions: [], may: { support: false } })
    expect((await platform.stranger().get(path()).query({ q: 'retirer bientôt' }).expect(200)).body.total).toBe(0)
    expect((await citizen.patch(`/api/proposals/${made.id}`).send({ title: 'Je la reprends' }).expect(422)).body.code).toBe('proposal.withdrawn')
    expect((await (await known('Willem')).put(`/api/proposals/${made.id}/support`).expect(422)).body.code).toBe('proposal.withdrawn')
  })
})

describe('a support', () => {
  it('needs a civil status, the age and the place', async () => {
    const { id } = await submit()
    await platform.stranger().put(`/api/proposals/${id}/support`).expect(401)
    await platform.stranger().delete(`/api/proposals/${id}/support`).expect(401)
    expect((await citizen.put(`/api/proposals/${id}/support`).expect(422)).body.code).toBe('account.civil-status-needed')
    const young = await known('Petit', { birthDate: '2020-01-01' })
    expect((await young.put(`/api/proposals/${id}/support`).expect(422)).body.code).toBe('eligibility.too-young')
    await citizen.put(`/api/proposals/${unknown}/support`).expect(404)
  })

  it('counts a person once, by fifty requests at once and by two accounts', async () => {
    const { id } = await submit({ title: 'Une proposition très soutenue' })
    const [one, two] = [await known('Dubois'), await platform.as('citizen', { named: 'Dubois-bis' })]
    await two.put('/api/account/civil-status').send({ ...status, birthSurname: 'DUBOIS' }).expect(204)
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).put(`/api/proposals/${id}/support`)))
    expect(answers.map((answer) => answer.status).filter((code) => code !== 200)).toEqual([])
    expect(await count('consultations.support where proposal_id = $1', [id])).toBe(1)
    const list = (await two.get(path()).query({ sort: 'supported', perPage: 1 }).expect(200)).body
    expect(list.items).toEqual([expect.objectContaining({ id, supportCount: 1, supportedByMe: true })])
    expect((await platform.stranger().get(path()).query({ sort: 'supported', perPage: 1 })).body.items[0].supportedByMe).toBe(false)
    // Taken back as often as one likes.
    const back = await Promise.all(Array.from({ length: 10 }, () => one.delete(`/api/proposals/${id}/support`)))
    expect(back.map((answer) => [answer.status, answer.body.supported])).toEqual(back.map(() => [200, false]))
    expect((await one.delete(`/api/proposals/${id}/support`).expect(200)).body).toEqual({ supported: false, supportCount: 0, counted: false })
    expect((await one.put(`/api/proposals/${id}/support`).expect(200)).body).toEqual({ supported: true, supportCount: 1, counted: true })
  })

  it('counts an account once, whatever civil status it gives meanwhile', async () => {
    const { id } = await submit({ title: 'Soutenue sous trois noms' })
    const agent = await known('Lemaire')
    const support = async () => (await agent.put(`/api/proposals/${id}/support`).expect(200)).body
    expect(await support()).toEqual({ supported: true, supportCount: 1, counted: true })
    for (const birthSurname of ['Lemaire-Deux', 'Lemaire-Trois']) {
      await agent.put('/api/account/civil-status').send({ ...status, birthSurname }).expect(204)
      const answers = await Promise.all(Array.from({ length: 5 }, support))
      expect(answers).toEqual(answers.map(() => ({ supported: true, supportCount: 1, counted: true })))
      expect(await count('consultations.support where proposal_id = $1', [id])).toBe(1)
      // The support follows the account to its new name.
      expect((await agent.get(path()).query({ sort: 'supported', perPage: 50 }).expect(200)).body.items.find((item: { id: string }) => item.id === id)).toMatchObject({ supportedByMe: true, supportCount: 1 })
    }
    // Under the name of somebody who supports already, nothing is added, and what was taken back is taken back once.
    const other = await known('Autre')
    await other.put(`/api/proposals/${id}/support`).expect(200)
    await agent.put('/api/account/civil-status').send({ ...status, birthSurname: 'Autre' }).expect(204)
    expect(await support()).toEqual({ supported: true, supportCount: 2, counted: true })
    expect(await count('consultations.support where proposal_id = $1', [id])).toBe(2)
  })

  it('adds up when many people support at once', async () => {
    const { id } = await submit({ title: 'Soutenue par beaucoup' })
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => known(`Personne${'abcdefghijkl'[n]}`)))
    const answers = await Promise.all(people.flatMap((agent) => [agent, agent, agent].map((same) => same.put(`/api/proposals/${id}/support`))))
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    expect((await platform.db.owner.query('select support_count from consultations.proposal where id = $1', [id])).rows[0].support_count).toBe(12)
    expect(await count('consultations.support where proposal_id = $1', [id])).toBe(12)
  })
})

describe('the list', () => {
  it('finds words by accent and by stem', async () => {
    const velo = await submit({ title: 'Un garage pour tous', body: 'Nous voulons garer un velo en bas de chaque immeuble du quartier.', theme: 'mobility' })
    const velos = await submit({ title: 'Des pistes plus larges', body: 'Les vélos doivent pouvoir doubler sans danger sur le boulevard.', theme: 'mobility', municipalityCode: '59512' })
    const find = async (query: object) => (await platform.stranger().get(path()).query(query).expect(200)).body.items.map((item: { id: string }) => item.id).sort()
    expect(await find({ q: 'vélos' })).toEqual([velo.id, velos.id].sort())
    expect(await find({ q: 'VELO' })).toEqual([velo.id, velos.id].sort())
    expect(await find({ q: 'piste large' })).toEqual([velos.id])
    expect(await find({ q: '"bas de chaque"' })).toEqual([velo.id])
    expect(await find({ q: 'vélo -boulevard' })).toEqual([velo.id])
    expect(await find({ theme: 'mobility', municipality: '59512' })).toEqual([velos.id])
    expect(await find({ q: "<script>' | !&(" })).toEqual(expect.any(Array))
    await platform.stranger().get(path()).query({ sort: 'random()' }).expect(400)
    await platform.stranger().get(path()).query({ perPage: 51 }).expect(400)
  })

  it('has pages that do not overlap, in every order', async () => {
    for (const sort of ['recent', 'oldest', 'supported']) {
      const pages = await Promise.all([1, 2, 3].map(async (page) => (await platform.stranger().get(path()).query({ sort, page, perPage: 7 }).expect(200)).body))
      const ids = pages.flatMap((page) => page.items.map((item: { id: string }) => item.id))
      expect(new Set(ids).size).toBe(21)
      expect(new Set(pages.map((page) => page.total)).size).toBe(1)
    }
    const beyond = (await platform.stranger().get(path()).query({ page: 500 }).expect(200)).body
    expect(beyond.items).toEqual([])
    expect(beyond.total).toBeGreaterThan(21)
  })

  it('is exported for spreadsheets without anything that runs', async () => {
    await submit({ title: '=HYPERLINK("http://example.org")', body: '@SUM(1+1) et du texte ; avec "guillemets", et une ligne\nde plus.' })
    const answer = await platform.stranger().get(`${path()}.csv`).expect(200)
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    const text = answer.text
    expect(text.replace(/^\uFEFF/, '').split('\r\n')[0]).toBe('identifiant,numero,titre,texte,thematique,commune_insee,commune,lieu,lat,lon,auteur,canal,soutiens,soutiens_importes,source,source_id,source_url,reponse,reponse_texte,reponse_cout_euros,reponse_debut,reponse_fin,reponse_date,suivi,date_depot,date_modification,etat,coauteurs,reunie_ou_partagee_dans,issue_de,tiree_de_l_amendement_a,amendements_acceptes,fichiers,fichiers_descriptions')
    expect(text).toContain(`'=HYPERLINK`)
    expect(text).not.toMatch(/(^|,|")=HYPERLINK/)
    await platform.stranger().get('/api/consultations/nothing/proposals.csv').expect(404)
  })
})

describe('while the phase closes', () => {
  it('everybody gets an answer, and nothing enters after the close', async () => {
    const other = await withProposalsOpen(platform, await platform.as('staff'), { title: 'Une autre consultation' })
    await platform.db.app.query(`update consultations.phase set closes_at = platform.clock() + interval '1 s' where consultation_id = $1 and kind = 'proposals'`, [other.id])
    const target = (await citizen.post(`/api/consultations/${other.id}/proposals`).send(aProposal()).expect(201)).body
    const person = await known('Carpentier')
    const clock = platform.app.get(PhaseClock, { strict: false })
    const answers: { status: number }[] = []
    const until = Date.now() + 2500
    await Promise.all([
      ...Array.from({ length: 6 }, async (_, n) => {
        while (Date.now() < until) answers.push(n % 2 ? await person.put(`/api/proposals/${target.id}/support`) : await citizen.post(`/api/consultations/${other.id}/proposals`).send(aProposal()))
      }),
      (async () => { while (Date.now() < until) await clock.tick() })(),
    ])
    expect(new Set(answers.map(({ status: code }) => code))).toEqual(new Set([200, 201, 422]))
    const { rows: [row] } = await platform.db.owner.query(`
      select p.state, (select count(*)::integer from consultations.proposal r where r.phase_id = p.id and r.created_at >= p.closes_at) as late from consultations.phase p where p.consultation_id = $1 and p.kind = 'proposals'`, [other.id])
    expect(row).toEqual({ state: 'closed', late: 0 })
  })
})

describe('suspended, then over', () => {
  it('takes nothing more', async () => {
    const made = await submit()
    const person = await known('Vermeulen')
    const guardian = await platform.as('guardian')
    await guardian.post(`/api/consultations/${open.id}/suspension`).send({ reason: 'Une erreur dans le dossier doit être corrigée.' }).expect(201)
    const refused = async (code: string) => {
      for (const answer of [
        await citizen.post(path()).send(aProposal()), await citizen.patch(`/api/proposals/${made.id}`).send({ title: 'Encore un titre' }),
        await citizen.post(`/api/proposals/${made.id}/withdrawal`), await person.put(`/api/proposals/${made.id}/support`), await person.delete(`/api/proposals/${made.id}/support`),
      ]) expect([answer.status, answer.body.code]).toEqual([422, code])
    }
    await refused('consultation.suspended')
    await guardian.delete(`/api/consultations/${open.id}/suspension`).expect(200)
    await pass(platform, '45 days')
    await refused('phase.not-open')
    expect((await platform.stranger().get(`${path()}/${made.number}`).expect(200)).body.may).toEqual({ edit: false, withdraw: false, support: false, needsCivilStatus: false, invite: false, leave: false, amend: false, answerAmendments: false })
  })
})
