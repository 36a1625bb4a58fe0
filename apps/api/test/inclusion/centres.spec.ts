import { InclusionFacts } from '@parvis/consultations'
import { startApp, type TestPlatform } from '../support/app'
import { withTerritory } from '../support/territory'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await platform.db.owner.query(`
    insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, access, languages, serves, active) values
    ('wazemmes', 'La Fabrique', 'Association', '59350', '14 rue des Sarrazins', '59000', '0353010101', '{mardi 9 h à 12 h}', 'De plain-pied', '{français,arabe}', '{59350,59009}', true),
    ('roubaix', 'Maison du numérique', 'Centre social', '59512', '27 rue du Coq français', '59100', '0353010202', '{lundi 9 h à 12 h}', '', '{}', '{59512,59650,59009}', true),
    ('ancien', 'Ancien centre', 'Association', '59599', '1 rue vide', '59200', '0353010303', '{}', '', '{}', '{59599,59421}', false)`)
})
afterAll(() => platform.stop())

const slugs = async (query: string): Promise<string[]> => {
  const { body } = await platform.stranger().get(`/api/centres${query}`).expect(200)
  return (body as { items: { slug: string }[] }).items.map(({ slug }) => slug)
}

describe('centres', () => {
  it.each([
    ['', ['wazemmes', 'roubaix']],
    ['?municipality=59350', ['wazemmes']],
    ['?municipality=59355', ['wazemmes']],
    ['?municipality=59650', ['roubaix']],
    ['?municipality=59009', ['wazemmes', 'roubaix']],
    ['?postalCode=59160', ['wazemmes']],
    ['?postalCode=59100', ['roubaix']],
    ['?municipality=59599', []],
    ['?municipality=75056', []],
    ['?postalCode=75001', []],
  ])('near %s: %j', async (query, expected) => expect(await slugs(query)).toEqual(expected))

  it('of the commune itself come before those that visit it', async () => {
    await platform.db.owner.query(`update inclusion.centre set serves = serves || '59350'::text where slug = 'roubaix'`)
    expect(await slugs('?municipality=59350')).toEqual(['wazemmes', 'roubaix'])
    await platform.db.owner.query(`update inclusion.centre set serves = array_remove(serves, '59350') where slug = 'roubaix'`)
  })

  it('say where they are, when they are open and whom they receive', async () => {
    const { body } = await platform.stranger().get('/api/centres/wazemmes').expect(200)
    expect(body).toMatchObject({
      id: expect.any(String), slug: 'wazemmes', name: 'La Fabrique', organisation: 'Association', municipality: { code: '59350', name: 'Lille' }, address: '14 rue des Sarrazins', postalCode: '59000', phone: '0353010101',
      hours: ['mardi 9 h à 12 h'], access: 'De plain-pied', languages: ['français', 'arabe'], serves: [{ code: '59350', name: 'Lille' }, { code: '59009', name: 'Villeneuve-d\'Ascq' }],
    })
  })

  it('name the communes that a question was understood as', async () => {
    const { body } = await platform.stranger().get('/api/centres?municipality=59355').expect(200)
    expect(body.municipalities).toEqual([{ code: '59350', name: 'Lille' }])
  })

  it('that are closed or were never there are unknown', async () => {
    await platform.stranger().get('/api/centres/ancien').expect(404).expect(({ body }) => expect(body.code).toBe('centre.unknown'))
    await platform.stranger().get('/api/centres/nulle-part').expect(404)
    await platform.stranger().get('/api/centres?municipality=lille').expect(400)
  })
})

describe('what centres say of themselves', () => {
  interface Item { slug: string, kilometres: number | null, standing: { state: string, until: string | null, next: { day: string, opens: string } | null, closure: { reason: string } | null, today: string } }
  const found = async (query: string): Promise<Item[]> => ((await platform.stranger().get(`/api/centres${query}`).expect(200)).body as { items: Item[] }).items
  beforeAll(async () => {
    await platform.db.owner.query(`
      update inclusion.centre set opening_hours = '24/7', services = '{Utilisation sécurisée du numérique}', specific_care = '{Surdité}', accessibility = '{step-free,induction-loop}', access_modes = '{Se présenter}', fees = '{Gratuit}',
        latitude = 50.62, longitude = 3.05 where slug = 'wazemmes';
      update inclusion.centre set opening_hours = '24/7', access_modes = '{Téléphoner}', latitude = 50.69, longitude = 3.17 where slug = 'roubaix';
      insert into inclusion.centre_closure (centre_id, from_day, to_day, reason) select id, platform.today(), platform.today() + 3, 'Travaux' from inclusion.centre where slug = 'roubaix'`)
  })

  it('whether one can come now, until when, and why not', async () => {
    const [here, away] = await found('?municipality=59009')
    expect(here).toMatchObject({ slug: 'wazemmes', standing: { state: 'open', until: '24:00', next: null, closure: null } })
    expect(away).toMatchObject({ slug: 'roubaix', standing: { state: 'closed', closure: { reason: 'Travaux' }, next: { opens: '00:00' } } })
    const page = (await platform.stranger().get('/api/centres/roubaix').expect(200)).body
    expect(page.days.map(({ closed }: { closed: string | null }) => closed)).toEqual(['Travaux', 'Travaux', 'Travaux', 'Travaux', null, null, null])
    expect(page.closures).toHaveLength(1)
  })

  it('how far they are from the commune that is asked for, when it is known', async () => {
    expect((await found('?municipality=59350')).map(({ slug, kilometres }) => [slug, kilometres])).toEqual([['wazemmes', 0]])
    expect((await found('')).map(({ kilometres }) => kilometres)).toEqual([null, null])
  })

  it.each([
    ['?openNow=true', ['wazemmes']], ['?openNow=false', ['wazemmes', 'roubaix']], [`?service=${encodeURIComponent('Utilisation sécurisée du numérique')}`, ['wazemmes']], [`?care=${encodeURIComponent('Surdité')}`, ['wazemmes']], ['?access=induction-loop', ['wazemmes']],
    ['?language=arabe', ['wazemmes']], ['?how=walk-in', ['wazemmes']], ['?how=appointment', ['roubaix']], ['?free=true', ['wazemmes']], ['?municipality=59512&free=true', []],
  ])('%s: %j', async (query, expected) => expect(await slugs(query)).toEqual(expected))

  it.each(['?service=Poterie', '?access=stairs', '?how=never', '?openNow=perhaps'])('refuses %s', async (query) => {
    await platform.stranger().get(`/api/centres${query}`).expect(400)
  })

  it('are a file of the national schema, without those that are not shown, and nothing runs in a spreadsheet', async () => {
    await platform.db.owner.query(`update inclusion.centre set name = '=cmd' where slug = 'roubaix'`)
    const places = (await platform.stranger().get('/api/centres.json').expect(200)).body as Record<string, unknown>[]
    expect(places.map(({ nom }) => nom).sort()).toEqual(['=cmd', 'La Fabrique'])
    expect(places.find(({ nom }) => nom === 'La Fabrique')).toMatchObject({ commune: 'Lille', code_insee: '59350', code_postal: '59000', adresse: '14 rue des Sarrazins', latitude: 50.62, horaires: '24/7', services: 'Utilisation sécurisée du numérique', frais_a_charge: 'Gratuit', itinerance: 'Fixe', source: 'parvis' })
    const { text } = await platform.stranger().get('/api/centres.csv').expect(200)
    expect(text.split('\r\n')[0]).toMatch(/^\uFEFF?id,pivot,nom,commune,code_postal,code_insee,adresse/)
    expect(text).toContain(`'=cmd`)
    await platform.db.owner.query(`update inclusion.centre set name = 'Maison du numérique' where slug = 'roubaix'`)
  })

  it('are found by what they offer', async () => {
    const hits = (await platform.stranger().get('/api/search').query({ q: 'sécurisée' }).expect(200)).body.items as { title: string }[]
    expect(hits.map(({ title }) => title)).toContain('La Fabrique')
  })
})

describe('what consultations ask of inclusion', () => {
  const ask = (communes: string[], over: object = {}) => platform.app.get(InclusionFacts).of({
    title: 'Rafraîchir nos places', summary: 'Il fait chaud en ville. Dites où vous voulez plus d’ombre. Vos idées seront lues. Puis chacun pourra choisir.',
    communes, nonDigitalWays: ['centre'], durationDays: 40, hasVote: false, ...over,
  })

  it('is answered from the centres that are active, by inhabitants served', async () => {
    const { rows: [population] } = await platform.db.owner.query<{ lille: number, tourcoing: number }>(`
      select (select population from identity.municipality where code = '59350') as lille, (select population from identity.municipality where code = '59599') as tourcoing`)
    const answer = await ask(['59350', '59599'])
    expect(answer).toMatchObject({
      inPersonCentres: 1, populationCovered: population?.lille, populationInScope: (population?.lille ?? 0) + (population?.tourcoing ?? 0),
      requiredTier: 'T2_READABLE', attainedTier: 'T1_LEGAL', pendingBatches: 0, unsyncedDevices: 0,
    })
    expect(answer.requirements.filter(({ status }) => status !== 'PASS').map(({ code }) => code)).toEqual(['CENTRE-01'])
  })

  it('holds where every commune is served, and not without a way that needs no internet', async () => {
    expect(await ask(['59350', '59650', '59350'])).toMatchObject({ attainedTier: 'T2_READABLE', inPersonCentres: 2 })
    expect(await ask(['59350'], { nonDigitalWays: [] })).toMatchObject({ attainedTier: null })
    expect((await ask(['59599'])).attainedTier).toBe('T1_LEGAL')
  })
})

describe('the middle of a commune, and how many there are', () => {
  interface Found { total: number, items: { slug: string, kilometres: number | null }[] }
  const found = async (query: string): Promise<Found> => (await platform.stranger().get(`/api/centres${query}`).expect(200)).body as Found

  it('is that of its outline, and of its own centres where none was imported', async () => {
    expect((await found('?municipality=59350')).items).toMatchObject([{ slug: 'wazemmes', kilometres: 0 }])
    // A square whose middle, 3.05 and 50.65, is 3.3 km north of the only centre there.
    await withTerritory(platform)
    expect((await found('?municipality=59350&free=false')).items).toMatchObject([{ slug: 'wazemmes', kilometres: 3.3 }])
    await platform.db.owner.query('delete from identity.municipality_shape')
  })

  it('is told of more than five thousand, in the order of everybody, open now or not', async () => {
    await platform.db.owner.query(`
      insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, serves, opening_hours, latitude, longitude)
      select 'foule-' || n, 'Lieu ' || lpad(n::text, 5, '0'), 'Association', '59599', '1 rue vide', '59200', '', '{}', '{59599}', case when n % 2 = 0 then '24/7' else '' end, 50.72 + n * 0.00001, 3.15
      from generate_series(1, 6001) n`)
    const all = await found('?municipality=59599')
    expect([all.total, all.items.length]).toEqual([6001, 200])
    const nearest = all.items.map(({ kilometres }) => kilometres ?? 99)
    expect(nearest).toEqual([...nearest].sort((one, other) => one - other))
    const open = await found('?municipality=59599&openNow=true')
    expect([open.total, open.items.length]).toEqual([3000, 200])
    expect(open.items.every(({ slug }) => Number(slug.split('-')[1]) % 2 === 0)).toBe(true)
    expect((await found('?municipality=59599&how=walk-in')).total).toBe(0)
    await platform.db.owner.query(`delete from inclusion.centre where slug like 'foule-%'`)
  })
})
