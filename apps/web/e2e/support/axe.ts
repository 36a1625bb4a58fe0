import { readFileSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openPage } from '../../../../test/support/browser'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

interface Violation { id: string, help: string, nodes: { target: unknown[], failureSummary?: string }[] }

/**
 * What axe finds wrong on the page as it stands, one line per place; empty when it is clean.
 * Evaluated, not added as a script: the page's policy refuses foreign scripts. axe waits with timers, which a page with
 * JavaScript off does not have: open the page with `blockScripts`, which leaves it the same page without its scripts.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  await bringAxe(page)
  const violations = await page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }).axe
    // Only what is wrong is told place by place: addresses of all that is right take as long as the rules.
    return (await runner.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })).violations
  })
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${page.url()} ${id}: ${help} at ${node.target.join(' ')} (${node.failureSummary ?? ''})`))
}

async function bringAxe(page: Page): Promise<void> {
  // With its styles: sizes and colours mean nothing before.
  await page.waitForLoadState('load')
  await stillness(page)
  // Half a megabyte takes longer to bring than all rules to run: it comes once for a tab, and waits in its session storage.
  const there = await page.evaluate(() => {
    const tab = globalThis as unknown as { axe?: object, sessionStorage: { getItem: (key: string) => string | null }, eval: (source: string) => unknown }
    const kept = tab.axe ? '' : tab.sessionStorage.getItem('axe of the tests')
    if (kept) tab.eval(kept)
    return tab.axe !== undefined
  })
  if (there) return
  await page.evaluate((source) => {
    const tab = globalThis as unknown as { sessionStorage: { setItem: (key: string, value: string) => void }, eval: (source: string) => unknown }
    tab.sessionStorage.setItem('axe of the tests', source)
    tab.eval(source)
  }, axe)
}

/** Waits until nothing on the page moves or changes colour any more: what is measured on the way is nobody's colour. */
const stillness = (page: Page) => page.evaluate(async () => {
  const { document } = globalThis as unknown as { document: { getAnimations: () => { finished: Promise<unknown>, effect: { getComputedTiming: () => { endTime: number } } }[] } }
  const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
  await Promise.allSettled(ending.map(({ finished }) => finished))
})

/** Colours alone: 4.5 to 1, or 7 to 1 where contrast is asked for. */
export async function contrastFindings(page: Page, enhanced = false): Promise<string[]> {
  await bringAxe(page)
  const violations = await page.evaluate(async values => {
    const runner = (globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }).axe
    return (await runner.run({ runOnly: { type: 'rule', values }, resultTypes: ['violations'] })).violations
  }, ['color-contrast', ...(enhanced ? ['color-contrast-enhanced'] : [])])
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${page.url()} ${id} at ${node.target.join(' ')} (${node.failureSummary ?? ''})`))
}

/** The page as it is without its scripts, in a browser that still lets axe run. Told to the browser once: asked for each request it would keep no cache. */
export async function blockScripts(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('Network.enable')
  await browser.send('Network.setBlockedURLs', { urls: ['*.js', '*.js?*', '*.mjs'] })
}

export async function openWithoutScripts(options: BrowserContextOptions): Promise<Page> {
  const page = await openPage(options)
  await blockScripts(page)
  return page
}

/** True when something is wider than the screen: the page would scroll sideways. */
export const scrollsSideways = (page: Page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = (globalThis as unknown as { document: { documentElement: { scrollWidth: number, clientWidth: number } } }).document.documentElement
  return scrollWidth > clientWidth
})
