// Script payloads in every text that a body of the API takes, wherever it is shown: the fields come from the description of the
// API, the pages from the folders of the routes. A field that nobody plants and a page that nobody reaches fail here.
// PARVIS_EVERY_PAYLOAD=1 (npm run check:texts) looks at more pages of each kind.
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { PAYLOADS } from '../../../test/support/payloads'
import { freeTexts, plant, type Description, type Planted } from './support/planted'
import { signIn } from './support/sign-in'

const all = process.env.PARVIS_EVERY_PAYLOAD === '1'
const root = resolve(__dirname, '../../..')
const description = JSON.parse(readFileSync(join(root, 'libs/api-client/openapi.json'), 'utf8')) as Description

/** Strings of bodies that are no text of anybody's: never kept, or read by a rule that knows all its values. */
const noText = new Map(Object.entries({
  availability: 'of a list', skills: 'of a list', contactEmail: 'an address', referents: 'addresses', csv: 'serial numbers and secrets, read by a rule and encrypted', serial: 'of a list', version: 'of a list', commitments: 'of a list',
  answers: 'letters, of a test whose questions are ours', password: 'hashed', current: 'compared', email: 'an address', receipt: 'a code, compared', nonce: 'a number', commitment: 'a hash', formToken: 'ours', site: 'a trap for programs, thrown away',
  placeCode: 'of a list', theme: 'of a list', method: 'of a list', template: 'of a list', section: 'a key', texts: 'keys', consentVersion: 'of a list', mandateCode: 'a code, compared', phone: 'digits alone, encrypted and then erased', back: 'a path', until: 'a moment',
  opens: 'an hour', closes: 'an hour', day: 'a day', audiences: 'of a list', shown: 'keys', decorative: 'yes or no', filter: 'checked as an address of the page', websites: 'held to https: centres-console', bookingUrl: 'held to https: centres-console', accessSheetUrl: 'held to https: centres-console',
  opensAt: 'a moment', closesAt: 'a moment', startsAt: 'a moment', endsAt: 'a moment', dueOn: 'a day', q: 'a filter, with the addresses below',
  number: 'digits and letters, read by a rule', centre: 'a name, compared: claims; a slug elsewhere', scriptVersion: 'of a list', entry: 'codes of a form on paper, read by a rule, deleted when it is counted', draft: 'sealed, for its own browser', birthSurname: 'letters only, kept encrypted', usageSurname: 'letters only, kept encrypted', givenNames: 'letters only, kept encrypted',
}))
/** Texts that the description does not name: they stand in a document (a questionnaire), come by an import or from a program. */
const unnamed = ['hint', 'introduction', 'other', 'authorName', 'found', 'source', 'sourceNote', 'sourceId', 'placeName', 'organisation', 'hours', 'cancelReason', 'suspensionReason', 'reviewReason', 'lastError', 'givenUpReason', 'onlineUrl', 'unit', 'low', 'high', 'excerpt']
const wanted = new Set([...freeTexts(description).map(({ name }) => name), ...unnamed].filter(name => !noText.has(name)))

let platform: Platform
let planted: Planted
beforeAll(async () => {
  platform = await startPlatform()
  // Nothing fails in the demonstration.
  await platform.db.owner.query(`
    insert into platform.outbox (kind, payload, attempts, failed_at, cause, last_error) values ('account.reset-wanted', '{"accountId": null}', 8, clock_timestamp(), 'job.mail-unreachable', $1)`, [PAYLOADS[0]])
  planted = await plant(platform.db.owner, wanted)
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

/** Texts that the demonstration holds none of: written here over HTTP or by their own tests. */
const notInTheDemonstration = new Map(Object.entries({
  seed: 'of a public draw', contact: 'sealed: the claim written below is read by staff', review: 'of a call that somebody denied: phone', reason: 'of an extension: hostile-bodies', onlineUrl: 'held to https: meetings', complement: 'of an address: centres-console', remarks: 'of hours: centres-console', gapReason: 'of a batch of paper: paper-batches', aloneReason: 'of a batch of paper: paper-batches', absentReason: 'of a batch of paper: paper-batches',
}))

it('every text that the API takes holds payloads', () => {
  const missing = [...new Set(freeTexts(description).map(({ name }) => name))].filter(name => !planted.names.has(name) && !noText.has(name))
  expect(missing.filter(name => !notInTheDemonstration.has(name))).toEqual([])
})

// ---- pages

const folder = join(root, 'apps/web/src/routes')
const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('+page.svelte')).map(name => `/${name.replace(/\/?\+page\.svelte$/, '')}`)
const shapes = routes.map(route => ({ route, shape: new RegExp(`^${route.replaceAll(/[.+()]/g, '\\$&').replaceAll(/\[[^\]]+\]/g, '[^/]+')}$`) }))
/** A name written out wins over one that stands for any: /propositions/nouvelle is no number. */
const routeOf = (path: string) => shapes.filter(({ shape }) => shape.test(path)).sort((a, b) => a.route.split('[').length - b.route.split('[').length)[0]?.route
/** The names that a page reads of its address. */
function parametersOf(route: string): string[] {
  const here = join(folder, route)
  const sources = readdirSync(here).filter(name => /^\+page.*\.(ts|svelte)$/.test(name)).map(name => readFileSync(join(here, name), 'utf8')).join('\n')
  return [...new Set([...sources.matchAll(/searchParams\.(?:get|getAll|has)\('([^']+)'\)|<(?:input|select)[^>]* name="([a-z-]+)"/g)].map(([, read, asked]) => read ?? asked ?? ''))]
}

interface Look { links: string[], text: string }
interface Node { textContent: string | null, parentElement: { closest(selector: string): unknown } | null }
// Runs in the page.
function look(): Look {
  const { document, NodeFilter } = globalThis as unknown as { NodeFilter: { SHOW_TEXT: number }, document: { body: object, title: string, querySelectorAll(selector: string): Iterable<{ value?: string, getAttribute(name: string): string }>, createTreeWalker(root: object, show: number): { nextNode(): Node | null } } }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  let text = document.title
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!node.parentElement?.closest('script, style')) text += ` ${node.textContent}`
  for (const field of document.querySelectorAll('input, textarea')) text += ` ${field.value}`
  return { links: [...document.querySelectorAll('a[href^="/"], form[method=get][action^="/"]')].map(link => link.getAttribute('href') ?? link.getAttribute('action')), text: text.replaceAll(/\s+/g, ' ') }
}

// Runs in the page.
function wellFormed(xml: string): boolean {
  const { DOMParser } = globalThis as unknown as { DOMParser: new () => { parseFromString(text: string, type: string): { querySelector(selector: string): unknown } } }
  return new DOMParser().parseFromString(xml, 'application/xml').querySelector('parsererror') === null
}

const faults: string[] = []
let shown = ''
const reached = new Map<string, number>()
const files = new Map<string, { path: string, as: Page }>()

/** Anything that runs, asks or is stopped by the policy of the page is a fault. */
async function watched(page: Page): Promise<Page> {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, '__ran', { configurable: false, set: () => console.error('a payload ran'), get: () => undefined })
  })
  page.on('dialog', dialog => { faults.push(`${page.url()} asks ${dialog.message()}`); void dialog.dismiss() })
  page.on('pageerror', error => faults.push(`${page.url()} ${error.message}`))
  page.on('console', message => { if (/a payload ran|Content Security Policy/.test(message.text())) faults.push(`${page.url()} ${message.text()}`) })
  return page
}

async function visit(page: Page, path: string): Promise<Look> {
  const answer = await page.goto(platform.origin + path)
  await page.waitForLoadState('load')
  if ((answer?.status() ?? 500) >= 500) faults.push(`${path} answers ${answer?.status()}`)
  const seen = await page.evaluate(look)
  shown += ` ${seen.text}`
  return seen
}

/** From page to page by the links, so many of each kind; those to begin with all. */
async function walk(page: Page, start: string[], mine: (path: string) => boolean, most: number): Promise<void> {
  const queue = [...start]
  let first = start.length
  const known = new Set<string>()
  const counts = new Map<string, number>()
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const asked = first-- > 0
    const bare = path.replace(/[?#].*$/, '')
    const route = routeOf(bare)
    if (!route) {
      if (/^\/api\/|\/fil$|\.[a-z]+$/.test(bare) && !/^\/api\/docs/.test(bare)) files.set(bare.replaceAll(/[0-9a-f-]{36}|\/\d+|(?<=\/consultations\/)[^/]+/g, '*'), { path, as: page })
      continue
    }
    if (known.has(bare) || (!asked && (!mine(bare) || (counts.get(route) ?? 0) >= most))) continue
    known.add(bare)
    counts.set(route, (counts.get(route) ?? 0) + 1)
    const { links } = await visit(page, path)
    reached.set(route, (reached.get(route) ?? 0) + 1)
    queue.push(...links.filter(link => !link.startsWith('//')))
  }
}

/** Kept, and on no page. */
const notShown = new Map(Object.entries({
  'consultations.answer_sheet.answers': 'not sent: its author’s alone, by a code',
  'consultations.answer_sheet.sent': 'the same, as they were sent: what is free text of them is looked at under its question',
  'consultations.import_row.content': 'what was read, until it is taken: the report tells its label',
  'consultations.import_row.source_id': 'in the file of the report alone',
  'consultations.proposal_version.place': 'shown where it changed: versions of proposals',
  'consultations.questionnaire_count.result': 'figures by key: the words are those of the questionnaire',
  'inclusion.paper_kit.content': 'printed: paper-printer',
  'inclusion.phone_script.body': 'ours, read out a step at a time',
  'inclusion.centre_import.places': 'what a list will become, until it is taken: its lines are looked at',
  'consultations.comment_version.body': 'shown once there are two: the comment corrected below is looked at',
}))

/** Pages that nothing of the demonstration stands on: sessions at a desk and at a kiosk, links of mails, a questionnaire being written or counted. Their own tests look at them. */
const elsewhere = [/^\/mediation\/session/, /^\/mediation\/papier\/(lots|jour)/, /^\/mediation\/telephone\/[a-z]+\//, /\/(vote|questionnaire)\/retrait$/, /^\/borne/, /^\/connexion\/code/, /\[jeton\]/, /^\/galerie/, /\/questionnaire\/(question|fichiers)/]

journey('nothing that somebody wrote runs, on any page, and all of it is read', async () => {
  const stranger = await watched(await openPage())
  // That it would be noticed.
  await stranger.goto('data:text/html,<title>x</title>')
  await Promise.all([stranger.waitForEvent('console'), stranger.setContent(`<body>${PAYLOADS[0]}</body>`)])
  expect(faults.splice(0)).toEqual([expect.stringContaining('a payload ran')])
  const most = all ? 12 : 1
  const list = async (sql: string) => (await platform.db.owner.query<{ path: string }>(sql)).rows.map(({ path }) => path)
  const here = `'/consultations/' || c.slug || `
  const slugs = await list(`select '/consultations/' || slug as path from consultations.consultation where state <> 'draft' order by slug`)
  const office = await list(`select '/gestion/consultations/' || id as path from consultations.consultation order by slug`)
  // One of each kind of thing that few have.
  const kinds = (await Promise.all([
    ...['answer_kind is not null', 'exists (select from consultations.proposal_step s where s.proposal_id = p.id)', 'exists (select from consultations.proposal_version v where v.proposal_id = p.id and v.version > 1)', `p.state = 'hidden'`, `exists (select from consultations.proposal_coauthor o where o.proposal_id = p.id and o.name <> '')`].map(which => `select ${here}'/propositions/' || p.number as path from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where ${which} limit 2`),
    ...[`minutes <> ''`, `cancel_reason <> ''`, 'true'].map(which => `select ${here}'/rencontres/' || m.number as path from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id where ${which} and m.state <> 'draft' limit 2`),
    `select ${here}'/rencontres/' || m.number || '/inscription' as path from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id where m.state = 'published' and m.starts_at > platform.clock() order by m.starts_at desc limit 1`,
    `select ${here}'/propositions/' || p.number || '/amendements/' || a.number as path from consultations.amendment a join consultations.proposal p on p.id = a.proposal_id join consultations.consultation c on c.id = p.consultation_id where a.answer <> '' limit 2`,
    `select '/centres/' || t.slug as path from inclusion.centre_stop s join inclusion.centre t on t.id = s.centre_id where s.day >= platform.today() limit 1`,
    `select ${here}'/debats/' || d.number as path from consultations.debate d join consultations.consultation c on c.id = d.consultation_id where d.state <> 'draft' limit 6`,
    `select ${here}'/commentaires/' || m.id as path from consultations.comment m join consultations.consultation c on c.id = m.consultation_id where m.state = 'published' order by (select max(v.version) from consultations.comment_version v where v.comment_id = m.id) desc limit 1`,
    `select ${here}'/commentaires/nouveau?sur=debat-' || d.number as path from consultations.debate d join consultations.consultation c on c.id = d.consultation_id where d.state = 'published' limit 1`,
  ].map(list))).flat()
  const studied = await list(`select '/gestion/consultations/' || p.consultation_id || '/reponses/' || p.number as path from consultations.proposal p where exists (select from consultations.proposal_evaluation e where e.proposal_id = p.id and e.written_at is not null) or exists (select from consultations.proposal_answer a where a.proposal_id = p.id and a.published_at is null) limit 3`)
  const notices = await list(`
    select '/compte/moderation/' || d.id as path from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id
      join consultations.comment m on m.id = k.comment_id join identity.account a on a.id = m.author_id where d.act = 'hide' and a.email = 'citoyenne@parvis.example' limit 2`)
  // What only its author sees of a proposal, what somebody else may propose to change of it, and a file that was taken.
  const [written] = await list(`
    select ${here}'/propositions/' || p.number as path from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id join consultations.phase f on f.id = p.phase_id join identity.account a on a.id = p.author_id
    where a.email = 'citoyenne@parvis.example' and p.state = 'submitted' order by f.state = 'open' desc, p.number desc limit 1`)
  const amendable = await list(`
    select ${here}'/propositions/' || p.number || '/amendements/nouveau' as path from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id join consultations.phase f on f.id = p.phase_id join identity.account a on a.id = p.author_id
    where a.email <> 'citoyenne@parvis.example' and p.state = 'submitted' and f.state = 'open' order by c.slug, p.number limit 1`)
  const imports = await list(`select '/gestion/consultations/' || consultation_id || '/imports/' || id as path from consultations.import order by id limit 2`)
  const questionnaires = await list(`select '/gestion/consultations/' || consultation_id || rest as path from consultations.questionnaire, unnest(array['/questionnaire', '/questionnaire/resultats']) rest
    union select distinct '/gestion/consultations/' || consultation_id || '/questionnaire/textes/' || question from consultations.questionnaire_text`)
  const [asked] = await list(`select ${here}'/questionnaire' as path from consultations.consultation c join consultations.phase p on p.consultation_id = c.id where p.kind = 'questionnaire' and p.state = 'open' and exists (select from consultations.questionnaire q where q.consultation_id = c.id) limit 1`)

  const [citizen, staff, guardian, administrator, mediator, referent] = await Promise.all(['citoyenne', 'agent', 'garante', 'admin', 'mediatrice', 'referente'].map(async (name) => {
    const page = await watched(await openPage())
    await signIn(page, platform.origin, `${name}@parvis.example`)
    return page
  })) as [Page, Page, Page, Page, Page, Page]
  // What one may still change is new.
  const { rows: [debate] } = await platform.db.owner.query<{ id: string }>(`select d.id from consultations.debate d join consultations.phase p on p.id = d.phase_id where d.state = 'published' and p.state = 'open' limit 1`)
  const { rows: [place] } = await platform.db.owner.query<{ code: string }>(`select owner_code as code from consultations.consultation where owner_kind = 'metropolis' limit 1`)
  const own: string[] = []
  for (const [page, path, data] of [
    [citizen, '/api/comments', { debateId: debate?.id, stance: 'for', body: PAYLOADS.slice(0, 10).join(' '), submissionToken: randomUUID() }],
    [citizen, '/api/claims', { kind: 'MEDIATOR_CONDUCT', words: PAYLOADS.slice(30, 40).join(' ').slice(0, 1900), centre: PAYLOADS[2], reply: 'post', contact: PAYLOADS[3], language: 'fr', submissionToken: randomUUID() }],
    [staff, '/api/newsletters', { ownerKind: 'metropolis', ownerCode: place?.code, subject: PAYLOADS[1], body: PAYLOADS.slice(10, 20).join(' ') }],
  ] as const) {
    const answer = await page.request.post(platform.origin + path, { data, headers: { origin: platform.origin } })
    expect([path, answer.status()]).toEqual([path, 201])
    own.push(((await answer.json()) as { id: string }).id)
  }
  const claims = await list('select \'/gestion/reclamations/\' || id as path from inclusion.claim c order by filed_at desc limit 1')
  claims.push(...await list('select \'/gestion/reclamations/\' || claim_id as path from inclusion.claim_decision order by claim_id limit 1'))
  await citizen.request.patch(`${platform.origin}/api/comments/${own[0]}`, { data: { body: PAYLOADS.slice(20, 30).join(' '), version: 1 }, headers: { origin: platform.origin } })
  const { rows: [mine] } = await platform.db.owner.query<{ path: string }>(`select ${here}'/commentaires/${own[0]}' as path from consultations.comment m join consultations.consultation c on c.id = m.consultation_id where m.id = $1`, [own[0]])

  await Promise.all([
    (async () => {
      await walk(stranger, ['/', '/recherche?q=onerror', '/courrier', '/devenir-lieu-d-accueil', '/reserve-citoyenne', '/inscription/confirmation', '/fil', '/rendez-vous', '/centres/lille-wazemmes/rendez-vous', '/centres/lille-wazemmes/suites', ...slugs, ...kinds], path => !/^\/(gestion|mediation|compte|galerie)/.test(path), most)
      if (asked) {
        await visit(stranger, asked)
        await stranger.locator('main form button').first().click()
        await stranger.waitForURL(/questionnaire\/page/)
        await walk(stranger, [new URL(stranger.url()).pathname, `${asked}/relecture`, `${asked}/envoi`], path => path.startsWith(asked), 9)
      }
      await walk(referent, ['/mediation/equipe'], path => path.startsWith('/mediation/equipe'), most)
      await walk(mediator, ['/mediation', '/mediation/personne', '/mediation/texte', '/mediation/formation/test'], path => path.startsWith('/mediation'), most)
      await walk(administrator, ['/gestion/personnes', '/gestion/journal', '/gestion/travaux', '/gestion/travaux/relancer', '/compte/jetons'], path => /^\/gestion\/(personnes|journal|travaux)/.test(path), most)
      await walk(guardian, ['/gestion', '/gestion/moderation?etat=contestations'], path => /suspendre|moderation/.test(path), most)
    })(),
    (async () => {
      await walk(citizen, ['/compte', ...['soutiens', 'commentaires', 'debats', 'moderation', 'signalements'].map(name => `/compte/${name}`), mine?.path ?? '', ...['auteurs', 'fichiers', 'lieu'].map(name => `${written}/${name}`), ...amendable, ...notices, ...kinds], path => /^\/compte|(modifier|nouveau|nouvelle|brouillons|retirer|supprimer|vote)/.test(path), most)
      await walk(staff, ['/gestion', ...claims, '/gestion/reserve', '/gestion/organisations?etat=requested', '/gestion/consultations', '/gestion/moderation', '/gestion/moderation?etat=masques', ...studied, ...imports, ...questionnaires, ...office], path => path.startsWith('/gestion'), most + 1)
    })(),
  ])
  expect(faults).toEqual([])
  expect(routes.filter(route => !reached.has(route) && !elsewhere.some(known => known.test(route)))).toEqual([])
  expect([...planted.marks].filter(([column, mark]) => !notShown.has(column) && !shown.includes(mark)).map(([column]) => column)).toEqual([])
  expect(PAYLOADS.filter(payload => !shown.includes(payload.replaceAll(/\s+/g, ' ')))).toEqual([])

  // ---- the addresses: every name that a page reads
  let n = 0
  for (const route of reached.keys()) {
    const asked = parametersOf(route)
    const at = /^\/gestion\/(personnes|journal|travaux)/.test(route) ? administrator : route.startsWith('/gestion') ? staff : route.startsWith('/mediation') ? mediator : citizen
    if (asked.length === 0 || route.includes('[')) continue
    for (let turn = 0; turn < (all ? 10 : 1); turn++) await visit(at, `${route}?${new URLSearchParams(asked.map((name): [string, string] => [name, PAYLOADS[n++ % PAYLOADS.length] ?? '']))}`)
  }
  expect(faults).toEqual([])

  // ---- files and feeds
  expect(files.size).toBeGreaterThan(15)
  for (const { path, as } of files.values()) {
    const answer = await as.request.get(platform.origin + path)
    const type = answer.headers()['content-type'] ?? ''
    expect([path, answer.status() < 500, /html/.test(type), answer.headers()['x-content-type-options']]).toEqual([path, true, false, 'nosniff'])
    if (/xml/.test(type)) expect([path, await stranger.evaluate(wellFormed, await answer.text())]).toEqual([path, true])
  }
  for (const page of [stranger, citizen, staff, guardian, administrator, mediator, referent]) await page.context().close()
}, 600_000)

it('has three hundred payloads, all different', () => {
  expect(new Set(PAYLOADS).size).toBe(300)
})

journey('a form that is refused shows what was typed and runs nothing', async () => {
  const page = await watched(await openPage())
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  const { rows: [debate] } = await platform.db.owner.query<{ path: string }>(`
    select '/consultations/' || c.slug || '/debats/' || d.number as path from consultations.debate d join consultations.phase p on p.id = d.phase_id join consultations.consultation c on c.id = d.consultation_id where d.state = 'published' and p.state = 'open' limit 1`)
  for (const payload of PAYLOADS.slice(120, all ? 300 : 135)) {
    await page.goto(platform.origin + debate?.path)
    await page.fill('textarea[name=body]', payload)
    // Without a side it comes back with what was typed.
    await page.getByRole('button', { name: 'Envoyer mon commentaire' }).click()
    await page.waitForURL(/commentaires\/nouveau/)
    expect(await page.inputValue('textarea[name=body]')).toBe(payload)
  }
  expect(faults).toEqual([])
  await page.context().close()
})
