import type { Page } from 'playwright-core'

/** Password of every account of the demonstration. */
const demoPassword = 'parvis-demonstration'

/** Signs in through the page people use, as one of the people of the demonstration unless told another password. */
export async function signIn(page: Page, origin: string, email: string, password = demoPassword) {
  await page.goto(`${origin}/connexion`)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('main form button:not([type=button])')
  await page.waitForURL(url => !url.pathname.startsWith('/connexion'))
}
