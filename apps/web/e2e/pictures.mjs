// Pictures of pages of a running server, so that a change of look is seen in review.
//   node apps/web/e2e/pictures.mjs ORIGIN FOLDER [--dark] [--contrast] [--cookie name=value] PATH…
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'

const { values, positionals: [origin, folder, ...paths] } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean' },
    contrast: { type: 'boolean' },
    cookie: { type: 'string', multiple: true },
    widths: { type: 'string', default: '360,768,1280' },
    browser: { type: 'string', default: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' },
  },
})
if (!origin || !folder || paths.length === 0) {
  console.error('pictures.mjs ORIGIN FOLDER [--dark] [--contrast] [--cookie name=value] [--widths 360,1280] PATH…')
  process.exit(2)
}

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] })
try {
  for (const width of values.widths.split(',').map(Number)) {
    const context = await browser.newContext({
      viewport: { width, height: width < 700 ? 640 : 800 },
      colorScheme: values.dark ? 'dark' : 'light',
      contrast: values.contrast ? 'more' : 'no-preference',
      javaScriptEnabled: true,
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
    })
    await context.addCookies((values.cookie ?? []).map(cookie => ({ name: cookie.split('=')[0], value: cookie.slice(cookie.indexOf('=') + 1), url: origin })))
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(new URL(path, origin).href, { waitUntil: 'networkidle' })
      const name = path === '/' ? 'accueil' : path.replace(/^\//, '').replace(/[^\p{L}\d]+/gu, '-')
      const file = join(folder, `${name}-${width}${values.dark ? '-sombre' : ''}${values.contrast ? '-contraste' : ''}.png`)
      await page.screenshot({ path: file, fullPage: true })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
      console.log(file, wide ? 'WIDER THAN THE SCREEN' : '')
    }
    await context.close()
  }
} finally {
  await browser.close()
}
