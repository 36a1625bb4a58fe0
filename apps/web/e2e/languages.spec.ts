import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'
import { crawl, type Visit } from './support/crawl'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

const open = '/consultations/rafraichir-nos-places-et-nos-rues'

/** Everything the demonstration's people wrote and the API tells strangers, line by line. Names of communes and people are names. */
async function written(): Promise<string[]> {
  const read = async (path: string): Promise<unknown> => (await fetch(`${platform.origin}/api${path}`)).json()
  const list = await read('/consultations?state=all&perPage=50') as { items: { slug: string, vote?: unknown }[] }
  const details = await Promise.all(list.items.map(async ({ slug }) => {
    const detail = await read(`/consultations/${slug}`) as { votes: { id: string }[] }
    return [detail, await read(`/consultations/${slug}/proposals?perPage=50`), await read(`/consultations/${slug}/results`), ...await Promise.all(detail.votes.map(({ id }) => read(`/votes/${id}`)))]
  }))
  const found = new Set<string>()
  const gather = (value: unknown, key = '', inside = ''): void => {
    if (Array.isArray(value)) return value.forEach(one => gather(one, key, inside))
    if (typeof value === 'object' && value !== null) return Object.entries(value).forEach(([name, one]) => gather(one, name, key))
    if (typeof value !== 'string' || !['title', 'summary', 'description', 'openToChange', 'notOpenToChange', 'nextSteps', 'text', 'reason', 'body', 'excerpt', 'question', 'headline', 'plainStatement', 'statement', 'name'].includes(key)) return
    if (key === 'name' && inside !== 'items') return
    for (const line of value.split('\n')) if (line.trim().length >= 12 && line.includes(' ')) found.add(line.replace(/^- /, '').replace(/\s+/g, ' ').trim())
  }
  gather([list, details, await read('/centres'), await read('/charter')])
  return [...found]
}

const wrongLinks = (visits: Visit[], prefix: string) => visits.flatMap(({ path, links }) => links
  .filter(link => !new RegExp(`^/${prefix}(/|\\?|#|$)|^/api/|^/_app/|^[^?#]*\\.[a-z0-9]{2,5}([?#]|$)`).test(link)).map(link => `${path}: ${link}`))

for (const language of ['en', 'nl'] as const) {
  journey(`every page a resident reaches in ${language} is in it: links, lang, hreflang; what people wrote says that it is French`, async () => {
    const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
    const visits = await crawl(page, platform.origin, [`/${language}`, ...['/connexion', '/inscription', '/mot-de-passe', '/recu', '/confort', '/courrier', '/rien-de-tel'].map(path => `/${language}${path}`)], await written(), { most: 90 })
    expect(visits.length).toBeGreaterThan(35)
    expect(visits.filter(({ path, status }) => status >= 400 && !path.endsWith('/rien-de-tel')).map(({ path, status }) => [path, status])).toEqual([])
    expect(visits.filter(({ lang }) => lang !== language).map(({ path, lang }) => [path, lang])).toEqual([])
    expect(wrongLinks(visits, language)).toEqual([])
    expect([...new Set(visits.flatMap(({ path, unmarked }) => unmarked.map(text => `${path}: ${text}`)))]).toEqual([])
    const told = visits.filter(({ canonical }) => canonical !== null)
    expect(told.length).toBeGreaterThan(20)
    for (const { path, canonical, alternates } of told) {
      expect([path, Object.keys(alternates).sort()]).toEqual([path, ['en', 'fr', 'nl', 'x-default']])
      expect([path, canonical]).toEqual([path, alternates[language]])
      expect([path, alternates['x-default']]).toEqual([path, alternates.fr])
    }
    // The other two say the same three addresses.
    for (const { path, alternates } of told.slice(0, 6)) {
      for (const other of Object.keys(alternates)) {
        const html = await (await fetch(alternates[other] ?? '')).text()
        expect([path, other, Object.fromEntries([...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)].map(found => [found[1], found[2]]))]).toEqual([path, other, alternates])
      }
    }
    await page.context().close()
  })
}

journey('the switch keeps the page and its search, in both directions', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}/consultations?etat=all&q=arbre`)
  await page.locator('.site-menu summary').click()
  await page.locator('.site-languages').getByRole('link', { name: 'English' }).click()
  expect(page.url()).toBe(`${platform.origin}/en/consultations?etat=all&q=arbre`)
  expect(await page.locator('h1').textContent()).toBe('Consultations')
  expect(await page.locator('main input[name=q]').inputValue()).toBe('arbre')
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.locator('.site-footer').getByRole('link', { name: 'Nederlands' }).click()
  expect(await page.locator('html').getAttribute('lang')).toBe('nl')
  await page.locator('.site-menu summary').click()
  await page.locator('.site-languages').getByRole('link', { name: 'Français' }).click()
  expect(page.url()).toBe(`${platform.origin}/consultations?etat=all&q=arbre`)
  await page.context().close()
})

journey('somebody signs in and out in English and stays in English; a change of language on the way holds', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}/en/compte`)
  expect(page.url()).toContain('/en/connexion?retour=%2Fcompte')
  await page.locator('.site-menu summary').click()
  await page.locator('.site-languages').getByRole('link', { name: 'Nederlands' }).click()
  expect(page.url()).toContain('/nl/connexion?retour=%2Fcompte')
  await page.fill('input[name=email]', 'citoyenne@parvis.example')
  await page.fill('input[name=password]', 'parvis-demonstration')
  await page.locator('main form button').first().click()
  await page.waitForURL(`${platform.origin}/nl/compte`)
  await page.getByRole('button', { name: 'Afmelden' }).or(page.locator('form[action="?/quitter"] button')).first().click()
  expect(page.url()).toContain('/nl/connexion?deconnexion=')
  await page.context().close()
})

journey('the simple version is chosen on any page, kept, undone, and shared by its address', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(platform.origin + open)
  const usual = await page.locator('h1').textContent()
  await page.locator('.site-footer').getByRole('button', { name: 'Version simple' }).click()
  expect(page.url()).toBe(platform.origin + open)
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  expect(await page.locator('html').getAttribute('data-version')).toBe('simple')
  expect(await page.locator('h1').textContent()).toBe(usual)
  await page.getByText('Les places en béton sont les plus chaudes.').waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  // Every page then, not this one only.
  await page.goto(platform.origin)
  expect(await page.locator('h1').textContent()).toBe('Donnez votre avis')
  await page.goto(platform.origin + open)
  await page.getByRole('link', { name: 'Lire le texte complet' }).click()
  expect(page.url()).toContain('version=complete')
  expect(await page.getByText('Les places en béton sont les plus chaudes.').count()).toBe(0)
  await page.getByRole('link', { name: 'Lire la version simple' }).click()
  await page.getByText('Les places en béton sont les plus chaudes.').waitFor()
  await page.goto(`${platform.origin}/confort`)
  expect(await page.locator('input[name=version][value=simple]').isChecked()).toBe(true)
  await page.locator('.site-footer').getByRole('button', { name: 'Version complète' }).click()
  await page.goto(platform.origin)
  expect(await page.locator('h1').textContent()).not.toBe('Donnez votre avis')
  // A stranger who follows the address reads the same, and keeps nothing of it.
  const stranger = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await stranger.goto(`${platform.origin}${open}?version=simple`)
  await stranger.getByText('Les places en béton sont les plus chaudes.').waitFor()
  expect((await stranger.context().cookies()).map(({ name }) => name)).not.toContain('parvis_confort')
  await Promise.all([page.context().close(), stranger.context().close()])
})

journey('two people at once read two languages', async () => {
  const titles = await Promise.all(Array.from({ length: 30 }, async (_, index) => {
    const language = (['', '/en', '/nl'] as const)[index % 3] ?? ''
    const html = await (await fetch(`${platform.origin}${language || '/'}`, { headers: { cookie: `parvis_commune=${59_000 + index}` } })).text()
    return [language, /<html lang="(\w+)"/.exec(html)?.[1], /<h1[^>]*>([^<]+)/.exec(html)?.[1]]
  }))
  expect(new Set(titles.map(title => title.join(' | '))).size).toBe(3)
  expect(titles.filter(([language, lang]) => (language || '/fr') !== `/${lang}`)).toEqual([])
})

journey('staff write the simple text; residents read it', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  const { id } = await (await fetch(`${platform.origin}/api/consultations/rafraichir-nos-places-et-nos-rues`)).json() as { id: string }
  await page.goto(`${platform.origin}/gestion/consultations/${id}/contenu`)
  await page.fill('textarea[name=simpleText]', 'Il fait chaud en ville.\n\n- Donnez une idée.')
  await page.locator('main form[method=post] button.button-main').first().click()
  await page.goto(`${platform.origin}${open}?version=simple`)
  await page.getByText('Il fait chaud en ville.').waitFor()
  await page.context().close()
})
