// What staff see before and after a vote, and what a ballot answers: preview, choice of a method, another rule, why others lost.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, follow, press, sees, textOf } from './support/hand'
import { signIn } from './support/sign-in'
import { inDays } from './support/time'

const points = '/consultations/le-jardin-de-jeux-du-parc-de-la-citadelle'
const ranking = '/consultations/un-bus-de-nuit-par-ou-passe-t-il'
const grades = '/consultations/la-place-du-marche-quatre-projets-a-juger'
const shares = '/consultations/un-budget-partage-pour-les-cours-d-ecole'
const merit = '/consultations/quelles-heures-calmes-pour-les-chantiers'

let platform: Platform
beforeAll(async () => { platform = await startPlatform() }, 600_000)
afterAll(() => platform?.stop(), 30_000)

const text = async (page: Page) => (await textOf(page)).replace(/\s+/g, ' ')
const ballots = async () => (await platform.db.owner.query<{ count: number }>('select count(*)::integer as count from urn.ballot')).rows[0]?.count
const keysOf = async (consultation: string) => (await platform.db.owner.query<{ key: string }>(`
  select o.key from consultations.vote_option o join consultations.vote v on v.id = o.vote_id join consultations.consultation c on c.id = v.consultation_id
  where '/consultations/' || c.slug = $1 order by o.position`, [consultation])).rows.map(({ key }) => key)
const idOf = async (consultation: string) => (await platform.db.owner.query<{ id: string, voteId: string }>(`
  select c.id, v.id as "voteId" from consultations.consultation c join consultations.vote v on v.consultation_id = c.id where '/consultations/' || c.slug = $1`, [consultation])).rows[0] ?? { id: '', voteId: '' }
const opened = (page: Page) => page.evaluate('document.querySelectorAll("main details").forEach(more => { more.open = true })')

/** A draft of the metropolis with a question and costed answers. @returns the address of its form */
async function draft(page: Page, method: string, rules: object): Promise<string> {
  const headers = { origin: platform.origin }
  const { request } = page.context()
  const asked = await request.post(`${platform.origin}/api/consultations`, { headers, data: { title: 'Un bulletin à regarder', theme: 'environment' } })
  const { id, revision } = await asked.json() as { id: string, revision: number }
  await request.put(`${platform.origin}/api/consultations/${id}/phases`, { headers, data: { revision, phases: [{ kind: 'vote', title: 'Le vote', opensAt: `${inDays(40)}:00Z`, closesAt: `${inDays(72, 18)}:00Z` }] } })
  await page.goto(`${platform.origin}/gestion/consultations/${id}/vote`)
  const form = page.url().replace(/[?#].*/, '')
  const vote = `${platform.origin}/api/votes/${form.split('/').at(-1)}`
  const first = await request.patch(vote, { headers, data: { revision: 1, question: 'Que fait-on de la petite place ?', method, rules: { min: 1, max: 3, blankAllowed: true, ...rules } } })
  expect([method, first.status()]).toEqual([method, 200])
  await request.put(`${vote}/options`, { headers, data: { revision: (await first.json() as { revision: number }).revision, options: ['Des arbres', 'Des bancs', 'Une fontaine'].map((title, index) => ({ title, cost: (index + 1) * 10_000_00 })) } })
  return form
}

journey('staff look at each form of ballot before the opening: on screen, read back, on paper; nothing of it is cast, nobody else sees it', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  const before = await ballots()
  const forms: [method: string, rules: object, fill: (page: Page) => Promise<unknown>, readBack: string][] = [
    ['single', {}, page => page.getByRole('radio', { name: 'Des arbres' }).check(), 'Des arbres'],
    ['budget', { budget: 30_000_00 }, page => page.getByRole('checkbox', { name: 'Des bancs' }).check(), 'Des bancs'],
    ['points', { points: 10 }, page => page.locator('[name="points.o1"]').fill('4'), 'Des arbres : 4 points'],
    ['schulze', {}, page => page.locator('[name="rang.o3"]').selectOption('2'), 'Vous n’avez donné le rang 1 à aucune réponse.'],
    ['majority-judgment', { grades: 5 }, async page => { for (const name of ['Des arbres', 'Des bancs', 'Une fontaine']) await page.getByRole('group', { name }).getByRole('radio', { name: 'Bien', exact: true }).check() }, 'Des bancs'],
  ]
  let form = ''
  for (const [method, rules, fill, readBack] of forms) {
    form = await draft(page, method, rules)
    await page.goto(form)
    await follow(page, 'Voir le bulletin enregistré comme chacun le verra')
    await sees(page, 'Rien n’est enregistré ni envoyé')
    // What settles equals is said before anybody votes, a draw or none.
    await opened(page)
    expect(await text(page)).toContain(method === 'budget' ? 'celui dont le sigle vient en premier passe devant' : 'le vote ne retient aucune des réponses à égalité')
    await clean(page)
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
    await press(page, 'Relire mon choix')
    await page.locator('#choix-error').waitFor()
    await fill(page)
    await press(page, 'Relire mon choix')
    await sees(page, 'Ici, chacun confirme son vote. Cet aperçu s’arrête avant.')
    expect(await text(page)).toContain(readBack)
    expect(await page.getByRole('button', { name: 'Confirmer mon vote' }).count()).toBe(0)
    await clean(page)
    await page.emulateMedia({ media: 'print' })
    expect([await page.locator('.sheet').isVisible(), await page.locator('.frame').isVisible()]).toEqual([true, false])
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${form}/apercu`)
    await clean(page)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  expect(await ballots()).toBe(before)
  const answer = await page.goto(`${form}/apercu`)
  expect(answer?.headers()['x-robots-tag']).toBe('noindex')
  await page.context().close()
  for (const email of ['agent.roubaix@parvis.example', 'citoyenne@parvis.example']) {
    const other = await openPage()
    await signIn(other, platform.origin, email)
    await other.goto(`${form}/apercu`)
    expect([email, await other.locator('.sheet').count()]).toEqual([email, 0])
    await other.context().close()
  }
})

journey('a method is shown and confirmed before anything is saved, and the budget is found again on the way back', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  const form = await draft(page, 'budget', { budget: 30_000_00, maxCost: 20_000_00, threshold: 7 })
  const saved = async () => (await platform.db.owner.query<{ method: string }>('select method from consultations.vote where id = $1', [form.split('/').at(-1)])).rows[0]?.method
  await page.goto(`${form}/methode`)
  await follow(page, /^Choisir cette façon : Approbation/)
  await sees(page, 'Rien n’est encore enregistré.')
  expect(await saved()).toBe('budget')
  await clean(page)
  await follow(page, 'Garder la façon actuelle')
  expect(await saved()).toBe('budget')
  await page.goto(`${form}/methode?choix=approval`)
  await press(page, 'Confirmer ce choix')
  await sees(page, 'C’est enregistré.')
  expect(await saved()).toBe('approval')
  await page.goto(`${form}/methode?choix=equal-shares`)
  expect(await text(page)).toContain('30 000 €')
  await press(page, 'Confirmer ce choix')
  await sees(page, 'C’est enregistré.')
  expect([await page.inputValue('[name="rules.budget"]'), await page.inputValue('[name="rules.maxCost"]'), await page.inputValue('[name="rules.threshold"]'), await page.inputValue('[name="options.2.cost"]')]).toEqual(['30000', '20000', '7', '30000'])
  await page.context().close()
})

journey('another rule is asked with the settings of the vote; who enters and who leaves is said in words and in a table', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  const { id, voteId } = await idOf(shares)
  await page.goto(`${platform.origin}/gestion/consultations/${id}/depouillement?vote=${voteId}`)
  await sees(page, 'Pourquoi les autres ne sont pas retenus')
  expect(await text(page)).toMatch(/Ceux qui l’ont coché n’avaient plus que [\d ,]+ € ensemble : il manquait [\d ,]+ €\./)
  await follow(page, 'Et si on avait compté autrement')
  const seen = async () => Object.fromEntries(await Promise.all(['budget', 'threshold', 'completion', 'seats'].map(async name => [name, await page.locator(`[name=${name}]`).first().isVisible()])))
  await page.getByLabel('Budget, les plus choisis d’abord').check()
  expect(await seen()).toEqual({ budget: true, threshold: true, completion: false, seats: false })
  expect(Number(await page.inputValue('[name=budget]'))).toBeGreaterThan(1000)
  await page.locator('[name=method][value=approval]').check()
  expect(await seen()).toEqual({ budget: false, threshold: false, completion: false, seats: true })
  await page.locator('[name=method][value=equal-shares]').check()
  expect(await seen()).toEqual({ budget: true, threshold: false, completion: true, seats: false })
  await page.locator('[name=method][value=budget]').check()
  await page.fill('[name=threshold]', '1,5')
  await press(page, 'Recompter pour voir')
  await page.locator('#threshold-error').getByText('Écrivez un nombre entier.').waitFor()
  expect(await page.inputValue('[name=threshold]')).toBe('1,5')
  await page.locator('[name=method][value=approval]').check()
  await page.fill('[name=seats]', '1')
  await clean(page)
  await press(page, 'Recompter pour voir')
  const until = Date.now() + 60_000
  while (await page.getByRole('link', { name: 'Voir où il en est' }).count() > 0 && Date.now() < until) await page.reload()
  await sees(page, 'Avec l’autre règle, sortent :')
  await sees(page, 'Jamais publié')
  const table = page.getByRole('table', { name: 'Ce qui change avec l’autre règle, choix par choix' })
  const changes = (await table.locator('tbody tr').allInnerTexts()).map(row => row.replace(/\s+/g, ' '))
  expect(changes.some(row => /sort$/.test(row.trim()))).toBe(true)
  expect(await page.inputValue('[name=seats]')).toBe('1')
  await page.setViewportSize({ width: 320, height: 700 })
  await clean(page)
  await page.goto(`${platform.origin}${shares}/resultats`)
  expect(await text(page)).not.toContain('Avec l’autre règle')
  await page.context().close()
})

journey('results say what decided, with its table, and the bars keep whole words on a phone', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await page.goto(`${platform.origin}${merit}/resultats`)
  await sees(page, 'Chaque réponse est comparée à la dernière réponse retenue.')
  const judged = (await page.getByRole('table', { name: 'Ce qui a décidé, réponse par réponse' }).locator('tbody tr').allInnerTexts()).map(row => row.replace(/\s+/g, ' '))
  expect(judged.length).toBe(5)
  expect(judged[0]).toMatch(/\d+ \([\d,]+ %\).*\d+ \([\d,]+ %\).*Retenue : les autres lui sont comparées\./)
  for (const row of judged.slice(1)) expect(row).toMatch(/Sa note majoritaire est moins bonne\.|Même note/)
  await clean(page)
  await page.goto(`${platform.origin}${shares}/resultats`)
  await opened(page)
  expect(await text(page)).toMatch(/il manquait [\d ,]+ €\./)
  const rows = page.locator('.chart-noted .chart-row')
  expect(await rows.count()).toBeGreaterThan(0)
  for (const row of await rows.all()) {
    const [whole, label] = [await row.boundingBox(), await row.locator('.chart-label').boundingBox()]
    expect((label?.width ?? 0) / (whole?.width ?? 1)).toBeGreaterThan(0.9)
  }
  await clean(page)
  await page.context().close()
})

journey('a result that a draw settled names the equals, and says that the draw decided', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await page.goto(`${platform.origin}/consultations/un-nom-pour-le-bateau-bus-de-la-deule/resultats`)
  await sees(page, 'À égalité en tête')
  const said = await text(page)
  expect(said).toContain('À égalité avec une réponse retenue. Le tirage public annoncé avant le vote a décidé.')
  expect(said).not.toContain('Elles ont eu moins de voix')
  await clean(page)
  await page.context().close()
})

journey('Enter in a field reads the ballot back, with a script and without, and looks for an answer where one is being looked for', async () => {
  for (const open of [() => openWithoutScripts({}), () => openPage()]) {
    const page = await open()
    await signIn(page, platform.origin, 'citoyenne@parvis.example')
    const [first = '', second = ''] = await keysOf(points)
    const field = (key: string) => page.locator(`[name="points.${key}"]`)
    await page.goto(`${platform.origin}${points}/vote`)
    await field(first).fill('4')
    await field(second).fill('trois')
    await field(first).press('Enter')
    await page.locator(`[id="points.${second}-error"]`).waitFor()
    expect([await field(first).inputValue(), await field(second).inputValue()]).toEqual(['4', 'trois'])
    await field(second).fill('3')
    await field(second).press('Enter')
    await page.waitForURL(/etape=relecture|compte\/identite/)
    await page.context().close()
  }
})

journey('a ballot of grades counts the answers graded, and ranks are explained before they are given', async () => {
  const page = await openPage({ viewport: { width: 360, height: 740 } })
  const keys = await keysOf(grades)
  await page.goto(`${platform.origin}${grades}/vote`)
  for (const key of keys.slice(0, 2)) await page.locator(`[name="note.${key}"]`).first().check()
  // How many are graded stands there once; the sentence of the script says what is left.
  await sees(page, keys.length - 2 === 1 ? 'Encore 1 réponse à noter' : `Encore ${keys.length - 2} réponses à noter`)
  expect(await text(page)).not.toContain('au plus')
  // Without its script, the style sheet counts.
  const still = await openWithoutScripts({})
  await still.goto(`${platform.origin}${grades}/vote`)
  expect((await still.locator('.charge-figures').innerText()).replace(/\s+/g, ' ')).toMatch(new RegExp(`^Réponses notées : ?.*sur ${keys.length}$`))
  await still.context().close()
  await page.goto(`${platform.origin}${ranking}/vote`)
  await sees(page, 'Seul l’ordre compte. Vous pouvez sauter un rang')
  const [first, second, third] = await keysOf(ranking)
  await page.locator(`[name="rang.${first}"]`).selectOption('1')
  await page.locator(`[name="rang.${second}"]`).selectOption('3')
  await page.locator(`[name="rang.${third}"]`).selectOption('3')
  await clean(page)
  await page.context().close()
})
