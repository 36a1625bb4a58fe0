import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'
import { signIn } from './support/sign-in'

const open = '/consultations/rafraichir-nos-places-et-nos-rues'
const pages = ['/', '/consultations', '/consultations?etat=all&commune=', open, `${open}/propositions`, `${open}/propositions/3`, '/centres', '/consultations?q=rien-de-tel']

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 240_000)
afterAll(() => platform?.stop(), 30_000)

for (const width of [320, 1280]) {
  journey(`what citizens read is clean and fits at ${width} px without JavaScript`, async () => {
    const page = await openWithoutScripts({ viewport: { width, height: 700 } })
    for (const path of pages) {
      const answer = await page.goto(platform.origin + path)
      expect([path, answer?.status()]).toEqual([path, 200])
      expect([path, await axeFindings(page)]).toEqual([path, []])
      expect([path, await scrollsSideways(page)]).toEqual([path, false])
      expect([path, await page.locator('h1').count()]).toEqual([path, 1])
    }
    await page.goto(`${platform.origin}/centres`)
    await page.locator('.item-title a').first().click()
    expect(await axeFindings(page)).toEqual([])
    await page.context().close()
  })
}

journey('the commune is found by name or postal code, remembered without an account, and changed', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(platform.origin)
  await page.fill('input[name=commune]', '59000 et plus')
  await page.getByRole('button', { name: 'Voir ma commune' }).click()
  await page.getByText('Nous ne trouvons pas cette commune').waitFor()
  await page.fill('input[name=commune]', 'hellemmes')
  await page.getByRole('button', { name: 'Voir ma commune' }).click()
  await page.getByText('Votre commune : Lille').waitFor()
  await page.goto(`${platform.origin}/centres`)
  await page.getByText(/lieux? pour Lille/).waitFor()
  await page.goto(platform.origin)
  await page.getByRole('button', { name: 'Changer de commune' }).click()
  // One postal code, several communes: it asks.
  await page.fill('input[name=commune]', '59320')
  await page.getByRole('button', { name: 'Voir ma commune' }).click()
  await page.getByText('Laquelle est la vôtre').waitFor()
  await page.locator('input[name=code]').first().check()
  await page.getByRole('button', { name: 'Choisir cette commune' }).click()
  await page.getByText(/^Votre commune\s:/).waitFor()
  await page.context().close()
})

journey('a citizen writes a proposal, corrects it and withdraws it, with JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  expect(page.url()).toContain('/connexion?retour=')
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  expect(await axeFindings(page)).toEqual([])
  await page.fill('[name=title]', 'Banc')
  await page.fill('[name=body]', 'Il faut un banc à l’ombre devant la mairie, avec un dossier.')
  await page.getByRole('button', { name: 'Envoyer ma proposition' }).click()
  // Refused in words, beside the field, and nothing that was written is lost.
  await page.locator('#title-error').waitFor()
  expect(await page.inputValue('[name=body]')).toContain('Il faut un banc')
  expect(await axeFindings(page)).toEqual([])
  await page.fill('[name=title]', 'Un banc à l’ombre devant la mairie <script>alert(1)</script>')
  await page.getByRole('button', { name: 'Envoyer ma proposition' }).click()
  await page.getByText('Votre proposition est publiée').waitFor()
  expect(await page.locator('h1').innerText()).toContain('<script>alert(1)</script>')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Corriger ma proposition' }).click()
  await page.fill('[name=title]', 'Deux bancs à l’ombre devant la mairie')
  await page.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await page.getByText('Votre correction est enregistrée').waitFor()
  await page.getByText('2 versions').waitFor()
  await page.goto(`${platform.origin}${open}/propositions?q=${encodeURIComponent('banc mairie')}`)
  await page.getByRole('link', { name: 'Deux bancs à l’ombre devant la mairie' }).click()
  await page.getByRole('link', { name: 'Retirer ma proposition' }).click()
  await page.getByRole('button', { name: 'Oui, retirer ma proposition' }).click()
  await page.getByText('Cette proposition a été retirée par son auteur').waitFor()
  await page.context().close()
})
