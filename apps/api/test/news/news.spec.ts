import type TestAgent from 'supertest/lib/agent'
import { NewsCollector } from '../../../../libs/consultations/src/news/news-collector.service'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { anAnnounced, aProposal, inDays, pass, withCentres } from '../support/consultations'
import { signedIn } from '../support/votes'

interface Item { id: string, kind: string, sentence: string, count: number, phase: string | null, proposal: string | null, number: number | null, consultation: { slug: string, title: string } }

let platform: TestPlatform
let staff: TestAgent
let citizen: TestAgent
let id: string
let slug: string
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff', { place: '59350' })
  ;({ id, slug } = await anAnnounced(platform, staff, { title: 'Rafraîchir nos places' }))
  await pass(platform, '21 days')
  staff = await signedIn(platform, 'staff', { place: '59350' })
  citizen = await signedIn(platform, 'citizen')
  await platform.settle()
})
afterAll(() => platform.stop())

const news = async (query = ''): Promise<{ total: number, items: Item[] }> => (await platform.stranger().get(`/api/news${query}`).expect(200)).body as { total: number, items: Item[] }
const told = async (query = '') => (await news(query)).items.map(({ kind }) => kind)
const mine = async () => ((await citizen.get('/api/account/news').expect(200)).body as { items: Item[] }).items

it('tells each event once, however often and by how many it is collected', async () => {
  const collector = platform.app.get(NewsCollector)
  await Promise.all(Array.from({ length: 20 }, () => collector.collect()))
  expect(await told(`?consultation=${slug}`)).toEqual(['phase.opened', 'consultation.announced'])
  expect((await news(`?consultation=${id}`)).items[0]).toMatchObject({ sentence: 'news_opened', count: 1, phase: 'Vos idées', consultation: { slug, title: 'Rafraîchir nos places' } })
})

it('is found by consultation, theme and commune, and by nothing else', async () => {
  for (const query of ['', '?theme=environment', '?municipality=59350', `?consultation=${slug}&theme=environment&municipality=59350`]) expect([query, await told(query)]).toEqual([query, ['phase.opened', 'consultation.announced']])
  for (const query of ['?theme=sport', '?municipality=59512', `?consultation=${slug}&theme=sport`]) expect([query, await told(query)]).toEqual([query, []])
  for (const query of ['?consultation=inconnue', '?municipality=75056']) expect((await platform.stranger().get(`/api/news${query}`)).status).toBe(404)
  expect((await platform.stranger().get('/api/news?theme=inconnu')).status).toBe(400)
})

it('tells the proposals of a consultation, those of a day as one for who follows it, and none that was withdrawn', async () => {
  await citizen.put(`/api/account/follows/consultation/${id}`).expect(204)
  const numbers: number[] = []
  for (const title of ['Une fontaine place aux Bleuets', '<script>alert(1)</script> & co', 'Des bancs à l’ombre des tilleuls']) {
    numbers.push(((await citizen.post(`/api/consultations/${id}/proposals`).send(aProposal({ title })).expect(201)).body as { number: number }).number)
  }
  await platform.settle()
  expect((await news(`?consultation=${slug}`)).items.slice(0, 3).map(({ proposal }) => proposal)).toEqual(['Des bancs à l’ombre des tilleuls', '<script>alert(1)</script> & co', 'Une fontaine place aux Bleuets'])
  expect(await told()).not.toContain('proposal.submitted')
  expect((await mine())[0]).toMatchObject({ kind: 'proposal.submitted', sentence: 'news_proposals', count: 3 })

  const gone = numbers[0] ?? 0
  const { body: { id: proposalId } } = await citizen.get(`/api/consultations/${slug}/proposals/${gone}`).expect(200)
  await citizen.put(`/api/account/follows/proposal/${String(proposalId)}`).expect(204)
  await citizen.post(`/api/proposals/${String(proposalId)}/withdrawal`).expect(201)
  await platform.settle()
  expect((await news(`?consultation=${slug}`)).items.map(({ proposal }) => proposal)).not.toContain('Une fontaine place aux Bleuets')
  expect((await mine())[0]).toMatchObject({ kind: 'proposal.withdrawn', number: gone, proposal: null })
  expect((await mine())[1]).toMatchObject({ kind: 'proposal.submitted', count: 2 })
})

it('tells extensions and suspensions', async () => {
  const { body } = await staff.get(`/api/consultations/${id}`).expect(200)
  const phase = (body.phases as { id: string }[])[0]
  await staff.post(`/api/consultations/${id}/phases/${phase?.id ?? ''}/extensions`).send({ closesAt: await inDays(platform, 45, 18), reason: 'Les centres étaient fermés pendant la semaine.' }).expect(201)
  const guardian = await signedIn(platform, 'guardian')
  await guardian.post(`/api/consultations/${id}/suspension`).send({ reason: 'Une vérification est en cours sur ce dossier.' }).expect(201)
  await guardian.delete(`/api/consultations/${id}/suspension`)
  await platform.settle()
  expect((await told('?municipality=59350')).slice(0, 3)).toEqual(['consultation.resumed', 'consultation.suspended', 'phase.extended'])
})
