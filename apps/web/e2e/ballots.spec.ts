// Ballots of points, ranks and grades, without a script and with it, by a citizen and at the desk; what staff learn from other rules.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { tellCivilStatus } from './support/ballot'
import { beginWith } from './support/desk'
import { clean, follow, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'
import { inDays } from './support/time'

const points = '/consultations/le-jardin-de-jeux-du-parc-de-la-citadelle'
const ranking = '/consultations/un-bus-de-nuit-par-ou-passe-t-il'
const grades = '/consultations/la-place-du-marche-quatre-projets-a-juger'

let platform: Platform
beforeAll(async () => { platform = await startPlatform() }, 600_000)
afterAll(() => platform?.stop(), 30_000)

const phone = { viewport: { width: 320, height: 640 } }
const choices = async (consultation: string) => (await platform.db.owner.query<{ key: string, title: string }>(`
  select o.key, o.title from consultations.vote_option o join consultations.vote v on v.id = o.vote_id join consultations.consultation c on c.id = v.consultation_id
  where '/consultations/' || c.slug = $1 order by o.position`, [consultation])).rows
const ballots = async (consultation: string) => (await platform.db.owner.query<{ count: number }>(`
  select count(*)::integer as count from urn.ballot b join consultations.vote v on v.id = b.vote_id join consultations.consultation c on c.id = v.consultation_id
  where '/consultations/' || c.slug = $1 and not b.superseded`, [consultation])).rows[0]?.count ?? 0
const text = async (page: Page) => (await textOf(page)).replace(/\s+/g, ' ')

/** A draft with one vote, whose method is still to be chosen. @returns the address of its form */
async function draftVote(page: Page): Promise<string> {
  const headers = { origin: platform.origin }
  const asked = await page.context().request.post(`${platform.origin}/api/consultations`, { headers, data: { title: 'Un vote à préparer', theme: 'environment' } })
  const { id, revision } = await asked.json() as { id: string, revision: number }
  await page.context().request.put(`${platform.origin}/api/consultations/${id}/phases`, { headers, data: { revision, phases: [{ kind: 'vote', title: 'Le vote', opensAt: `${inDays(40)}:00Z`, closesAt: `${inDays(72, 18)}:00Z` }] } })
  await page.goto(`${platform.origin}/gestion/consultations/${id}/vote`)
  return page.url().replace(/[?#].*/, '')
}

/** Arrives at the read-back, having said who one is when it is the first time. */
async function arrive(page: Page) {
  await page.waitForURL(/etape=relecture|compte\/identite/)
  if (new URL(page.url()).pathname === '/compte/identite') await tellCivilStatus(page, { birthSurname: 'Bulletin', givenNames: 'Camille', birthDate: '1979-05-04', postcode: '59000' })
  await sees(page, 'Votre vote n’est pas encore envoyé')
}

async function confirm(page: Page, consultation: string) {
  const before = await ballots(consultation)
  await clean(page)
  await press(page, 'Confirmer mon vote')
  await sees(page, 'C’est fait. Votre vote est dans l’urne.')
  expect(await ballots(consultation)).toBe(before + 1)
  expect(await receiptOn(page)).toMatch(/\w{4}/)
}

journey('points are refused in words at their place, added up without a script, and read back', async () => {
  const page = await openWithoutScripts(phone)
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  const [first, second, third] = await choices(points)
  if (!first || !second || !third) throw new Error('no options')
  const field = (key: string) => page.locator(`[name="points.${key}"]`)
  await page.goto(`${platform.origin}${points}/vote`)
  await sees(page, 'Répartissez 10 points au plus, dont 6 au plus sur une même réponse.')
  await clean(page)
  await press(page, 'Relire mon choix')
  await sees(page, 'Donnez au moins un point à une réponse.')
  await field(first.key).fill('trois')
  await field(second.key).fill('2')
  await press(page, 'Relire mon choix')
  await page.locator(`[id="points.${first.key}-error"]`).getByText('écrivez un nombre de points entier').waitFor()
  expect([await field(first.key).inputValue(), await field(second.key).inputValue()]).toEqual(['trois', '2'])
  await clean(page)
  await field(first.key).fill('-1')
  await press(page, 'Refaire le calcul')
  expect(await text(page)).toContain('Points qui restent : 8 sur 10')
  await field(first.key).fill('7')
  await press(page, 'Relire mon choix')
  await page.locator(`[id="points.${first.key}-error"]`).getByText('donnez 6 points au plus. Vous en avez donné 7').waitFor()
  await field(first.key).fill('6')
  await field(second.key).fill('6')
  await press(page, 'Relire mon choix')
  await sees(page, 'Vous avez 10 points à donner et vous en donnez 12. Retirez-en.')
  await field(second.key).fill('3')
  await press(page, 'Refaire le calcul')
  expect(await text(page)).toContain('Points qui restent : 1 sur 10')
  expect(await field(first.key).inputValue()).toBe('6')
  await press(page, 'Relire mon choix')
  await arrive(page)
  // A confirmation made by hand is refused by the title of the answer.
  const forged = await page.context().request.post(`${platform.origin}${points}/vote?etape=relecture&/voter`, { headers: { origin: platform.origin, accept: 'text/html' }, form: { [`points.${first.key}`]: '9', n: '1', nonce: Buffer.alloc(32).toString('base64') } })
  expect((await forged.text()).replace(/\s+/g, ' ')).toContain(`« ${first.title} » : donnez 6 points au plus. Vous en avez donné 9.`)
  await page.goto(`${platform.origin}${points}/vote`)
  await field(first.key).fill('6')
  await field(second.key).fill('3')
  await press(page, 'Relire mon choix')
  await arrive(page)
  expect(await text(page)).toContain(`${first.title} : 6 points`)
  expect(await text(page)).toContain('Il vous reste 1 point.')
  await confirm(page, points)
  await page.context().close()
})

journey('with the script points count along, a tap less or more, and never beyond what one answer may get', async () => {
  const page = await openPage()
  const [first] = await choices(points)
  await page.goto(`${platform.origin}${points}/vote`)
  const more = page.getByRole('button', { name: `Un point de plus : ${first?.title}` })
  for (let taps = 0; taps < 8; taps++) await more.click()
  expect(await page.locator(`[name="points.${first?.key}"]`).inputValue()).toBe('6')
  expect(await text(page)).toContain('Points qui restent : 4 sur 10')
  expect(await text(page)).toContain(`6 · ${first?.title}`)
  await page.getByRole('button', { name: `Un point de moins : ${first?.title}` }).click()
  expect(await text(page)).toContain('Points qui restent : 5 sur 10')
  // What the ballot refuses is no number of points, and none is no mark: neither is counted.
  const own = page.locator(`[name="points.${first?.key}"]`)
  for (const typed of ['-1', '1e3', '2,5', '0']) {
    await own.fill(typed)
    expect([typed, await text(page)]).toEqual([typed, expect.stringContaining('Points qui restent : 10 sur 10')])
  }
  expect(await page.locator('[data-chosen-list] li').count()).toBe(0)
  await own.fill('5')
  const box = await more.boundingBox()
  expect([(box?.width ?? 0) >= 44, (box?.height ?? 0) >= 44]).toEqual([true, true])
  await page.context().close()
})

journey('ranks are given without a script, equals and gaps too, and read back in order', async () => {
  const page = await openWithoutScripts(phone)
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  const [first, second, third, fourth] = await choices(ranking)
  await page.goto(`${platform.origin}${ranking}/vote`)
  await clean(page)
  await press(page, 'Relire mon choix')
  await sees(page, 'Donnez un rang à une réponse au moins.')
  const rank = (key: string | undefined, label: string) => page.locator(`[name="rang.${key}"]`).selectOption({ label })
  await rank(third?.key, '1er')
  await rank(first?.key, '2e')
  await rank(second?.key, '2e')
  await press(page, 'Relire mon choix')
  await arrive(page)
  const lines = (await page.getByRole('main').locator('.paper').getByRole('listitem').allInnerTexts()).map(line => line.replace(/\s+/g, ' '))
  expect(lines[0]).toContain(`1er : ${third?.title}`)
  expect(lines[1]).toContain(`2e : ${first?.title} ${second?.title}`)
  expect(lines[2]).toContain(`Non classées : ${fourth?.title}`)
  // Going back finds the ranks as they were.
  await page.getByRole('link', { name: 'Modifier mon choix' }).click()
  expect([await page.locator(`[name="rang.${third?.key}"]`).inputValue(), await page.locator(`[name="rang.${fourth?.key}"]`).inputValue()]).toEqual(['1', ''])
  await press(page, 'Relire mon choix')
  await arrive(page)
  await confirm(page, ranking)
  await page.context().close()
})

journey('with the script the ballot of ranks shows its order as it is made', async () => {
  const page = await openPage()
  const [first, second] = await choices(ranking)
  await page.goto(`${platform.origin}${ranking}/vote`)
  await page.locator(`[name="rang.${first?.key}"]`).selectOption('2')
  await page.locator(`[name="rang.${second?.key}"]`).selectOption('1')
  expect(await page.locator('[data-chosen-list] li').allInnerTexts()).toEqual([`1er · ${second?.title}`, `2e · ${first?.title}`])
  await sees(page, '2 réponses classées, sur 5 au plus')
  await page.context().close()
})

journey('every answer is graded: a missing grade is said at its place, by keyboard and without a script', async () => {
  const page = await openWithoutScripts(phone)
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  const all = await choices(grades)
  await page.goto(`${platform.origin}${grades}/vote`)
  expect(await page.locator('main input[type=radio]:checked').count()).toBe(0)
  await clean(page)
  const grade = (title: string, name: string) => page.getByRole('group', { name: title }).getByRole('radio', { name, exact: true })
  for (const { title } of all.slice(1)) await grade(title, 'Assez bien').check()
  await press(page, 'Relire mon choix')
  await page.locator(`[id="note.${all[0]?.key}-error"]`).getByText('donnez une note').waitFor()
  expect(await grade(all[1]?.title ?? '', 'Assez bien').isChecked()).toBe(true)
  await clean(page)
  // One stop for the group, arrows choose.
  await grade(all[0]?.title ?? '', 'Très bien').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  expect(await grade(all[0]?.title ?? '', 'Bien').isChecked()).toBe(true)
  await press(page, 'Relire mon choix')
  await arrive(page)
  await confirm(page, grades)
  await page.context().close()
})

journey('at the desk grades are read aloud, the best first', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  const all = await choices(grades)
  await beginWith(page, platform.origin, 'La place du Marché', { birthSurname: 'Comptoir', givenNames: 'Dominique', birthDate: '1951-02-03', commune: 'Lille' }, 'E2')
  if (!page.url().endsWith('/vote')) await follow(page, /^Commencer Voter/)
  await press(page, 'Passer à la relecture')
  await page.locator('#choix-error').waitFor()
  const grade = (title: string, name: string) => page.getByRole('group', { name: title }).getByRole('radio', { name, exact: true })
  for (const [index, { title }] of all.entries()) await grade(title, index === 2 ? 'Très bien' : 'Passable').check()
  await clean(page)
  await press(page, 'Passer à la relecture')
  await sees(page, 'Rien n’est encore enregistré')
  const aloud = (await page.getByRole('main').locator('.read-aloud').getByRole('listitem').allInnerTexts()).map(line => line.replace(/\s+/g, ' '))
  expect(aloud).toEqual([expect.stringContaining(all[2]?.title ?? ''), expect.stringContaining(all[0]?.title ?? '')])
  expect(aloud.map(line => /^(Très bien|Passable) ?:/.exec(line)?.[1])).toEqual(['Très bien', 'Passable'])
  await clean(page)
  const before = await ballots(grades)
  // A page that was sent without its fields is no blank ballot: nobody heard one read aloud.
  const empty = await page.context().request.post(page.url(), { headers: { origin: platform.origin, accept: 'text/html' }, form: { step: 'send' } })
  expect([await empty.text(), await ballots(grades)]).toEqual([expect.stringContaining('Donnez une note à chaque réponse.'), before])
  await press(page, 'enregistrer son vote')
  await sees(page, 'Enregistré, sous réserve de vérification')
  expect(await ballots(grades)).toBe(before + 1)
  await page.context().close()
})

journey('results say why: who carried each project, and how each answer is judged', async () => {
  const page = await openWithoutScripts(phone)
  for (const [path, words] of [['/consultations/un-budget-partage-pour-les-cours-d-ecole', 'Qui a porté chaque projet'], ['/consultations/quelles-heures-calmes-pour-les-chantiers', 'La ligne du milieu est la moitié des bulletins']] as const) {
    await page.goto(`${platform.origin}${path}/resultats`)
    await sees(page, words)
    await page.evaluate('document.querySelectorAll("main details").forEach(more => { more.open = true })')
    await sees(page, 'un bulletin blanc est compté à part')
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await clean(page)
    }
  }
  await page.context().close()
})

journey('staff compare the methods on an example, choose one, and learn what another rule gives', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/consultations?etat=finished&q=cours`)
  await follow(page, 'Un budget partagé pour les cours d’école')
  const here = page.url().replace(/[?#].*/, '')
  await page.goto(`${here}/depouillement`)
  await sees(page, 'Qui a porté chaque projet')
  await clean(page)
  await follow(page, 'Et si on avait compté autrement')
  await sees(page, 'Ce calcul n’est jamais publié.')
  await clean(page)
  await page.getByLabel('Budget, les plus choisis d’abord').check()
  await page.fill('[name=budget]', 'beaucoup')
  await press(page, 'Recompter pour voir')
  await page.locator('#budget-error').waitFor()
  await page.fill('[name=budget]', '300 000')
  await press(page, 'Recompter pour voir')
  const until = Date.now() + 60_000
  while (await page.getByRole('link', { name: 'Voir où il en est' }).count() > 0 && Date.now() < until) await page.reload()
  await sees(page, 'Les deux comptes côte à côte')
  await sees(page, 'Règle annoncée : Budget à parts égales')
  await sees(page, 'Autre règle : Budget, les plus choisis d’abord')
  await clean(page)

  // A draft: the same hundred people, seven ways to count.
  const form = await draftVote(page)
  await page.goto(`${form}/methode`)
  expect(await page.getByRole('main').getByRole('heading', { level: 2 }).count()).toBe(8)
  await clean(page)
  await page.setViewportSize({ width: 320, height: 700 })
  await clean(page)
  await follow(page, /^Choisir cette façon : Jugement majoritaire/)
  await press(page, 'Confirmer ce choix')
  await sees(page, 'C’est enregistré.')
  expect(await page.locator('[name=method]:checked').inputValue()).toBe('majority-judgment')
  expect([await page.locator('[name="rules.grades"]').first().isVisible(), await page.locator('[name="rules.budget"]').isVisible(), await page.locator('[name="rules.points"]').isVisible()]).toEqual([true, false, false])
  await clean(page)
  // A number that cannot be read is said at its field: none is guessed, none is left as it was without a word.
  await page.locator('[name=method][value=points]').check()
  const unread = { 'rules.points': '1e2', 'rules.max': '', 'rules.seats': '0x2', 'claimDays': 'dix' }
  for (const [name, typed] of Object.entries(unread)) await page.fill(`[name="${name}"]`, typed)
  await press(page, /^Enregistrer$|rester ici/)
  for (const [name, typed] of Object.entries(unread)) {
    await page.locator(`[id="${name}-error"]`).getByText('Écrivez un nombre entier.').waitFor()
    expect([name, await page.inputValue(`[name="${name}"]`)]).toEqual([name, typed])
  }
  await clean(page)
  await page.goto(form)
  await page.locator('[name="rules.grades"][value="5"]').check()
  await page.fill('[name="rules.draw"]', 'Loto du samedi qui suit la fin du vote, sur fdj.fr')
  await press(page, /^Enregistrer$|rester ici/)
  await page.goto(`${form}/methode`)
  // A budget cannot be chosen without one: its form asks for it.
  await follow(page, /^Choisir cette façon : Budget à parts égales/)
  await press(page, 'Confirmer ce choix')
  await sees(page, 'Complétez les règles de cette façon de compter')
  expect([await page.locator('[name=method]:checked').inputValue(), await page.locator('[name="rules.completion"]').first().isVisible(), await page.locator('[name="rules.threshold"]').isVisible()]).toEqual(['equal-shares', true, false])
  await page.context().close()
})
