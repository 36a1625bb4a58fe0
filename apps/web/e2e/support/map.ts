import type { Page } from 'playwright-core'
import type { Platform } from '../../../../test/support/platform'
import { press, sees } from './hand'

/** An invented outline of Lille: a square of a tenth of a degree. */
export async function outlineLille({ db }: Platform) {
  const shape = JSON.stringify({ type: 'Polygon', coordinates: [[[3, 50.6], [3.1, 50.6], [3.1, 50.7], [3, 50.7], [3, 50.6]]] })
  await db.owner.query(`insert into identity.municipality_shape (code, outline, near, far, bounds, middle) values ('59350', $1, $1, $1, '{3,50.6,3.1,50.7}', '{3.05,50.65}')`, [shape])
}

/** From a proposal that is being written, without a script: the picture of its commune, clicked in its middle. @returns the picture, nearer now */
export async function placeInTheMiddle(page: Page) {
  await press(page, 'Placer sur la carte')
  await sees(page, 'Sur la carte de Lille')
  const picture = page.getByRole('button', { name: /Poser le point/ })
  // A keyboard on the picture clicks nowhere: it is told what to do instead.
  await picture.press('Enter')
  await sees(page, /Aucun endroit n’a été cliqué/)
  await picture.click({ position: { x: 144, y: 144 } })
  await sees(page, 'Le point est posé.')
  return picture
}
