// One consultation through its whole life, through the pages alone: prepared, held back by the charter, announced,
// suspended and resumed, filled with proposals, voted on by three doors, sealed, counted, published and read.
// Only time is moved from outside; phases open and close by themselves.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { dateLong } from '../src/lib/format'
import { openWithoutScripts } from './support/axe'
import { confirmVote, tellCivilStatus, voteFor } from './support/ballot'
import { beginWith, voteWith, type Somebody } from './support/desk'
import { clean, follow, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'
import { inDays, moveClockTo, readUntil } from './support/time'

const title = 'De l’ombre et des bancs pour nos places'
const marcel = { email: 'marcel.dewaele@parvis.example', password: 'un velo bleu sous la pluie', birthSurname: 'Dewaele', givenNames: 'Marcel', birthDate: '1961-02-09', postcode: '59100' }
const aicha: Somebody & { postcode: string } = { birthSurname: 'Mansouri', givenNames: 'Aïcha', birthDate: '1987-09-21', commune: 'Lille', postcode: '59000' }
const odette: Somebody = { birthSurname: 'Vandenbroucke', givenNames: 'Odette', birthDate: '1941-05-17', commune: 'Tourcoing' }

const proposalsOpen = inDays(17)
const proposalsClose = inDays(35, 18)
const voteOpens = inDays(42)
const voteCloses = inDays(55, 18)
const sealable = inDays(60)

let platform: Platform
let agent: Page
let guardian: Page
let citizen: Page
let newcomer: Page
let mediator: Page
let stranger: Page
/** Addresses of the consultation: in the office, and for everybody. */
let office: string
let site: string
const receipts = { proposal: '', support: '', newcomer: '', citizen: '', assisted: '', contested: '' }

beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

const plain = (text: string) => text.replace(/\s/g, ' ').trim()
const onAPhone = () => openWithoutScripts({ viewport: { width: 360, height: 740 } })
/** Weeks go by: everybody who comes back signs in again. */
const comesBack = async (page: Page, email: string, password?: string) => {
  await page.context().clearCookies()
  await signIn(page, platform.origin, email, password)
}

journey('staff prepare it in steps; the charter says why not yet, and from when', async () => {
  agent = await openPage()
  await signIn(agent, platform.origin, 'agent@parvis.example')
  await agent.goto(`${platform.origin}/gestion/consultations`)
  await follow(agent, 'Créer une consultation')
  await agent.fill('[name=title]', title)
  await agent.fill('[name=summary]', 'Il fait chaud en ville. Dites où vous voulez plus d’ombre et plus de bancs. Vos idées seront lues. Puis chacun pourra choisir celles qui comptent le plus.')
  await agent.selectOption('[name=theme]', { label: 'Nature et climat' })
  await clean(agent)
  await press(agent, 'Créer le brouillon')
  await sees(agent, 'Le brouillon est créé')
  office = agent.url().replace(/\/essentiel.*$/, '')
  await press(agent, 'Enregistrer et continuer')
  await agent.fill('[name=openToChange]', 'Les places choisies, et ce qui y est posé.')
  await agent.fill('[name=notOpenToChange]', 'Le budget de 100 000 euros.')
  await press(agent, 'Enregistrer et continuer')
  await agent.getByLabel('Certaines communes').check()
  for (const commune of ['Lille', 'Roubaix', 'Tourcoing']) await agent.getByLabel(commune, { exact: true }).check()
  await agent.fill('[name=minAge]', '16')
  await agent.getByLabel('Oui, il faut y habiter').check()
  await clean(agent)
  await press(agent, 'Enregistrer et continuer')

  await plan('phases.0', 'Vos idées', 'proposals', inDays(5), inDays(10, 18))
  await plan('phases.1', 'Le vote', 'vote', inDays(12), inDays(17, 18))
  await clean(agent)
  await press(agent, 'Enregistrer et continuer')
  await agent.waitForURL(/sans-internet/)
  await agent.goto(`${office}/preparation`)
  await sees(agent, 'L’annonce vient trop tard : 5 jours avant l’ouverture, la charte en demande 15')
  await sees(agent, 'La participation est trop courte : 12 jours, la charte en demande 30')
  await sees(agent, 'Ajoutez une façon de participer sans internet')
  await sees(agent, dateLong(`${inDays(15).slice(0, 10)}T12:00:00Z`))
  expect(await agent.getByRole('button', { name: 'Annoncer la consultation' }).isDisabled()).toBe(true)
  await clean(agent)
})

journey('staff correct the plan, set the vote and announce', async () => {
  await agent.getByRole('link', { name: 'Corriger : Calendrier' }).first().click()
  await agent.waitForURL(/calendrier/)
  await setDates('phases.0', proposalsOpen, proposalsClose)
  await setDates('phases.1', voteOpens, voteCloses)
  await press(agent, 'Enregistrer et continuer')
  await agent.waitForURL(/sans-internet/)
  await agent.fill('[name=centre]', 'Dans les lieux d’accueil, sans rendez-vous, aux heures d’ouverture.')
  await clean(agent)
  await press(agent, 'Enregistrer et continuer')
  await agent.fill('[name=question]', 'Quels projets voulez-vous financer ?')
  await agent.locator('[name=method][value=budget]').check()
  await agent.fill('[name="rules.min"]', '1')
  await agent.fill('[name="rules.max"]', '2')
  await agent.fill('[name="rules.budget"]', '100 000')
  await agent.fill('[name=claimDays]', '3')
  await press(agent, /^Enregistrer$/)
  await sees(agent, 'C’est enregistré')
  await clean(agent)
  await agent.goto(`${office}/preparation`)
  await sees(agent, 'Vous pouvez annoncer')
  await sees(agent, 'Ajoutez des choix : il en faut au moins 2.')
  await agent.getByLabel('J’ai relu ce que l’annonce fixe').check()
  await press(agent, 'Annoncer la consultation')
  await sees(agent, 'La consultation est annoncée')
  await clean(agent)
  site = new URL(await agent.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href') ?? '', platform.origin).href
})

journey('the guardian reads its charter like everybody, suspends it and lets it go on', async () => {
  const charter = site.replace('/consultations/', '/charte/')
  guardian = await openPage()
  await signIn(guardian, platform.origin, 'garante@parvis.example')
  await guardian.goto(charter)
  await sees(guardian, title)
  await clean(guardian)
  await guardian.goto(office)
  await follow(guardian, 'Suspendre la consultation')
  await guardian.fill('[name=reason]', 'L’affiche annonce une autre date que cette page. Elle doit être corrigée.')
  await clean(guardian)
  await press(guardian, 'Suspendre la consultation')
  await sees(guardian, 'La consultation est suspendue')

  stranger = await onAPhone()
  await stranger.goto(site)
  await sees(stranger, 'L’affiche annonce une autre date')
  await clean(stranger)
  await follow(guardian, 'Lever la suspension')
  await press(guardian, 'Lever la suspension')
  await sees(guardian, 'La suspension est levée')
  await stranger.goto(charter)
  await sees(stranger, /participer sans internet/i)
  await clean(stranger)
})

journey('proposals open by themselves; a newcomer registers, confirms and proposes', async () => {
  await moveClockTo(platform, proposalsOpen)
  newcomer = await onAPhone()
  await readUntil(newcomer, site, 'Écrire une proposition')
  await clean(newcomer)
  await follow(newcomer, 'Écrire une proposition')
  await follow(newcomer, 'Créer mon compte')
  await newcomer.fill('[name=email]', marcel.email)
  await newcomer.fill('[name=password]', marcel.password)
  await newcomer.fill('[name=displayName]', 'Marcel D.')
  await clean(newcomer)
  await press(newcomer, 'Créer mon compte')
  await sees(newcomer, 'Regardez vos messages')
  await clean(newcomer)
  await readUntil(newcomer, `${platform.origin}/courrier?a=${encodeURIComponent(marcel.email)}`, /inscription\/confirmation/)
  await clean(newcomer)
  await follow(newcomer, /inscription\/confirmation/)
  await clean(newcomer)
  await press(newcomer, 'Confirmer mon adresse')
  await sees(newcomer, 'Votre adresse est confirmée')
  await clean(newcomer)
  // Where he was going: to his proposal, once he is signed in.
  await follow(newcomer, 'Continuer')
  await enter(newcomer)
  await newcomer.waitForURL(/propositions\/nouvelle/)
  await newcomer.fill('[name=title]', 'Des tilleuls sur la place du marché')
  await newcomer.fill('[name=body]', 'En été la place est un four. Six tilleuls donneraient de l’ombre aux étals et aux passants.')
  await clean(newcomer)
  await press(newcomer, 'Relire avant d’envoyer')
  await clean(newcomer)
  await press(newcomer, /Envoyer ma proposition|La mienne est différente/)
  await sees(newcomer, 'Votre proposition est publiée')
  await clean(newcomer)
})

journey('a citizen supports it, after her civil status; a mediator proposes and supports for somebody', async () => {
  citizen = await onAPhone()
  await signIn(citizen, platform.origin, 'citoyenne@parvis.example')
  await citizen.goto(`${site}/propositions`)
  await clean(citizen)
  await follow(citizen, 'Des tilleuls sur la place du marché')
  await follow(citizen, 'Dire qui je suis')
  await tellCivilStatus(citizen, aicha)
  await press(citizen, 'Soutenir cette proposition')
  await sees(citizen, 'Votre soutien est enregistré')
  await sees(citizen, '1 soutien')
  await clean(citizen)

  mediator = await onAPhone()
  await signIn(mediator, platform.origin, 'mediatrice@parvis.example')
  await beginWith(mediator, platform.origin, title, odette, 'E2')
  await clean(mediator)
  const session = mediator.url()
  await mediator.goto(`${session}/proposition`)
  await mediator.fill('[name=title]', 'Des bancs avec un dossier')
  await mediator.fill('[name=body]', 'Je marche avec une canne. Il faut pouvoir s’asseoir tous les cent mètres, et se relever.')
  await press(mediator, 'Passer à la relecture')
  await press(mediator, 'La personne est d’accord')
  receipts.proposal = await receiptOn(mediator)
  await clean(mediator)
  await mediator.goto(`${session}/soutien`)
  await press(mediator, /^Choisir Des tilleuls/)
  await press(mediator, 'La personne est d’accord')
  receipts.support = await receiptOn(mediator)
  await mediator.goto(session)
  await press(mediator, 'Terminer et effacer')
  await sees(mediator, 'Plus rien de la personne n’est sur cet écran')

  await citizen.reload()
  await sees(citizen, '2 soutiens')
  await stranger.goto(`${platform.origin}/recu?code=${receipts.proposal}`)
  await sees(stranger, 'Des bancs avec un dossier')
  await clean(stranger)
})

journey('proposals close by themselves; staff turn them into options with their costs', async () => {
  await moveClockTo(platform, proposalsClose)
  await readUntil(stranger, `${site}/propositions/1`, 'Cette étape est terminée')
  await comesBack(agent, 'agent@parvis.example')
  await agent.goto(`${office}/propositions`)
  await agent.getByLabel('Des tilleuls sur la place du marché').check()
  await agent.getByLabel('Des bancs avec un dossier').check()
  await clean(agent)
  await press(agent, 'Ajouter au vote')
  await sees(agent, '2 choix seront ajoutés')
  await clean(agent)
  await press(agent, 'Ajouter au vote')
  await sees(agent, 'Les propositions sont devenues des choix')
  await press(agent, 'Ajouter un choix')
  await agent.fill('[name="options.2.title"]', 'Une fontaine au jardin public')
  const costs: Record<string, string> = { tilleuls: '60 000', bancs: '30 000', fontaine: '50 000' }
  for (const index of [0, 1, 2]) {
    const option = await agent.inputValue(`[name="options.${index}.title"]`)
    await agent.fill(`[name="options.${index}.cost"]`, Object.entries(costs).find(([word]) => option.includes(word))?.[1] ?? '')
  }
  await clean(agent)
  await press(agent, /^Enregistrer$/)
  await sees(agent, 'C’est enregistré')
})

journey('the vote opens by itself; citizens vote at home, with their choice kept on the way, and change their mind', async () => {
  await moveClockTo(platform, voteOpens)
  await readUntil(newcomer, `${site}/vote`, 'Relire mon choix')
  await clean(newcomer)
  // He chooses first, and is asked who he is only then: his choice comes along.
  await newcomer.context().clearCookies()
  await newcomer.goto(`${site}/vote`)
  await newcomer.getByLabel('Des tilleuls sur la place du marché').check()
  await press(newcomer, 'Relire mon choix')
  await enter(newcomer)
  await tellCivilStatus(newcomer, marcel)
  await sees(newcomer, 'Votre vote n’est pas encore envoyé')
  await clean(newcomer)
  await confirmVote(newcomer, ['Des tilleuls sur la place du marché'])
  receipts.newcomer = await receiptOn(newcomer)
  await clean(newcomer)

  await comesBack(citizen, 'citoyenne@parvis.example')
  receipts.citizen = await voteFor(citizen, site, ['Des tilleuls sur la place du marché', 'Une fontaine au jardin public'])
  const again = await voteFor(citizen, site, ['Des tilleuls sur la place du marché', 'Des bancs avec un dossier'])
  expect(again).toBe(receipts.citizen)
  await sees(citizen, 'votre bulletin n° 2, qui remplace le précédent')
})

journey('a mediator votes for somebody without an account, then for a civil status that has voted: she cannot tell', async () => {
  await comesBack(mediator, 'mediatrice@parvis.example')
  receipts.assisted = await voteWith(mediator, platform.origin, title, odette, 'E2', [/Des tilleuls/, /Des bancs/])
  const answer = (await textOf(mediator)).replace(receipts.assisted, '')
  receipts.contested = await voteWith(mediator, platform.origin, title, aicha, 'E1', [/Une fontaine/])
  expect((await textOf(mediator)).replace(receipts.contested, '')).toBe(answer)
  await clean(mediator)
  const states = new Set<string>()
  for (const code of [receipts.newcomer, receipts.citizen, receipts.assisted, receipts.contested]) {
    await stranger.goto(`${platform.origin}/recu?code=${code}`)
    await sees(stranger, 'Votre bulletin est dans l’urne')
    // Whoever holds a code reads how to claim, and until when: also those that nothing waits for.
    await sees(stranger, 'Dites-le dans un lieu d’accueil, avec ce code, avant le')
    states.add((await textOf(stranger)).replaceAll(code, ''))
  }
  expect(states.size).toBe(1)
  await clean(stranger)
})

journey('the vote closes by itself; staff review what is contested, seal and count', async () => {
  await moveClockTo(platform, voteCloses)
  await readUntil(stranger, `${site}/vote`, 'Ce vote est fermé')
  await clean(stranger)
  await stranger.goto(`${site}/resultats`)
  await sees(stranger, 'Le résultat n’est pas encore publié')
  // No slip of paper was offered: none is waited for.
  expect(await textOf(stranger)).not.toMatch(/papier/)
  await clean(stranger)
  await comesBack(agent, 'agent@parvis.example')
  await agent.goto(office)
  await clean(agent)
  await follow(agent, 'Examiner les participations contestées')
  await sees(agent, '1 participation contestée à examiner')
  await sees(agent, 'Au comptoir')
  expect(await textOf(agent)).not.toMatch(/Mansouri|Aïcha/)
  await agent.getByLabel('La même personne, deux fois').check()
  await agent.getByLabel('Motif').fill('Le même état civil a déjà voté en ligne, et aucune pièce n’a été vue.')
  await clean(agent)
  await press(agent, 'Enregistrer la décision')
  await sees(agent, 'Aucune participation contestée')
  // Decided, and not sealed yet: the receipts still say one and the same thing.
  const states = new Set<string>()
  for (const code of [receipts.citizen, receipts.contested]) {
    await stranger.goto(`${platform.origin}/recu?code=${code}`)
    await sees(stranger, 'Votre bulletin est dans l’urne')
    states.add((await textOf(stranger)).replaceAll(code, ''))
  }
  expect(states.size).toBe(1)
  await agent.goto(`${office}/scellement`)
  await sees(agent, 'L’urne ne peut pas encore être scellée')

  await moveClockTo(platform, sealable)
  await comesBack(agent, 'agent@parvis.example')
  await agent.goto(office)
  await follow(agent, 'Sceller l’urne')
  await sees(agent, 'Moins de 10 personnes')
  await clean(agent)
  await agent.getByLabel('J’ai compris que le scellement ne s’annule pas').check()
  await press(agent, 'Sceller l’urne')
  await readUntil(agent, `${office}/depouillement`, 'Le résultat en une phrase')
  expect(await agent.inputValue('[name=headline]')).toMatch(/^2 projets sont retenus/)
  await clean(agent)
})

journey('staff publish; a stranger reads the result, and every receipt says what became of its ballot', async () => {
  await agent.fill('[name=nextSteps]', 'Le conseil vote les travaux en mars. Les tilleuls seront plantés à l’automne.')
  await press(agent, 'Relire avant de publier')
  await clean(agent)
  await press(agent, 'Publier le résultat')
  await sees(agent, 'Le résultat est publié')

  await stranger.goto(site)
  await follow(stranger, /résultat/i)
  await stranger.waitForURL(`${site}/resultats`)
  await sees(stranger, '2 projets sont retenus')
  await sees(stranger, 'Le conseil vote les travaux en mars')
  await stranger.getByText('Voir les chiffres dans un tableau').first().click()
  const rows = await stranger.locator('figure table tbody tr').all()
  const votes = await Promise.all(rows.map(async row => (await row.locator('th, td').allInnerTexts()).map(plain)))
  expect(votes).toEqual([
    ['Des tilleuls sur la place du marché', '3', '60 000 €', 'Retenu'],
    ['Des bancs avec un dossier', '2', '30 000 €', 'Retenu'],
    ['Une fontaine au jardin public', '0', '50 000 €', 'Non retenu'],
  ])
  // Three people: too few for anything to be said about any door.
  await sees(stranger, 'Moins de 10 personnes ont participé')
  await clean(stranger)
  for (const code of [receipts.newcomer, receipts.citizen, receipts.assisted]) {
    await stranger.goto(`${platform.origin}/recu?code=${code}`)
    await sees(stranger, 'Votre bulletin est compté')
  }
  await clean(stranger)
  await stranger.goto(`${platform.origin}/recu?code=${receipts.contested}`)
  await sees(stranger, 'Décision : une autre participation de la même personne est comptée.')
  await sees(stranger, 'aucune pièce n’a été vue')
  await sees(stranger, 'Pour réclamer, apportez ce code dans un lieu d’accueil.')
  await clean(stranger)
  await stranger.goto(site.replace('/consultations/', '/charte/'))
  await sees(stranger, 'Tenu')
})

journey('the administrator reads in the journal what was done, by whom, and by the platform itself', async () => {
  const administrator = await openPage()
  await signIn(administrator, platform.origin, 'admin@parvis.example')
  await administrator.goto(`${platform.origin}/gestion/journal?consultation=${office.split('/').at(-1)}`)
  await clean(administrator)
  const lines: string[] = []
  for (let page = 1; page === 1 || await administrator.getByRole('link', { name: 'Page suivante' }).count() > 0; page++) {
    if (page > 1) await administrator.getByRole('link', { name: 'Page suivante' }).click()
    lines.push(...(await administrator.getByRole('main').locator('ol > li').allInnerTexts()).map(plain))
  }
  const done = (what: string, who: string) => expect(lines.filter(line => line.includes(`${who} ${what}`))).toHaveLength(1)
  done('a annoncé', 'agent@parvis.example')
  done('a suspendu', 'garante@parvis.example')
  done('a levé la suspension', 'garante@parvis.example')
  done('a ouvert « ', 'La plateforme')
  done('a terminé', 'La plateforme')
  expect(await administrator.content()).not.toMatch(/Mansouri|Dewaele|Vandenbroucke/)
})

async function enter(page: Page) {
  await page.waitForURL(/connexion/)
  await page.fill('[name=email]', marcel.email)
  await page.fill('[name=password]', marcel.password)
  await clean(page)
  await press(page, 'Me connecter')
}

async function plan(at: string, name: string, kind: string, opens: string, closes: string) {
  await press(agent, 'Ajouter une phase')
  await agent.selectOption(`[name="${at}.kind"]`, kind)
  await agent.fill(`[name="${at}.title"]`, name)
  await setDates(at, opens, closes)
}

async function setDates(at: string, opens: string, closes: string) {
  await agent.fill(`[name="${at}.opensAt"]`, opens)
  await agent.fill(`[name="${at}.closesAt"]`, closes)
}
