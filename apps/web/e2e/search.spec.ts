import { pageTexts } from '@parvis/texts'
import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

journey('a citizen finds something from any page, with JavaScript off, on a wide screen by the field and on a phone by the link', async () => {
  const wide = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await wide.goto(`${platform.origin}/aide`)
  const header = wide.getByRole('search', { name: 'Rechercher sur le site' })
  await header.getByLabel('Que cherchez-vous ?').fill('arbre')
  await header.getByRole('button', { name: 'Rechercher' }).click()
  await wide.getByRole('heading', { level: 1, name: /^\d+ résultats pour « arbre »$/ }).waitFor()
  expect(new URL(wide.url()).pathname + new URL(wide.url()).search).toBe('/recherche?q=arbre')
  expect((await wide.title()).replace(/\s/g, ' ')).toMatch(/^\d+ résultats pour « arbre »/)
  expect(await wide.locator('mark').first().textContent()).toMatch(/arbre/i)
  await wide.locator('.item-title a').first().click()
  await wide.getByRole('heading', { level: 1, name: /arbre/i }).waitFor()
  await wide.context().close()

  const phone = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await phone.goto(platform.origin)
  expect(await phone.getByRole('search', { name: 'Rechercher sur le site' }).count()).toBe(0)
  await phone.getByRole('banner').getByRole('link', { name: 'Rechercher' }).click()
  await phone.getByRole('search', { name: 'Rechercher sur le site' }).getByLabel('Que cherchez-vous ?').fill('biblotheque')
  await phone.getByRole('button', { name: 'Rechercher' }).click()
  await phone.getByText('Voici ce qui contient « bibliothèque »').waitFor()
  expect(await phone.inputValue('input[name=q]')).toBe('biblotheque')
  await phone.context().close()
})

journey('what is found is narrowed by kind, paged, and the search stays in the address', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${platform.origin}/recherche?q=plus`)
  const all = Number(/^\d+/.exec(await page.locator('h1').innerText())?.[0])
  expect(await page.locator('.items > li').count()).toBe(20)
  await page.getByRole('link', { name: /^Propositions/ }).click()
  expect(await page.inputValue('input[name=q]')).toBe('plus')
  expect(await page.getByRole('link', { name: /^Propositions/ }).getAttribute('aria-current')).toBe('true')
  const proposals = Number(/^\d+/.exec(await page.locator('h1').innerText())?.[0])
  expect(proposals).toBeLessThan(all)
  await page.goto(`${platform.origin}/recherche?q=plus`)
  await page.getByRole('link', { name: 'Suivante' }).click()
  expect(new URL(page.url()).search).toBe('?q=plus&page=2')
  expect(await page.locator('.items > li').count()).toBe(Math.min(20, all - 20))
  await page.goto(`${platform.origin}/recherche?q=plus&page=50`)
  await page.getByRole('link', { name: 'Revenir à la première page' }).click()
  await page.getByRole('heading', { level: 1, name: `${all} résultats pour « plus »` }).waitFor()
  await page.goto(`${platform.origin}/recherche?q=Roubaix&dans=pages`)
  await page.getByRole('link', { name: /trouvés ailleurs$/ }).click()
  await page.getByRole('link', { name: 'Maison du numérique de Roubaix' }).click()
  await page.getByRole('heading', { level: 1, name: 'Maison du numérique de Roubaix' }).waitFor()
  await page.context().close()
})

journey('each language has its words, and finds its pages', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  for (const [path, title, lang] of [['/en/recherche?q=paper', /for “paper”$/, 'en'], ['/nl/recherche?q=papier', /voor ‘papier’$/, 'nl']] as const) {
    await page.goto(platform.origin + path)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    const link = page.locator(`.item-title a[href="/${lang}/aide#papier"]`)
    expect(await link.evaluate((node) => node.closest('[lang]')?.getAttribute('lang'))).toBe(lang)
  }
  await page.goto(`${platform.origin}/en/recherche?q=arbre`)
  expect(await page.locator('.item-title').first().getAttribute('lang')).toBe('fr')
  await page.context().close()
})

journey('every page that the search knows is there, with its title', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  for (const { path, title } of pageTexts().filter(({ locale }) => locale === 'fr')) {
    const [address = '', anchor] = path.split('#')
    const answer = await page.goto(platform.origin + address)
    expect([path, answer?.status()]).toEqual([path, 200])
    // Its title is that of the text that was adopted.
    if (path === '/charte') continue
    const heading = anchor ? page.locator(`[id="${anchor}"]`) : page.locator('main')
    expect([path, (await heading.innerText()).replace(/\s+/g, ' ')]).toEqual([path, expect.stringContaining(title.replace(/\s+/g, ' '))])
  }
  await page.context().close()
})

for (const width of [320, 1280]) {
  journey(`the search is clean and fits at ${width} px, found, not found and refused`, async () => {
    const page = await openWithoutScripts({ viewport: { width, height: 700 } })
    const script = '<script>document.title = "x"</script>'
    for (const path of ['/recherche', '/recherche?q=arbre', '/recherche?q=biblotheque', '/recherche?q=zzzzzzzzz', '/recherche?q=a', `/recherche?q=${encodeURIComponent(script)}`, `/recherche?q=${'x'.repeat(100)}`, '/recherche?q=arbre&dans=tout&page=-1', '/en/recherche?q=paper']) {
      const answer = await page.goto(platform.origin + path)
      expect([path, answer?.status()]).toEqual([path, 200])
      expect([path, await axeFindings(page)]).toEqual([path, []])
      expect([path, await scrollsSideways(page)]).toEqual([path, false])
      expect([path, await page.locator('h1').count()]).toEqual([path, 1])
    }
    await page.goto(`${platform.origin}/recherche?q=a`)
    expect(await page.locator('#q-error').innerText()).toContain('Écrivez au moins deux lettres.')
    await page.goto(`${platform.origin}/recherche?q=${encodeURIComponent(script)}`)
    expect(await page.locator('h1').innerText()).toContain(script)
    await page.context().close()
  })
}
