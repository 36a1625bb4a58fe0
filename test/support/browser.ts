// Browser journeys: real Chromium, driven by playwright-core inside Jest.
//
//   import { journey, openPage } from '../../../test/support/browser'
//   journey('a citizen votes', async () => { const page = await openPage({ javaScript: false }); await page.goto(…) })
//
// Without a browser a journey is not run, and counted: npm test says so in its last line.
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { launchArguments } from '../../scripts/lib/browser-arguments.cjs'
import { notRun } from './not-run'

const executablePath = process.env.PARVIS_BROWSER
let launched: Promise<Browser> | undefined

/** A test that needs the browser. Ten minutes at most unless told. */
export function journey(name: string, walk: () => Promise<void>, milliseconds = 600_000) {
  if (executablePath) test(name, walk, milliseconds)
  else notRun('journeys', name, 'No Chromium starts on this machine: install chromium, or set CHROMIUM_PATH')
}

/** The browser of this test file, launched at first use and closed after its last test. */
export function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath, args: launchArguments })
  return launched
}

/**
 * A page in a context of its own: nobody is signed in, no cookie is shared. French, 1280 × 800, nothing that moves unless told:
 * a colour on its way to another is neither, and a busy machine looks at it there.
 * A minute for each wait: machines differ, and a wait is no measure of speed.
 */
export async function openPage({ javaScript = true, ...options }: BrowserContextOptions & { javaScript?: boolean } = {}): Promise<Page> {
  const context = await (await browser()).newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options, javaScriptEnabled: javaScript })
  context.setDefaultTimeout(60_000)
  return context.newPage()
}

afterAll(async () => {
  await (await launched)?.close()
})
