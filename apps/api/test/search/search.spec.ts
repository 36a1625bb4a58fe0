import type { PageText } from '@parvis/texts'
import { randomUUID } from 'node:crypto'
import { seedSitePages } from '../../../../seeds/site-pages'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

interface Item { kind: string, title: string, excerpt: { text: string, marked: boolean }[], locale: string, consultation: { slug: string, state: string, suspended: boolean } | null, number: number | null, centre: { slug: string, municipalityName: string } | null, path: string | null }
interface Answer { items: Item[], total: number, page: number, perPage: number, counts: Record<string, number>, matched: string, didYouMean: string | null }

const PAGES: PageText[] = [
  { path: '/aide#papier', locale: 'fr', title: 'Participer sur papier', body: 'Sa page indique où prendre le formulaire et où le déposer.' },
  { path: '/aide#papier', locale: 'en', title: 'Take part on paper', body: 'Its page says where to find the form and where to hand it in.' },
  { path: '/aide#papier', locale: 'nl', title: 'Op papier deelnemen', body: 'De pagina zegt waar u het formulier vindt en waar u het inlevert.' },
  { path: '/recu', locale: 'fr', title: 'Vérifier mon récépissé', body: 'Avec ce code, vous vérifiez que votre vote est bien là.' },
]

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await platform.db.owner.query(`
    insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, access, languages, serves, active) values
    ('wazemmes', 'La Fabrique du numérique', 'Les Mains à la souris', '59350', '14 rue des Sarrazins', '59000', '0353010101', '{mardi 9 h à 12 h}', 'Boucle magnétique à l’accueil.', '{français,arabe}', '{59350,59009}', true),
    ('roubaix', 'Maison des services', 'Centre social du Trichon', '59512', '27 rue du Coq français', '59100', '0353010202', '{lundi}', 'Rampe', '{}', '{59512}', true),
    ('ancien', 'Ancienne fabrique fermée', 'Association', '59599', '1 rue vide', '59200', '0353010303', '{}', '', '{}', '{59599}', false)`)
  await consultation('places', 'running', { title: 'Rafraîchir nos places', summary: 'Il fait chaud en ville. Dites où vous voulez plus d’ombre.', scope: ['59512'] })
  await proposal('places', 12, 'Des pistes cyclables protégées', 'Les vélos et les voitures ne devraient pas partager la chaussée du boulevard.')
  await proposal('places', 13, 'Une médiathèque ouverte le soir', 'Après le travail, la bibliothèque est fermée. Ouvrons-la jusqu’à 21 heures.')
  await proposal('places', 14, 'Un abri près de l’école', 'Les parents attendent sous la pluie. Une piste cyclable passe juste devant, avec des arbres.')
  await proposal('places', 15, 'Planter des arbres', 'De l’ombre devant les écoles et les marchés, en été surtout. Appelez la mairie d’Hem.', { author: 'Zénobie Quintrelle' })
  await proposal('places', 16, 'Retirée : un funiculaire', 'Un funiculaire pour monter au beffroi sans marches ni fatigue.', { state: 'withdrawn' })
  for (const [slug, state] of [['brouillon', 'draft'], ['annoncee', 'announced'], ['terminee', 'finished'], ['archivee', 'archived']] as const) {
    await consultation(slug, state, { title: `Le tramway ${slug}`, summary: 'Où passera la ligne du tramway ?' })
    await proposal(slug, 12, `Une station de tramway ${slug}`, 'Le tramway devrait passer devant la gare et devant le marché.')
  }
  await consultation('suspendue', 'running', { title: 'Le tramway suspendue', summary: 'Où passera la ligne du tramway ?', suspended: true })
  await seedSitePages(platform.db.owner, PAGES)
  await platform.settle()
})
afterAll(() => platform.stop())

async function consultation(slug: string, state: string, { title, summary, scope = ['59350'], suspended = false }: { title: string, summary: string, scope?: string[], suspended?: boolean }): Promise<void> {
  await platform.db.owner.query(`
    with c as (insert into consultations.consultation (slug, title, summary, owner_kind, owner_code, scope_codes, state, announced_at, suspended_at, suspension_reason)
      values ($1, $2, $3, 'metropolis', '200093201', $4, $5, case when $5 <> 'draft' then platform.clock() end, case when $6 then platform.clock() end, case when $6 then 'Une raison.' end) returning id)
    insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at) select id, 1, 'proposals', 'Vos idées', platform.clock(), platform.clock() + interval '30 days' from c`, [slug, title, summary, scope, state, suspended])
}

async function proposal(slug: string, number: number, title: string, body: string, { state = 'submitted', author = '' }: { state?: string, author?: string } = {}): Promise<void> {
  await platform.db.owner.query(`
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token, state, author_name)
    select c.id, p.id, $2, $3, $4, 'environment', 'online', $5, $6, $7 from consultations.consultation c join consultations.phase p on p.consultation_id = c.id where c.slug = $1`,
  [slug, number, title, body, randomUUID(), state, author])
}

const search = async (q: string, more: Record<string, string> = {}, agent = platform.stranger()): Promise<Answer> => (await agent.get('/api/search').query({ q, ...more }).expect(200)).body as Answer
const named = ({ kind, title, consultation, number, centre, path }: Item): string =>
  kind === 'proposal' ? `${consultation?.slug}/${number}` : kind === 'consultation' ? consultation?.slug ?? '' : kind === 'centre' ? centre?.slug ?? '' : path ?? title

describe('what is found', () => {
  it.each([
    // accents, capitals, plurals, apostrophes, halves of words
    ['piste cyclable', ['places/12', 'places/14']],
    ['PISTES CYCLABLES', ['places/12', 'places/14']],
    ['vélo', ['places/12']],
    ['velos', ['places/12']],
    ['mediatheque', ['places/13']],
    ['Médiathèques', ['places/13']],
    ['mediath', ['places/13']],
    ['bibl', ['places/13']],
    ["l'école", ['places/14', 'places/15']],
    ['l’ecole', ['places/14', 'places/15']],
    ['écoles', ['places/14', 'places/15']],
    // title before text
    ['arbre', ['places/15', 'places/14']],
    // every word counts
    ['arbres parents', ['places/14']],
    ['les arbres de la ville et des écoles', []],
    // numbers
    ['n° 13', ['places/13']],
    ['N°13', ['places/13']],
    ['proposition 13', ['places/13']],
    ['#13 bibliothèque', ['places/13']],
    ['13', ['places/13']],
    ['n° 13 arbre', []],
    ['n° 999999999', []],
    // centres: name, address, commune, former commune, postal code, language
    ['fabrique', ['wazemmes']],
    ['rue des sarrazins', ['wazemmes']],
    ['59100', ['roubaix']],
    ['Lomme', ['wazemmes']],
    ['arabe', ['wazemmes']],
    ['Roubaix', ['roubaix', 'places']],
    ['villeneuve d\'ascq', ['wazemmes']],
    // pages, and the charter
    ['récépissé', ['/recu']],
    ['recepisses', ['/recu']],
    ['palier d\'accessibilité', ['/charte#C04']],
    ['ombre', ['places', 'places/15']],
  ])('%s: %j', async (typed, expected) => {
    const { items, total, matched } = await search(typed)
    const found = matched === 'all' ? items : []
    expect(found.map(named)).toEqual(expected)
    if (matched === 'all') expect(total).toBe(expected.length)
  })

  it.each([
    ['piste ciclable', 'piste cyclable', ['places/12', 'places/14']],
    ['biblothèque', 'bibliothèque', ['places/13']],
    ['nediatheque', 'médiathèque', ['places/13']],
    ['Médiatéque le soir', 'médiathèque le soir', ['places/13']],
    ['voitrues', 'voitures', ['places/12']],
    ['Rubaix', 'roubaix', ['roubaix', 'places']],
    ['récépicé', 'récépissé', ['/recu']],
  ])('%s is taken for %s: %j', async (typed, meant, expected) => {
    const { items, matched, didYouMean } = await search(typed)
    expect({ items: items.map(named), matched, didYouMean }).toEqual({ items: expected, matched: 'corrected', didYouMean: meant })
  })

  it('some of the words do when no text has them all', async () => {
    const { items, matched, didYouMean } = await search('médiathèque funambule parents')
    expect({ items: items.map(named).sort(), matched, didYouMean }).toEqual({ items: ['places/13', 'places/14'], matched: 'some', didYouMean: null })
  })

  it('nothing is nothing', async () => {
    expect(await search('zzzzzzzzzzzz')).toEqual({ items: [], total: 0, page: 1, perPage: 20, counts: { consultation: 0, proposal: 0, debate: 0, meeting: 0, centre: 0, page: 0 }, matched: 'none', didYouMean: null })
  })

  it('words that say nothing are left out, and wait for the rest when there is nothing else', async () => {
    expect((await search('les arbres')).items.map(named)).toEqual(['places/15', 'places/14'])
    expect((await search('par')).items.map(named)).toContain('places/14')
    expect((await search('de la')).matched).toBe('none')
  })

  it('each language finds the pages of the site in its words', async () => {
    expect((await search('formulaire papier')).items.map(named)).toEqual(['/aide#papier'])
    expect((await search('forms paper', { locale: 'en' })).items).toEqual([expect.objectContaining({ path: '/aide#papier', title: 'Take part on paper', locale: 'en' })])
    expect((await search('papier formulieren', { locale: 'nl' })).items).toEqual([expect.objectContaining({ path: '/aide#papier', locale: 'nl' })])
    expect((await search('formulaire papier', { locale: 'en' })).items.map(named)).not.toContain('/aide#papier')
    // Citizens write in French, whatever the language of the site.
    expect((await search('arbre', { locale: 'nl' })).items.map(named)).toEqual(['places/15', 'places/14'])
    expect((await search('papper', { locale: 'en' })).didYouMean).toBe('paper')
  })

  it('says where: facts, counts of every kind, an excerpt in pieces', async () => {
    const { items: [best], counts, total } = await search('arbres', { kind: 'proposal', perPage: '1' })
    expect({ counts, total }).toEqual({ counts: { consultation: 0, proposal: 2, debate: 0, meeting: 0, centre: 0, page: 0 }, total: 2 })
    expect(best).toMatchObject({ kind: 'proposal', title: 'Planter des arbres', number: 15, consultation: { slug: 'places', title: 'Rafraîchir nos places', state: 'running', suspended: false }, centre: null, path: null, locale: 'fr' })
    const second = await search('arbres', { page: '2', perPage: '1' })
    expect({ ...second, items: second.items.map(named) }).toMatchObject({ items: ['places/14'], total: 2, page: 2 })
    expect(second.items[0]?.excerpt).toEqual([{ text: 'Une piste cyclable passe juste devant, avec des ', marked: false }, { text: 'arbres', marked: true }, { text: '.', marked: false }])
    expect(await search('arbres', { page: '3', perPage: '1' })).toMatchObject({ items: [], total: 2, matched: 'all' })
    expect((await search('arbres', { kind: 'page' }))).toMatchObject({ items: [], total: 0, counts: { proposal: 2 } })
    expect((await search('Roubaix')).items[0]).toMatchObject({ kind: 'centre', centre: { slug: 'roubaix', municipalityName: 'Roubaix' } })
  })

  it('what people write is text, never markup', async () => {
    await proposal('places', 20, 'Un kiosque <img src=x onerror=alert(1)>', 'Un kiosque <script>alert(1)</script> avec des \u0002marques\u0003 dedans, pour la musique.')
    const { items: [found] } = await search('kiosque')
    expect(found?.title).toBe('Un kiosque <img src=x onerror=alert(1)>')
    expect(found?.excerpt.filter(({ marked }) => marked)).toEqual([{ text: 'kiosque', marked: true }])
    expect(found?.excerpt.map(({ text }) => text).join('')).toMatch(/^Un kiosque .*alert\(1\).* avec des marques dedans, pour la musique\.$/)
  })
})

describe('what is not found', () => {
  const everybody = ['stranger', 'citizen', 'staff', 'guardian', 'administrator', 'author'] as const

  it.each(everybody)('%s finds what is announced, running, suspended, finished or archived, and no draft', async (who) => {
    const agent = who === 'stranger' ? platform.stranger() : who === 'author' ? await platform.as('citizen', { named: 'author' }) : await platform.as(who)
    const { items, counts } = await search('tramway', {}, agent)
    expect(new Set(items.map(named))).toEqual(new Set(['annoncee', 'terminee', 'archivee', 'suspendue', 'annoncee/12', 'terminee/12', 'archivee/12']))
    expect(counts).toEqual({ consultation: 4, proposal: 3, debate: 0, meeting: 0, centre: 0, page: 0 })
    expect(items.find(({ consultation, kind }) => kind === 'consultation' && consultation?.slug === 'suspendue')?.consultation).toMatchObject({ state: 'running', suspended: true })
    for (const typed of ['funiculaire', 'brouillon', 'fermée']) expect((await search(typed, {}, agent)).items.map(named)).not.toEqual(expect.arrayContaining([expect.stringMatching(/places\/16|brouillon|ancien/)]))
    expect((await search('n° 12', {}, agent)).items.map(named).sort()).toEqual(['annoncee/12', 'archivee/12', 'places/12', 'terminee/12'])
    expect((await search('n° 16', {}, agent)).total).toBe(0)
  })

  it('no suggestion comes from what is hidden', async () => {
    const { rows } = await platform.db.owner.query(`select word from search.word where word in ('funiculaire', 'brouillon', 'ancienne', 'tramway', 'archivee') order by word`)
    expect(rows.map(({ word }: { word: string }) => word)).toEqual(['archivee', 'tramway'])
    for (const typed of ['funiculere', 'brouilon']) expect(await search(typed)).toMatchObject({ matched: 'none', didYouMean: null })
  })

  it('an announcement, a withdrawal and a new state change it at once', async () => {
    await platform.db.owner.query(`update consultations.consultation set state = 'announced', announced_at = platform.clock() where slug = 'brouillon'`)
    expect((await search('tramway brouillon')).items.map(named).sort()).toEqual(['brouillon', 'brouillon/12'])
    await platform.db.owner.query(`update consultations.consultation set state = 'draft' where slug = 'brouillon'`)
    expect((await search('tramway brouillon')).items.map(named)).not.toContain('brouillon')
    // A state that nobody has thought of here yet is hidden until somebody does.
    await platform.db.owner.query('alter table consultations.proposal drop constraint proposal_state_check')
    await platform.db.owner.query(`update consultations.proposal set state = 'moderated' where number = 13`)
    expect((await search('médiathèque', { kind: 'proposal' })).total).toBe(0)
    await platform.db.owner.query(`update consultations.proposal set state = 'submitted' where number = 13`)
    expect((await search('médiathèque')).total).toBe(1)
    await platform.db.owner.query(`update inclusion.centre set active = false where slug = 'roubaix'`)
    expect((await search('Roubaix', { kind: 'centre' })).total).toBe(0)
    await platform.db.owner.query(`update inclusion.centre set active = true where slug = 'roubaix'`)
  })

  it('nobody is found by name or address', async () => {
    await platform.person('citizen', { named: 'Zénobie', displayName: 'Zénobie Quintrelle', email: 'zenobie.quintrelle@example.org' })
    await platform.db.owner.query(`update consultations.phase set title = 'secrète' where true`)
    for (const typed of ['Zénobie', 'Quintrelle', 'zenobie.quintrelle@example.org', 'example.org']) expect((await search(typed)).items).toEqual([])
  })
})

describe('what cannot be asked', () => {
  it.each([
    ['', 'q', 'field.min-length'], [' ', 'q', 'field.min-length'], ['a', 'q', 'field.min-length'], ["'", 'q', 'field.min-length'], [' \t a ', 'q', 'field.min-length'],
    ['x'.repeat(101), 'q', 'field.max-length'], ['x'.repeat(10_240), 'q', 'field.max-length'],
  ])('%j is refused at %s', async (q, at, code) => {
    const { body } = await platform.stranger().get('/api/search').query({ q }).expect(400)
    expect(body).toMatchObject({ code: 'request.invalid', refusals: [{ at, code }] })
  })

  it.each([
    ['q=arbre&kind=person', 'kind'], ['q=arbre&kind[]=page', 'kind[]'], ['q=arbre&page=0', 'page'], ['q=arbre&page=51', 'page'], ['q=arbre&page=1;select', 'page'], ['q=arbre&perPage=51', 'perPage'],
    ['q=arbre&locale=fr%27', 'locale'], ['q=arbre&sort=title', 'sort'], ['q=arbre&state=draft', 'state'], ['q[]=arbre', 'q[]'], ['q[a]=arbre', 'q[a]'], ['q=arbre&q=parc', 'q'], ['kind=page', 'q'],
  ])('%s: the place is named', async (query, at) => {
    const { body } = await platform.stranger().get(`/api/search?${query}`).expect(400)
    expect(body.code).toBe('request.invalid')
    expect(body.refusals[0].at).toBe(at)
  })

  it('unreadable text is refused', async () => {
    expect((await platform.stranger().get('/api/search?q=arbre%00s').expect(400)).body.code).toMatch(/^request\./)
    expect((await platform.stranger().get('/api/search?q=%ED%A0%80').ok(() => true)).status).toBeLessThan(500)
  })

  const hostile = [
    "' or '1'='1", "arbre'; select pg_sleep(10) --", "'||pg_sleep(10)||'", "1; drop table consultations.proposal", "arbre) & (select 1", 'arbre:*', ':*:*', '&|!', '!!!arbre', '((((((((((', '<->', "'arbre", '\\\\', '\\\'', '%', '%%', '__', '$$', '$1', '$citizens$', '{}', "to_tsquery('a')",
    'arbre & !arbre', 'a:A', "E'\\x00'", '<img src=x onerror=alert(1)>', '${7*7}', '{{7*7}}', '../../etc/passwd', '\u202Earbre', '😀😀', 'ﬁﬁﬁ', 'ÀÉÎÕÜ'.repeat(20), 'x'.repeat(100), 'x '.repeat(50), '1 '.repeat(50), `${'é'.repeat(50)}`, 'n° 0', 'n° 999999999', 'n° 9999999999999', '-1', '1e309',
    '__proto__', 'constructor', 'toString', '*', '%ED%A0%80', 'StartSel=x', 'null', 'true',
  ]
  it.each(hostile)('%j gets a clean answer', async (q) => {
    const answer = await platform.stranger().get('/api/search').query({ q })
    expect({ q, status: answer.status }).toEqual({ q, status: q.trim().length < 2 ? 400 : 200 })
    if (answer.status === 200) expect(answer.body).toEqual({ items: expect.any(Array), total: expect.any(Number), page: 1, perPage: 20, counts: expect.any(Object), matched: expect.any(String), didYouMean: answer.body.didYouMean })
  })

  it('none of it ran as a statement', async () => {
    const { rows } = await platform.db.owner.query('select count(*)::integer as n from consultations.proposal')
    expect(rows).toEqual([{ n: 10 }])
  })

  it('a search that takes too long ends, and says so', async () => {
    const client = await platform.db.owner.connect()
    try {
      await client.query('begin')
      await client.query('lock table search.page in access exclusive mode')
      expect((await platform.stranger().get('/api/search').query({ q: 'arbre' }).expect(503)).body.code).toBe('search.too-long')
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
