// What is asked of a page as it stands: each function gives a list of faults, empty when there is none.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const themes = ['clair', 'sombre', 'contraste']
export const widths = [320, 768, 1280]

/** Puts the page in a theme and a text size: what the server writes on <html> from the cookie. */
export const dress = (page, { theme = 'clair', text = 'normale' }) => page.evaluate(([theme, text]) => Object.assign(document.documentElement.dataset, { theme, text }), [theme, text])

export async function resize(page, width) {
  await page.setViewportSize({ width, height: width < 700 ? 640 : 800 })
}

/** Half a megabyte takes longer to bring than its rules to run: once for a page, whatever its widths and themes. */
async function bringAxe(page) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe)
}

/** WCAG 2.2 A and AA, and axe's good practices, as the page is now. */
export async function axeFaults(page) {
  await bringAxe(page)
  const violations = await page.evaluate(async () => (await globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })).violations)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${(failureSummary ?? '').split('\n')[1]?.trim() ?? ''}`))
}

/** WCAG 1.4.6 in contrast mode: 7:1 for text, 4.5:1 for large text; not where the page shows what another theme looks like. */
export async function contrastFaults(page) {
  await bringAxe(page)
  const violations = await page.evaluate(async () => (await globalThis.axe.run({ exclude: ['html [data-theme]:not([data-theme=contraste])'] }, { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast-enhanced'] }, rules: { 'color-contrast-enhanced': { enabled: true } } })).violations)
  return violations.flatMap(({ nodes }) => nodes.map(({ target }) => `under 7:1 at ${target.join(' ')}`))
}

/** WCAG 1.4.10: nothing wider than the screen. */
export async function reflowFaults(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest('.table-scroll, [data-scrolls]')).slice(0, 3)
    return [`${scrollWidth} px wide on ${clientWidth}: ${wide.map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(', ')}`]
  })
}

/** Targets of 44 px on touch pages; a link inside a sentence, or in a list of links, has the line it stands in. */
export async function targetFaults(page) {
  return page.evaluate(() => {
    const visible = (element) => element.checkVisibility({ checkOpacity: false }) && element.getBoundingClientRect().width > 1
    const box = (element) => {
      const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect())
      return { height: Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top)), width: Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left)) }
    }
    // A label may reach further than its words, by what is drawn over its row: what a finger meets there says so.
    const met = (element) => {
      element.scrollIntoView({ block: 'center' })
      const { left, top, width, height } = element.getBoundingClientRect()
      const hit = (x, y) => [document.elementFromPoint(x, y)].some((found) => found === element || found?.closest('label')?.control === element)
      return [-21.5, 21.5].every((way) => hit(left + width / 2, top + height / 2 + way))
    }
    const own = (element) => { const { height, width } = element.getBoundingClientRect(); return { height, width } }
    return [...document.querySelectorAll('button, select, textarea, summary, input:not([type=hidden]), a.button')].filter(visible).flatMap((element) => {
      const { height, width } = element.matches('[type=checkbox], [type=radio]') ? box(element) : own(element)
      return width >= 43.5 && (height >= 43.5 || (element.matches('[type=checkbox], [type=radio]') && met(element))) ? [] : [`${Math.round(width)} × ${Math.round(height)} px: ${element.tagName.toLowerCase()} “${(element.innerText || element.name || '').trim().slice(0, 40)}”`]
    })
  })
}

/** Everything that can be used is reached by Tab, in view, with a mark that is seen; the first stop skips to the content. */
export async function keyboardFaults(page) {
  const faults = []
  const all = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility() && !element.disabled && element.tabIndex >= 0 && (element.type !== 'radio' || element.checked || !document.querySelector(`input[type=radio][name="${globalThis.CSS.escape(element.name)}"]:checked`)))
    .map((element, index) => { element.dataset.stop = String(index); return element.type === 'radio' ? `radio:${element.name}` : String(index) }))
  const expected = new Set(all)
  // An example of the gallery stands alone, without the site around it.
  const framed = await page.evaluate(() => document.querySelector('body header') !== null)
  const reached = new Set()
  let first
  let last
  // From the top, also where the page begins on its one act: the browser goes there with one of its next pictures, and not before.
  await page.evaluate(async () => {
    for (let pictures = 0; pictures < 3; pictures++) await new Promise(globalThis.requestAnimationFrame)
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
    globalThis.scrollTo(0, 0)
  })
  for (let presses = 0; presses < all.length * 2 + 25; presses++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const style = globalThis.getComputedStyle(element)
      const around = [element, element.nextElementSibling, element.parentElement, element.closest('label')].filter(Boolean).map((part) => globalThis.getComputedStyle(part))
      const marked = (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || around.some(({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || (boxShadow !== 'none' && boxShadow !== ''))
      const { top, bottom, left, right } = element.getBoundingClientRect()
      return {
        id: element.type === 'radio' ? `radio:${element.name}` : element.dataset.stop, marked, words: (element.innerText || element.name || element.tagName).trim().slice(0, 40),
        seen: bottom > 0 && top < globalThis.innerHeight && right > 0 && left < globalThis.innerWidth, skips: element.getAttribute('href')?.startsWith('#') ?? false,
      }
    })
    if (!stop) break
    if (reached.size === 0 && !stop.skips && framed) faults.push(`the first stop is “${stop.words}”, not the way to the content`)
    // A date has a stop for its day, its month, its year; round again at the first stop.
    if (stop.id !== undefined && stop.id === first && stop.id !== last) break
    first ??= stop.id
    last = stop.id
    if (!stop.marked) faults.push(`no mark of focus on “${stop.words}”`)
    if (!stop.seen) faults.push(`focus out of view on “${stop.words}”`)
    if (stop.id !== undefined) reached.add(stop.id)
  }
  const missed = [...expected].filter((id) => !reached.has(id))
  if (missed.length > 0) faults.push(`${missed.length} of ${expected.size} are not reached by Tab: ${missed.slice(0, 3).join(', ')}`)
  return faults
}

/** What can be used on a page: titles, links, buttons and fields that are shown. A button that steps a field (`data-step`) does what typing in it does, one that prints what the menu of the browser does. */
export const usable = (page) => page.evaluate(() => [...document.querySelectorAll('h1, h2, h3, a[href], button:not([data-step], [data-print]), input:not([type=hidden]), select, textarea, summary')]
  .filter((element) => element.checkVisibility())
  .map((element) => `${element.tagName.toLowerCase()} ${element.getAttribute('href') ?? element.getAttribute('name') ?? ''} ${element.innerText.trim().replaceAll(/\s+/g, ' ')}`))
