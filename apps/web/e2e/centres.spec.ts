import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, follow, press, sees, textOf } from './support/hand'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

journey('somebody finds a place that suits, when it opens and how to come, JavaScript off, on a small phone', async () => {
  const page = await openWithoutScripts({ viewport: { width: 320, height: 700 } })
  await page.goto(`${platform.origin}/centres`)
  await clean(page)
  await page.getByLabel('Votre commune ou votre code postal').fill('Seclin')
  await press(page, 'Rechercher')
  await sees(page, 'pour Seclin')
  await clean(page)
  await follow(page, 'Espace numérique de Seclin')
  await sees(page, 'Gare de Seclin')
  await clean(page)
  expect(await textOf(page)).toMatch(/Atelier « Mon téléphone »/)

  // Works are told before anything else, and what stands in for it.
  await page.goto(`${platform.origin}/centres/lomme-maison-des-liens`)
  await sees(page, /Fermé jusqu’au/)
  await sees(page, 'la salle est refaite')
  await clean(page)

  // A need: only those that meet it, and a way back when none does.
  await page.goto(`${platform.origin}/centres?commune=`)
  await page.getByText('Préciser ma recherche').click()
  await page.getByLabel('Besoin pour entrer').selectOption('induction-loop')
  await press(page, 'Afficher')
  await sees(page, 'La Fabrique du numérique de Wazemmes')
  expect(await textOf(page)).not.toContain('Espace numérique de Seclin')
  await page.goto(`${platform.origin}/centres?commune=59560&acces=lift`)
  await sees(page, 'Aucun lieu ne répond à tous vos choix')
  await clean(page)
})

journey('places stand on a map beside their list, once the operator imported outlines, JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 320, height: 700 } })
  await page.goto(`${platform.origin}/centres?commune=Lille`)
  await sees(page, 'pour Lille')
  expect(await page.locator('svg.map-drawing').count()).toBe(0)
  const shape = (west: number, south: number) => JSON.stringify({ type: 'Polygon', coordinates: [[[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]] })
  await platform.db.owner.query(`
    insert into identity.municipality_shape (code, outline, near, far, bounds, middle) values ('59350', $1, $1, $1, '{3,50.58,3.1,50.68}', '{3.05,50.63}'), ('59512', $2, $2, $2, '{3.13,50.64,3.23,50.74}', '{3.18,50.69}')`, [shape(3, 50.58), shape(3.13, 50.64)])
  // Outlines are kept for a minute by the caches before them.
  for (let tries = 0; tries < 90 && await page.locator('svg.map-drawing').count() === 0; tries++) {
    await page.waitForTimeout(1000)
    await page.goto(`${platform.origin}/centres?commune=Lille`)
  }
  await sees(page, 'Sur la carte')
  await clean(page)
  // A mark of one place leads to it, and the list says the same.
  const mark = page.locator('svg.map-drawing a[href]').first()
  const name = await mark.getAttribute('aria-label') ?? ''
  await page.getByRole('main').getByRole('link', { name }).first().waitFor()
  await page.goto(`${platform.origin}${await mark.getAttribute('href')}`)
  await sees(page, name)
  await page.goto(`${platform.origin}/centres?commune=`)
  await clean(page)
  await page.context().close()
})

journey('staff add a place, its hours in plain words and a closure, and citizens read them; a list is looked at before it is taken', async () => {
  const page = await openPage({ viewport: { width: 1280, height: 900 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/centres`)
  await clean(page)
  await follow(page, 'Ajouter un lieu')
  await page.getByLabel('Nom', { exact: true }).waitFor()
  await page.getByLabel('Nom', { exact: true }).fill('Le Relais de Comines')
  await page.getByLabel('Tenu par').fill('Association des Deux Rives')
  await page.getByLabel('Adresse', { exact: true }).fill('3 rue du Pont')
  await page.getByLabel('Code postal').fill('59560')
  await page.getByLabel('Commune', { exact: true }).selectOption('59152')
  await press(page, 'Enregistrer')

  // Half an hour said: the day is named, nothing is lost.
  await sees(page, 'Le lieu est créé')
  await clean(page)
  await page.getByRole('group', { name: 'Mardi' }).getByLabel('Matin, de').fill('9h')
  await press(page, 'Enregistrer')
  await sees(page, 'Une heure est absente')
  await page.getByRole('group', { name: 'Mardi' }).getByLabel('à (matin)').fill('12 h 30')
  await press(page, 'Enregistrer')
  await sees(page, 'Les horaires sont enregistrés')
  await sees(page, '3,5 heures d’accueil par semaine')
  await clean(page)

  await page.getByLabel('Premier jour').fill('2040-01-02')
  await page.getByLabel('Pourquoi').fill('Inventaire')
  await press(page, 'Ajouter une fermeture')
  await sees(page, 'La fermeture est annoncée')
  await follow(page, 'Voir la page publique')
  await sees(page, 'Inventaire')
  expect(await textOf(page)).toMatch(/Mardi\s+de 9\s?h à 12\s?h\s?30/)

  await page.goto(`${platform.origin}/gestion/centres/import`)
  await page.getByLabel('Fichier CSV ou JSON').setInputFiles({ name: 'lieux.csv', mimeType: 'text/csv', buffer: Buffer.from('id,nom,commune,code_postal,code_insee,adresse,services\n1,Point numérique de Bondues,Bondues,59910,59090,1 place de l’Abbaye,Prendre en main un ordinateur\n2,,Bondues,59910,59090,2 rue Vide,\n') })
  await press(page, 'Examiner le fichier')
  await sees(page, 'Rien n’est encore importé')
  await sees(page, 'le nom manque')
  await clean(page)
  const [report] = await Promise.all([page.waitForEvent('download'), follow(page, 'Télécharger le rapport, ligne par ligne (CSV)')])
  expect(report.suggestedFilename()).toBe('rapport-lieux.csv')
  await press(page, 'Importer 1 lieu')
  await sees(page, 'Lieux ajoutés : 1')
  await page.goto(`${platform.origin}/centres?commune=59090`)
  await sees(page, 'Point numérique de Bondues')
})
