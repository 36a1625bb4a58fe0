import type { Page } from 'playwright-core'
import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 240_000)
afterAll(() => platform?.stop(), 30_000)

const clean = async (page: Page) => {
  expect([page.url(), await axeFindings(page)]).toEqual([page.url(), []])
  expect([page.url(), await scrollsSideways(page)]).toEqual([page.url(), false])
}

async function welcome(page: Page, consultation: string) {
  await page.goto(`${platform.origin}/mediation/personne`)
  await page.getByLabel(consultation).check()
  await page.getByLabel('J’ai lu ce texte à voix haute et la personne est d’accord').check()
  await page.locator('input[name=protectiveMeasure][value=non]').check()
  await page.fill('[name=birthSurname]', 'Vandenbroucke')
  await page.fill('[name=givenNames]', 'Marie-Thérèse')
  await page.fill('[name=birthDate]', '1948-05-17')
  await page.selectOption('[name=municipalityCode]', { label: 'Roubaix' })
  await page.locator('input[name=evidence][value=E2]').check()
}

for (const width of [320, 1280]) {
  journey(`a mediator takes part for somebody, from the welcome to the receipts, JavaScript off, ${width} px`, async () => {
    const page = await openWithoutScripts({ viewport: { width, height: 800 } })
    await page.goto(`${platform.origin}/mediation`)
    expect(page.url()).toContain('/connexion')
    await signIn(page, platform.origin, 'mediatrice@parvis.example')
    await page.goto(`${platform.origin}/mediation`)
    await clean(page)
    await page.goto(`${platform.origin}/mediation/texte`)
    await clean(page)

    // Nothing answered: each missing answer is named, and leads to its field.
    await page.goto(`${platform.origin}/mediation/personne`)
    await page.getByRole('button', { name: 'Commencer avec cette personne' }).click()
    await page.getByRole('link', { name: 'Lisez le texte à voix haute' }).waitFor()
    await clean(page)

    // Under a protective measure nobody enters for somebody: said plainly, other doors offered, nothing lost.
    await welcome(page, 'Rafraîchir nos places et nos rues')
    await page.locator('input[name=protectiveMeasure][value=oui]').check()
    await page.getByRole('button', { name: 'Commencer avec cette personne' }).click()
    await page.getByText(/tutelle|protection/).first().waitFor()
    expect(await page.inputValue('[name=birthSurname]')).toBe('Vandenbroucke')
    await page.locator('input[name=protectiveMeasure][value=non]').check()
    await page.getByRole('button', { name: 'Commencer avec cette personne' }).click()
    await page.getByText('Demandez-lui ce qu’elle veut faire').waitFor()
    await clean(page)
    const session = page.url()

    await page.goto(`${session}/proposition`)
    await page.fill('[name=title]', `Une fontaine devant l’école (${width})`)
    await page.fill('[name=body]', 'Les enfants ont soif en sortant. Il n’y a pas d’eau dans la rue.')
    await page.getByRole('button', { name: 'Passer à la relecture' }).click()
    await page.getByText('Rien n’est encore enregistré').waitFor()
    await clean(page)
    await page.getByRole('button', { name: 'La personne est d’accord' }).click()
    await page.getByText('Enregistré, sous réserve de vérification').waitFor()
    await clean(page)
    expect((await page.locator('.receipt-code').innerText()).replace(/[^0-9A-Z]/g, '')).toMatch(/[0-9A-HJKMNP-TV-Z]{12}$/)

    await page.goto(`${session}/soutien`)
    await clean(page)
    await page.getByRole('button', { name: /^Choisir/ }).first().click()
    await page.getByRole('button', { name: 'La personne est d’accord' }).click()
    await page.getByText('Enregistré, sous réserve de vérification').waitFor()

    await page.goto(session)
    await page.getByRole('button', { name: 'Terminer avec cette personne' }).click()
    await page.getByText('Plus rien de la personne n’est sur cet écran').waitFor()
    const ended = await page.goto(session)
    expect(ended?.status()).toBeGreaterThanOrEqual(400)
    await page.context().close()
  })
}

journey('a vote entered at the desk is read back first, then cannot be seen again', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  await welcome(page, 'Budget participatif des mobilités : à vous de choisir')
  await page.getByRole('button', { name: 'Commencer avec cette personne' }).click()
  await page.getByRole('link', { name: /^Commencer/ }).click()
  await clean(page)
  await page.getByRole('button', { name: 'Passer à la relecture' }).click()
  await page.locator('#choice-error').waitFor()
  const options = page.locator('input[name=choice]')
  const chosen = await page.locator('label[for=choice]').innerText()
  await options.nth(0).check()
  await options.nth(1).check()
  await page.getByRole('button', { name: 'Passer à la relecture' }).click()
  await page.getByText('Rien n’est encore enregistré').waitFor()
  expect(await page.locator('main').innerText()).toContain(chosen.replace(/ \(.*$/, ''))
  await clean(page)
  // Changing one's mind brings the choice back as it was.
  await page.getByRole('button', { name: 'Corriger' }).click()
  expect(await options.nth(1).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Passer à la relecture' }).click()
  await page.getByRole('button', { name: 'enregistrer son vote' }).click()
  await page.getByText('Enregistré, sous réserve de vérification').waitFor()
  await clean(page)
  // Not on the screen, not in the page's source.
  expect(await page.content()).not.toContain(chosen.replace(/ \(.*$/, ''))
  await page.context().close()
})
