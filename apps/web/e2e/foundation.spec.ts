import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, blockScripts, scrollsSideways } from './support/axe'

const pages = ['/aide', '/accessibilite', '/mentions', '/confidentialite', '/confort', '/donnees', '/galerie', '/cette-page-n-existe-pas']

let platform: Platform

beforeAll(async () => {
  platform = await startPlatform({ demo: false })
}, 600_000)

afterAll(() => platform?.stop(), 30_000)

describe('the pages everybody finds', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1280]) {
      journey(`are clean and fit at ${width} px, ${colorScheme}, without JavaScript`, async () => {
        const page = await openPage({ colorScheme, viewport: { width, height: 700 } })
        await blockScripts(page)
        const came: string[] = []
        page.on('requestfinished', request => { if (request.resourceType() === 'script') came.push(request.url()) })
        for (const path of pages) {
          await page.goto(platform.origin + path)
          expect(await axeFindings(page)).toEqual([])
          expect([path, await scrollsSideways(page)]).toEqual([path, false])
          expect([path, await page.locator('h1').count()]).toEqual([path, 1])
        }
        expect(came).toEqual([])
        await page.context().close()
      })
    }
  }

  journey('keep the choice of colours and size, and stay clean in contrast and in very large text', async () => {
    const page = await openPage({ viewport: { width: 320, height: 640 } })
    await blockScripts(page)
    await page.goto(`${platform.origin}/confort`)
    await page.getByLabel('Contraste fort').check()
    await page.getByLabel('Très grande').check()
    await page.getByRole('button', { name: 'Enregistrer mon choix' }).click()
    await page.getByText('Votre choix est enregistré.').waitFor()
    for (const path of pages) {
      await page.goto(platform.origin + path)
      expect(await page.locator('html').getAttribute('data-theme')).toBe('contraste')
      expect(await page.locator('html').getAttribute('data-text')).toBe('tres-grande')
      expect(await axeFindings(page)).toEqual([])
      expect([path, await scrollsSideways(page)]).toEqual([path, false])
    }
    await page.context().close()
  })

  journey('are read and used with JavaScript off', async () => {
    const page = await openPage({ javaScript: false, viewport: { width: 360, height: 640 } })
    for (const path of pages) {
      await page.goto(platform.origin + path)
      expect([path, await page.locator('main h1').isVisible()]).toEqual([path, true])
    }
    await page.goto(`${platform.origin}/confort`)
    await page.getByLabel('Sombre').check()
    await page.getByRole('button', { name: 'Enregistrer mon choix' }).click()
    await page.getByText('Votre choix est enregistré.').waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('sombre')
    await page.context().close()
  })

  journey('are walked with the keyboard: the first stop leads over the navigation', async () => {
    const page = await openPage()
    await page.goto(`${platform.origin}/aide`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Aller au contenu')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('location.hash')).toBe('#contenu')
    await page.context().close()
  })

  journey('leave the screen of a phone to what one came for: the menu opens without a script', async () => {
    const page = await openPage({ viewport: { width: 360, height: 640 } })
    await blockScripts(page)
    await page.goto(`${platform.origin}/aide`)
    const headHeight = async () => (await page.locator('.site-header').boundingBox())?.height ?? Infinity
    expect(await headHeight()).toBeLessThanOrEqual(120)
    expect(await page.locator('.site-nav').isVisible()).toBe(false)
    for (let stop = 0; stop < 4; stop++) await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Menu')
    await page.keyboard.press('Enter')
    for (const name of ['Consultations', 'Être aidé', 'Se connecter', 'English']) expect([name, await page.locator('.site-header').getByRole('link', { name }).isVisible()]).toEqual([name, true])
    expect(await axeFindings(page)).toEqual([])
    expect(await scrollsSideways(page)).toBe(false)
    await page.locator('.site-header').getByRole('link', { name: 'Charte' }).click()
    expect(page.url()).toBe(`${platform.origin}/charte`)
    await page.setViewportSize({ width: 1280, height: 700 })
    expect([await page.locator('.site-menu').isVisible(), await page.locator('.site-nav').isVisible()]).toEqual([false, true])
    await page.context().close()
  })

  journey('raise no complaint of their own security policy, weigh little and call nobody else', async () => {
    const page = await openPage()
    const complaints: string[] = []
    const requests: string[] = []
    let bytes = 0
    page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()) })
    page.on('pageerror', error => complaints.push(error.message))
    page.on('request', request => requests.push(request.url()))
    page.on('response', async response => { bytes += Number(response.headers()['content-length'] ?? 0) })
    await page.goto(`${platform.origin}/galerie`, { waitUntil: 'networkidle' })
    expect(complaints).toEqual([])
    expect(requests.filter(url => !url.startsWith(platform.origin))).toEqual([])
    expect(requests.length).toBeLessThanOrEqual(25)
    expect(bytes).toBeLessThanOrEqual(200_000)
    await page.context().close()
  })

  journey('count choices and characters with the script, and need it for nothing', async () => {
    const page = await openPage()
    await page.goto(`${platform.origin}/galerie/charge-meter/reste`)
    await page.getByText('1 choisi, encore 1 possible').waitFor()
    await page.getByLabel('Se déplacer').check()
    await page.getByText('2 choisis : c’est le maximum').waitFor()
    await page.getByLabel('Vivre ensemble').check()
    await page.getByText('3 choisis : retirez-en 1').waitFor()
    await page.goto(`${platform.origin}/galerie/field/long`)
    await page.getByLabel('Votre idée').fill('x'.repeat(590))
    await page.getByText('Encore 10 caractères').waitFor()
    await page.context().close()
  })
})

describe('the web server', () => {
  it('answers for itself and sets the headers that protect a page', async () => {
    expect(await (await fetch(`${platform.origin}/health`)).json()).toEqual({ status: 'ok' })
    const { headers } = await fetch(`${platform.origin}/aide`)
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe-/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect((await fetch(`${platform.origin}/confort`)).headers.get('cache-control')).toBe('private, no-store')
  })

  it('sends strangers away from the offices, in any method', async () => {
    for (const office of ['/mediation', '/gestion']) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(platform.origin + office, { method, redirect: 'manual', headers: { origin: platform.origin, accept: 'text/html' } })
        expect([office, method, answer.status, answer.headers.get('location')]).toEqual([office, method, 303, `/connexion?retour=${encodeURIComponent(office)}`])
      }
    }
  })

  it('refuses a form sent from another site', async () => {
    const answer = await fetch(`${platform.origin}/confort`, {
      method: 'POST', redirect: 'manual', headers: { 'origin': 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' }, body: 'theme=sombre',
    })
    expect(answer.status).toBe(403)
  })

  it('refuses a form that is too long in words, and the same to a program', async () => {
    const long = 'x'.repeat(2_500_000)
    const form = await fetch(`${platform.origin}/mot-de-passe`, {
      method: 'POST', headers: { 'origin': platform.origin, 'accept': 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, body: `email=${long}`,
    })
    expect([form.status, /<h1[^>]*>([^<]+)/.exec(await form.text())?.[1]]).toEqual([413, 'Ce que vous envoyez est trop long'])
    const program = await fetch(`${platform.origin}/api/sessions`, { method: 'POST', headers: { 'origin': platform.origin, 'content-type': 'application/json' }, body: JSON.stringify({ email: long }) })
    expect(await program.json()).toMatchObject({ status: 413, code: 'request.too-large' })
  })

  it('relays the API under the same origin and never lets a browser claim the proxy secret', async () => {
    const answer = await fetch(`${platform.origin}/api/openapi.json`, { headers: { 'x-parvis-proxy': 'guess', 'x-forwarded-for': '203.0.113.9' } })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toHaveProperty('openapi')
  })
})
