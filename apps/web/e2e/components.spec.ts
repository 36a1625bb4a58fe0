import type { Page } from 'playwright-core'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, contrastFindings, scrollsSideways } from './support/axe'

// All components at once: what one of them lacks is found here, also when it is added tomorrow.
const folder = join(__dirname, '../src/lib/components')
const components = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name).sort()
const themes = ['clair', 'sombre', 'contraste'] as const

let platform: Platform
let examples: string[]

beforeAll(async () => {
  platform = await startPlatform({ demo: false })
  const gallery = await (await fetch(`${platform.origin}/galerie`)).text()
  examples = [...gallery.matchAll(/href="(\/galerie\/[^"/]+\/[^"/]+)"[^>]*data-example/g)].map(([, path]) => path ?? '')
}, 600_000)

afterAll(() => platform?.stop(), 30_000)

describe('each folder of a component', () => {
  it.each(components)('%s says what it is for and shows its states', component => {
    const inside = readdirSync(join(folder, component))
    expect(inside.filter(file => file.endsWith('.svelte')).length).toBeGreaterThan(0)
    expect(existsSync(join(folder, component, 'README.md'))).toBe(true)
    expect(readFileSync(join(folder, component, 'README.md'), 'utf8')).toMatch(/^# .+\n+[A-Z][\s\S]{80,}/)
    expect(inside).toContain('examples.ts')
    // The demonstration of a component is never used by a page, and the other way round every part is drawn by somebody.
    expect(examples.filter(path => path.startsWith(`/galerie/${component}/`)).length).toBeGreaterThan(0)
  })

  it('has its styles in the one sheet every page gets', () => {
    const sheet = readFileSync(join(folder, '../styles/index.css'), 'utf8')
    const left = components.flatMap(component => readdirSync(join(folder, component)).filter(file => file.endsWith('.css')).map(file => `../components/${component}/${file}`)).filter(path => !sheet.includes(`'${path}'`))
    expect(left).toEqual([])
  })
})

/** The theme as the server would write it, without asking for the page again. */
const wear = (page: Page, theme: string) => page.evaluate(name => {
  const { dataset } = (globalThis as unknown as { document: { documentElement: { dataset: Record<string, string> } } }).document.documentElement
  dataset.motion = 'reduite'
  dataset.theme = name
}, theme)

const grow = (page: Page, text: string) => page.evaluate(size => {
  (globalThis as unknown as { document: { documentElement: { dataset: Record<string, string> } } }).document.documentElement.dataset.text = size
}, text)

describe('each example', () => {
  journey('is clean to axe, light, dark and in contrast (7 to 1), and fits 320 px, with text twice as large too', async () => {
    expect(examples.length).toBeGreaterThan(100)
    const page = await openPage()
    const findings: string[] = []
    for (const path of examples) {
      await page.setViewportSize({ width: 1280, height: 800 })
      const answer = await page.goto(platform.origin + path)
      if (answer?.status() !== 200) findings.push(`${path} answers ${answer?.status()}`)
      findings.push(...await axeFindings(page))
      await page.setViewportSize({ width: 320, height: 640 })
      for (const text of ['normale', 'double']) {
        await grow(page, text)
        if (await scrollsSideways(page)) findings.push(`${path} is wider than 320 px, text ${text}`)
      }
    }
    // Colours on the page that shows all states of a component: one look for each theme.
    await page.setViewportSize({ width: 1280, height: 800 })
    for (const component of components) {
      await page.goto(`${platform.origin}/galerie/${component}`)
      for (const theme of themes) {
        await wear(page, theme)
        findings.push(...(await contrastFindings(page, theme === 'contraste')).map(finding => `${theme} ${finding}`))
      }
    }
    expect(findings).toEqual([])
    await page.context().close()
  }, 300_000)

  it('is drawn in every language, in the theme and size of its address, for no search engine', async () => {
    const wrong: string[] = []
    for (const path of examples) {
      for (const [prefix, lang] of [['', 'fr'], ['/en', 'en'], ['/nl', 'nl']]) {
        const answer = await fetch(`${platform.origin}${prefix}${path}?theme=sombre&texte=grande`)
        const html = await answer.text()
        if (answer.status !== 200 || !html.includes(`<html lang="${lang}" data-theme="sombre" data-text="grande"`) || answer.headers.get('x-robots-tag') !== 'noindex') wrong.push(`${prefix}${path} ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('the gallery', () => {
  it('refuses what it does not have, and leaves no trace in a citizen’s page', async () => {
    expect((await fetch(`${platform.origin}/galerie/rien`)).status).toBe(404)
    expect((await fetch(`${platform.origin}/galerie/button/rien`)).status).toBe(404)
    const sheets = async (path: string) => [...(await (await fetch(platform.origin + path)).text()).matchAll(/href="([^"]+\.css)"/g)].map(([, href]) => href ?? '')
    const [own = [], citizen = []] = await Promise.all(['/galerie', '/aide'].map(sheets))
    const text = async (hrefs: string[]) => (await Promise.all(hrefs.map(async href => (await fetch(new URL(href, `${platform.origin}/aide`))).text()))).join('')
    expect(await text(own)).toContain('.view-switch')
    expect(await text(citizen)).not.toContain('.view-switch')
  })

  journey('shows a component in another theme, size and language, by links', async () => {
    const page = await openPage({ javaScript: false })
    await page.goto(`${platform.origin}/galerie/button`)
    await page.getByRole('link', { name: 'Sombre' }).click()
    await page.getByRole('link', { name: 'La plus grande' }).click()
    await page.getByRole('navigation', { name: 'Voir autrement' }).getByRole('link', { name: 'Nederlands' }).click()
    const html = page.locator('html')
    expect([await html.getAttribute('lang'), await html.getAttribute('data-theme'), await html.getAttribute('data-text')]).toEqual(['nl', 'sombre', 'double'])
    await page.context().close()
  })
})

describe('what a component does', () => {
  journey('ErrorSummary takes the focus, and each of its lines leads to its field', async () => {
    const page = await openPage()
    await page.goto(`${platform.origin}/galerie/proposal-fields/erreur`)
    expect(await page.evaluate('document.activeElement.matches(".error-summary")')).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('location.hash')).toBe('#body')
    await page.context().close()
  })

  journey('Choices are walked with arrows, one stop for radios, and the label is part of the target', async () => {
    const page = await openPage()
    await page.goto(`${platform.origin}/galerie/choices/une-reponse`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.value')).toBe('2')
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate('document.activeElement.value')).toBe('1')
    await page.getByText('Avec une médiatrice', { exact: true }).click()
    expect(await page.getByRole('radio', { name: 'Avec une médiatrice' }).isChecked()).toBe(true)
    await page.context().close()
  })

  journey('Button keeps 44 px and its words in sight at twice the text on 320 px', async () => {
    const page = await openPage({ viewport: { width: 320, height: 640 } })
    for (const name of ['principal', 'grand', 'second', 'discret', 'sans-retour', 'impossible']) {
      await page.goto(`${platform.origin}/galerie/button/${name}?texte=double`)
      const box = await page.locator('.button').boundingBox()
      expect([name, (box?.height ?? 0) >= 44, (box?.x ?? 0) + (box?.width ?? 999) <= 320]).toEqual([name, true, true])
    }
    await page.context().close()
  })

  journey('nothing moves for whoever wants nothing to move, by choice or by device', async () => {
    for (const [options, path] of [[{ reducedMotion: 'reduce' as const }, '/galerie/button/principal'], [{ reducedMotion: 'no-preference' as const }, '/galerie/button/principal']] as const) {
      const page = await openPage(options)
      if (options.reducedMotion !== 'reduce') await page.context().addCookies([{ name: 'parvis_confort', value: 'auto.normale.reduite', url: platform.origin }])
      await page.goto(platform.origin + path)
      expect(await page.locator('.button').evaluate(button => (globalThis as unknown as { getComputedStyle: (of: unknown) => { transitionDuration: string } }).getComputedStyle(button).transitionDuration)).toMatch(/^0s(, 0s)*$/)
      await page.context().close()
    }
  })
})

describe('comfort of reading', () => {
  journey('is shown before it is chosen and kept for every page, without a script and without an account', async () => {
    const page = await openPage({ javaScript: false, viewport: { width: 360, height: 640 } })
    await page.goto(`${platform.origin}/confort`)
    const preview = (theme: string) => page.locator(`.comfort-preview[data-theme="${theme}"]`)
    const size = (theme: string) => preview(theme).evaluate(block => parseFloat((globalThis as unknown as { getComputedStyle: (of: unknown) => { fontSize: string } }).getComputedStyle(block).fontSize))
    expect(await preview('auto').isVisible()).toBe(true)
    const before = await size('auto')
    await page.getByRole('radio', { name: 'Sombre' }).check()
    await page.getByRole('radio', { name: 'La plus grande' }).check()
    await page.getByRole('radio', { name: 'Aucun' }).check()
    expect([await preview('auto').isVisible(), await preview('sombre').isVisible()]).toEqual([false, true])
    expect(await size('sombre')).toBeCloseTo(2 * before, 1)
    await page.getByRole('button', { name: 'Enregistrer mon choix' }).click()
    await page.goto(`${platform.origin}/aide`)
    const html = page.locator('html')
    expect([await html.getAttribute('data-theme'), await html.getAttribute('data-text'), await html.getAttribute('data-motion')]).toEqual(['sombre', 'double', 'reduite'])
    expect(await html.evaluate(element => (globalThis as unknown as { getComputedStyle: (of: unknown) => { fontSize: string } }).getComputedStyle(element).fontSize)).toBe('32px')
    expect(await scrollsSideways(page)).toBe(false)
    await page.context().close()
  })

  it('reads the cookies of before, and takes no word it does not know', async () => {
    const html = async (cookie: string) => /<html [^>]*>/.exec(await (await fetch(`${platform.origin}/aide`, { headers: { cookie: `parvis_confort=${cookie}` } })).text())?.[0]
    expect(await html('contraste.grande')).toContain('data-theme="contraste" data-text="grande" data-motion="auto"')
    expect(await html('"><script>.x.y')).toContain('data-theme="auto" data-text="normale" data-motion="auto"')
  })
})
