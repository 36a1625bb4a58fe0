import type { Page } from 'playwright-core'
import { axeFindings, scrollsSideways } from './axe'

/** Presses the button of this name. */
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

/** Follows the first link of this name in the page itself. */
export const follow = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first().click()

/** Waits until the page says so. */
export const sees = (page: Page, text: string | RegExp) => page.getByRole('main').getByText(text).first().waitFor()

/** What the page itself says, as it is seen: once its styles are there, for text that they hide is read without them. */
export async function textOf(page: Page): Promise<string> {
  await page.waitForLoadState('load')
  return page.getByRole('main').innerText()
}

/** The screen is clean by axe and fits its width. */
export async function clean(page: Page): Promise<void> {
  expect([page.url(), await axeFindings(page)]).toEqual([page.url(), []])
  expect([page.url(), await scrollsSideways(page)]).toEqual([page.url(), false])
}
