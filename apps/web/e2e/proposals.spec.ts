import type { Page } from 'playwright-core'
import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, follow, press, sees, textOf } from './support/hand'
import { signIn } from './support/sign-in'

const open = '/consultations/rafraichir-nos-places-et-nos-rues'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 240_000)
afterAll(() => platform?.stop(), 30_000)

async function onAPhone(email: string): Promise<Page> {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await signIn(page, platform.origin, email)
  return page
}

journey('an idea is kept for later, found again, read back beside those that resemble it, and sent, with JavaScript off', async () => {
  const page = await onAPhone('citoyenne@parvis.example')
  const list = await page.goto(`${platform.origin}/api/consultations/rafraichir-nos-places-et-nos-rues/proposals?sort=supported&perPage=1`)
  const [{ title }] = (await list?.json() as { items: { title: string }[] }).items as [{ title: string }]
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  await page.fill('[name=title]', title)
  await press(page, 'Garder pour plus tard')
  await sees(page, 'Votre brouillon est gardé')
  await sees(page, 'Mes brouillons')
  await clean(page)
  await page.getByRole('link', { name: `Continuer ${title}` }).click()
  expect(await page.inputValue('[name=title]')).toBe(title)
  // Too short to be sent: said at once, and kept all the same.
  await page.fill('[name=body]', 'Comme l’autre')
  await press(page, 'Relire avant d’envoyer')
  expect(await page.locator('#body-error').innerText()).toContain('Écrivez un texte d’au moins')
  await clean(page)
  await page.fill('[name=body]', 'Comme l’autre proposition, mais de l’autre côté de la rue.')
  await press(page, 'Relire avant d’envoyer')
  await sees(page, 'Ces propositions ressemblent à la vôtre')
  await clean(page)
  expect(await textOf(page)).toContain('Rien n’est encore publié')
  // Supporting the other one asks who this is first, and comes back here.
  await press(page, /C’est la même idée/)
  await page.waitForURL(/compte\/identite/)
  await page.goBack()
  await press(page, /La mienne est différente/)
  await sees(page, 'Votre proposition est publiée')
  await page.goto(`${platform.origin}/compte/propositions`)
  expect(await textOf(page)).toContain('1 brouillon')
  await page.context().close()
})

journey('a draft is thrown away by its author', async () => {
  const page = await onAPhone('citoyenne@parvis.example')
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  await press(page, 'Garder pour plus tard')
  await page.getByRole('link', { name: 'Sans titre pour l’instant' }).click()
  await sees(page, 'Vous n’avez pas encore écrit votre idée')
  await clean(page)
  const draft = page.url()
  await press(page, 'Jeter ce brouillon')
  await sees(page, 'Votre brouillon est jeté')
  expect((await page.goto(draft))?.status()).toBe(404)
  await page.context().close()
})

journey('what changed between two versions is shown and said, with JavaScript off', async () => {
  const page = await onAPhone('citoyenne@parvis.example')
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  await page.fill('[name=title]', 'Un kiosque à musique au jardin')
  await page.fill('[name=body]', 'Un kiosque pour les fanfares, ouvert le dimanche et repeint en vert.')
  await press(page, 'Relire avant d’envoyer')
  await press(page, /Envoyer ma proposition|La mienne est différente/)
  await sees(page, 'Votre proposition est publiée')
  await follow(page, 'Corriger ma proposition')
  await page.fill('[name=body]', 'Un kiosque pour les fanfares, ouvert le samedi et repeint en vert.')
  await press(page, 'Enregistrer la correction')
  await follow(page, /2 versions/)
  await clean(page)
  expect(await page.locator('del').innerText()).toContain('dimanche')
  expect(await page.locator('ins').innerText()).toContain('samedi')
  // Who listens hears which is which.
  expect(await page.locator('ins').textContent()).toContain('ajouté')
  await page.selectOption('[name=de]', '2')
  await press(page, 'Comparer')
  await sees(page, 'Ces deux versions disent la même chose')
  await page.goBack()
  await page.goBack()
  await follow(page, 'Retirer ma proposition')
  await press(page, 'Oui, retirer ma proposition')
  await page.goto(`${platform.origin}${open}/propositions?etat=withdrawn`)
  await sees(page, 'Un kiosque à musique au jardin')
  await clean(page)
  await page.context().close()
})

journey('staff say what a phase asks of proposals before it opens', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  const list = await page.request.get(`${platform.origin}/api/console/consultations?perPage=50`)
  const { items } = await list.json() as { items: { id: string, slug: string, state: string }[] }
  const found: { id: string, state: string }[] = []
  for (const { id } of items) {
    const [first] = (await (await page.request.get(`${platform.origin}/api/consultations/${id}/proposal-rules`)).json() as { items: { state: string }[] }).items
    if (first) found.push({ id, state: first.state })
  }
  const coming = found.find(({ state }) => state === 'scheduled')
  const over = found.find(({ state }) => state !== 'scheduled')
  await page.goto(`${platform.origin}/gestion/consultations/${coming?.id}`)
  await follow(page, 'Règles des propositions')
  await clean(page)
  await page.getByLabel('Soutiens au plus par personne').fill('beaucoup')
  await press(page, 'Enregistrer ces règles')
  await sees(page, 'Écrivez un nombre entier')
  expect(await page.getByLabel('Soutiens au plus par personne').inputValue()).toBe('beaucoup')
  await clean(page)
  await page.getByLabel('Soutiens au plus par personne').fill('5')
  await page.getByLabel('Temps pour corriger').fill('60')
  await press(page, 'Enregistrer ces règles')
  await sees(page, 'Les règles sont enregistrées')
  await page.goto(`${platform.origin}/gestion/consultations/${over?.id}/regles-propositions`)
  await sees(page, 'ses règles ne changent plus')
  await clean(page)
  await page.context().close()
})

journey('a resident reads the answers, finds them by a filter, and sees what became of an idea, with JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  const slug = await answered()
  await page.goto(`${platform.origin}/consultations/${slug}/propositions?reponse=accepted`)
  expect(await page.locator('.items > li').count()).toBe(2)
  await clean(page)
  await page.getByRole('link', { name: 'Un petit bac ajouré avec des sacs en papier' }).click()
  await sees(page, 'La réponse officielle')
  expect(await textOf(page)).toMatch(/184.000.€/)
  await sees(page, 'Ce qu’elle est devenue')
  await clean(page)
  await page.goto(`${platform.origin}/consultations/${slug}/propositions?reponse=refused`)
  await page.getByRole('link', { name: 'Ramasser deux fois par semaine en été' }).click()
  await sees(page, 'Les réponses précédentes')
  await clean(page)
  await page.context().close()
})

journey('staff answer, study, publish together after reading what it will do, and follow up', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  const { id } = await (await page.request.get(`${platform.origin}/api/consultations/rafraichir-nos-places-et-nos-rues`)).json() as { id: string }
  await page.goto(`${platform.origin}/gestion/consultations/${id}`)
  await follow(page, 'Répondre aux propositions')
  await clean(page)
  await press(page, 'Confier les propositions cochées')
  await sees(page, 'Cochez au moins une proposition')
  await page.locator('[name=proposal]').first().check()
  await page.getByLabel('Agent de la métropole').check()
  await press(page, 'Confier les propositions cochées')
  await sees(page, 'Les propositions sont confiées')
  await follow(page, 'Mots des réponses')
  await page.getByRole('textbox', { name: /^Mot 1/ }).fill('Retenue pour l’an prochain')
  await press(page, 'Enregistrer les mots')
  await page.getByRole('textbox', { name: /^Critère 1/ }).fill('Faisable')
  await press(page, 'Enregistrer les critères')
  await sees(page, 'C’est enregistré')
  await clean(page)
  await page.goto(`${platform.origin}/gestion/consultations/${id}/reponses?miennes=oui`)
  await page.locator('.row-title a').click()
  await clean(page)
  await page.getByRole('radio', { name: '4', exact: true }).first().check()
  await page.getByRole('textbox', { name: /^Notes/ }).fill('Rien à craindre du sous-sol')
  await press(page, 'Enregistrer mon avis')
  await sees(page, 'Votre avis est enregistré')
  await page.getByLabel('Retenue pour l’an prochain').check()
  await page.getByLabel('Coût en euros').fill('douze')
  await page.getByLabel('Texte de la réponse').fill('Les arbres seront plantés à l’automne.')
  await press(page, 'Enregistrer sans publier')
  await sees(page, 'Écrivez un montant en euros')
  expect(await page.getByLabel('Texte de la réponse').inputValue()).toContain('à l’automne')
  await page.getByLabel('Coût en euros').fill('12 000')
  await press(page, 'Enregistrer sans publier')
  await sees(page, 'Elle n’est pas encore publiée')
  await clean(page)
  await page.getByLabel('Jour', { exact: true }).fill('2027-10-01')
  await page.getByLabel('Prévu', { exact: true }).check()
  await page.getByLabel('Ce qui se passe').fill('Plantation des arbres.')
  await press(page, 'Enregistrer cette étape')
  await sees(page, 'L’étape est publiée')
  await page.goto(`${platform.origin}/gestion/consultations/${id}/reponses/publier`)
  await sees(page, '1 réponse sera lisible par tout le monde')
  await sees(page, /1 personne recevra un e-mail/)
  await clean(page)
  await press(page, 'Publier maintenant')
  await sees(page, 'Les réponses sont publiées')
  await page.goto(`${platform.origin}${open}/propositions?ordre=supported`)
  await page.locator('.items').getByText('Retenue pour l’an prochain').first().waitFor()
  await page.context().close()
})

async function answered(): Promise<string> {
  const { items } = await (await fetch(`${platform.origin}/api/consultations?state=all&perPage=50`)).json() as { items: { slug: string, state: string }[] }
  for (const { slug } of items) {
    const { total } = await (await fetch(`${platform.origin}/api/consultations/${slug}/proposals?answer=accepted`)).json() as { total: number }
    if (total > 0) return slug
  }
  throw new Error('No answers in the demonstration')
}
