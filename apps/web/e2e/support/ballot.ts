import type { Page } from 'playwright-core'
import { typeBirthDate } from './desk'
import { clean, press, sees } from './hand'
import { receiptOn } from './receipt'

export interface CivilStatus {
  birthSurname: string
  givenNames: string
  /** yyyy-mm-dd */
  birthDate: string
  /** Of one commune alone, so that nothing more is asked. */
  postcode: string
}

/** A citizen who is asked who they are says so, and is back where they were going. */
export async function tellCivilStatus(page: Page, person: CivilStatus): Promise<void> {
  await page.waitForURL(/compte\/identite/)
  await page.fill('[name=birthSurname]', person.birthSurname)
  await page.fill('[name=givenNames]', person.givenNames)
  await typeBirthDate(page, person.birthDate)
  await page.fill('[name=codePostal]', person.postcode)
  await clean(page)
  await press(page, 'Enregistrer mon état civil')
  await page.waitForURL(url => !url.pathname.startsWith('/compte'))
}

/** Reads the choice back, option by option, and confirms it. */
export async function confirmVote(page: Page, choice: string[]): Promise<void> {
  const readBack = page.getByRole('main').getByRole('listitem')
  for (const option of choice) await readBack.filter({ hasText: option }).first().waitFor()
  await press(page, 'Confirmer mon vote')
  await sees(page, 'C’est fait. Votre vote est dans l’urne.')
}

/** A citizen, signed in, votes from the page of the consultation. @returns the code of the receipt */
export async function voteFor(page: Page, site: string, choice: string[]): Promise<string> {
  await page.goto(`${site}/vote`)
  for (const option of choice) await page.getByLabel(option).check()
  await press(page, 'Relire mon choix')
  await confirmVote(page, choice)
  return receiptOn(page)
}
