// Paper: the desk orders, the staff number and print, the desk receives and hands out. By hand, at both widths.
import type { Page } from 'playwright-core'
import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, sees, textOf } from './support/hand'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(async () => {
  await platform?.stop()
}, 30_000)

const budget = 'Budget participatif des mobilités : à vous de choisir'

/** The part of the desk's page that is about one consultation. */
const kitOn = (desk: Page) => desk.locator('.kit', { has: desk.getByRole('heading', { name: budget }) })

for (const width of [320, 1280]) {
  journey(`an order goes from the desk to the office and back, JavaScript off, ${width} px`, async () => {
    const desk = await openWithoutScripts({ viewport: { width, height: 900 } })
    await signIn(desk, platform.origin, 'mediatrice@parvis.example')
    await desk.goto(`${platform.origin}/mediation/papier?lieu=lille-wazemmes`)
    await clean(desk)
    await kitOn(desk).locator('summary', { hasText: 'Commander' }).click()
    await kitOn(desk).getByLabel('Feuilles ordinaires').nth(1).fill('600')
    await kitOn(desk).getByRole('button', { name: 'Commander' }).click()
    // What was typed is still there, beside what is wrong with it.
    expect(await kitOn(desk).getByLabel('Feuilles ordinaires').nth(1).inputValue()).toBe('600')
    await kitOn(desk).getByLabel('Feuilles ordinaires').nth(1).fill('7')
    await kitOn(desk).getByRole('button', { name: 'Commander' }).click()
    await sees(desk, 'La commande est partie.')
    const line = desk.locator('.ruled-acts > li', { hasText: '7 ordinaires' }).first()
    const number = /Commande (\d+)/.exec((await line.textContent()) ?? '')?.[1] ?? ''

    const office = await openWithoutScripts({ viewport: { width, height: 900 } })
    await signIn(office, platform.origin, 'agent@parvis.example')
    await office.goto(`${platform.origin}/gestion/consultations`)
    await office.getByRole('link', { name: budget }).first().click()
    await office.getByRole('link', { name: 'Kit papier et stock' }).click()
    await clean(office)
    await office.locator('.ruled-acts > li', { hasText: `Commande ${number} ` }).getByRole('button').click()
    await sees(office, 'Les feuilles ont leurs numéros.')
    const file = office.locator('.ruled-acts > li', { hasText: `Commande ${number} ` }).getByRole('link', { name: /Carnet 1/ })
    const answer = await office.request.get(new URL((await file.getAttribute('href')) ?? '', platform.origin).href)
    expect([answer.status(), answer.headers()['content-type'], (await answer.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-'])
    await office.close()

    await desk.goto(`${platform.origin}/mediation/papier?lieu=lille-wazemmes`)
    await desk.locator('.ruled-acts > li', { hasText: `Commande ${number} ` }).getByRole('button', { name: 'J’ai reçu le colis' }).click()
    await sees(desk, 'Le colis est noté comme reçu.')
    await kitOn(desk).getByLabel('Feuilles ordinaires').first().fill('2')
    await kitOn(desk).getByRole('button', { name: 'Remettre' }).click()
    await sees(desk, 'C’est noté.')
    expect(await textOf(desk)).toMatch(/C’est noté\. Prenez : feuilles? \d+/)
    await clean(desk)
    await desk.close()
  })
}
