import type { Page } from 'playwright-core'

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

/** On the page that asks for a code: gives the one that the demonstration shows. A code is good once, so a person who signs in often waits for the next. */
export async function giveCode(page: Page) {
  for (let tries = 0; tries < 40; tries++) {
    const code = await page.locator('[data-demonstration-code]').textContent({ timeout: 1000 }).catch(() => null)
    if (code) {
      await page.fill('input[name=code]', code)
      await page.click('main form button:not([type=button])')
      await page.waitForLoadState()
      if (new URL(page.url()).pathname !== '/connexion/code') return
    }
    await page.waitForTimeout(1000)
    await page.goto(page.url())
  }
  throw new Error('no code of the demonstration was good')
}
