import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { beginWith, typeBirthDate } from './support/desk'
import { clean, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 240_000)
afterAll(() => platform?.stop(), 30_000)

const budget = 'Budget participatif des mobilités : à vous de choisir'
const ideas = 'Rafraîchir nos places et nos rues'
const someone = { birthSurname: 'Vandenbroucke', givenNames: 'Marie-Thérèse', birthDate: '1948-05-17', commune: 'Roubaix' }

/** What the keyboard is on: its name in the form, or its words. */
const focused = (page: Page) => page.evaluate(() => {
  const { activeElement } = (globalThis as unknown as { document: { activeElement: { name?: string, textContent: string | null } } }).document
  return activeElement.name || (activeElement.textContent ?? '').replace(/\s+/g, ' ').trim()
})

/** A page that begins on something does so once it is drawn. */
async function focusComesTo(page: Page, words: string) {
  for (let tries = 0; tries < 300 && await focused(page) !== words; tries++) await page.waitForTimeout(100)
  expect(await focused(page)).toBe(words)
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
    await press(page, 'Commencer avec cette personne')
    await page.getByRole('link', { name: 'Lisez le texte à voix haute' }).waitFor()
    expect(await page.locator('.error-summary li').count()).toBe(8)
    for (const link of await page.locator('.error-summary a').all()) expect(await page.locator(await link.getAttribute('href') ?? '#none').count()).toBe(1)
    await clean(page)
    // Who followed a link to a field is brought back to the reasons all the same.
    await page.locator('.error-summary a').last().click()
    expect(page.url()).toContain('#')
    await press(page, 'Commencer avec cette personne')
    await page.locator('.error-summary:focus').waitFor()
    expect(page.url()).not.toContain('#')

    // Under a protective measure nobody enters for somebody: said plainly, other doors offered, nothing lost.
    await page.getByLabel(ideas).check()
    await page.getByLabel('J’ai lu ce texte à voix haute et la personne est d’accord').check()
    await page.locator('input[name=protectiveMeasure][value=oui]').check()
    await page.locator('input[name=evidence][value=E2]').check()
    await page.fill('[name=birthSurname]', 'Vandenbroucke')
    await page.fill('[name=givenNames]', 'Marie-Thérèse')
    await typeBirthDate(page, '1948-05-17')
    await page.fill('[name=codePostal]', 'roubaix')
    await press(page, 'Commencer avec cette personne')
    await page.getByText(/tutelle|protection/).first().waitFor()
    expect(await page.inputValue('[name=birthSurname]')).toBe('Vandenbroucke')
    expect(await page.inputValue('[name=birthDate-annee]')).toBe('1948')
    await page.locator('input[name=protectiveMeasure][value=non]').check()
    await press(page, 'Commencer avec cette personne')
    await sees(page, 'Demandez-lui ce qu’elle veut faire')
    await sees(page, 'Pour cette personne : rien d’enregistré pour l’instant')
    await clean(page)
    const session = page.url()

    // Too short is said before it is read aloud.
    await page.goto(`${session}/proposition`)
    await press(page, 'Passer à la relecture')
    await page.locator('#body-error').waitFor()
    await page.getByLabel('L’idée de la personne').waitFor()
    await page.fill('[name=title]', `Une fontaine devant l’école (${width})`)
    await page.fill('[name=body]', 'Les enfants ont soif en sortant. Il n’y a pas d’eau dans la rue.')
    await press(page, 'Passer à la relecture')
    await sees(page, 'Rien n’est encore enregistré')
    await clean(page)
    await press(page, 'La personne est d’accord')
    await sees(page, 'Enregistré, sous réserve de vérification')
    await clean(page)
    await receiptOn(page)
    await sees(page, 'Avec ce code, on voit de quelle proposition il s’agit')
    expect(await textOf(page)).not.toContain('Il ne dit pas')

    await page.goto(`${session}/soutien`)
    await clean(page)
    // A long one is read whole before it is chosen, and once more when it is.
    const long = page.locator('.item').filter({ has: page.getByRole('link', { name: /^Lire toute la proposition/ }) }).first()
    const heading = await long.locator('.item-title').innerText()
    await long.getByRole('link').click()
    const whole = page.locator('.item').filter({ hasText: heading }).first().locator('.prose')
    const text = await whole.innerText()
    expect(text.length).toBeGreaterThan(280)
    await clean(page)
    await page.locator('.item').filter({ hasText: heading }).first().getByRole('button', { name: /^Choisir/ }).click()
    expect(await page.locator('.aloud').innerText()).toBe(text)
    await press(page, 'La personne est d’accord')
    await sees(page, 'Enregistré, sous réserve de vérification')
    await sees(page, 'Avec ce code, on voit quelle proposition vous soutenez')
    await sees(page, 'Pour cette personne : 1 soutien enregistré et 1 proposition enregistrée')

    await page.goto(session)
    await press(page, 'Terminer et effacer')
    await sees(page, 'Plus rien de la personne n’est sur cet écran')
    await focusComesTo(page, 'Personne suivante')
    // What is over cannot be looked at again: the day, and no word of the person.
    await page.goto(session)
    expect(page.url()).toBe(`${platform.origin}/mediation?fait=deja`)
    await sees(page, 'Cette session est terminée')
    await page.context().close()
  })
}

journey('a vote entered at the desk is read back first, then cannot be seen again', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  await beginWith(page, platform.origin, budget, someone, 'E2')
  // One thing may be done there: it is what comes.
  expect(page.url()).toMatch(/\/vote$/)
  await clean(page)
  await press(page, 'Passer à la relecture')
  await page.locator('#choix-error').getByText('ou «\u00a0Voter blanc\u00a0»').waitFor()
  const options = page.locator('input[name=choix]')
  const chosen = await page.locator('label[for=choix]').innerText()
  await options.nth(0).check()
  await options.nth(1).check()
  // Choices and blank together: neither is dropped without a word.
  await page.getByLabel('Voter blanc').check()
  await press(page, 'Passer à la relecture')
  await page.locator('#choix-error').getByText('pas les deux').waitFor()
  expect([await options.nth(1).isChecked(), await page.getByLabel('Voter blanc').isChecked()]).toEqual([true, true])
  await page.getByLabel('Voter blanc').uncheck()
  await press(page, 'Passer à la relecture')
  await sees(page, 'Rien n’est encore enregistré')
  expect(await textOf(page)).toContain(chosen.replace(/ \(.*$/, ''))
  await clean(page)
  // Changing one's mind brings the choice back as it was.
  await press(page, 'Corriger')
  expect(await options.nth(1).isChecked()).toBe(true)
  await press(page, 'Passer à la relecture')
  await press(page, 'enregistrer son vote')
  await sees(page, 'Enregistré, sous réserve de vérification')
  await sees(page, 'Pour cette personne : vote enregistré')
  await clean(page)
  // Not on the screen, not in the page's source.
  expect(await page.content()).not.toContain(chosen.replace(/ \(.*$/, ''))
  await page.context().close()
})

journey('a date and a commune that cannot be are refused in words, close names are offered, nothing typed is lost', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  await page.goto(`${platform.origin}/mediation/personne`)
  await page.getByLabel(budget).check()
  await page.getByLabel('J’ai lu ce texte à voix haute et la personne est d’accord').check()
  await page.locator('input[name=protectiveMeasure][value=non]').check()
  await page.locator('input[name=evidence][value=E1]').check()
  await page.fill('[name=birthSurname]', 'Lemaire')
  await page.fill('[name=givenNames]', 'Paul')
  const tries = [
    { date: ['17', '5', '48'], commune: 'Roubaix', says: ['Écrivez l’année avec quatre chiffres'] },
    { date: ['31', '2', '1948'], commune: 'Roubex', says: ['Le 31/2/1948 n’existe pas', '« Roubex » n’est pas une commune'] },
    { date: ['17', '5', '1830'], commune: 'Roubaix', says: ['L’année de naissance est trop ancienne'] },
    { date: ['17', '5', '2999'], commune: 'Roubaix', says: ['Cette date de naissance est dans le futur'] },
    { date: ['17', '5', '1948'], commune: 'Marseille', says: ['« Marseille » n’est pas une commune de la métropole. Vérifiez'] },
    { date: ['17', '5', '1948'], commune: '5910', says: ['Écrivez un code postal de cinq chiffres'] },
  ]
  for (const { date, commune, says } of tries) {
    for (const [at, part] of ['jour', 'mois', 'annee'].entries()) await page.fill(`[name=birthDate-${part}]`, date[at] ?? '')
    await page.fill('[name=codePostal]', commune)
    await press(page, 'Commencer avec cette personne')
    for (const sentence of says) await page.locator('.error-summary').getByText(sentence.replace('« ', '«\u00a0').replace(' »', '\u00a0»')).waitFor()
    expect(await page.locator('.error-summary li').count()).toBe(says.length)
    expect(await page.inputValue('[name=codePostal]')).toBe(commune)
    await clean(page)
  }
  // Two communes share this postcode: the person says which.
  await page.fill('[name=codePostal]', '59840')
  await press(page, 'Commencer avec cette personne')
  await page.getByLabel('Lompret').check()
  await press(page, 'Commencer avec cette personne')
  await page.waitForURL(/\/vote$/)
  await page.context().close()
})

journey('two people in a row by the keyboard alone: the second takes 21 keys besides what is typed', async () => {
  const page = await openPage({})
  await signIn(page, platform.origin, 'mediateur@parvis.example')
  let keys = 0
  const key = async (...names: string[]) => {
    for (const name of names) await page.keyboard.press(name)
    keys += names.length
  }
  const person = async (surname: string, commune: string) => {
    await page.keyboard.type(surname)
    await key('Tab', 'Tab')
    await page.keyboard.type('Rosa')
    for (const part of ['3', '5', '1948']) {
      await key('Tab')
      await page.keyboard.type(part)
    }
    await key('Tab')
    await page.keyboard.type(commune)
    await key('Enter')
    await page.waitForURL(/\/vote$/)
  }
  const ballot = async () => {
    await focusComesTo(page, 'Voter')
    await key('Tab', 'Space', 'Enter')
    await sees(page, 'Rien n’est encore enregistré')
    await focusComesTo(page, 'Relisez à voix haute')
    await key('Tab', 'Enter')
    await sees(page, 'Enregistré, sous réserve de vérification')
    await focusComesTo(page, 'C’est enregistré')
  }

  await page.goto(`${platform.origin}/mediation`)
  await focusComesTo(page, 'Une personne est devant moi')
  await key('Enter')
  await page.waitForURL(/\/mediation\/personne/)
  // Not before: a Tab on a page that is still being drawn goes nowhere.
  await focusComesTo(page, 'Une personne est devant vous')
  await key('Tab')
  for (let presses = 0; presses < 15 && !(await page.getByLabel(budget).isChecked()); presses++) await key('ArrowDown')
  while (await focused(page) !== 'consent') await key('Tab')
  await key('Space', 'Tab', 'Space', 'Tab', 'Space', 'Tab')
  await person('Clavierun', 'Roubaix')
  await ballot()
  const first = await receiptOn(page)

  keys = 0
  // The print button, then the next person.
  await key('Tab')
  await focusComesTo(page, 'Imprimer')
  await key('Tab', 'Enter')
  await page.waitForURL(/\/mediation\/personne/)
  await sees(page, 'Plus rien de la personne n’est sur cet écran')
  expect(await page.content()).not.toMatch(/Clavierun|Rosa/)
  expect(await page.getByLabel(budget).isChecked()).toBe(true)
  await sees(page, 'Comme pour la personne précédente')
  await focusComesTo(page, 'consent')
  await key('Space', 'Tab', 'Space', 'Tab', 'Space', 'Tab')
  await person('Clavierdeux', '59200')
  await ballot()
  expect(await receiptOn(page)).not.toBe(first)
  expect(keys).toBeLessThanOrEqual(21)

  // The way back of the browser shows nothing of either.
  await press(page, 'Terminer et effacer')
  await sees(page, 'Plus rien de la personne n’est sur cet écran')
  const shown = (): Promise<string> => page.evaluate(() => {
    const { document } = globalThis as unknown as { document: { documentElement: { outerHTML: string }, querySelectorAll(selector: string): Iterable<{ value: string }> } }
    return document.documentElement.outerHTML + [...document.querySelectorAll('input:not([type=hidden])')].map(({ value }) => value).join(' ')
  }).catch(async () => {
    // Still on its way back.
    await page.waitForTimeout(200)
    return shown()
  })
  for (let steps = 0; steps < 6; steps++) {
    await page.goBack().catch(() => null)
    expect(await shown()).not.toMatch(/Clavier|Rosa/)
  }
  await page.context().close()
})

journey('the receipt leaves on one leaf, A4 or A5, with how to check it and nothing of the screen', async () => {
  const page = await openPage({})
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  await beginWith(page, platform.origin, budget, { ...someone, birthSurname: 'Papier' }, 'E1')
  await page.locator('input[name=choix]').first().check()
  await press(page, 'Passer à la relecture')
  await press(page, 'enregistrer son vote')
  const code = await receiptOn(page)
  for (const format of ['A4', 'A5']) {
    const pdf = await page.pdf({ format })
    expect([format, pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length]).toEqual([format, 1])
  }
  await page.emulateMedia({ media: 'print' })
  const paper = (await page.locator('body').innerText()).replace(/\s+/g, ' ')
  expect(paper.replace(/[^0-9A-Z]/g, '')).toContain(code.replaceAll('-', ''))
  for (const words of ['Métropole Européenne de Lille', budget, 'Pour vérifier plus tard', `${new URL(platform.origin).host}/recu`]) expect(paper.replace(/\u00a0/g, ' ')).toContain(words)
  // The day, without an hour.
  expect(paper).toMatch(/Jour \d{1,2}(er)? \p{L}+ \d{4} /u)
  expect(paper).toContain('Il ne dit pas ce que vous avez choisi')
  for (const words of ['Personne suivante', 'Terminer et effacer', 'C’est enregistré', 'Papier', 'La journée']) expect(paper).not.toContain(words)
  await page.context().close()
})
