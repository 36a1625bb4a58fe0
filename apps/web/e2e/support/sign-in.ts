import type { Page } from 'playwright-core'

/** Password of every account of the demonstration. */
const password = 'parvis-demonstration'

/** Signs in as one of the people of the demonstration, through the page people use. */
export async function signIn(page: Page, origin: string, email: string) {
  await page.goto(`${origin}/connexion`)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('main form button:not([type=button])')
  await page.waitForURL(url => !url.pathname.startsWith('/connexion'))
}
