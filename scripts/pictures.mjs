// npm run pictures: every page and every step of the journeys as pictures, on a platform of its own, and a sheet
// (index.html) that shows them side by side: a change of look is seen in review. Nothing of it is kept in the repository.
//   --origin URL      a running demonstration instead          --folder FOLDER   where to (pictures)
//   --widths 360,1280 --themes clair,sombre[,contraste]        --only TEXT       pages whose name or route holds it
//   --as citizen|mediator|staff|guardian|administrator PATH…   these addresses, whatever the list of pages
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { findBrowser } from './browser.mjs'
import { journeys } from './check-web/journeys.mjs'
import { dress, resize } from './check-web/looks.mjs'
import { addresses } from './check-web/pages.mjs'
import { everybody, presence, startPlatform } from './check-web/platform.mjs'
import launch from './lib/browser-arguments.cjs'
import { fail, PlainError, requireNode, root, stopChildren } from './lib/system.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    origin: { type: 'string' }, folder: { type: 'string', default: join(root, 'pictures') }, only: { type: 'string' }, as: { type: 'string' },
    widths: { type: 'string', default: '360,1280' }, themes: { type: 'string', default: 'clair,sombre' },
  },
})
const folder = resolve(values.folder)
const widths = values.widths.split(',').map(Number)
const themes = values.themes.split(',')
const taken = []

const fileName = (name) => (name === '/' ? 'accueil' : name.replace(/^\//, '').replace(/[^\p{L}\d]+/gu, '-').replace(/-$/, ''))

/** The page as it stands, in each width and theme. */
async function picture(page, name, address) {
  for (const width of widths) {
    await resize(page, width)
    for (const theme of themes) {
      await dress(page, { theme })
      const file = `${fileName(name)}-${width}${theme === 'clair' ? '' : `-${theme}`}.png`
      await page.screenshot({ path: join(folder, file), fullPage: true, animations: 'disabled' })
      taken.push({ name, address, width, theme, file })
    }
    if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) console.log(`${name}: wider than ${width} px`)
  }
  await dress(page, {})
}

const visitor = { locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } }

async function withPage(browser, storageState, work) {
  const context = await browser.newContext({ ...visitor, storageState })
  context.setDefaultTimeout(20_000)
  try {
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}

async function everything(browser, origin, states) {
  const present = presence(browser, origin, states)
  const fetchAs = async (as, path) => (await fetch(origin + path, { headers: { cookie: (states[as]?.cookies ?? []).map(({ name, value }) => `${name}=${value}`).join('; ') } })).text()
  const listed = positionals.length > 0 ? positionals.map((path) => ({ name: path, address: path, as: values.as })) : await addresses(fetchAs)
  const chosen = listed.filter(({ name, route }) => !values.only || `${name ?? ''} ${route}`.includes(values.only))
  for (const { name, route, address, as } of chosen) {
    if (!address) console.log(`${name ?? route}: no address was found on this platform`)
    else {
      await present(as)
      await withPage(browser, states[as], async (page) => {
        await page.goto(origin + address)
        await picture(page, name ?? route, address)
      })
    }
  }
  if (positionals.length > 0 || values.only) return
  // The steps of a journey change with it: each is pictured as it is reached.
  for (const { journey, as } of journeys.filter(({ withoutScripts }) => !withoutScripts)) {
    await present(as)
    await withPage(browser, states[as], (page) => journey(page, origin, async (step, seen = page) => {
      await picture(seen, step, new URL(seen.url()).pathname)
      await resize(seen, 1280)
    }))
  }
}

function sheet() {
  const text = (said) => said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const names = [...new Set(taken.map(({ name }) => name))]
  const rows = names.map((name) => {
    const own = taken.filter((one) => one.name === name)
    return `<section><h2>${text(name)}</h2><p>${text(own[0].address)}</p><div>${own.map(({ file, width, theme }) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${text(`${name}, ${width} px, ${theme}`)}" width="${width === 360 ? 180 : 480}"></a>`).join(' ')}</div></section>`
  })
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Parvis, page par page</title><style>body{font:16px system-ui;margin:2rem}div{display:flex;gap:1rem;align-items:start;overflow:auto}img{border:1px solid #888;max-height:900px;object-fit:cover;object-position:top}</style><h1>Parvis, page par page</h1>${rows.join('\n')}</html>\n`)
}

async function main() {
  const found = await findBrowser({ log: console.error })
  if (!found.path) throw new PlainError(`No browser starts:\n${found.reasons.join('\n')}`)
  mkdirSync(folder, { recursive: true })
  const platform = values.origin ? { origin: values.origin, stop: async () => {} } : await startPlatform({ log: (said) => process.stderr.write(said) })
  const browser = await chromium.launch({ executablePath: found.path, args: launch.launchArguments })
  try {
    const states = await everybody(browser, platform.origin)
    await everything(browser, platform.origin, states)
  } finally {
    await browser.close()
    await platform.stop()
    sheet()
  }
  console.log(`${taken.length} pictures: ${join(folder, 'index.html')}`)
}

requireNode()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopChildren().then(() => process.exit(130)))
await main().catch(fail)
