// The day of a desk, as a mediator, somebody at home and the office live it; JavaScript off.
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { beginWith } from './support/desk'
import { clean, follow, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(async () => {
  await platform?.stop()
}, 30_000)

const budget = 'Budget participatif des mobilités : à vous de choisir'

for (const width of [320, 1280]) {
  journey(`the day of a mediator, ${width} px`, async () => {
    const page = await openWithoutScripts({ viewport: { width, height: 800 } })
    await signIn(page, platform.origin, 'mediatrice@parvis.example')

    // A visit that was left by the bar of the site has a way back.
    const visit = await beginWith(page, platform.origin, budget, { birthSurname: `Duquesne${width === 320 ? 'A' : 'B'}`, givenNames: 'Paul', birthDate: '1951-03-02', commune: 'Lille' }, 'E2')
    await page.goto(`${platform.origin}/mediation`)
    await sees(page, 'Passages encore ouverts')
    await clean(page)
    const weight = (await (await page.request.get(`${platform.origin}/mediation`)).body()).length
    expect(weight).toBeLessThan(300_000)
    await follow(page, /^Reprendre/)
    expect(page.url()).toContain(visit)

    // A ticket in one press; the next person is called, received, done.
    await page.goto(`${platform.origin}/mediation/file`)
    await clean(page)
    await page.getByRole('button', { name: 'Donner un ticket' }).click()
    await page.locator('.ticket-label').waitFor()
    expect(await page.locator('.ticket-label').innerText()).toMatch(/[A-F]\d+/)
    await clean(page)
    await page.getByRole('button', { name: /Appeler la personne suivante/ }).first().click()
    await sees(page, /^Appelez le ticket/)
    await clean(page)
    await page.getByRole('button', { name: /La personne est là/ }).first().click()
    await sees(page, 'La file est à jour.')
    await page.getByRole('button', { name: /C’est fini/ }).first().click()
    await sees(page, 'La file est à jour.')

    // On the wall, for whoever is in the room.
    const wall = await openWithoutScripts({ viewport: { width, height: 800 } })
    const drawn = await wall.goto(`${platform.origin}/mediation/file/ecran?lieu=lille-wazemmes`)
    expect(drawn?.headers().refresh).toBe('15')
    await sees(wall, 'Numéros appelés')
    await clean(wall)
    await follow(wall, 'Arrêter de recharger')
    await sees(wall, 'Recharger toutes les 15 secondes')
    await clean(wall)

    await page.goto(`${platform.origin}/mediation/rendez-vous`)
    await clean(page)
    await press(page, 'Donner ce rendez-vous')
    expect(await receiptOn(page)).toMatch(/^[0-9A-Z]{4}-/)
    await clean(page)

    // A question, and an answer.
    await page.goto(`${platform.origin}/mediation/alertes`)
    await clean(page)
    await page.locator('textarea[name=explanation]').first().fill('court')
    await page.getByRole('button', { name: /Envoyer mon explication/ }).first().click()
    await page.locator('.error-summary').waitFor()
    expect(await page.locator('textarea[name=explanation]').first().inputValue()).toBe('court')
    await clean(page)
    await page.locator('textarea[name=explanation]').first().fill('Un groupe est venu, les papiers étaient prêts.')
    await page.getByRole('button', { name: /Envoyer mon explication/ }).first().click()
    await sees(page, 'Votre explication est envoyée.')
    expect((await textOf(page)).toLowerCase()).not.toMatch(/fraude|soupçon|triche|faute/)
    await clean(page)

    await page.goto(`${platform.origin}/mediation/journee`)
    await clean(page)
    await page.getByRole('button', { name: /Clôturer/ }).first().click()
    await sees(page, 'La journée est clôturée.')
    await clean(page)
    const file = await page.request.get(`${platform.origin}/api/activity-reports.json`)
    expect(((await file.json()) as { data: unknown[] }).data).toEqual(expect.any(Array))
  })
}

journey('somebody takes an hour at a centre without an account, and gives it back', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 800 } })
  await page.goto(`${platform.origin}/centres/lille-wazemmes`)
  await follow(page, 'Prendre rendez-vous')
  await clean(page)
  // Faster than a person: said, and what was chosen is kept.
  const chosen = await page.locator('select[name=starts] option').nth(1).getAttribute('value') ?? ''
  await page.selectOption('select[name=starts]', chosen)
  await page.fill('[name=phone]', 'abc')
  await page.waitForTimeout(2500)
  await press(page, 'Prendre ce rendez-vous')
  await page.locator('#phone-error').waitFor()
  expect(await page.locator('select[name=starts]').inputValue()).toBe(chosen)
  await clean(page)
  await page.fill('[name=phone]', '03 20 00 00 00')
  await press(page, 'Prendre ce rendez-vous')
  await sees(page, 'Votre rendez-vous est pris')
  const code = await receiptOn(page)
  await clean(page)
  await page.goto(`${platform.origin}/rendez-vous`)
  await clean(page)
  await page.fill('[name=code]', code.toLowerCase().replaceAll('-', ' '))
  await press(page, 'Voir mon rendez-vous')
  await sees(page, 'Ce rendez-vous tient.')
  expect(page.url()).not.toContain(code.slice(0, 4))
  await clean(page)
  await press(page, 'Annuler ce rendez-vous')
  await sees(page, /^Ce rendez-vous est annulé/)
  await clean(page)
  // A centre that takes none says so, with another way.
  await page.goto(`${platform.origin}/centres/haubourdin-maison-france-services/rendez-vous`)
  await sees(page, 'Ce lieu ne prend pas de rendez-vous ici.')
  await clean(page)
})

journey('the office answers questions and requests, sets a centre up, reads a statement', async () => {
  const page = await openPage()
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/alertes`)
  await clean(page)
  await page.getByRole('button', { name: /Garder pour une suite/ }).first().click()
  await page.locator('.error-summary').waitFor()
  await clean(page)
  await page.getByRole('button', { name: /Classer sans suite/ }).first().click()
  await sees(page, /^C’est décidé/)
  await page.goto(`${platform.origin}/gestion/alertes?etat=DISMISSED`)
  await page.locator('.tag', { hasText: 'Classée' }).first().waitFor()
  await clean(page)
  await page.fill('[name=warningAt]', '90')
  await press(page, 'Enregistrer une nouvelle version')
  await page.locator('#warningAt-error').waitFor()
  await clean(page)
  await page.goto(`${platform.origin}/gestion/releves`)
  await clean(page)
  await page.goto(`${platform.origin}/gestion/centres?q=Haubourdin`)
  await page.getByRole('main').getByRole('link', { name: /Haubourdin|France services/ }).first().click()
  await follow(page, 'Rendez-vous du lieu')
  await clean(page)
  await press(page, 'Prendre des rendez-vous ainsi')
  await sees(page, 'Les rendez-vous de ce lieu sont réglés.')
  await clean(page)
})
