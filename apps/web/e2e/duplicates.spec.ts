// Possible duplicates as staff see them: what agrees, by which doors, nobody's name; decided by the keyboard, without scripts.
import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, sees, textOf } from './support/hand'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => { platform = await startPlatform() }, 600_000)
afterAll(() => platform?.stop(), 30_000)

const waiting = async () => (await platform.db.owner.query<{ id: string, voteId: string }>(`
  select v.consultation_id as id, v.id as "voteId" from consultations.vote v where exists (select from roll.entry e where e.vote_id = v.id and e.status = 'contested')`)).rows[0] ?? { id: '', voteId: '' }
const rejected = async (voteId: string) => (await platform.db.owner.query<{ count: number }>(`select count(*)::integer as count from roll.entry where vote_id = $1 and status = 'rejected'`, [voteId])).rows[0]?.count

journey('staff look at pairs without names and decide of several together, by the keyboard', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  const { id, voteId } = await waiting()
  await page.goto(`${platform.origin}/gestion/consultations/${id}/contestations?vote=${voteId}`)
  await sees(page, '3 paires à regarder')
  const text = await textOf(page)
  expect(text).toContain('mêmes noms et même naissance, autre commune')
  expect(text).toContain('nom et prénom inversés')
  await clean(page)

  // Nothing ticked, nothing chosen: each field says so, and nothing is decided.
  const decide = page.locator('form[action*="doublons"] button')
  await decide.press('Enter')
  for (const field of ['paires', 'decision', 'reason-paires']) await page.locator(`#${field}-error`).waitFor()
  await clean(page)
  expect(await rejected(voteId)).toBe(0)

  await page.locator('#paires').press('Space')
  await page.locator('#paire-1').press('Space')
  await page.getByRole('radio', { name: 'La même personne : la seconde ligne est écartée' }).press('Space')
  await page.locator('#reason-paires').fill('Trop court.')
  await decide.press('Enter')
  // What was ticked and typed is still there.
  await page.locator('#reason-paires-error').waitFor()
  expect([await page.locator('#paires').isChecked(), await page.locator('#paire-1').isChecked(), await page.locator('#reason-paires').inputValue()]).toEqual([true, true, 'Trop court.'])
  await page.locator('#reason-paires').fill('Le lieu d’accueil a rappelé ces personnes.')
  await decide.press('Enter')
  await page.waitForURL(/fait=examinee/)
  await sees(page, '1 paire à regarder')
  expect(await rejected(voteId)).toBe(2)
  await clean(page)

  // The journal tells it, and of whom to nobody.
  await page.goto(`${platform.origin}/gestion/journal`)
  await sees(page, 'a décidé de doublons possibles du vote')
})
