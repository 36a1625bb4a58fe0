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
export async function vote(page, origin, look) {
  await page.goto(origin + consultation)
  await tabTo(page, { text: 'Voter' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/vote/)
  await page.goto(`${origin}${consultation}/vote`)
  if (page.url().includes('/compte/identite')) throw new Error('the citizen of the demonstration has no civil status')
  await tabTo(page, { text: 'Relire mon choix' })
  await page.keyboard.press('Enter')
  await arrived(page, 'Choisissez au moins 1 réponse')
  await look('vote-erreur')
  await tabTo(page, { text: 'Un bus de nuit' })
  await page.keyboard.press('Space')
  await tabTo(page, { text: 'Relire mon choix' })
  await page.keyboard.press('Enter')
  await arrived(page, 'pas encore')
  await look('vote-relecture')
  await tabTo(page, { text: 'Confirmer mon vote' })
  await page.keyboard.press('Enter')
  await page.locator('.receipt-code').waitFor({ timeout: 10_000 })
  await look('vote-recepisse')
}

/** A mediator, signed in, welcomes somebody and enters her vote. */
export async function desk(page, origin, look) {
  await page.goto(`${origin}/mediation`)
  await tabTo(page, { text: 'Une personne est là' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/mediation\/personne/)
  await tabTo(page, { text: 'Commencer avec cette personne' })
  await page.keyboard.press('Enter')
  await page.locator('.error-summary').waitFor({ timeout: 10_000 })
  await look('mediation-personne-erreur')
  const values = await page.locator('main input[type=radio]').evaluateAll((inputs) => inputs.map(({ name, value, labels }) => ({ name, value, words: labels[0]?.innerText ?? '' })))
  const { name, value } = values.find(({ words }) => words.includes('Budget participatif des mobilités'))
  await page.goto(`${origin}/mediation/personne`)
  await picked(page, name, value)
  await tabTo(page, { text: 'J’ai lu ce texte à voix haute' })
  await page.keyboard.press('Space')
  await picked(page, 'protectiveMeasure', 'non')
  await typed(page, 'birthSurname', `Vérification-${'abcdefghij'[Math.floor(Math.random() * 10)]}`)
  await typed(page, 'givenNames', 'Clavier')
  await tabTo(page, { name: 'birthDate' })
  // The order of day, month and year is the browser's: 11 stands in all of them but the year.
  await page.keyboard.type('11111948')
  await tabTo(page, { name: 'municipalityCode' })
  await page.keyboard.type('Roubaix')
  await picked(page, 'evidence', 'E2')
  await tabTo(page, { text: 'Commencer avec cette personne' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/mediation\/session\//)
  await look('mediation-session')
  await tabTo(page, { text: 'Commencer' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/vote/)
  await look('mediation-session-vote')
  await tabTo(page, { name: 'choice' })
  await page.keyboard.press('Space')
  await tabTo(page, { text: 'Passer à la relecture' })
  await page.keyboard.press('Enter')
  await arrived(page, 'Rien n’est encore enregistré')
  await look('mediation-session-relecture')
  await tabTo(page, { text: 'enregistrer son vote' })
  await page.keyboard.press('Enter')
  await page.locator('.receipt-code').waitFor({ timeout: 10_000 })
  await look('mediation-session-recepisse')
  const session = page.url().replace(/(\/session\/[^/?]+).*/, '$1')
  for (const part of ['proposition', 'soutien']) {
    const answer = await page.goto(`${session}/${part}`)
    if (answer?.ok()) await look(`mediation-session-${part}`)
  }
}
