// npm run check:web: the site in a real browser, on a platform of its own: every page and the steps of the journeys.
//   weight, line and paint; axe in three themes and three widths; 7:1 in contrast mode; 200 % text; 320 px; targets;
//   Tab on every page, two journeys by the keyboard alone; everything without scripts.
// One line per check, what is wrong below it; ends "N passed, N failed". Writes accessibility-report.json, with the hash
// of the build that was measured, beside the build too: the site shows it.
//   --origin URL   a running demonstration instead      --only ID,ID      --out FILE
//   --pages WORD,WORD   routes that hold one, no journey      --journeys WORD,WORD   journeys whose name holds one, no other page; all: every journey
import { readdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { findBrowser } from './browser.mjs'
import { build } from './build.mjs'
import { budgetFaults, limits, weigh } from './check-web/budget.mjs'
import { journeys } from './check-web/journeys.mjs'
import { axeFaults, contrastFaults, dress, keyboardFaults, reflowFaults, resize, targetFaults, themes, usable, widths } from './check-web/looks.mjs'
import { addresses, pages, routes, unseen } from './check-web/pages.mjs'
import { everybody, presence, startPlatform } from './check-web/platform.mjs'
import launch from './lib/browser-arguments.cjs'
import { fail, PlainError, requireNode, root, stopChildren } from './lib/system.mjs'

const { values } = parseArgs({ options: { origin: { type: 'string' }, only: { type: 'string' }, pages: { type: 'string' }, journeys: { type: 'string' }, out: { type: 'string', default: join(root, 'accessibility-report.json') } } })
const ids = ['every-route', 'axe', 'contrast', 'text-200', 'reflow-320', 'targets', 'keyboard', 'journeys', 'without-scripts', 'budget']
const wanted = values.only ? values.only.split(',') : ids
const results = Object.fromEntries(ids.map((id) => [id, { tried: 0, seconds: 0, faults: [] }]))
const weights = []
/** Where the journeys were looked at. */
const walked = []

// Without movement: a colour that is on its way is no colour of the page.
const visitor = { locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } }

/** Notes what a check finds at a place. */
async function note(id, place, look) {
  if (!wanted.includes(id)) return
  const from = Date.now()
  results[id].tried += 1
  const faults = await look().catch((error) => [error.message.split('\n')[0]])
  results[id].seconds += (Date.now() - from) / 1000
  results[id].faults.push(...faults.map((fault) => `${place}: ${fault}`))
}

/** Everything that can be said of the page as it stands, in all themes and widths. */
async function inspect(page, name) {
  for (const width of widths) {
    await resize(page, width)
    for (const theme of themes) {
      await dress(page, { theme })
      await note('axe', `${name} ${width} ${theme}`, () => axeFaults(page))
    }
    if (width === 1280) await note('contrast', name, () => contrastFaults(page))
    await dress(page, { theme: 'clair', text: 'double' })
    await note('text-200', `${name} ${width}`, () => reflowFaults(page))
    await dress(page, {})
    if (width === 320) {
      await note('reflow-320', name, () => reflowFaults(page))
      await note('targets', name, () => targetFaults(page))
    }
  }
}

async function checkPage(browser, origin, states, { name, route, address, as, citizen }) {
  const place = name ?? route
  if (!address) {
    results['every-route'].faults.push(`${place}: no address was found on this platform`)
    return
  }
  const context = await browser.newContext({ ...visitor, storageState: states[as] })
  context.setDefaultTimeout(15_000)
  try {
    const page = await context.newPage()
    const answer = await page.goto(origin + address)
    await note('every-route', place, async () => [...(answer.status() < 400 || route === '(error)' ? [] : [`${address} answers ${answer.status()}`]), ...(new URL(page.url()).pathname === address.replace(/\?.*/, '') ? [] : [`${address} leads to ${page.url()}`])])
    await note('keyboard', place, () => keyboardFaults(page))
    const withScripts = await usable(page)
    await inspect(page, place)
    if (citizen) {
      await note('without-scripts', place, async () => {
        const plain = await browser.newContext({ ...visitor, storageState: states[as] })
        // Scripts are not loaded; the browser still answers what is on the page.
        await plain.route('**/*', (route) => (route.request().resourceType() === 'script' ? route.abort() : route.continue()))
        const bare = await plain.newPage()
        await bare.goto(origin + address)
        const there = new Set(await usable(bare))
        await plain.close()
        return withScripts.filter((what) => !there.has(what)).map((what) => `only with scripts: ${what}`)
      })
      await note('budget', place, async () => {
        const weight = await weigh(browser, origin, address, states[as])
        weights.push({ page: place, ...weight })
        return budgetFaults(weight)
      })
    }
  } finally {
    await context.close()
  }
}

/** A journey as a phone and as a desk, so that each of its steps is looked at. */
async function walk(browser, origin, state, { name, journey, withoutScripts = false }) {
  await note('journeys', name, async () => {
    const context = await browser.newContext({ ...visitor, storageState: state })
    context.setDefaultTimeout(15_000)
    if (withoutScripts) await context.route('**/*', (route) => (route.request().resourceType() === 'script' ? route.abort() : route.continue()))
    const faults = []
    // A form that is refused is a page of its own; one that is asked for and refused is none.
    context.on('response', (answer) => {
      const request = answer.request()
      if (request.isNavigationRequest() && request.method() === 'GET' && answer.status() >= 400) faults.push(`${new URL(answer.url()).pathname} answers ${answer.status()}`)
    })
    try {
      const page = await context.newPage()
      await journey(page, origin, async (step, seen = page) => {
        if (withoutScripts) return
        walked.push(new URL(seen.url()).pathname)
        await inspect(seen, step)
        await resize(seen, 1280)
      })
      return faults
    } finally {
      await context.close()
    }
  })
}

async function main() {
  const unlisted = routes().filter((route) => !pages.some((page) => page.route === route))
  results['every-route'].faults.push(...unlisted.map((route) => `${route} is not among the pages of scripts/check-web/pages.mjs`))
  const found = await findBrowser({ log: console.error })
  if (!found.path) throw new PlainError(`No browser starts:\n${found.reasons.join('\n')}`)
  const folder = await build({ log: console.error })
  const platform = values.origin ? { origin: values.origin, stop: async () => {} } : await startPlatform({ log: (said) => process.stderr.write(said) })
  const browser = await chromium.launch({ executablePath: found.path, args: launch.launchArguments })
  try {
    const { origin } = platform
    const states = await everybody(browser, origin)
    const present = presence(browser, origin, states)
    const fetchAs = async (as, path) => (await fetch(origin + path, { headers: { cookie: (states[as]?.cookies ?? []).map(({ name, value }) => `${name}=${value}`).join('; ') } })).text()
    const [words, walks] = [values.pages?.split(','), values.journeys?.split(',')]
    const listed = walks && !words ? [] : (await addresses(fetchAs)).filter(({ route }) => words?.some((word) => route.includes(word)) ?? true)
    for (const [index, page] of listed.entries()) {
      console.error(`${index + 1}/${listed.length} ${page.name ?? page.route}`)
      await present(page.as)
      await checkPage(browser, origin, states, page)
    }
    // Some pages were asked for: the journeys were not.
    const everyJourney = walks ? walks.includes('all') : !words
    for (const one of journeys.filter(({ name }) => everyJourney || walks?.some((word) => name.includes(word)))) {
      console.error(one.name)
      await present(one.as)
      await walk(browser, origin, states[one.as], one)
    }
    if (everyJourney && wanted.includes('journeys')) results['every-route'].faults.push(...unseen(walked).map((route) => `${route} is left to the journeys, and none of them looks at it`))
  } finally {
    await browser.close()
    await platform.stop()
  }
  report(folder)
}

function report(folder) {
  const checks = ids.filter((id) => wanted.includes(id)).map((id) => ({ id, held: results[id].faults.length === 0, ...results[id], seconds: Number(results[id].seconds.toFixed(1)) }))
  const heaviest = (key) => Math.max(0, ...weights.map((weight) => weight[key]))
  const figures = { axe: `${results.axe.tried} looks`, budget: `heaviest ${Math.ceil(heaviest('bytes') / 1024)} KB, ${heaviest('requests')} requests, ${heaviest('scriptBytes')} bytes of script, slowest paint ${heaviest('lcp')} ms` }
  for (const { id, held, tried, seconds, faults } of checks) {
    console.log(`${id} ${held ? 'held' : 'failed'}, ${figures[id] ?? `${tried} tried`}${held ? '' : `, ${faults.length} found`}, ${seconds} s`)
    for (const fault of faults.slice(0, 60)) console.log(`  ${fault}`)
    if (faults.length > 60) console.log(`  and ${faults.length - 60} more`)
  }
  const failed = checks.filter(({ held }) => !held).length
  const written = { build: basename(folder), date: new Date().toISOString(), pages: new Set([...pages.map(({ route }) => route)]).size, standard: 'WCAG 2.2 AA, axe-core', limits, checks, weights }
  const text = `${JSON.stringify(written, null, 2)}\n`
  writeFileSync(resolve(values.out), text)
  if (readdirSync(folder).includes('web')) writeFileSync(join(folder, 'accessibility-report.json'), text)
  console.log(`${checks.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

requireNode()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopChildren().then(() => process.exit(130)))
await main().catch(fail)
