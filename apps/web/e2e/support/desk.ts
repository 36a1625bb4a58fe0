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

/** A mediator, signed in, welcomes somebody for a consultation: identity, the text read aloud, no protective measure. */
export async function beginWith(page: Page, origin: string, consultation: string, person: Somebody, evidence: 'E1' | 'E2') {
  await page.goto(`${origin}/mediation/personne`)
  await page.getByLabel(consultation).check()
  await page.getByLabel('J’ai lu ce texte à voix haute et la personne est d’accord').check()
  await page.locator('input[name=protectiveMeasure][value=non]').check()
  await page.fill('[name=birthSurname]', person.birthSurname)
  await page.fill('[name=givenNames]', person.givenNames)
  await page.fill('[name=birthDate]', person.birthDate)
  await page.selectOption('[name=municipalityCode]', { label: person.commune })
  await page.locator(`input[name=evidence][value=${evidence}]`).check()
  await page.getByRole('button', { name: 'Commencer avec cette personne' }).click()
  await page.getByText('Demandez-lui ce qu’elle veut faire').waitFor()
}

/** The same somebody votes by the hand of the mediator. @returns the code of the receipt */
export async function voteWith(page: Page, origin: string, consultation: string, person: Somebody, evidence: 'E1' | 'E2', choice: RegExp[]): Promise<string> {
  await beginWith(page, origin, consultation, person, evidence)
  await follow(page, /^Commencer Voter/)
  for (const option of choice) await page.getByLabel(option).check()
  await clean(page)
  await press(page, 'Passer à la relecture')
  for (const option of choice) await sees(page, option)
  await press(page, 'enregistrer son vote')
  await sees(page, 'Enregistré, sous réserve de vérification')
  return receiptOn(page)
}
