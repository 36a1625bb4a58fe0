// A questionnaire by its three sides: a citizen without JavaScript who stops and goes on with a code, staff who write and
// publish one, a mediator who fills it with somebody. What is looked at is clean to axe and fits 320 px.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { beginWith, typeBirthDate } from './support/desk'
import { clean, follow, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'
import { inDays, moveClockTo, readUntil } from './support/time'

const open = '/consultations/vos-trajets-de-tous-les-jours'
const over = '/consultations/le-parc-du-canal-qu-en-faites-vous'
const phone = { viewport: { width: 320, height: 640 } }

let platform: Platform
beforeAll(async () => { platform = await startPlatform() }, 240_000)
afterAll(() => platform?.stop(), 30_000)

const check = (page: Page, group: RegExp, answer: string | RegExp) => page.getByRole('group', { name: group }).getByLabel(answer).first().check()

journey('somebody answers on a phone without JavaScript, stops, goes on with the code, sends and changes', async () => {
  const page = await openWithoutScripts(phone)
  await page.goto(platform.origin + open)
  await follow(page, 'Répondre au questionnaire')
  await sees(page, 'Qui peut voir mes réponses ?')
  await clean(page)
  await press(page, 'Commencer')
  await sees(page, 'Page 1 sur 2')
  await sees(page, 'Vos réponses ne sont pas encore envoyées')
  await clean(page)

  // What is missing is named and leads to its question; what was typed is still there.
  await page.getByLabel('Combien de temps dure votre trajet').fill('beaucoup')
  await press(page, 'Continuer')
  await sees(page, 'écrivez un nombre en chiffres')
  expect(await page.inputValue('[name=minutes]')).toBe('beaucoup')
  await page.fill('[name=minutes]', '25')
  await press(page, 'Continuer')
  await page.locator('.error-summary a', { hasText: 'une réponse est nécessaire' }).click()
  expect(page.url()).toContain('#moyens')
  expect(await page.inputValue('[name=minutes]')).toBe('25')
  await clean(page)

  // An answer opens another question of the same page: asked now, nothing lost.
  await check(page, /^Comment vous déplacez-vous/, 'À vélo')
  await check(page, /^Comment vous déplacez-vous/, 'Autre')
  await page.fill('[name="moyens.autre"]', '<script>alert(1)</script> À trottinette')
  await press(page, 'Continuer')
  await sees(page, 'Votre réponse ouvre d’autres questions')
  await check(page, /fréquence prenez-vous le vélo/, 'Tous les jours ou presque')
  await press(page, 'Continuer')
  await sees(page, 'Page 2 sur 2')
  await clean(page)

  // Stops here: another device, another day, with the code alone.
  const code = (await page.locator('.code').innerText()).trim()
  await check(page, /sécurité quand vous vous déplacez/, /^4/)
  await press(page, 'Garder et m’arrêter là')
  await sees(page, 'Vos réponses sont gardées')
  const other = await openWithoutScripts(phone)
  await other.goto(`${platform.origin}${open}/questionnaire`)
  await other.fill('[name=code]', 'K7QM-2D9X-4TRX')
  await press(other, 'Retrouver mes réponses avec le code')
  await sees(other, 'Nous ne trouvons pas de réponses avec ce code')
  await other.fill('[name=code]', code.toLowerCase())
  await press(other, 'Retrouver mes réponses avec le code')
  await sees(other, 'Relire mes réponses')
  await sees(other, 'Il reste une étape : l’envoi')
  expect(await textOf(other)).toContain('<script>alert(1)</script> À trottinette')
  await clean(other)
  await follow(other, /^Modifier Votre avis/)
  expect(await other.locator('[name=securite][value="4"]').isChecked()).toBe(true)
  await other.selectOption('[name="priorites.o3"]', '1')
  await other.selectOption('[name="priorites.o1"]', '1')
  await press(other, 'Continuer')
  await sees(other, 'donnez les rangs 1, 2, 3… dans l’ordre')
  await other.selectOption('[name="priorites.o1"]', '2')
  await press(other, 'Continuer')
  await sees(other, '1. Des pistes cyclables continues')

  // Who they are, said once; the state is told before and after.
  await follow(other, 'Continuer vers l’envoi')
  await sees(other, 'Vos réponses ne sont pas encore envoyées')
  await press(other, 'Envoyer mes réponses')
  expect(await other.locator('.error-summary li').count()).toBe(4)
  await clean(other)
  await other.fill('[name=birthSurname]', 'Vanhoutte')
  await other.fill('[name=givenNames]', 'Lucie')
  await typeBirthDate(other, '1992-04-09')
  await other.fill('[name=codePostal]', '59000')
  await press(other, 'Envoyer mes réponses')
  await sees(other, /Vos réponses sont envoyées|De quelle commune/)
  if (!(await other.getByText('Gardez ce code').count())) {
    await other.getByRole('group', { name: /commune/i }).getByLabel('Lille', { exact: true }).check()
    await press(other, 'Envoyer mes réponses')
  }
  await sees(other, 'Gardez ce code')
  expect((await receiptOn(other)).replace(/\W/g, '')).toBe(code.replace(/\W/g, ''))
  await clean(other)

  // Nothing stays on this device; the receipt says that it arrived, and no answer.
  await other.goto(`${platform.origin}${open}/questionnaire/relecture`)
  await sees(other, 'Reprendre avec un code')
  await other.goto(`${platform.origin}/recu?code=${code}`)
  await sees(other, 'Vos réponses sont arrivées')
  expect(await textOf(other)).not.toContain('trottinette')
  await clean(other)
  await other.goto(`${platform.origin}${open}/questionnaire`)
  await other.fill('[name=code]', code)
  await press(other, 'Retrouver mes réponses avec le code')
  await sees(other, 'Vous pouvez encore les changer')
  await follow(other, /^Modifier Vos trajets/)
  await other.fill('[name=minutes]', '40')
  await press(other, 'Garder et relire tout')
  await sees(other, 'Changées depuis l’envoi')
  await follow(other, 'Continuer vers l’envoi')
  await press(other, 'Envoyer de nouveau mes réponses')
  await sees(other, 'Gardez ce code')
  await Promise.all([page, other].map(one => one.context().close()))
})

journey('everybody reads the results, with their tables, on a phone and on a screen', async () => {
  for (const options of [phone, {}]) {
    const page = await openPage(options)
    await page.goto(`${platform.origin}${over}`)
    await follow(page, /résultat/i)
    await sees(page, '180 personnes ont répondu au questionnaire')
    await clean(page)
    for (const summary of await page.locator('main details > summary').all()) await summary.click()
    await clean(page)
    await page.getByRole('link', { name: /^Lire les textes/ }).first().click()
    await sees(page, /dans un ordre tiré au hasard/)
    await clean(page)
    for (const path of [`/en${over}/questionnaire/resultats`, `/nl${over}/questionnaire/resultats`, `${open}/questionnaire/resultats`]) {
      await page.goto(platform.origin + path)
      await clean(page)
    }
    await page.context().close()
  }
})

journey('a mediator fills it with somebody, reads it back, and sees no answer afterwards', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'mediatrice@parvis.example')
  await beginWith(page, platform.origin, 'Vos trajets de tous les jours', { birthSurname: 'Delannoy', givenNames: 'Odette', birthDate: '1944-02-03', commune: 'Lille' }, 'E2')
  if (!page.url().endsWith('/questionnaire')) await follow(page, /^Commencer Répondre/)
  await clean(page)
  await press(page, 'Passer à la relecture')
  await page.locator('.error-summary a', { hasText: 'Comment vous déplacez-vous' }).waitFor()
  await check(page, /^Comment vous déplacez-vous/, 'À pied')
  await page.fill('[name=libre]', 'Plus de bancs')
  await press(page, 'Passer à la relecture')
  await sees(page, 'Votre réponse ouvre d’autres questions')
  await check(page, /retient de prendre le vélo/, 'Ma santé')
  await press(page, 'Passer à la relecture')
  await sees(page, 'Plus de bancs')
  await clean(page)
  await press(page, 'Corriger')
  expect(await page.inputValue('[name=libre]')).toBe('Plus de bancs')
  await press(page, 'Passer à la relecture')
  await press(page, /enregistrer/i)
  await sees(page, 'Enregistré, sous réserve de vérification')
  const code = await receiptOn(page)
  expect(await textOf(page)).not.toContain('Plus de bancs')
  await clean(page)
  await page.goto(`${platform.origin}${open}/questionnaire`)
  await page.fill('[name=code]', code)
  await press(page, 'Retrouver mes réponses avec le code')
  await sees(page, 'Nous ne trouvons pas de réponses avec ce code')
  await page.context().close()
})

journey('staff write a questionnaire, try it, see it answered and publish what it gave', async () => {
  const page = await openPage({ viewport: { width: 1280, height: 900 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  const api = page.request
  const headers = { origin: platform.origin }
  const made = await (await api.post(`${platform.origin}/api/consultations`, { headers, data: {
    title: 'Les horaires de la piscine', summary: 'La piscine change ses heures. Dites quand vous venez. Vous pouvez répondre ici, ou dans un lieu d’aide. Il faut deux minutes. Chaque personne de 16 ans ou plus répond une fois.',
    openToChange: 'Les heures du soir.', notOpenToChange: 'Le prix.', theme: 'culture', offlineWays: [{ kind: 'centre', text: 'Dans un lieu d’aide.' }],
  } })).json() as { id: string, slug: string, revision: number }
  const at = (days: number, hour: number) => new Date(`${inDays(days, hour)}:00+01:00`).toISOString()
  const phases = await api.put(`${platform.origin}/api/consultations/${made.id}/phases`, { headers, data: { revision: made.revision, phases: [{ kind: 'questionnaire', title: 'Vous répondez', opensAt: at(17, 9), closesAt: at(50, 18) }] } })
  expect(phases.status()).toBe(200)
  const office = `${platform.origin}/gestion/consultations/${made.id}/questionnaire`
  await page.goto(office)
  await sees(page, 'Le questionnaire est vide')
  await clean(page)

  // A file that is none, told with its place; a ready one; then one of our own.
  await page.setInputFiles('#file', { name: 'q.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ format: 'parvis-questionnaire/1', sections: [{ key: 's1', title: 'Une page', items: [{ key: 'q1', kind: 'fichier', label: 'x' }] }] })) })
  await press(page, 'Importer ce fichier')
  await sees(page, 'sections.0.items.0.kind')
  await page.selectOption('[name=source]', 'template:satisfaction')
  await press(page, 'Copier ce questionnaire')
  await sees(page, 'Votre dernière démarche')
  await clean(page)
  await page.locator('#page-s2').getByRole('button', { name: /^Retirer/ }).first().click()
  await page.waitForURL(/fait=enregistre/)
  await page.locator('#add-page [name=title]').fill('Vos heures')
  await press(page, 'Ajouter une page')
  await sees(page, 'Vos heures')
  await page.locator('section.page').last().locator('[name=genre]').selectOption('choices')
  await page.locator('section.page').last().getByRole('button', { name: /^Ajouter/ }).click()
  await sees(page, 'Nouvelle question')
  await press(page, 'Enregistrer')
  await page.locator('.error-summary').waitFor()
  await clean(page)
  await page.fill('[name=label]', 'Quand venez-vous ?')
  await page.fill('[name=options]', 'Le matin\nÀ midi\nLe soir')
  await page.fill('[name=most]', '2')
  await page.check('[name=other]')
  await page.selectOption('[name=conditionOf]', 'comment:o1')
  await press(page, 'Enregistrer')
  await sees(page, 'Quand venez-vous ?')
  await sees(page, 'Montrée si la réponse à')

  // Tried as somebody would: two pages, a condition, nothing kept.
  await follow(page, 'Essayer comme un habitant')
  await clean(page)
  await check(page, /Comment avez-vous contacté/, 'Au guichet')
  await check(page, /Recommanderiez-vous/, /^8/)
  await press(page, 'Continuer')
  await sees(page, 'Combien de temps avez-vous attendu')
  await press(page, 'Continuer')
  await sees(page, 'Quand venez-vous ?')
  await press(page, 'Continuer')
  await sees(page, 'L’essai est terminé')
  expect((await platform.db.owner.query('select count(*)::integer as n from consultations.answer_sheet where consultation_id = $1', [made.id])).rows).toEqual([{ n: 0 }])

  // Announced, opened, frozen, answered by twelve, closed, published.
  const announced = await api.post(`${platform.origin}/api/consultations/${made.id}/announcement`, { headers })
  expect([announced.status(), await announced.text()]).toEqual([201, expect.anything()])
  await moveClockTo(platform, inDays(18))
  const stranger = await openWithoutScripts(phone)
  await readUntil(stranger, `${platform.origin}/consultations/${made.slug}`, 'Répondre au questionnaire')
  for (let n = 0; n < 12; n++) {
    const { code } = await (await stranger.request.post(`${platform.origin}/api/consultations/${made.slug}/answer-sheets`, { headers })).json() as { code: string }
    await stranger.request.put(`${platform.origin}/api/answer-sheets/${code}/pages/s1`, { headers, data: { answers: { comment: { choice: 'o2' }, note: { value: 8 } } } })
    const sent = await stranger.request.post(`${platform.origin}/api/answer-sheets/${code}/sending`, { headers, data: { civilStatus: { birthSurname: `Personne${'abcdefghijkl'.charAt(n)}`, givenNames: 'Camille', birthDate: '1980-01-02', municipalityCode: '59350' } } })
    expect(sent.status()).toBe(200)
  }
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(office)
  await sees(page, 'Les questions sont figées')
  await page.goto(`${office}/resultats`)
  await sees(page, 'Participations, à la dizaine près : 10')
  await clean(page)
  await moveClockTo(platform, inDays(51))
  await signIn(page, platform.origin, 'agent@parvis.example')
  await readUntil(page, `${office}/resultats`, 'Télécharger les réponses')
  await sees(page, '12 personnes ont répondu au questionnaire')
  await clean(page)
  await press(page, 'Publier les résultats')
  await page.locator('.error-summary').waitFor()
  await page.fill('[name=headline]', 'Vous appelez surtout par téléphone.')
  await page.fill('[name=nextSteps]', 'Les heures changent en septembre.')
  await press(page, 'Publier les résultats')
  await sees(page, /^Publié le/)
  await clean(page)
  await stranger.goto(`${platform.origin}/consultations/${made.slug}/questionnaire/resultats`)
  await sees(stranger, 'Vous appelez surtout par téléphone.')
  await Promise.all([page, stranger].map(one => one.context().close()))
})
