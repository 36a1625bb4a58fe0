// The way of a voter: from nothing to a receipt, with what goes wrong on the way; then what everybody reads afterwards.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'
import { typeBirthDate } from './support/desk'
import { textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

const consultation = '/consultations/budget-participatif-des-mobilites-a-vous-de-choisir'
const vote = `${consultation}/vote`
const password = 'une péniche sous la pluie'

let platform: Platform
let voteId: string

beforeAll(async () => {
  platform = await startPlatform()
  const { rows } = await platform.db.owner.query<{ id: string }>(`
    select v.id from consultations.vote v join consultations.consultation c on c.id = v.consultation_id where '/consultations/' || c.slug = $1`, [consultation])
  voteId = rows[0]?.id ?? ''
  // A long ballot, so that it can be searched: one option more than those that are simply listed.
  await platform.db.owner.query(`
    alter table consultations.vote_option disable trigger vote_option_frozen;
    insert into consultations.vote_option (vote_id, key, position, title, description, cost)
      values ('${voteId}', 'o99', 99, 'Un bac pour traverser la Deûle', 'Une petite barque à câble.', 9000000);
    set constraints all immediate;
    alter table consultations.vote_option enable trigger vote_option_frozen`)
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

const phone = { viewport: { width: 320, height: 640 } }
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const says = (page: Page, text: string | RegExp) => page.getByRole('main').getByText(text).first().waitFor()

/** Clean for people with other senses, and no wider than the screen. */
async function clean(page: Page) {
  expect([page.url(), await axeFindings(page)]).toEqual([page.url(), []])
  expect([page.url(), await scrollsSideways(page)]).toEqual([page.url(), false])
}

/** The link of the mail that this address was sent. */
async function linkFor(page: Page, email: string) {
  const link = page.locator('.mail-body a').first()
  for (let tries = 0; tries < 40; tries++) {
    await page.goto(`${platform.origin}/courrier?a=${encodeURIComponent(email)}`)
    if (await link.count()) return link
    await page.waitForTimeout(250)
  }
  throw new Error(`No mail for ${email}`)
}

async function register(page: Page, email: string) {
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await press(page, 'Créer mon compte')
  await says(page, 'Regardez dans les messages indésirables')
  await (await linkFor(page, email)).click()
  await press(page, 'Confirmer mon adresse')
  await says(page, 'Vous pouvez maintenant participer en ligne')
}

async function giveCivilStatus(page: Page, { surname = 'Wattrelos-Dubois', birthDate = '1968-03-27', postcode = '59000' } = {}) {
  await page.fill('[name=birthSurname]', surname)
  await page.fill('[name=givenNames]', 'Marie-Ange')
  await typeBirthDate(page, birthDate)
  await page.fill('[name=codePostal]', postcode)
  await press(page, 'Enregistrer mon état civil')
}

const ballots = async () => (await platform.db.owner.query<{ count: number }>('select count(*)::integer as count from urn.ballot where vote_id = $1 and not superseded', [voteId])).rows[0]?.count

journey('somebody without an account votes, and nothing chosen is lost on the way', async () => {
  const page = await openWithoutScripts(phone)
  const before = await ballots()
  await page.goto(platform.origin + vote)
  await says(page, 'Votre vote est enregistré sous un pseudonyme')
  expect(await textOf(page)).not.toContain('secret complet')
  await clean(page)

  await press(page, 'Relire mon choix')
  await says(page, 'Choisissez au moins 1 réponse')
  await clean(page)
  await page.getByLabel('Un bus de nuit le vendredi et le samedi').check()
  await page.fill('main [name=q]', 'DEULE')
  await press(page, 'Chercher')
  await says(page, '1 réponse trouvée')
  expect(await page.getByLabel('Un bus de nuit').isChecked()).toBe(true)
  await page.getByLabel('Un bac pour traverser la Deûle').check()
  await clean(page)
  await press(page, 'Voir toutes les réponses')
  for (const name of ['Cent garages', 'Des bancs', 'Une vélo-école', 'Rues aux enfants']) await page.getByLabel(name).check()
  await press(page, 'Relire mon choix')
  await says(page, 'Choisissez 5 réponses au plus. Vous en avez choisi 6')
  await page.getByLabel('Cent garages').uncheck()
  await press(page, 'Relire mon choix')

  await says(page, 'Connectez-vous pour le relire et le confirmer')
  await clean(page)
  await page.getByRole('link', { name: 'Créer mon compte' }).click()
  await page.fill('[name=email]', 'pas une adresse')
  await press(page, 'Créer mon compte')
  await says(page, 'Écrivez une adresse complète')
  await clean(page)
  await register(page, 'marie-ange@parvis.example')
  await page.getByRole('link', { name: 'Continuer là où j’étais' }).click()
  await page.fill('[name=email]', 'marie-ange@parvis.example')
  await page.fill('[name=password]', password)
  await press(page, 'Me connecter')

  await says(page, 'Votre choix est gardé.')
  await clean(page)
  await giveCivilStatus(page, { postcode: '59160', birthDate: '' })
  await page.locator('#birthDate-error').waitFor()
  await clean(page)
  expect(await page.inputValue('[name=birthSurname]')).toBe('Wattrelos-Dubois')
  await typeBirthDate(page, '1968-03-27')
  // One postcode, several communes: it asks.
  await page.locator('input[name=commune]').first().check()
  await press(page, 'Enregistrer mon état civil')

  await says(page, 'Votre vote n’est pas encore envoyé')
  await says(page, 'Vous choisissez 5 réponses')
  await says(page, 'Un bac pour traverser la Deûle')
  expect((await textOf(page)).replace(/\s/g, ' ')).toContain('Ensemble, vos choix coûtent 635 000 €.')
  expect(await ballots()).toBe(before)
  await clean(page)
  await press(page, 'Confirmer mon vote')

  await says(page, 'C’est fait. Votre vote est dans l’urne.')
  await says(page, 'c’est notre serveur qui l’a tiré')
  await clean(page)
  const code = await receiptOn(page)
  expect(await ballots()).toBe((before ?? 0) + 1)
  await page.reload()
  expect(await receiptOn(page)).toBe(code)
  await page.goto(`${platform.origin}${vote}?etape=relecture`)
  expect(await receiptOn(page)).toBe(code)

  await page.goto(`${platform.origin}/recu`)
  await page.fill('[name=code]', code.toLowerCase().replace(/-/g, ' '))
  await press(page, 'Vérifier')
  await says(page, 'Votre bulletin est dans l’urne')
  await clean(page)

  // Changing one's mind: the same code, the same place in the box.
  await page.goto(platform.origin + vote)
  await says(page, 'Vous avez déjà voté')
  await says(page, 'Votre vote déjà envoyé compte.')
  expect(await page.getByText('Votre vote n’est pas encore envoyé').count()).toBe(0)
  await press(page, 'Voter blanc')
  await says(page, 'Vous votez blanc')
  await says(page, 'votre vote précédent reste compté')
  await press(page, 'Confirmer mon vote')
  await says(page, 'votre bulletin n° 2')
  expect(await receiptOn(page)).toBe(code)
  expect(await ballots()).toBe((before ?? 0) + 1)

  await page.goto(`${platform.origin}/compte`)
  await says(page, /^Voté le/)
  await clean(page)
  await page.getByText('Effacer mon état civil').first().click()
  await press(page, 'Effacer mon état civil')
  await says(page, 'Votre état civil est effacé.')
  await press(page, 'Me déconnecter partout')
  await says(page, 'Toutes vos connexions sont fermées')
  await page.context().close()
})

journey('the same page sent twice is one ballot; a vote from elsewhere meanwhile is said, and can be read again', async () => {
  const page = await openPage({ javaScript: false, viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'garante@parvis.example')
  await page.goto(platform.origin + vote)
  await page.getByLabel('Un bus de nuit').check()
  await press(page, 'Relire mon choix')
  await giveCivilStatus(page, { surname: 'Garante' })
  await says(page, 'Votre vote n’est pas encore envoyé')
  const before = await ballots()
  const fields = { choix: await page.inputValue('[name=choix]'), n: await page.inputValue('[name=n]'), nonce: await page.inputValue('[name=nonce]') }
  const send = (form: Record<string, string>) => page.context().request.post(`${platform.origin}${vote}?etape=relecture&/voter`, { form, headers: { origin: platform.origin, accept: 'text/html' }, maxRedirects: 0 })
  const answers = await Promise.all([send(fields), send(fields)])
  expect(answers.map(answer => [answer.status(), answer.headers().location])).toEqual(answers.map(() => [303, `${vote}?etape=recu`]))
  expect(await ballots()).toBe((before ?? 0) + 1)
  await page.goto(`${platform.origin}${vote}?etape=recu`)
  const code = await receiptOn(page)

  // A second window is open on the read-back while the first one votes again.
  await page.goto(platform.origin + vote)
  await page.getByLabel('Des bancs').check()
  await press(page, 'Relire mon choix')
  const other = await page.context().newPage()
  await other.goto(`${platform.origin}${vote}?etape=relecture`)
  await press(other, 'Confirmer mon vote')
  await says(other, 'C’est fait')
  await press(page, 'Confirmer mon vote')
  await says(page, 'Vous avez voté ailleurs entre-temps')
  await says(page, 'Des bancs à tous les arrêts')
  await press(page, 'Confirmer mon vote')
  await says(page, 'votre bulletin n° 3')
  expect(await receiptOn(page)).toBe(code)
  await page.context().close()
})

journey('whoever may not vote is told why and where to claim; a vote closed meanwhile and a suspension are said', async () => {
  const page = await openWithoutScripts(phone)
  await page.goto(`${platform.origin}/inscription`)
  await register(page, 'tres-jeune@parvis.example')
  await signIn(page, platform.origin, 'tres-jeune@parvis.example', password)
  await page.goto(platform.origin + vote)
  await page.getByLabel('Un bus de nuit').check()
  await press(page, 'Relire mon choix')
  await giveCivilStatus(page, { surname: 'Jeune', birthDate: `${new Date().getFullYear() - 10}-01-01` })
  await says(page, 'Il faut avoir 16 ans')
  expect(await page.getByRole('button', { name: 'Confirmer mon vote' }).count()).toBe(0)
  await page.getByRole('main').getByRole('link', { name: 'Trouver un lieu d’accueil' }).waitFor()
  await clean(page)
  // The page of the vote is to be read, without boxes that lead nowhere.
  const review = page.url()
  await page.goto(platform.origin + vote)
  await says(page, 'Les réponses proposées')
  expect(await page.locator('input[name=choix], button[formaction], form[action="?/relire"]').count()).toBe(0)
  await clean(page)
  await page.goto(review)
  await page.getByRole('link', { name: 'Voir mon état civil' }).click()
  await giveCivilStatus(page, { surname: 'Jeune', birthDate: '1990-01-01' })
  await says(page, 'Votre vote n’est pas encore envoyé')

  const { rows: [kept] } = await platform.db.owner.query<{ at: Date }>('select closes_at as at from consultations.vote where id = $1', [voteId])
  await platform.db.owner.query('update consultations.vote set closes_at = platform.clock() where id = $1', [voteId])
  await press(page, 'Confirmer mon vote')
  await says(page, 'Le vote est fermé : votre bulletin n’a pas pu être enregistré.')
  await platform.db.owner.query('update consultations.vote set closes_at = $2 where id = $1', [voteId, kept?.at])

  await platform.db.owner.query(`
    update consultations.consultation c set suspended_at = platform.clock(), suspension_reason = 'La garante vérifie une plainte.' from consultations.vote v where v.id = $1 and c.id = v.consultation_id`, [voteId])
  await page.goto(`${platform.origin}${vote}?etape=relecture`)
  await says(page, 'Ce vote est suspendu')
  await says(page, 'La garante vérifie une plainte.')
  await clean(page)
  await platform.db.owner.query('update consultations.consultation c set suspended_at = null, suspension_reason = null from consultations.vote v where v.id = $1 and c.id = v.consultation_id', [voteId])
  await page.context().close()
})

journey('with its script the ballot counts along and filters as one types', async () => {
  const page = await openPage()
  await page.goto(platform.origin + vote)
  await page.getByLabel('Un bus de nuit').check()
  await says(page, '1 choisi, encore 4 possibles')
  await page.fill('main [name=q]', 'deule')
  expect(await page.locator('.option:visible strong').allInnerTexts()).toEqual(['Un bus de nuit le vendredi et le samedi', 'Un bac pour traverser la Deûle'])
  await page.context().close()
})

journey('account, charter, results and data are clean and fit from 320 to 1280 px without JavaScript', async () => {
  const page = await openWithoutScripts(phone)
  const nature = '/consultations/budget-participatif-nature-en-ville'
  const library = '/consultations/mediatheques-quels-horaires-voulez-vous'
  const strangers = [
    '/connexion', '/inscription', '/inscription/confirmation', '/inscription/confirmation/abc', '/mot-de-passe', '/mot-de-passe?envoye', '/mot-de-passe/abc', '/courrier', '/recu', '/recu?code=abc', '/recu?code=0000-0000-0000',
    '/charte', '/charte/budget-participatif-nature-en-ville', '/donnees', `${nature}/resultats`, '/consultations/un-nom-pour-la-nouvelle-passerelle-du-canal/resultats',
    `${library}/resultats`, `${consultation}/resultats`, `${library}/vote`, vote, '/consultations/rafraichir-nos-places-et-nos-rues/vote',
  ]
  const visit = async (path: string) => {
    const answer = await page.goto(platform.origin + path)
    expect([path, answer?.status()]).toEqual([path, 200])
    expect([path, await page.locator('h1').count()]).toEqual([path, 1])
    // What is folded away must be clean too.
    await page.evaluate('document.querySelectorAll("main details").forEach(more => { more.open = true })')
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      await clean(page)
    }
  }
  for (const path of strangers) await visit(path)
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  for (const path of ['/compte', '/compte/identite']) await visit(path)
  await page.context().close()
})

journey('anybody counts a published result again with what is downloaded', async () => {
  const page = await openPage()
  await page.goto(`${platform.origin}/consultations/budget-participatif-nature-en-ville/resultats`)
  const api = `${platform.origin}/api/consultations/budget-participatif-nature-en-ville`
  const { results: [result] } = await (await page.context().request.get(`${api}/results`)).json() as { results: [{ options: { key: string, votes: number, title: string }[] }] }
  const lines = (await (await page.context().request.get(`${api}/results/ballots.txt`)).text()).split('\n')
  // The very command of the page, in words of JavaScript.
  for (const { key, votes } of result.options) expect([key, lines.filter(line => new RegExp(`[n,]${key}=1[,\\\\]`).test(line)).length]).toEqual([key, votes])
  await page.getByText('Comment recompter, pas à pas').click()
  expect(await page.locator('code').first().innerText()).toBe(`grep -cE '[n,]${result.options[0]?.key}=1[,\\]' bulletins-budget-participatif-nature-en-ville.txt`)
  await page.context().close()
})

journey('a lost password is replaced by the link of a mail, once', async () => {
  const page = await openPage({ javaScript: false })
  await page.goto(`${platform.origin}/mot-de-passe`)
  await page.fill('[name=email]', 'citoyenne@parvis.example')
  await press(page, 'Recevoir le lien')
  await says(page, 'Si un compte existe pour cette adresse')
  await (await linkFor(page, 'citoyenne@parvis.example')).click()
  const link = page.url()
  await page.fill('[name=password]', 'court')
  await press(page, 'Enregistrer ce mot de passe')
  await says(page, 'au moins 12 caractères')
  await page.fill('[name=password]', password)
  await press(page, 'Enregistrer ce mot de passe')
  await says(page, 'Votre mot de passe est changé')
  await page.goto(link)
  // Said before a new password is thought of, with a way to another link.
  await says(page, 'Ce lien ne marche plus')
  expect(await page.locator('[name=password]').count()).toBe(0)
  await page.getByRole('link', { name: 'Demander un nouveau lien' }).waitFor()
  await signIn(page, platform.origin, 'citoyenne@parvis.example', password)
  await page.context().close()
})
