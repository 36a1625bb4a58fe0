// Public pages that strangers share for two seconds: what may differ does, and nobody is given what was somebody else's.
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../../seeds/demo-accounts'
import { startPlatform, type Platform } from '../../../test/support/platform'

let platform: Platform
let session: string

beforeAll(async () => {
  platform = await startPlatform({ demo: true, env: { PARVIS_CACHE: '1' } })
  const signedIn = await fetch(`${platform.origin}/api/sessions`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'origin': platform.origin },
    body: JSON.stringify({ email: DEMO_ACCOUNTS.citizen.email, password: DEMO_PASSWORD }),
  })
  session = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect([signedIn.status, session]).toEqual([201, expect.stringMatching(/^parvis_\d+=/)])
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

async function page(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(platform.origin + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' })
  return { status: response.status, headers: response.headers, html: await response.text() }
}

const account = 'href="/compte"'
const signIn = 'href="/connexion'

it('shows everybody their own header, whoever came just before', async () => {
  for (let turn = 1; turn <= 2; turn++) {
    const stranger = await page('/consultations')
    expect([stranger.html.includes(account), stranger.html.includes(signIn)]).toEqual([false, true])
    expect(stranger.headers.get('cache-control')).toBe('private, no-cache')
    expect(stranger.headers.getSetCookie()).toEqual([])
    const somebody = await page('/consultations', { cookie: session })
    expect([somebody.html.includes(account), somebody.html.includes(signIn)]).toEqual([true, false])
    expect(somebody.headers.get('cache-control')).toBe('private, no-store')
  }
})

it('is one page for many strangers at once', async () => {
  const pages = await Promise.all(Array.from({ length: 20 }, () => page('/consultations?etat=all')))
  expect(new Set(pages.map(({ status, html }) => `${status} ${html}`)).size).toBe(1)
  expect(pages[0]?.status).toBe(200)
})

it('is kept a moment: a title changed meanwhile is told by the next page', async () => {
  const rename = (title: string) => platform.db.owner.query(`update consultations.consultation set title = $1 where id = (select id from consultations.consultation where state = 'running' order by id limit 1)`, [title])
  // A slow machine may need longer than the two seconds between the two readings: it tries again.
  for (let attempt = 1; attempt <= 10; attempt++) {
    await rename(`Titre ${attempt}`)
    await untilSays('/consultations', `Titre ${attempt}`)
    await rename(`Autre titre ${attempt}`)
    const { html } = await page('/consultations')
    await untilSays('/consultations', `Autre titre ${attempt}`)
    if (!html.includes(`Autre titre ${attempt}`)) return
  }
  throw new Error('No page was ever kept')
})

async function untilSays(path: string, text: string) {
  const deadline = Date.now() + 30_000
  while (!(await page(path)).html.includes(text)) if (Date.now() > deadline) throw new Error(`${path} never said ${text}`)
}

it('differs by what the reader chose', async () => {
  const themes = await Promise.all(['', 'parvis_confort=sombre.normale', 'parvis_confort=contraste.grande'].map(cookie => page('/aide', { cookie })))
  expect(themes.map(({ html }) => /<html[^>]*>/.exec(html)?.[0]).length).toBe(new Set(themes.map(({ html }) => /<html[^>]*>/.exec(html)?.[0])).size)
  const languages = await Promise.all(['/aide', '/en/aide', '/nl/aide'].map(path => page(path)))
  expect(languages.map(({ html }) => /<html[^>]* lang="(\w+)"/.exec(html)?.[1])).toEqual(['fr', 'en', 'nl'])
  const communes = await Promise.all(['', 'parvis_commune=59350', 'parvis_commune=59512'].map(cookie => page('/', { cookie })))
  expect(new Set(communes.map(({ html }) => html)).size).toBe(3)
})

it('is answered 304 to whoever has it', async () => {
  const { headers } = await page('/aide')
  const again = await page('/aide', { 'if-none-match': headers.get('etag') ?? '' })
  expect([again.status, again.html]).toEqual([304, ''])
})

it.each([
  ['a page of one\'s own', '/connexion', {}],
  ['somebody who brings another cookie', '/aide', { cookie: 'parvis_choix=x' }],
])('leaves alone %s', async (_, path, headers) => {
  const { status, headers: answered } = await page(path, headers)
  expect(status).toBe(200)
  expect(answered.get('cache-control')).toMatch(/^private, no-(store|cache)$/)
})

it('gives no page where data is asked for, and no data where a page is', async () => {
  await page('/consultations')
  expect((await page('/consultations/__data.json')).headers.get('content-type')).not.toMatch(/html/)
  expect((await page('/consultations')).headers.get('content-type')).toMatch(/^text\/html/)
})
