import type { Page } from 'playwright-core'
import { clean, follow, press, sees } from './hand'
import { receiptOn } from './receipt'

export interface Somebody {
  birthSurname: string
  givenNames: string
  /** yyyy-mm-dd */
  birthDate: string
  /** Its name. */
  commune: string
}

/** The day as it is said at the desk: day, month, year. */
export async function typeBirthDate(page: Page, birthDate: string) {
  const [year = '', month = '', day = ''] = birthDate.split('-')
  await page.fill('[name=birthDate-jour]', day && String(Number(day)))
  await page.fill('[name=birthDate-mois]', month && String(Number(month)))
  await page.fill('[name=birthDate-annee]', year)
}

/** The three questions that are asked before a door is chosen: no account, somebody else types, no protective measure unless told. */
export async function askDoors(page: Page, answers: { account?: 'oui' | 'non', types?: 'oui' | 'non', protective?: 'oui' | 'non' } = {}) {
  await page.locator(`input[name=compte][value=${answers.account ?? 'non'}]`).check()
  await page.locator(`input[name=main][value=${answers.types ?? 'non'}]`).check()
  await page.locator(`input[name=protectiveMeasure][value=${answers.protective ?? 'non'}]`).check()
  await press(page, 'Voir comment faire')
}

/** The sheet is printed and signed before anything is entered. */
export async function signSheet(page: Page): Promise<void> {
  await page.waitForURL(/\/mandat$/)
  await follow(page, /^La feuille est signée/)
  await page.waitForURL(/\/mediation\/session\/(?!.*mandat$)/)
}

/** A mediator, signed in, welcomes somebody for a consultation: the three questions, the text read aloud and a mandate signed by hand, identity. @returns the address of the session */
export async function beginWith(page: Page, origin: string, consultation: string, person: Somebody, evidence: 'E1' | 'E2'): Promise<string> {
  await page.goto(`${origin}/mediation/personne`)
  await askDoors(page)
  await page.locator('.desk-where').getByLabel(consultation).check()
  await page.locator('input[name=consent][value=HANDWRITTEN]').check()
  await page.locator(`input[name=evidence][value=${evidence}]`).check()
  await page.fill('[name=birthSurname]', person.birthSurname)
  await page.fill('[name=givenNames]', person.givenNames)
  await typeBirthDate(page, person.birthDate)
  await page.fill('[name=codePostal]', person.commune)
  await press(page, 'Commencer avec cette personne')
  await signSheet(page)
  return page.url().replace(/(\/session\/[^/?]+).*/, '$1')
}

/** The same somebody votes by the hand of the mediator. @returns the code of the receipt */
export async function voteWith(page: Page, origin: string, consultation: string, person: Somebody, evidence: 'E1' | 'E2', choice: RegExp[]): Promise<string> {
  await beginWith(page, origin, consultation, person, evidence)
  // Where a vote is all that may be done, nobody is asked what to do.
  if (!page.url().endsWith('/vote')) await follow(page, /^Commencer Voter/)
  for (const option of choice) await page.getByLabel(option).check()
  await clean(page)
  await press(page, 'Passer à la relecture')
  for (const option of choice) await sees(page, option)
  await press(page, 'enregistrer son vote')
  await sees(page, 'Enregistré, sous réserve de vérification')
  return receiptOn(page)
}
