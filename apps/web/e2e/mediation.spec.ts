import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { startSms, type TestSms } from '../../../test/support/sms'
import { openWithoutScripts } from './support/axe'
import { askDoors, beginWith, signSheet, typeBirthDate } from './support/desk'
import { clean, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

let platform: Platform
let sms: TestSms
beforeAll(async () => {
  sms = await startSms()
  platform = await startPlatform({ env: sms.env })
}, 600_000)
afterAll(async () => {
  await platform?.stop()
  await sms?.stop()
}, 30_000)

const budget = 'Budget participatif des mobilités : à vous de choisir'
const ideas = 'Rafraîchir nos places et nos rues'
const someone = { birthSurname: 'Vandenbroucke', givenNames: 'Marie-Thérèse', birthDate: '1948-05-17', commune: 'Roubaix' }

/** What the keyboard is on: its name in the form, or its words. */
const focused = (page: Page) => page.evaluate(() => {
  const { activeElement } = (globalThis as unknown as { document: { activeElement: { name?: string, textContent: string | null } } }).document
  return activeElement.name || (activeElement.textContent ?? '').replace(/\s+/g, ' ').trim()
})

/** A page that begins on something does so once it is drawn; while one page follows another there is none to ask. */
async function focusComesTo(page: Page, words: string) {
  for (let tries = 0; tries < 300 && await focused(page).catch(() => null) !== words; tries++) await page.waitForTimeout(100)
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
    await clean(page)
    await press(page, 'Voir comment faire')
    expect(await page.locator('.error-summary li').count()).toBe(3)
    await clean(page)

    // Under a protective measure nobody enters for somebody: said plainly, the other door offered, and no other.
    await askDoors(page, { protective: 'oui' })
    await page.getByText(/tutelle, curatelle/).first().waitFor()
    await sees(page, 'Avec son compte, vous à côté')
    expect(await textOf(page)).not.toContain('Préparer un mandat')
    await clean(page)
    await page.getByRole('link', { name: 'Poser les questions à nouveau' }).click()

    // Who has an account is offered that first; a mandate stays possible.
    await askDoors(page, { account: 'oui' })
    await clean(page)
    await press(page, 'Noter que je l’ai accompagnée')
    await sees(page, 'Rien de la personne n’est gardé')
    await page.goto(`${platform.origin}/mediation/personne`)
    await askDoors(page, { account: 'oui' })
    await press(page, 'Préparer un mandat')
    await press(page, 'Commencer avec cette personne')
    await page.getByRole('link', { name: 'Lisez le texte à voix haute' }).waitFor()
    // The consultation is kept from the person before.
    expect(await page.locator('.error-summary li').count()).toBe(6)
    for (const link of await page.locator('.error-summary a').all()) expect(await page.locator(await link.getAttribute('href') ?? '#none').count()).toBe(1)
    await clean(page)
    // Who followed a link to a field is brought back to the reasons all the same.
    await page.locator('.error-summary a').last().click()
    expect(page.url()).toContain('#')
    await press(page, 'Commencer avec cette personne')
    await page.locator('.error-summary:focus').waitFor()
    expect(page.url()).not.toContain('#')

    // A landline takes no SMS, and somebody far away signs no sheet: said, and nothing typed is lost.
    await page.locator('.desk-where').getByLabel(ideas).check()
    await page.locator('input[name=consent][value=HANDWRITTEN]').check()
    await page.getByText('Un autre mandat').click()
    await page.getByLabel('La personne n’est pas ici').check()
    await page.locator('input[name=evidence][value=E2]').check()
    await page.fill('[name=birthSurname]', 'Vandenbroucke')
    await page.fill('[name=givenNames]', 'Marie-Thérèse')
    await typeBirthDate(page, '1948-05-17')
    await page.fill('[name=codePostal]', 'roubaix')
    await press(page, 'Commencer avec cette personne')
    await page.getByText('La personne n’est pas là : choisissez').first().waitFor()
    await clean(page)
    expect(await page.inputValue('[name=birthSurname]')).toBe('Vandenbroucke')
    expect(await page.inputValue('[name=birthDate-annee]')).toBe('1948')
    await page.getByLabel('La personne n’est pas ici').uncheck()
    await press(page, 'Commencer avec cette personne')
    await page.waitForURL(/\/mandat$/)
    await sees(page, 'Avant de saisir : la feuille signée')
    await clean(page)
    await signSheet(page)
    await sees(page, 'Demandez-lui ce qu’elle veut faire')
    await sees(page, 'Pour cette personne : rien d’enregistré pour l’instant')
    await clean(page)
    const session = page.url()
    await page.goto(`${session}/mandat`)
    await sees(page, 'La feuille est signée : continuer')
    await clean(page)

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
    // Loaded again, left and found again: the receipt of this visit is not lost.
    const given = await receiptOn(page)
    expect(page.url()).toMatch(/\/recu\/1$/)
    await page.reload()
    expect(await receiptOn(page)).toBe(given)
    await page.goto(session)
    await page.getByRole('link', { name: given }).click()
    expect(await receiptOn(page)).toBe(given)
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
  await askDoors(page)
  await page.locator('.desk-where').getByLabel(budget).check()
  await page.locator('input[name=consent][value=HANDWRITTEN]').check()
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
  await signSheet(page)
  expect(page.url()).toMatch(/\/vote$/)
  // A second ballot of one visit would take the place of the first: the mandate does not say so, and the page says what can be done.
  const vote = page.url()
  await page.locator('[name=choix]').first().check()
  await press(page, 'Passer à la relecture')
  await press(page, 'enregistrer son vote')
  await sees(page, 'Enregistré, sous réserve de vérification')
  await page.goto(vote)
  await sees(page, 'Un bulletin a déjà été enregistré pendant cette visite')
  await sees(page, 'Terminez cette visite, puis recueillez un nouveau mandat')
  expect(await page.locator('[name=choix]').count()).toBe(0)
  await clean(page)
  await page.context().close()
})

journey('two people in a row by the keyboard alone: the second takes 26 keys besides what is typed, one of them for the signed sheet', async () => {
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
    await page.waitForURL(/\/mandat$/)
    await focusComesTo(page, 'La feuille est signée : continuer')
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

  // Account, own hands, protective measure: no, three times.
  const doors = async () => {
    await focusComesTo(page, 'compte')
    await key('Space', 'Tab', 'Space', 'Tab', 'Space', 'Enter')
  }

  await page.goto(`${platform.origin}/mediation`)
  await focusComesTo(page, 'Une personne est devant moi')
  await key('Enter')
  await page.waitForURL(/\/mediation\/personne/)
  await doors()
  // Not before: a Tab on a page that is still being drawn goes nowhere.
  await focusComesTo(page, 'Une personne est devant vous')
  await key('Tab')
  for (let presses = 0; presses < 15 && !(await page.locator('.desk-where').getByLabel(budget).isChecked()); presses++) await key('ArrowDown')
  while (await focused(page) !== 'consent') await key('Tab')
  await key('Space', 'Tab', 'Space', 'Tab')
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
  await doors()
  await focusComesTo(page, 'consent')
  expect(await page.locator('.desk-where').getByLabel(budget).isChecked()).toBe(true)
  await sees(page, 'Comme pour la personne précédente')
  await key('Space', 'Tab', 'Space', 'Tab')
  await person('Clavierdeux', '59200')
  await ballot()
  expect(await receiptOn(page)).not.toBe(first)
  expect(keys).toBeLessThanOrEqual(26)

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

journey('somebody far away is asked by SMS: the page follows the answer, JavaScript on or off, and the code ends the mandate', async () => {
  for (const scripts of [true, false]) {
    const page = scripts ? await openPage({}) : await openWithoutScripts({})
    await signIn(page, platform.origin, 'mediatrice@parvis.example')
    await page.goto(`${platform.origin}/mediation/personne`)
    await askDoors(page)
    await page.locator('.desk-where').getByLabel(ideas).check()
    await page.locator('input[name=consent][value=SMS]').check()
    await page.getByText('Un autre mandat').click()
    await page.getByLabel('La personne n’est pas ici').check()
    await page.fill('[name=phone]', scripts ? '06 12 34 56 78' : '06 12 34 56 79')
    await page.getByLabel('Recevoir les suites').check()
    await page.locator('input[name=evidence][value=E1]').check()
    await page.fill('[name=birthSurname]', scripts ? 'Lointaine' : 'Lointain')
    await page.fill('[name=givenNames]', 'Alix')
    await typeBirthDate(page, '1970-01-02')
    await page.fill('[name=codePostal]', 'Lille')
    await press(page, 'Commencer avec cette personne')
    await page.waitForURL(/\/mandat$/)
    await sees(page, 'Nous attendons le OUI de la personne')
    await clean(page)
    const answered = async (kind: 'recap' | 'question', event: 'delivered' | 'reply', text = '') => {
      for (let tries = 0; tries < 300 && !sms.received.at(-1)?.reference.endsWith(kind); tries++) await page.waitForTimeout(100)
      const { body, signature } = sms.event(sms.received.at(-1)?.reference ?? '', event, text)
      const answer = await fetch(`${platform.origin}/api/mandates/sms-callback`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-parvis-signature': signature }, body: JSON.stringify(body) })
      expect(answer.status).toBe(204)
    }
    await answered('recap', 'delivered')
    // Whoever goes past the page is brought back to it.
    await page.goto(page.url().replace(/\/mandat$/, ''))
    expect(page.url()).toMatch(/\/mandat$/)
    await answered('question', 'reply', 'Oui')
    if (!scripts) await page.getByRole('link', { name: 'Regarder à nouveau' }).click()
    await sees(page, 'L’accord est là')
    await clean(page)
    const code = (await page.locator('.code').innerText()).trim()
    await page.getByRole('link', { name: 'Continuer' }).click()
    await sees(page, 'Demandez-lui ce qu’elle veut faire')
    const session = page.url()

    const home = await openWithoutScripts({ viewport: { width: 320, height: 800 } })
    await home.goto(`${platform.origin}/recu?code=${code}`)
    await sees(home, 'Votre mandat')
    await clean(home)
    await press(home, 'Arrêter seulement : Recevoir les suites')
    await sees(home, 'Recevoir les suites pour vous : arrêté')
    await press(home, 'Arrêter tout de suite')
    await sees(home, 'Ce mandat est arrêté')
    await clean(home)
    await home.context().close()
    await page.goto(session)
    await sees(page, 'Ce mandat a été arrêté')
    await page.context().close()
  }
})

journey('an agreement said aloud waits for a second mediator; on the screen, for the person; the sheet is in large print', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  const begin = async (way: 'ORAL' | 'ON_SCREEN', birthSurname: string) => {
    await page.goto(`${platform.origin}/mediation/personne`)
    await askDoors(page)
    await page.locator('.desk-where').getByLabel(ideas).check()
    await page.locator(`input[name=consent][value=${way}]`).check()
    await page.locator('input[name=evidence][value=E2]').check()
    await page.fill('[name=birthSurname]', birthSurname)
    await page.fill('[name=givenNames]', 'Alix')
    await typeBirthDate(page, '1970-01-02')
    await page.fill('[name=codePostal]', 'Lille')
    await press(page, 'Commencer avec cette personne')
    await page.waitForURL(/\/mandat$/)
  }
  await begin('ORAL', 'Entendu')
  await sees(page, 'Un second médiateur doit l’avoir entendu')
  await clean(page)
  // The code stands beside what is to be done with it.
  const code = (await page.locator('#answer .code').innerText()).trim()
  await page.goto(`${platform.origin}/mediation/temoin`)
  await clean(page)
  await page.fill('[name=code]', code)
  await press(page, 'Voir le mandat')
  await press(page, 'Oui, je l’ai entendu')
  await page.getByText('Il faut un second médiateur').first().waitFor()
  await clean(page)
  await begin('ON_SCREEN', 'Ecran')
  await sees(page, 'Montrez cet écran à la personne')
  await press(page, 'Je suis d’accord')
  await sees(page, 'Demandez-lui ce qu’elle veut faire')
  await page.getByRole('link', { name: 'Le mandat' }).click()
  await page.locator('.sheet').waitFor()
  await page.waitForLoadState('load')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.sheet .prose p').first().evaluate((paragraph) => Number.parseFloat((globalThis as unknown as { getComputedStyle(of: unknown): { fontSize: string } }).getComputedStyle(paragraph).fontSize))).toBeGreaterThanOrEqual(24)
  await page.context().close()
})

journey('staff see the mandates of their places, without names, and end one', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/centres`)
  await page.getByRole('link', { name: 'Mandats' }).click()
  await clean(page)
  await page.getByLabel('État').selectOption('waiting')
  await press(page, 'Afficher')
  // Which one, and what ending does, is said before it is done.
  const end = page.getByRole('link', { name: /^Arrêter/ }).first()
  const reference = (await page.locator('tbody tr').first().getByRole('link').first().innerText()).trim()
  await end.click()
  await sees(page, `Arrêter le mandat ${reference} ?`)
  await sees(page, 'Ce qui a déjà été enregistré reste compté')
  await clean(page)
  await press(page, 'Arrêter ce mandat')
  await sees(page, 'Le mandat est arrêté')
  expect(await textOf(page)).not.toMatch(/Lesage|Kowalczyk|Benali/)
  await clean(page)
  await page.context().close()
})
