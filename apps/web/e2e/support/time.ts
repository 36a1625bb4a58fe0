import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import type { Page } from 'playwright-core'
import type { Platform } from '../../../../test/support/platform'

/** So many days from today in Paris, as a date field of the office is filled. */
export const inDays = (days: number, hour = 9) =>
  DateTime.now().setZone('Europe/Paris').startOf('day').plus({ days }).set({ hour }).toFormat('yyyy-MM-dd\'T\'HH:mm')

/** The clock of the platform is put on a minute of Paris, as the owner of the database alone can. Sessions end with the days that go by. */
export async function moveClockTo({ db }: Platform, minute: string): Promise<void> {
  const instant = DateTime.fromISO(minute, { zone: 'Europe/Paris' }).toISO()
  await db.owner.query('update platform.clock_offset set "offset" = $1::timestamptz - clock_timestamp()', [instant])
}

/** The clock goes on: seconds of it cost no second of the test. @param interval as PostgreSQL reads it */
export async function moveClockBy({ db }: Platform, interval: string): Promise<void> {
  await db.owner.query('update platform.clock_offset set "offset" = "offset" + $1::interval', [interval])
}

/** Reads a page again until it says so: what is due happens by itself, within seconds. */
export async function readUntil(page: Page, url: string, text: string | RegExp): Promise<void> {
  const deadline = Date.now() + 60_000
  do {
    await page.goto(url)
    if (await page.locator('main').getByText(text).first().isVisible()) return
    await sleep(500)
  } while (Date.now() < deadline)
  throw new Error(`${url} never said ${text}:\n${await page.locator('main').innerText()}`)
}

/** Waits until something is so on a page. Asked from here each time: the page's policy refuses what a function that waits in the page evaluates later. */
export async function untilTrue(page: Page, holds: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    // While the page reads itself again there is nothing to ask.
    if (await page.evaluate(holds).catch(() => false)) return
    await sleep(100)
  }
  throw new Error(`${page.url()} never came to ${holds}`)
}
