import type { Page } from 'playwright-core'
import { platformAt } from '../../../../test/support/platform'
import { moveClockBy } from './time'

/** Password of every account of the demonstration. */
const demoPassword = 'parvis-demonstration'

/** Signs in through the page people use, as one of the people of the demonstration unless told another password. */
export async function signIn(page: Page, origin: string, email: string, password = demoPassword) {
  await page.goto(`${origin}/connexion`)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('main form button:not([type=button])')
  await page.waitForURL(url => url.pathname !== '/connexion')
  if (new URL(page.url()).pathname === '/connexion/code') await giveCode(page)
}

/** On the page that asks for a code: gives the one that the demonstration shows. A code is good once: when the next is still to come, the platform's clock goes on to it. */
export async function giveCode(page: Page) {
  for (let tries = 0; tries < 4; tries++) {
    const code = page.locator('[data-demonstration-code]')
    if (await code.isVisible()) {
      await page.fill('input[name=code]', await code.innerText())
      await page.click('main form button:not([type=button])')
      await page.waitForLoadState()
      if (new URL(page.url()).pathname !== '/connexion/code') return
    }
    await moveClockBy(platformAt(new URL(page.url()).origin), '30 seconds')
    await page.goto(page.url())
  }
  throw new Error('no code of the demonstration was good')
}
