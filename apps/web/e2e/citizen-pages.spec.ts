import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'
import { signIn } from './support/sign-in'

const open = '/consultations/rafraichir-nos-places-et-nos-rues'
const pages = ['/', '/consultations', '/consultations?etat=all&commune=', open, `${open}/propositions`, `${open}/propositions/3`, '/centres', '/consultations?q=rien-de-tel']

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

for (const width of [320, 1280]) {
  journey(`what citizens read is clean and fits at ${width} px without JavaScript`, async () => {
    const page = await openWithoutScripts({ viewport: { width, height: 700 } })
    for (const path of pages) {
      const answer = await page.goto(platform.origin + path)
      expect([path, answer?.status()]).toEqual([path, 200])
      expect([path, await axeFindings(page)]).toEqual([path, []])
      expect([path, await scrollsSideways(page)]).toEqual([path, false])
      expect([path, await page.locator('h1').count()]).toEqual([path, 1])
    }
    await page.goto(`${platform.origin}/centres`)
    await page.locator('.item-title a').first().click()
    expect(await axeFindings(page)).toEqual([])
    await page.context().close()
  })
}

journey('what one came to do is in sight on a phone, before any scrolling', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  const inSight = async (path: string, action: string) => {
    await page.goto(platform.origin + path)
    const box = await page.locator('main').getByRole('link', { name: action }).or(page.locator('main').getByRole('button', { name: action })).first().boundingBox()
    expect([path, (box?.y ?? Infinity) + (box?.height ?? 0) <= 640]).toEqual([path, true])
  }
  await inSight('/', 'Voir toutes les consultations')
  await inSight(open, 'Écrire une proposition')
  await inSight(`${open}/propositions`, 'Écrire une proposition')
  await inSight(`${open}/propositions/3`, 'Connectez-vous pour soutenir')
  await inSight('/consultations/budget-participatif-des-mobilites-a-vous-de-choisir', 'Voter')
  await inSight('/consultations/budget-participatif-nature-en-ville', 'Lire le résultat')
  await inSight('/recu', 'Vérifier')
  await inSight('/connexion', 'Me connecter')
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await inSight(`${open}/propositions/3`, 'Dire qui je suis')
  await page.context().close()
})

journey('a code is answered unmistakably: unknown, of a wrong length, and what to do then', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}/recu?code=0000-0000-0000`)
  expect(await page.locator('h1').innerText()).toBe('Nous ne connaissons pas ce code')
  await page.getByText('0000-0000-0000').first().waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(await page.inputValue('[name=code]')).toBe('0000-0000-0000')
  await page.goto(`${platform.origin}/recu?code=abc`)
  await page.locator('#code-error').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})

journey('the commune is found by name or postal code, remembered without an account, and changed', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(platform.origin)
  await page.fill('input[name=commune]', '59000 et plus')
  await page.getByRole('button', { name: 'Voir ma commune' }).click()
  await page.getByText('Nous ne trouvons pas cette commune').waitFor()
  await page.fill('input[name=commune]', 'hellemmes')
  await page.getByRole('button', { name: 'Voir ma commune' }).click()
  await page.getByText('Votre commune : Lille').waitFor()
  await page.goto(`${platform.origin}/centres`)
  await page.getByText(/lieux? pour Lille/).waitFor()
  await page.goto(platform.origin)
  await page.getByRole('button', { name: 'Changer de commune' }).click()
  // One postal code, several communes: it asks.
  await page.fill('input[name=commune]', '59320')
  await page.getByRole('button', { name: 'Voir ma commune' }).click()
  await page.getByText('Laquelle est la vôtre').waitFor()
  await page.locator('input[name=code]').first().check()
  await page.getByRole('button', { name: 'Choisir cette commune' }).click()
  await page.getByText(/^Votre commune\s:/).waitFor()
  await page.context().close()
})

journey('a citizen writes a proposal, corrects it and withdraws it, with JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  expect(page.url()).toContain('/connexion?retour=')
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  expect(await axeFindings(page)).toEqual([])
  await page.fill('[name=title]', 'Banc')
  await page.fill('[name=body]', 'Il faut un banc à l’ombre devant la mairie, avec un dossier.')
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  // Refused in words, beside the field, and nothing that was written is lost.
  expect(await page.locator('#title-error').innerText()).toContain('Écrivez un titre d’au moins')
  expect(await page.inputValue('[name=body]')).toContain('Il faut un banc')
  expect(await axeFindings(page)).toEqual([])
  await page.fill('[name=title]', 'Un banc à l’ombre devant la mairie <script>alert(1)</script>')
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('button', { name: /Envoyer ma proposition|La mienne est différente/ }).click()
  await page.getByText('Votre proposition est publiée').waitFor()
  expect(await page.locator('h1').innerText()).toContain('<script>alert(1)</script>')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Corriger ma proposition' }).click()
  await page.fill('[name=title]', 'Deux bancs à l’ombre devant la mairie')
  await page.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await page.getByText('Votre correction est enregistrée').waitFor()
  await page.getByText('2 versions').waitFor()
  await page.goto(`${platform.origin}${open}/propositions?q=${encodeURIComponent('banc mairie')}`)
  await page.getByRole('link', { name: 'Deux bancs à l’ombre devant la mairie' }).click()
  await page.getByRole('link', { name: 'Retirer ma proposition' }).click()
  await page.getByRole('button', { name: 'Oui, retirer ma proposition' }).click()
  await page.getByText('Cette proposition a été retirée par son auteur').waitFor()
  await page.context().close()
})

journey('what was written while the session ended is kept through the sign-in, by citizens and staff, with JavaScript off', async () => {
  const ended = (email: string) => platform.db.owner.query('delete from identity.session where account_id = (select id from identity.account where email = $1)', [email])
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  const words = 'Les enfants traversent là chaque matin. <b>Écrit longtemps</b> "avec soin" & l’accent.'
  await page.goto(`${platform.origin}/consultations/des-rues-calmes-devant-les-ecoles/commentaires/nouveau?sur=debat-1`)
  await page.locator('[name=stance]').first().check()
  await page.fill('[name=body]', words)
  await ended('citoyenne@parvis.example')
  await page.getByRole('button', { name: 'Envoyer mon commentaire' }).click()
  await page.getByText('Ce que vous avez écrit est gardé').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.fill('[name=email]', 'citoyenne@parvis.example')
  await page.fill('[name=password]', 'ce n’est pas celui-là')
  await page.getByRole('button', { name: 'Me connecter' }).click()
  await page.getByText('Ce que vous avez écrit est gardé').waitFor()
  await page.fill('[name=password]', 'parvis-demonstration')
  await page.getByRole('button', { name: 'Me connecter' }).click()
  await page.getByRole('heading', { level: 1, name: /Il reste à envoyer/ }).waitFor()
  expect(await page.getByRole('main').innerText()).toContain(words)
  expect(await page.content()).not.toContain('parvis-demonstration')
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('button', { name: 'Envoyer ce que j’avais écrit' }).click()
  await page.waitForURL(/debats\/1/)
  await page.goto(`${platform.origin}/consultations/des-rues-calmes-devant-les-ecoles/debats/1?tri=recent`)
  expect(await page.getByText(words).count()).toBe(1)

  // Staff, whose pages are guarded before any form is read; without anything to send one comes back to the page.
  const staff = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(staff, platform.origin, 'agent@parvis.example')
  await staff.goto(`${platform.origin}/gestion/lettres/nouvelle`)
  await staff.fill('[name=subject]', 'Nouvelles des places')
  await staff.fill('[name=body]', 'Une lettre écrite pendant deux heures.')
  await ended('agent@parvis.example')
  await staff.getByRole('button', { name: 'Enregistrer le brouillon' }).click()
  await staff.getByText('Ce que vous avez écrit est gardé').waitFor()
  await staff.fill('[name=email]', 'agent@parvis.example')
  await staff.fill('[name=password]', 'parvis-demonstration')
  await staff.getByRole('button', { name: 'Me connecter' }).click()
  await staff.getByRole('link', { name: 'Revenir à la page sans l’envoyer' }).waitFor()
  await staff.getByRole('button', { name: 'Envoyer ce que j’avais écrit' }).click()
  await staff.waitForURL(/\/gestion\/lettres\/[0-9a-f-]{36}/)
  expect(await staff.content()).toContain('Une lettre écrite pendant deux heures.')
  for (const one of [page, staff]) await one.context().close()
})

journey('whoever registers on the way to a proposal comes back to it from the mail, in another browser', async () => {
  const email = 'revenante@parvis.example'
  const wanted = `${open}/propositions/nouvelle`
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}/inscription?retour=${encodeURIComponent(`${wanted}?titre=Un%20banc`)}`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', 'une phrase assez longue')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  const link = await mailLink(email, /\/inscription\/confirmation\/[\w-]{43}\S*/)
  // The path alone: what was typed stays in the browser it was typed in.
  expect(link).toContain(`?retour=${wanted}`)
  expect(link).not.toContain('banc')
  await page.context().close()

  const other = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await other.goto(platform.origin + link)
  await other.getByRole('button', { name: 'Confirmer mon adresse' }).click()
  await other.getByRole('link', { name: 'Continuer' }).click()
  await other.fill('[name=email]', email)
  await other.fill('[name=password]', 'une phrase assez longue')
  await other.getByRole('button', { name: 'Me connecter' }).click()
  await other.waitForURL((url) => url.pathname === wanted)
  // The link again, signed in: it did its work, and still leads there.
  await other.goto(platform.origin + link)
  await other.getByRole('link', { name: 'Continuer' }).click()
  await other.waitForURL((url) => url.pathname === wanted)
  // Somebody else's link leads nowhere else.
  for (const elsewhere of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
    await other.goto(`${platform.origin}/inscription/confirmation?fait&retour=${encodeURIComponent(elsewhere)}`)
    expect(await other.locator('main a[href*=evil]').count()).toBe(0)
  }
  await other.context().close()
})

journey('an account shows what somebody did, gives all that is kept, and goes when its holder says so, with JavaScript off', async () => {
  const email = 'partante@parvis.example'
  const password = 'une phrase assez longue'
  const page = await openWithoutScripts({ viewport: { width: 360, height: 640 } })
  await page.goto(`${platform.origin}/inscription`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.fill('[name=displayName]', 'Inès P.')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  // The address is shown, where a slip can be seen, and is not in that of the page.
  await page.getByText(email).waitFor()
  expect(page.url()).not.toContain('partante')
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('link', { name: 'Corriger l’adresse' }).click()
  expect(await page.inputValue('[name=email]')).toBe(email)
  const link = await mailLink(email, /\/inscription\/confirmation\/[\w-]{43}/)
  await page.goto(platform.origin + link)
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click()
  // Whoever follows the link again, signed in or not, is told that it did its work.
  await page.goto(platform.origin + link)
  await page.getByRole('heading', { name: 'Votre adresse est déjà confirmée' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.goto(`${platform.origin}/inscription/confirmation/${'x'.repeat(43)}`)
  await page.getByRole('heading', { name: 'Ce lien ne marche plus' }).waitFor()
  await page.goto(`${platform.origin}/mot-de-passe/${'x'.repeat(43)}`)
  await page.getByRole('heading', { name: 'Ce lien ne marche plus' }).waitFor()

  await signIn(page, platform.origin, email, password)
  await page.goto(`${platform.origin}${open}/propositions/nouvelle`)
  await page.fill('[name=title]', 'Une rampe devant la médiathèque')
  await page.fill('[name=body]', 'Il manque une rampe pour entrer avec une poussette.')
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('button', { name: /Envoyer ma proposition|La mienne est différente/ }).click()
  await page.getByText('Votre proposition est publiée').waitFor()
  const proposal = new URL(page.url()).pathname
  for (const path of ['/compte', '/compte/propositions', '/compte/soutiens', '/compte/supprimer']) {
    await page.goto(platform.origin + path)
    expect([path, await axeFindings(page)]).toEqual([path, []])
    expect([path, await scrollsSideways(page)]).toEqual([path, false])
  }
  await page.goto(`${platform.origin}/compte`)
  expect(await page.locator('main').getByRole('link', { name: 'Une rampe devant la médiathèque', exact: true }).getAttribute('href')).toBe(proposal)
  await page.getByRole('link', { name: 'Corriger' }).click()
  expect(new URL(page.url()).pathname).toBe(`${proposal}/modifier`)
  const kept = await (await page.request.get(`${platform.origin}/api/account/data`)).json()
  expect(kept).toMatchObject({ account: { email }, proposals: [{ versions: [{ title: 'Une rampe devant la médiathèque' }] }], supports: [], votes: [] })

  await page.goto(`${platform.origin}/compte`)
  await page.getByText('Non renseignée').first().waitFor()
  await page.goto(`${platform.origin}/compte/identite`)
  await page.getByRole('button', { name: 'Enregistrer mon état civil' }).click()
  // All at once, each by its name.
  for (const [field, sentence] of [['birthSurname', 'Écrivez le nom de naissance'], ['givenNames', 'Écrivez les prénoms'], ['birthDate', 'date de naissance'], ['codePostal', '']] as const) {
    expect(await page.locator(`#${field}-error`).innerText()).toContain(sentence)
  }

  await page.goto(`${platform.origin}/compte/supprimer`)
  await page.getByRole('button', { name: 'Supprimer mon compte pour toujours' }).click()
  expect(await page.locator('#password-error').innerText()).toContain('Écrivez votre mot de passe')
  await page.fill('[name=password]', 'autre chose')
  await page.getByRole('button', { name: 'Supprimer mon compte pour toujours' }).click()
  await page.locator('#password-error').waitFor()
  await page.fill('[name=password]', password)
  await page.getByRole('button', { name: 'Supprimer mon compte pour toujours' }).click()
  await page.getByText('Votre compte est supprimé').waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
  expect(await axeFindings(page)).toEqual([])
  await page.goto(platform.origin + proposal)
  await page.getByText('Une rampe devant la médiathèque').first().waitFor()
  expect(await page.getByText('Inès P.').count()).toBe(0)
  await page.goto(`${platform.origin}/compte`)
  expect(page.url()).toContain('/connexion')
  await page.context().close()
})

/** The link of a mail, once it is sent. */
async function mailLink(to: string, pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 60; tries++) {
    const { rows } = await platform.db.owner.query<{ body: string }>('select body from platform.mailbox where recipient = $1', [to])
    const found = rows.map(({ body }) => pattern.exec(body)?.[0]).find(Boolean)
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  throw new Error(`No mail for ${to}`)
}
