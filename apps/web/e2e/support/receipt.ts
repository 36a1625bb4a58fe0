import type { Page } from 'playwright-core'

/** The code on the receipt that the page shows, as it is copied by hand: XXXX-XXXX-XXXX. */
export async function receiptOn(page: Page): Promise<string> {
  const code = page.locator('.receipt-code')
  await code.waitFor()
  const [found] = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}/.exec(((await code.textContent()) ?? '').replace(/\s/g, '')) ?? []
  if (!found) throw new Error(`No code on the receipt: ${await code.textContent()}`)
  return found
}
