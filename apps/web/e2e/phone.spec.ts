import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { typeBirthDate } from './support/desk'
import { clean, follow, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => { platform = await startPlatform() }, 600_000)
afterAll(() => platform?.stop(), 30_000)

const ideas = 'Rafraîchir nos places et nos rues'

for (const width of [320, 1280]) {
  journey(`somebody asks to be called back and takes part by phone, JavaScript off, ${width} px`, async () => {
    const person = await openWithoutScripts({ viewport: { width, height: 800 } })
    await person.goto(`${platform.origin}/aide`)
    await follow(person, 'Demander à être rappelé')
    await clean(person)
    await press(person, 'Demander un appel')
    expect(await person.locator('.error-summary li').count()).toBe(2)
    await clean(person)
    await person.fill('[name=phone]', width === 320 ? '03 20 01 02 03' : '03 20 01 02 04')
    await person.fill('[name=codePostal]', '59100')
    await person.getByLabel('Le matin, de 9 h à 12 h').check()
    await press(person, 'Demander un appel')
    await sees(person, 'Nous vous appelons au plus tard le')
    // Nothing of the number is in the address, and a reload asks for nothing again.
    expect(person.url()).not.toMatch(/03.?20|20.?01.?02/)
    await clean(person)
    await person.context().close()

    const page = await openWithoutScripts({ viewport: { width, height: 800 } })
    await signIn(page, platform.origin, 'mediatrice@parvis.example')
    await page.goto(`${platform.origin}/mediation/telephone`)
    await clean(page)
    await follow(page, 'Personnes à rappeler')
    await clean(page)
    expect(await textOf(page)).not.toMatch(/03 20/)
    const waiting = page.locator('li').filter({ hasText: 'Roubaix' }).filter({ hasText: 'Le matin' })
    await waiting.getByRole('button', { name: /^Prendre/ }).first().click()
    await sees(page, /Appeler le 03 20 01 02 0/)
    await clean(page)
    await press(page, 'Enregistrer')
    await page.locator('.error-summary').waitFor()

    await follow(page, 'Elle répond : commencer à lire')
    await sees(page, 'À lire à voix haute')
    await clean(page)
    // The ways out lead somewhere, and back.
    const begun = page.url()
    await follow(page, 'La personne ne veut pas')
    // The number is noted, in the request: it goes when the operator says what became of it.
    await sees(page, 'Sa demande d’appel attend encore')
    expect(await textOf(page)).not.toContain('Rien n’est gardé')
    await clean(page)
    await follow(page, 'Dire ce que devient la demande')
    await sees(page, 'Et après l’appel ?')
    await page.goto(begun)
    await follow(page, 'Elle préfère venir')
    await sees(page, 'Les lieux d’aide et leurs heures')
    await sees(page, 'Dire ce que devient la demande')
    await clean(page)
    await page.goto(begun)
    for (let step = 1; step < 20 && await page.getByRole('main').getByRole('link', { name: 'C’est lu : suite' }).count() > 0; step++) await follow(page, 'C’est lu : suite')
    await clean(page)
    await follow(page, 'La personne dit oui')
    await clean(page)
    await press(page, 'Commencer la saisie')
    await page.locator('.error-summary').waitFor()
    await clean(page)
    await page.getByRole('group', { name: 'Consultation' }).getByLabel(ideas).check()
    await page.locator('input[name=protectiveMeasure][value=non]').check()
    await page.fill('[name=birthSurname]', `Appelante${width === 320 ? 'a' : 'b'}`)
    await page.fill('[name=givenNames]', 'Odette')
    await typeBirthDate(page, '1939-06-07')
    await page.fill('[name=codePostal]', 'Roubaix')
    // The number came with the request.
    expect(await page.inputValue('[name=phone]')).toMatch(/^03 20 01 02 0/)
    await page.getByLabel('Par courrier').check()
    await press(page, 'Commencer la saisie')
    await page.getByText('Écrivez le nom et l’adresse').first().waitFor()
    await page.fill('[name=address]', 'Odette Appelante\n2 rue des Essais\n59100 Roubaix')
    await press(page, 'Commencer la saisie')
    await sees(page, 'Demandez-lui ce qu’elle veut faire')
    await sees(page, 'On ne vote pas par téléphone')
    await clean(page)

    await follow(page, /^Commencer Écrire une proposition|^Commencer .*proposition/)
    await page.fill('[name=title]', `Un banc devant la poste (${width})`)
    await page.fill('[name=body]', 'On attend longtemps le bus debout. Un banc avec un dossier aiderait beaucoup.')
    await press(page, 'Passer à la relecture')
    await press(page, 'La personne est d’accord')
    await sees(page, 'Lisez le code à voix haute')
    await sees(page, 'Il part aussi par courrier')
    await clean(page)
    const code = await receiptOn(page)
    await press(page, 'Personne suivante')
    await page.waitForURL(/\/mediation\/telephone\?fait=fin$/)
    // The request that was taken is not forgotten.
    await sees(page, 'Vous avez pris une demande d’appel')
    await clean(page)

    // The receipt waits with its clock; sent, it waits no more.
    await follow(page, 'Récépissés à envoyer')
    await clean(page)
    expect(await textOf(page)).not.toContain(code)
    await page.getByRole('main').getByRole('link', { name: /^Préparer l’envoi/ }).first().click()
    await sees(page, code)
    await sees(page, 'rue des Essais')
    await clean(page)
    await press(page, 'C’est envoyé')
    await sees(page, 'Aucun récépissé n’attend')
    await page.goto(`${platform.origin}/mediation/telephone/verifications`)
    await sees(page, 'Aucun appel à vérifier')
    await clean(page)

    await page.goto(`${platform.origin}/mediation/telephone/rappels`)
    await page.getByRole('main').getByRole('link', { name: /^Vous l’avez prise/ }).first().click()
    await page.getByLabel('Je lui ai parlé').check()
    await press(page, 'Enregistrer')
    await sees(page, 'C’est noté.')
    await page.context().close()
  })
}

journey('staff see what somebody denied', async () => {
  const page = await openPage({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/telephone`)
  await sees(page, 'Personne n’a démenti un appel')
  await clean(page)
  await page.context().close()
})
