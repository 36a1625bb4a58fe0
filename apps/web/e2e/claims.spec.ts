// What comes after taking part: a claim with its code, decided by somebody else; and taking back, at home and at a desk.
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { askDoors, signSheet, typeBirthDate } from './support/desk'
import { clean, follow, press, sees } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'
import { untilTrue } from './support/time'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(async () => {
  await platform?.stop()
}, 30_000)

const ideas = 'Rafraîchir nos places et nos rues'

journey('somebody without an account makes a claim, staff decide it, the guardian decides the appeal, JavaScript off', async () => {
  const person = await openWithoutScripts({ viewport: { width: 320, height: 800 } })
  await person.goto(`${platform.origin}/reclamation`)
  await clean(person)
  await press(person, 'Envoyer la réclamation')
  await person.locator('#kind-error').waitFor()
  await clean(person)
  await person.getByLabel('Ma participation n’a pas été comptée').check()
  await person.fill('[name=words]', 'Mon idée sur la fontaine n’apparaît pas.')
  await person.fill('[name=receipt]', 'AAAA-AAAA-AAAA')
  await person.getByLabel('Par courrier').check()
  await person.fill('[name=contact]', 'Lille')
  await press(person, 'Envoyer la réclamation')
  await person.locator('#receipt-error, #contact-error').first().waitFor()
  expect(await person.inputValue('[name=words]')).toContain('la fontaine')
  await person.fill('[name=receipt]', '')
  await person.fill('[name=contact]', 'M. Petit, 3 rue des Tilleuls, 59000 Lille')
  await person.locator('select[name=consultationId]').selectOption({ label: ideas })
  await press(person, 'Envoyer la réclamation')
  const code = await receiptOn(person)
  expect(person.url()).not.toContain(code)
  await clean(person)

  const read = async () => {
    await person.goto(`${platform.origin}/recu`)
    await person.fill('[name=code]', code.toLowerCase())
    await press(person, 'Vérifier')
  }
  await read()
  await sees(person, 'Quelqu’un la lit')
  await clean(person)

  const staff = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(staff, platform.origin, 'agent@parvis.example')
  await staff.goto(`${platform.origin}/gestion`)
  await clean(staff)
  await staff.getByRole('main').getByRole('link', { name: 'Répondre aux réclamations' }).click()
  await staff.locator('main td').getByText('en retard').first().waitFor()
  await clean(staff)
  await staff.locator('main table a').last().click()
  await sees(staff, 'la fontaine')
  await clean(staff)
  await press(staff, 'Enregistrer la décision')
  await staff.locator('#outcome-error').waitFor()
  await staff.getByLabel('Pas acceptée').check()
  await staff.fill('[name=reason]', 'Nous ne trouvons pas cette idée dans les listes.')
  await press(staff, 'Enregistrer la décision')
  await sees(staff, 'La décision est enregistrée')
  await sees(staff, 'rue des Tilleuls')
  await press(staff, 'La réponse est donnée')
  await sees(staff, 'La réponse est notée')
  await clean(staff)
  const address = new URL(staff.url()).pathname

  await read()
  await sees(person, 'Nous ne trouvons pas cette idée')
  await person.fill('[name=words]', 'J’ai gardé la feuille, elle y était.')
  await press(person, 'Demander à la garante')
  await sees(person, 'Votre demande est partie')
  await clean(person)

  const guardian = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(guardian, platform.origin, 'garante@parvis.example')
  await guardian.goto(`${platform.origin}/gestion`)
  await guardian.getByRole('main').getByRole('link', { name: 'Décider des recours' }).click()
  await guardian.locator('main td').getByText('en recours').first().waitFor()
  await guardian.goto(`${platform.origin}${address}`)
  await guardian.getByLabel('Acceptée', { exact: true }).check()
  await guardian.fill('[name=reason]', 'La feuille prouve que l’idée avait été reçue.')
  await press(guardian, 'Enregistrer la décision')
  await sees(guardian, 'La décision est enregistrée')
  await read()
  await sees(person, 'La feuille prouve')
  await sees(person, 'Défenseur des droits')
}, 600_000)

journey('a mediator takes a claim, and takes back what a person gave without learning whether there was anything', async () => {
  const desk = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(desk, platform.origin, 'mediatrice@parvis.example')
  await desk.goto(`${platform.origin}/mediation/reclamations`)
  await clean(desk)
  await desk.getByLabel('Quelqu’un a participé à ma place').check()
  await desk.fill('[name=words]', 'On me dit que j’ai déjà voté.')
  await desk.getByLabel('J’ai vu la pièce d’identité').check()
  await press(desk, 'Envoyer la réclamation')
  await desk.locator('#birthSurname-error').waitFor()
  expect(await desk.inputValue('[name=words]')).toContain('déjà voté')
  await clean(desk)
  await desk.locator('select[name=consultationId]').selectOption({ label: ideas })
  await desk.fill('[name=birthSurname]', 'Delobel')
  await desk.fill('[name=givenNames]', 'Aline')
  await typeBirthDate(desk, '1950-03-12')
  await desk.fill('[name=codePostal]', 'Lille')
  await press(desk, 'Envoyer la réclamation')
  await receiptOn(desk)
  await desk.goto(`${platform.origin}/mediation/reclamations`)
  await sees(desk, 'reçue ici')
  // Nothing of what was said is shown there.
  expect(await desk.getByRole('main').innerText()).not.toContain('déjà voté')

  const vote = 'Budget participatif des mobilités : à vous de choisir'
  const receipts: string[] = []
  for (const birthSurname of ['Jamaisvenue', 'Jamaisvenue']) {
    await desk.goto(`${platform.origin}/mediation/personne`)
    await askDoors(desk)
    await desk.locator('.desk-where').getByLabel(vote).check()
    await desk.locator('input[name=consent][value=HANDWRITTEN]').check()
    await desk.locator('input[name=evidence][value=E2]').check()
    await desk.fill('[name=birthSurname]', birthSurname)
    await desk.fill('[name=givenNames]', 'Aline')
    await typeBirthDate(desk, '1950-03-12')
    await desk.fill('[name=codePostal]', 'Lille')
    await desk.locator('details:has(input[name=scopes]) > summary').click()
    await desk.locator('input[name=scopes][value=WITHDRAW]').check()
    await press(desk, 'Commencer avec cette personne')
    await signSheet(desk)
    await clean(desk)
    await follow(desk, 'Retirer ce qui a été donné')
    await clean(desk)
    await press(desk, /^Retirer$/)
    await desk.locator('#sure-error').waitFor()
    await desk.locator('input[name=sure]').check()
    await press(desk, /^Retirer$/)
    receipts.push(await receiptOn(desk))
    // The slip has a square to photograph; on the screen it is not needed.
    expect(await desk.locator('.square svg').count()).toBe(1)
    await clean(desk)
  }
  await desk.goto(`${platform.origin}/recu`)
  await desk.fill('[name=code]', receipts[0] ?? '')
  await press(desk, 'Vérifier')
  await sees(desk, 'Retrait demandé à un comptoir')
  await clean(desk)

  // A camera leads to the page: the code fills the field and stands in no address.
  const phone = await openPage()
  await phone.goto(`${platform.origin}/recu#${(receipts[1] ?? '').replaceAll('-', '')}`)
  await untilTrue(phone, 'document.querySelector("[name=code]")?.value')
  expect([await phone.inputValue('[name=code]'), new URL(phone.url()).hash]).toEqual([(receipts[1] ?? '').replaceAll('-', ''), ''])
  await press(phone, 'Vérifier')
  await sees(phone, 'Retrait demandé à un comptoir')
}, 600_000)

journey('what became of it: asked at the desk, posted at the centre, printed by staff', async () => {
  const desk = await openWithoutScripts({ viewport: { width: 320, height: 800 } })
  await signIn(desk, platform.origin, 'mediatrice@parvis.example')
  await desk.goto(`${platform.origin}/mediation/suites`)
  await sees(desk, 'Le résultat est publié.')
  await clean(desk)
  await press(desk, /La liste est affichée/)
  await sees(desk, 'C’est noté')
  await clean(desk)

  const person = await openWithoutScripts({ viewport: { width: 320, height: 800 } })
  await person.goto(`${platform.origin}/centres/lille-wazemmes/suites`)
  const code = (await person.locator('.posted-code').first().innerText()).trim()
  await clean(person)
  await person.goto(`${platform.origin}/recu`)
  await person.fill('[name=code]', code)
  await press(person, 'Vérifier')
  await sees(person, 'Lire la suite')
  await clean(person)

  const staff = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(staff, platform.origin, 'agent@parvis.example')
  await staff.goto(`${platform.origin}/gestion/suites`)
  await sees(staff, 'rue des Postes')
  await clean(staff)
  await press(staff, 'Ces lettres sont parties')
  await sees(staff, 'notées comme parties')
  expect(await staff.getByRole('main').innerText()).not.toContain('rue des Postes')
  await clean(staff)
}, 600_000)
