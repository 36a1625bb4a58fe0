// Journeys by the keyboard alone, and without scripts. Each calls `look(name)` at every step that a person sees.
const consultation = '/consultations/budget-participatif-des-mobilites-a-vous-de-choisir'

/** Presses Tab until what has the focus is this one: fails when Tab does not lead there. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab')
    const there = await page.evaluate(({ name, value, text }) => {
      const element = document.activeElement
      if (!element || element === document.body) return false
      const words = (element.innerText || element.labels?.[0]?.innerText || '').replaceAll(/\s+/g, ' ')
      return (!name || element.getAttribute('name') === name) && (!value || element.value === value) && (!text || words.includes(text)) && !element.closest('.sr-only')
    }, wanted)
    if (there) return
  }
  throw new Error(`Tab does not lead to ${JSON.stringify(wanted)} on ${page.url()}`)
}

const arrived = (page, text) => page.getByRole('main').getByText(text).first().waitFor({ timeout: 10_000 })

async function typed(page, name, value) {
  await tabTo(page, { name })
  await page.keyboard.type(value)
}

/** A radio of a group: Tab leads to the group, the arrows to the answer. */
async function picked(page, name, value) {
  await tabTo(page, { name })
  for (let presses = 0; presses < 20; presses++) {
    const at = await page.evaluate(() => document.activeElement.value)
    if (at === value) return page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`The arrows do not lead to ${name} = ${value}`)
}

/** A citizen, signed in, votes and gets her receipt. */
async function vote(page, origin, look) {
  await page.goto(origin + consultation)
  await tabTo(page, { text: 'Voter' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/vote/)
  await page.goto(`${origin}${consultation}/vote`)
  await tabTo(page, { text: 'Relire mon choix' })
  await page.keyboard.press('Enter')
  await arrived(page, 'Choisissez au moins 1 réponse')
  await look('vote-erreur')
  await tabTo(page, { text: 'Un bus de nuit' })
  await page.keyboard.press('Space')
  await tabTo(page, { text: 'Relire mon choix' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/compte\/identite|etape=relecture/)
  if (page.url().includes('/compte/identite')) {
    // A first vote: her choice waits while she says who she is.
    await look('vote-identite')
    await typed(page, 'birthSurname', 'Vérification')
    await typed(page, 'givenNames', 'Citoyenne')
    for (const [part, digits] of [['jour', '27'], ['mois', '3'], ['annee', '1968']]) await typed(page, `birthDate-${part}`, digits)
    await typed(page, 'codePostal', '59000')
    await tabTo(page, { text: 'Enregistrer mon état civil' })
    await page.keyboard.press('Enter')
  }
  await arrived(page, 'pas encore')
  await look('vote-relecture')
  await tabTo(page, { text: 'Confirmer mon vote' })
  await page.keyboard.press('Enter')
  await page.locator('.receipt-code').waitFor({ timeout: 10_000 })
  await look('vote-recepisse')
  await page.goto(`${new URL(page.url()).origin}${new URL(page.url()).pathname}/retrait`)
  await look('vote-retrait')
}

/** A mediator, signed in, welcomes somebody and enters her vote. */
async function desk(page, origin, look) {
  await page.goto(`${origin}/mediation`)
  // The page begins on its one act.
  await page.locator('main a.button:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/mediation\/personne/)
  const doors = async () => {
    for (const name of ['compte', 'main', 'protectiveMeasure']) await picked(page, name, 'non')
    await tabTo(page, { text: 'Voir comment faire' })
    await page.keyboard.press('Enter')
    await page.locator('.desk-text').waitFor({ timeout: 10_000 })
  }
  await doors()
  await tabTo(page, { text: 'Commencer avec cette personne' })
  await page.keyboard.press('Enter')
  await page.locator('.error-summary').waitFor({ timeout: 10_000 })
  await look('mediation-personne-erreur')
  const values = await page.locator('main input[type=radio]').evaluateAll((inputs) => inputs.map(({ name, value, labels }) => ({ name, value, words: labels[0]?.innerText ?? '' })))
  const welcome = async (words, scope) => {
    const { name, value } = values.find((one) => one.words.includes(words))
    await page.goto(`${origin}/mediation/personne`)
    await doors()
    // A place kept from the person before is further up: from the top of the page, Tab leads to all of it.
    await page.evaluate(() => document.activeElement?.blur())
    await picked(page, name, value)
    if (scope) {
      await page.locator('main details:has(input[name=scopes]) > summary').click()
      for (const value of scope) await page.locator(`main input[name=scopes][value=${value}]`).check()
    }
    await picked(page, 'consent', 'HANDWRITTEN')
    await picked(page, 'evidence', 'E2')
    await typed(page, 'birthSurname', `Vérification-${'abcdefghij'[Math.floor(Math.random() * 10)]}`)
    await typed(page, 'givenNames', 'Clavier')
    for (const [part, digits] of [['jour', '3'], ['mois', '5'], ['annee', '1948']]) await typed(page, `birthDate-${part}`, digits)
    await typed(page, 'codePostal', 'Roubaix')
    await tabTo(page, { text: 'Commencer avec cette personne' })
    await page.keyboard.press('Enter')
    // The sheet is signed before anything is entered; the page begins on that.
    await page.waitForURL(/\/mandat$/)
    await page.locator('main a.button:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.pathname.endsWith('/mandat'))
  }
  await welcome('Rafraîchir nos places', ['WITHDRAW', 'RECEIVE_FOLLOWUP'])
  await look('mediation-session')
  const session = page.url().replace(/(\/session\/[^/?]+).*/, '$1')
  for (const part of ['mandat', 'proposition', 'soutien', 'commentaire', 'signature', 'amendement', 'signalement', 'retrait', 'suites']) {
    await page.goto(`${session}/${part}`)
    await look(`mediation-session-${part}`)
  }
  await welcome('Vos trajets de tous les jours')
  await page.goto(`${page.url().replace(/(\/session\/[^/?]+).*/, '$1')}/questionnaire`)
  await look('mediation-session-questionnaire')
  await welcome('Budget participatif des mobilités')
  // A vote is all that may be done there: it comes by itself.
  await page.waitForURL(/\/vote$/)
  await look('mediation-session-vote')
  await tabTo(page, { name: 'choix' })
  await page.keyboard.press('Space')
  await tabTo(page, { text: 'Passer à la relecture' })
  await page.keyboard.press('Enter')
  await arrived(page, 'Rien n’est encore enregistré')
  await look('mediation-session-relecture')
  await tabTo(page, { text: 'enregistrer son vote' })
  await page.keyboard.press('Enter')
  await page.locator('.receipt-code').waitFor({ timeout: 10_000 })
  await look('mediation-session-recepisse')
  await tabTo(page, { text: 'Personne suivante' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/mediation\/personne/)
  await look('mediation-personne-suivante')
}

/** A device is put into service by the code of the demonstration; somebody takes a pass there, looks at all that may be done, and votes. */
async function kiosk(page, origin, look) {
  const device = await (await page.context().browser().newContext({ locale: 'fr-FR', reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } })).newPage()
  const press = (where, name) => where.getByRole('button', { name, exact: true }).click()
  const see = (step) => look(step, device)
  try {
    await device.goto(`${origin}/borne`)
    await device.fill('[name=code]', await device.locator('[data-demonstration-code]').innerText())
    await press(device, 'Mettre en service')
    await device.locator('input[name=langue]').first().waitFor()
    await see('borne-accueil')
    const arrive = async (words) => {
      await page.goto(`${origin}/mediation/bornes/passage`)
      await page.getByLabel(words).check()
      await page.locator('input[name=evidence][value=E2]').check()
      for (const [name, value] of [['birthSurname', 'Borne'], ['givenNames', 'Essai'], ['birthDate-jour', '3'], ['birthDate-mois', '5'], ['birthDate-annee', '1948'], ['codePostal', 'Lille']]) await page.fill(`[name=${name}]`, value)
      await press(page, 'Donner le code')
      const code = (await page.locator('.receipt-code').textContent()).replaceAll(/[^0-9A-Z-]/g, '').slice(-9)
      await press(device, 'Commencer')
      await device.locator('[name=code]').waitFor()
      await see('borne-code')
      await device.fill('[name=code]', code)
      await press(device, 'Continuer')
      await device.locator('[name=lu]').waitFor()
      await see('borne-notice')
      await device.locator('[name=lu]').check()
      await press(device, 'Continuer')
      await device.waitForURL(/\/borne\/(faire|vote|questionnaire)$/)
    }
    await arrive('Rafraîchir nos places')
    for (const part of ['faire', 'soutien', 'proposition', 'avis']) {
      await device.goto(`${origin}/borne/${part}`)
      await see(`borne-${part}`)
    }
    await press(device, 'J’ai fini')
    await arrive('Vos trajets de tous les jours')
    await device.goto(`${origin}/borne/questionnaire`)
    await see('borne-questionnaire')
    await press(device, 'J’ai fini')
    await arrive('Budget participatif des mobilités')
    await see('borne-vote')
    await device.locator('input[name=choix]').first().check()
    await press(device, 'Relire mon choix')
    await arrived(device, 'Relisez, puis confirmez')
    await see('borne-relecture')
    await press(device, 'Confirmer mon vote')
    await device.locator('.receipt-code').waitFor({ timeout: 10_000 })
    await see('borne-recu')
    await press(device, 'J’ai fini')
    await arrived(device, 'Rien de vous n’est resté')
    await see('borne-fin')
  } finally {
    await device.context().close()
  }
}

/** A mediator calls somebody: the text that is read, the form, the agreement, and what may be done by phone. */
async function phone(page, origin, look) {
  await page.goto(`${origin}/mediation/telephone`)
  // The page begins on its one act.
  await page.locator('main a.button:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/etape=1$/)
  await look('telephone-lecture')
  for (let step = 1; step < 20 && !page.url().endsWith('etape=fiche'); step++) {
    const before = page.url()
    const last = await page.getByRole('main').getByText('La personne dit oui').count() > 0
    await tabTo(page, { text: last ? 'La personne dit oui' : 'C’est lu' })
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.href !== before)
  }
  await tabTo(page, { text: 'Commencer la saisie' })
  await page.keyboard.press('Enter')
  await page.locator('.error-summary').waitFor({ timeout: 10_000 })
  await look('telephone-fiche-erreur')
  const { name, value } = await page.getByRole('group', { name: 'Consultation' }).getByLabel('Rafraîchir nos places').evaluate(({ name, value }) => ({ name, value }))
  await picked(page, name, value)
  await picked(page, 'protectiveMeasure', 'non')
  await typed(page, 'birthSurname', `Appel-${'abcdefghij'[Math.floor(Math.random() * 10)]}`)
  await typed(page, 'givenNames', 'Clavier')
  for (const [part, digits] of [['jour', '3'], ['mois', '5'], ['annee', '1948']]) await typed(page, `birthDate-${part}`, digits)
  await typed(page, 'codePostal', 'Roubaix')
  // A number takes part once a day.
  await typed(page, 'phone', `0353014${String(Math.floor(Math.random() * 1000)).padStart(3, '0')}`)
  await picked(page, 'delivery', 'aloud')
  await tabTo(page, { text: 'Commencer la saisie' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/mediation\/session\/[0-9a-f-]+$/)
  await look('telephone-session')
  await page.goto(`${page.url()}/accord`)
  await look('telephone-accord')
  for (const [end, step] of [['non', 'telephone-refus'], ['venir', 'telephone-venir']]) {
    await page.goto(`${origin}/mediation/telephone?fin=${end}`)
    await look(step)
  }
}

/** Who walks where; each step is looked at, but without scripts. */
export const journeys = [
  { name: 'a citizen votes by the keyboard', as: 'citizen', journey: vote },
  { name: 'a mediator enters a vote by the keyboard', as: 'mediator', journey: desk },
  { name: 'a mediator calls somebody by the keyboard', as: 'mediator', journey: phone },
  { name: 'somebody votes at a kiosk', as: 'mediator', journey: kiosk },
  { name: 'a citizen votes without scripts', as: 'citizen', journey: vote, withoutScripts: true },
]
