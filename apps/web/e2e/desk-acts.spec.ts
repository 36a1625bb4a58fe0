// What a mediator does for somebody beside voting: a proposal with its place and a picture, a signature by a code, an amendment, an answer and a report; and how staff find it by its door.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { aHeavyFile, aJpeg } from '../../../test/support/files'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { beginWith } from './support/desk'
import { clean, follow, press, sees, textOf } from './support/hand'
import { outlineLille, placeInTheMiddle } from './support/map'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
  await outlineLille(platform)
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

const ideas = 'Rafraîchir nos places et nos rues'
const somebody = (birthSurname: string) => ({ birthSurname, givenNames: 'Marie-Thérèse', birthDate: '1948-05-17', commune: 'Roubaix' })
const agree = async (page: Page) => {
  await press(page, 'La personne est d’accord : enregistrer')
  await sees(page, 'Enregistré, sous réserve de vérification')
  await clean(page)
  return receiptOn(page)
}
/** A proposal of the demonstration that may be amended and is talked about. */
const subject = async () => {
  const { rows: [found] } = await platform.db.owner.query<{ number: number }>(`
    select p.number from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
    where c.title = $1 and p.state = 'submitted' and p.answer_kind is null and exists (select from consultations.comment t where t.proposal_id = p.id and t.state = 'published' and t.depth = 0 and not t.official) order by p.number limit 1`, [ideas])
  return String(found?.number ?? '')
}

journey('a proposal with its place and a picture, then a signature by a code, JavaScript off, on a small phone', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  const first = await beginWith(page, platform.origin, ideas, somebody('Vandenbroucke'), 'E2')
  await clean(page)
  // What is not done here is said where it is looked for.
  await sees(page, 'Sans adresse électronique, on ne reçoit pas de nouvelles')
  await page.getByRole('main').getByRole('link', { name: 'L’inscrire à une rencontre' }).waitFor()

  await page.goto(`${first}/proposition`)
  await page.fill('[name=title]', 'Une fontaine au bout du quai')
  await page.fill('[name=body]', 'Les enfants ont soif en sortant. Il n’y a pas d’eau dans la rue.')
  await page.selectOption('[name=municipalityCode]', '59350')
  await placeInTheMiddle(page)
  expect(Number(await page.inputValue('[name=lat]:visible'))).toBeCloseTo(50.65, 2)
  await clean(page)
  await page.fill('[name=lat]:visible', 'au nord')
  await press(page, 'Garder ce lieu')
  await page.locator('#lat-error').waitFor()
  await press(page, /Le milieu de/)
  await page.fill('#place', 'Devant l’école')
  await press(page, 'Garder ce lieu')
  await sees(page, 'point 50.6500, 3.0500')
  expect(await page.inputValue('[name=title]')).toBe('Une fontaine au bout du quai')
  await clean(page)

  await press(page, 'Joindre une photo ou un document')
  await clean(page)
  // Heavier than any file that is taken, than any form that a page takes, than anything the web server reads by itself: it comes back with everything, and what to do.
  for (const [megabytes, name, sentence] of [[11, 'lourd.pdf', '10 Mo au plus'], [14, 'lourd.jpg', '8 Mo au plus'], [30, 'lourd.mp4', '10 Mo au plus']] as const) {
    await page.setInputFiles('#given', aHeavyFile(name, megabytes))
    await page.fill('[name=alt]', `Le quai, ${megabytes} Mo`)
    await press(page, 'Ajouter ce fichier')
    await page.locator('#given-error').getByText(`Ce fichier est trop lourd : ${sentence}`).waitFor()
    expect(await page.inputValue('[name=alt]')).toBe(`Le quai, ${megabytes} Mo`)
    for (const [name, typed] of [['title', 'Une fontaine au bout du quai'], ['place', 'Devant l’école'], ['lat', '50.6500']] as const) expect(await page.locator(`[name=${name}]`).last().inputValue()).toBe(typed)
    await clean(page)
  }
  await page.fill('[name=alt]', '')
  await page.setInputFiles('#given', { name: 'quai.jpg', mimeType: 'image/jpeg', buffer: await aJpeg() })
  await press(page, 'Ajouter ce fichier')
  await sees(page, 'Décrivez la photo, ou dites qu’elle n’apporte aucune information.')
  await page.setInputFiles('#given', { name: 'quai.jpg', mimeType: 'image/jpeg', buffer: await aJpeg() })
  await page.fill('[name=alt]', 'Le quai en plein soleil')
  await press(page, 'Ajouter ce fichier')
  // Made anew, without where and when it was taken.
  await sees(page, 'quai.webp')
  await clean(page)
  await press(page, 'Revenir à la proposition')
  await press(page, 'Passer à la relecture')
  await sees(page, 'Le quai en plein soleil')
  await sees(page, 'Devant l’école')
  await clean(page)
  const receipt = await agree(page)

  // Who wrote here invites somebody: a code on a slip.
  await follow(page, 'Préparer un code pour signer ensemble')
  await clean(page)
  await page.fill('[name=recepisse]', 'K7QM-2D9X-4TRW')
  await press(page, 'Préparer un code')
  await sees(page, 'Ce récépissé n’est pas celui d’une proposition')
  await page.fill('[name=recepisse]', receipt.toLowerCase())
  await press(page, 'Préparer un code')
  await sees(page, 'Le code est prêt')
  await clean(page)
  const code = await receiptOn(page)

  const second = await beginWith(page, platform.origin, ideas, somebody('Lefebvre'), 'E1')
  await page.goto(`${second}/signature`)
  await page.fill('[name=code]', '1234')
  await press(page, 'Lire la proposition')
  await sees(page, 'Nous ne connaissons pas ce code.')
  await clean(page)
  await page.fill('[name=code]', code)
  await press(page, 'Lire la proposition')
  await sees(page, 'Vous signez la proposition : « Une fontaine au bout du quai ».')
  await clean(page)
  const signature = await agree(page)
  await sees(page, 'Pour cette personne : 1 signature')

  const citizen = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await citizen.goto(`${platform.origin}/recu?code=${signature}`)
  await sees(citizen, 'Votre signature est enregistrée')
  await clean(citizen)
  await follow(citizen, /Une fontaine au bout du quai/)
  await sees(citizen, 'Devant l’école')
  await citizen.getByRole('img', { name: 'Le quai en plein soleil' }).first().waitFor()
  await clean(citizen)
  for (const one of [page, citizen]) await one.context().close()
})

journey('an amendment, an answer and a report, JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 900 } })
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  const session = await beginWith(page, platform.origin, ideas, somebody('Moreau'), 'E2')
  const number = await subject()

  await page.goto(`${session}/amendement`)
  await clean(page)
  await page.fill('[name=proposition]', '99999')
  await press(page, 'Lire cette proposition')
  await page.locator('#proposition-error').waitFor()
  await clean(page)
  await page.fill('[name=proposition]', number)
  await press(page, 'Lire cette proposition')
  const text = await page.inputValue('[name=body]')
  await page.fill('[name=body]', `${text} Et de l’eau pour les chiens.`)
  await page.fill('[name=reason]', 'court')
  await press(page, 'Passer à la relecture')
  await page.locator('#reason-error').waitFor()
  expect(await page.inputValue('[name=body]')).toContain('pour les chiens')
  await page.fill('[name=reason]', 'Les animaux ont soif aussi.')
  await press(page, 'Passer à la relecture')
  await sees(page, 'Ce qui change')
  await clean(page)
  const receipt = await agree(page)

  await page.goto(`${session}/signalement`)
  await clean(page)
  await page.getByLabel('Une proposition, par son numéro').check()
  await page.fill('[name=numero]', number)
  await press(page, 'Lire')
  await clean(page)
  const reading = page.url()
  await follow(page, /^Signaler ce texte/)
  await press(page, 'Envoyer le signalement')
  await sees(page, 'Choisissez un motif de la charte de modération.')
  await clean(page)
  await page.getByLabel('Insulte ou attaque contre une personne').check()
  await press(page, 'Envoyer le signalement')
  await sees(page, 'Le signalement est transmis')
  await clean(page)
  await page.goto(reading)
  await follow(page, /^Répondre à ce texte/)
  await page.fill('[name=body]', 'La personne n’est pas de cet avis.')
  await press(page, 'Passer à la relecture')
  await sees(page, 'La personne répond à ce texte')
  await clean(page)
  await agree(page)
  await sees(page, 'Pour cette personne : 1 commentaire, 1 changement proposé et 1 signalement')

  await page.goto(`${platform.origin}/recu?code=${receipt}`)
  await sees(page, 'Votre changement est enregistré')
  await sees(page, /n’ont pas répondu/)
  await clean(page)
  await page.context().close()
})

journey('staff find what came through a desk, keep the filter and take the file; an author gives a code', async () => {
  const page = await openPage({ viewport: { width: 1280, height: 900 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  const { rows: [made] } = await platform.db.owner.query<{ id: string }>('select id from consultations.consultation where title = $1', [ideas])
  for (const [path, file] of [[`consultations/${made?.id}/propositions`, /proposals\.csv\?channel=on_behalf$/], [`consultations/${made?.id}/reponses`, /proposal-answers\.csv\?channel=on_behalf$/], ['moderation?etat=gardes', /cases\.csv\?.*channel=on_behalf/]] as const) {
    await page.goto(`${platform.origin}/gestion/${path}`)
    await page.getByLabel('Porte', { exact: true }).selectOption('on_behalf')
    await press(page, 'Afficher')
    await page.waitForURL(/canal=on_behalf/)
    await clean(page)
    if (!path.startsWith('moderation')) {
      await page.getByRole('main').getByText('Au comptoir, par un médiateur').locator('visible=true').first().waitFor()
      const href = await page.getByRole('link', { name: 'Télécharger cette liste filtrée (CSV)' }).getAttribute('href')
      expect(href).toMatch(file)
      const lines = (await (await page.request.get(`${platform.origin}${href}`)).text()).trim().split('\r\n')
      expect(lines.length).toBeGreaterThan(1)
      expect(lines.slice(1).every(line => line.includes('on_behalf'))).toBe(true)
    }
    await page.getByText('Garder ce filtre').first().click()
    await page.getByLabel('Nom du filtre').fill('Au guichet')
    await page.getByRole('button', { name: /^Garder/ }).click()
    await page.getByRole('link', { name: 'Au guichet' }).waitFor()
    await clean(page)
  }
  await page.goto(`${platform.origin}/gestion/consultations/${made?.id}/debats`)
  await page.getByLabel('Porte', { exact: true }).selectOption('on_behalf')
  await press(page, 'Afficher')
  await page.waitForURL(/canal=on_behalf/)
  await clean(page)
  const comments = await page.getByRole('link', { name: 'Télécharger les commentaires arrivés par cette porte' }).getAttribute('href')
  const said = (await (await page.request.get(`${platform.origin}${comments}`)).text()).trim().split('\r\n').slice(1)
  expect(said.length).toBeGreaterThan(0)
  expect(said.every(line => line.includes('on_behalf'))).toBe(true)
  await page.context().close()

  const author = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await signIn(author, platform.origin, 'citoyenne@parvis.example')
  await author.goto(`${platform.origin}/consultations/rafraichir-nos-places-et-nos-rues/propositions/nouvelle`)
  await author.fill('[name=title]', 'Un préau pour le marché du jeudi')
  await author.fill('[name=body]', 'Quand il pleut, les étals et les gens se serrent sous trois auvents.')
  await press(author, 'Relire avant d’envoyer')
  await press(author, /Envoyer ma proposition|La mienne est différente/)
  await follow(author, 'Signer à plusieurs')
  await press(author, 'Préparer un code')
  await receiptOn(author)
  await sees(author, 'Donnez ce code à une seule personne.')
  await sees(author, 'Un code donné en main propre')
  await clean(author)
  await author.goto(author.url().replace(/\?.*/, ''))
  expect(await textOf(author)).not.toMatch(/[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-/)
  await author.context().close()
})
