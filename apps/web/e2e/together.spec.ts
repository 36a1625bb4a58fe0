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
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

async function as(email: string, wide = false): Promise<Page> {
  const page = await openWithoutScripts({ viewport: wide ? { width: 1280, height: 800 } : { width: 360, height: 640 } })
  await signIn(page, platform.origin, email)
  return page
}

journey('two people sign a text, a third one amends it, and each of them answers where it is theirs to, with JavaScript off', async () => {
  const [author, coauthor, amender] = [await as('citoyenne@parvis.example'), await as('mediatrice@parvis.example'), await as('garante@parvis.example')]
  await author.goto(`${platform.origin}${open}/propositions/nouvelle`)
  await author.fill('[name=title]', 'Un verger partagé derrière la halle')
  await author.fill('[name=body]', 'Vingt pommiers plantés derrière la halle, cueillis par les enfants des écoles.')
  await press(author, 'Relire avant d’envoyer')
  await press(author, /Envoyer ma proposition|La mienne est différente/)
  await sees(author, 'Votre proposition est publiée')
  const proposal = author.url().replace(/\?.*/, '')
  await follow(author, 'Signer à plusieurs')
  await clean(author)
  await author.fill('[name=email]', 'pas une adresse')
  await press(author, 'Envoyer l’invitation')
  expect(await author.inputValue('[name=email]')).toBe('pas une adresse')
  await clean(author)
  await author.fill('[name=email]', 'mediatrice@parvis.example')
  await press(author, 'Envoyer l’invitation')
  await sees(author, 'qu’elle ait un compte ou non')
  await coauthor.goto(`${platform.origin}/compte`)
  await coauthor.getByRole('link', { name: 'Répondre Un verger partagé derrière la halle' }).click()
  await sees(coauthor, 'Votre nom affiché sera publié')
  await clean(coauthor)
  await press(coauthor, 'Oui, je signe')
  await sees(coauthor, 'Vous signez maintenant cette proposition')
  expect(await textOf(coauthor)).toContain('avec Médiatrice, Wazemmes')
  await clean(coauthor)

  await amender.goto(proposal)
  await follow(amender, 'Proposer un amendement')
  await amender.fill('[name=body]', 'Trente pommiers plantés derrière la halle, cueillis par les enfants des écoles.')
  await amender.fill('[name=reason]', 'court')
  await press(amender, 'Envoyer mon amendement')
  await sees(amender, 'Écrivez au moins 10 caractères')
  expect(await amender.inputValue('[name=body]')).toContain('Trente')
  await clean(amender)
  await amender.fill('[name=reason]', 'Il y a de la place pour trente.')
  await press(amender, 'Envoyer mon amendement')
  await sees(amender, 'Votre amendement est envoyé')
  const amendment = amender.url().replace(/\?.*/, '')
  expect([await amender.locator('del').innerText(), await amender.locator('ins').innerText()].join()).toMatch(/Vingt.*Trente/s)
  // Who wrote it cannot accept it.
  expect(await amender.getByRole('button', { name: 'Accepter cet amendement' }).count()).toBe(0)
  await clean(amender)

  await coauthor.goto(proposal)
  await follow(coauthor, /1 amendement\b/)
  await clean(coauthor)
  await follow(coauthor, 'Amendement n° 1')
  await press(coauthor, 'Accepter cet amendement')
  await sees(coauthor, 'L’amendement est accepté')
  await clean(coauthor)
  await author.goto(proposal)
  expect(await textOf(author)).toContain('Trente pommiers')
  await author.goto(`${proposal}/versions`)
  await sees(author, 'amendement n° 1')
  await clean(author)
  await amender.goto(amendment)
  await sees(amender, 'c’est la version 2 du texte')

  // Who was first leaves; the text stays with who signs it.
  await author.goto(`${proposal}/auteurs`)
  await press(author, 'Ne plus signer cette proposition')
  await sees(author, 'Vous ne signez plus cette proposition')
  expect(await textOf(author)).toContain('Médiatrice, Wazemmes')
  for (const page of [author, coauthor, amender]) await page.context().close()
})

journey('staff unite two proposals after reading what it will do, and undo it', async () => {
  const page = await as('agent@parvis.example', true)
  const { id } = await (await page.request.get(`${platform.origin}/api/consultations/rafraichir-nos-places-et-nos-rues`)).json() as { id: string }
  await page.goto(`${platform.origin}/gestion/consultations/${id}`)
  await follow(page, 'Réunir ou partager des propositions')
  await sees(page, 'De l’eau potable à chaque sortie de métro')
  await clean(page)
  await follow(page, 'Réunir des propositions')
  await press(page, 'Voir ce que cela fera')
  await sees(page, 'Choisissez au moins deux propositions')
  await page.locator('[name=proposition]').nth(0).check()
  await page.locator('[name=proposition]').nth(1).check()
  await clean(page)
  await press(page, 'Voir ce que cela fera')
  await sees(page, /personnes soutiendront le résultat, chacune une fois/)
  await sees(page, /recevr/)
  await clean(page)
  await page.fill('[name=title]', 'Des arbres et de l’eau, ensemble')
  await press(page, 'Réunir ces propositions')
  await sees(page, 'Écrivez au moins 10 caractères')
  expect(await page.inputValue('[name=title]')).toBe('Des arbres et de l’eau, ensemble')
  await page.fill('[name=reason]', 'Ces propositions demandent la même chose.')
  await press(page, 'Réunir ces propositions')
  await sees(page, 'Les propositions sont réunies')
  await clean(page)
  await page.getByRole('main').getByRole('link', { name: /Des arbres et de l’eau, ensemble/ }).first().click()
  await sees(page, 'Elle réunit ces propositions')
  await clean(page)
  await page.locator('.notice a').first().click()
  await sees(page, 'Cette proposition est réunie avec d’autres')
  await clean(page)
  await page.goto(`${platform.origin}/gestion/consultations/${id}/regroupements`)
  await page.getByRole('button', { name: /^Défaire Des arbres et de l’eau, ensemble/ }).click()
  await sees(page, 'C’est défait')
  await clean(page)
  await follow(page, 'Partager une proposition')
  await page.locator('[name=proposition]').first().check()
  await press(page, 'Voir ce que cela fera')
  await sees(page, /soutiendr.* chaque partie/)
  await clean(page)
  await page.context().close()
})
