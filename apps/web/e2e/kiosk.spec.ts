// The kiosk: a device enrolled at the desk, a pass, a person who does it alone; and what is left of them on the device: nothing.
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchArguments } from '../../../scripts/lib/browser-arguments.cjs'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { askDoors, typeBirthDate, type Somebody } from './support/desk'
import { clean, press, sees, textOf } from './support/hand'
import { receiptOn } from './support/receipt'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(async () => {
  await platform?.stop()
}, 30_000)

const budget = 'Budget participatif des mobilités : à vous de choisir'
const ideas = 'Rafraîchir nos places et nos rues'
const mobility = 'Comment vous déplacez-vous ?'
const someone: Somebody = { birthSurname: 'Vandenbroucke', givenNames: 'Marie-Thérèse', birthDate: '1948-05-17', commune: 'Lille' }

/** A device of the centre, put into service from the desk. */
async function enrol(desk: Page, device: Page, name: string) {
  await desk.goto(`${platform.origin}/mediation/bornes`)
  await desk.fill('[name=name]', name)
  await press(desk, 'Demander un code')
  const code = await receiptOn(desk)
  await device.goto(`${platform.origin}/borne`)
  await device.fill('[name=code]', code.toLowerCase().replaceAll('-', ' '))
  await press(device, 'Mettre en service')
  await sees(device, 'Participez ici')
}

/** Somebody is received at the desk. @returns the code on their slip */
async function passFor(desk: Page, consultation: string, person: Somebody): Promise<string> {
  await desk.goto(`${platform.origin}/mediation/bornes/passage`)
  await desk.getByLabel(consultation).check()
  await desk.locator('input[name=evidence][value=E2]').check()
  await desk.fill('[name=birthSurname]', person.birthSurname)
  await desk.fill('[name=givenNames]', person.givenNames)
  await typeBirthDate(desk, person.birthDate)
  await desk.fill('[name=codePostal]', person.commune)
  await press(desk, 'Donner le code')
  return ((await desk.locator('.receipt-code').textContent()) ?? '').replace(/[^0-9A-Z-]/g, '').replace(/^.*?([0-9A-Z]{4}-[0-9A-Z]{4})$/, '$1')
}

/** The first screen, the pass, the notice. */
async function arrive(device: Page, code: string) {
  await press(device, 'Commencer')
  await device.fill('[name=code]', code)
  await press(device, 'Continuer')
  await device.getByLabel('J’ai lu ce texte').check()
  await press(device, 'Continuer')
}

async function aDesk(): Promise<Page> {
  const desk = await openPage()
  await signIn(desk, platform.origin, 'mediatrice@parvis.example')
  return desk
}

for (const width of [320, 1280]) {
  journey(`a person votes alone at a kiosk, JavaScript off, ${width} px`, async () => {
    const desk = await openWithoutScripts({ viewport: { width, height: 800 } })
    await signIn(desk, platform.origin, 'mediatrice@parvis.example')
    const device = await openWithoutScripts({ viewport: { width, height: 800 } })
    // Nothing is possible on a device that nobody enrolled; the demonstration shows a code that works.
    await device.goto(`${platform.origin}/borne/vote`)
    expect(new URL(device.url()).pathname).toBe('/borne')
    await device.locator('[data-demonstration-code]').waitFor()
    await clean(device)
    await device.fill('[name=code]', 'AAAA-AAAA-AAAA')
    await press(device, 'Mettre en service')
    await device.locator('#code-error').waitFor()
    await clean(device)
    await enrol(desk, device, `Borne ${width}`)
    await clean(device)

    // From now on the three questions lead here first, under a protective measure too.
    await desk.goto(`${platform.origin}/mediation/personne`)
    await askDoors(desk, { protective: 'oui' })
    await clean(desk)
    await desk.getByRole('link', { name: 'Donner un code de passage' }).click()
    await clean(desk)
    await press(desk, 'Donner le code')
    expect(await desk.locator('.error-summary li').count()).toBeGreaterThanOrEqual(5)
    await clean(desk)
    const code = await passFor(desk, budget, { ...someone, birthSurname: `Vandenbroucke${width === 320 ? 'A' : 'B'}` })
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    await clean(desk)

    // In English, in large letters, for this visit.
    await device.getByLabel('English').check()
    await device.locator('input[name=text][value=grande]').check()
    await press(device, 'Commencer')
    expect(new URL(device.url()).pathname).toBe('/en/borne/code')
    await clean(device)
    await device.fill('[name=code]', '0000 0000')
    await press(device, 'Continue')
    await device.locator('#code-error').waitFor()
    await clean(device)
    await device.fill('[name=code]', ` ${code.toLowerCase().replace('-', ' ')}`)
    await press(device, 'Continue')
    await sees(device, 'Before you begin')
    await clean(device)
    await press(device, 'Continue')
    await device.locator('#lu-error').waitFor()
    await clean(device)
    await device.getByLabel('I have read this text').check()
    await press(device, 'Continue')

    // One thing may be done there: it is what comes.
    expect(new URL(device.url()).pathname).toBe('/en/borne/vote')
    await clean(device)
    await press(device, 'Read my choice again')
    await device.locator('#choix-error').waitFor()
    const option = device.locator('input[name=choix]').first()
    const title = ((await device.locator('label[for=choix]').innerText()).split('(')[0] ?? '').trim()
    await option.check()
    await press(device, 'Read my choice again')
    await sees(device, title)
    await clean(device)
    // The page that reads the choice again holds none in its form.
    expect(await device.locator('main input').count()).toBe(0)
    await press(device, 'Correct')
    expect(await device.locator('input[name=choix]').first().isChecked()).toBe(true)
    await press(device, 'Read my choice again')
    await press(device, 'Call somebody')
    await sees(device, 'Somebody has been told')
    await sees(device, title)
    await press(device, 'Confirm my vote')
    await sees(device, 'It is recorded')
    await clean(device)
    await receiptOn(device)
    expect(await textOf(device)).not.toContain(title)

    // The desk sees that somebody calls, and nothing of the person.
    await desk.goto(`${platform.origin}/mediation/bornes`)
    await sees(desk, 'Quelqu’un vous appelle ici')
    await sees(desk, 'En cours')
    await clean(desk)
    expect(await desk.content()).not.toMatch(/Vandenbroucke/)
    await press(desk, /^J’y suis allé/)
    expect(await textOf(desk)).not.toContain('Quelqu’un vous appelle ici')

    // Once left the receipt is gone.
    await device.getByRole('link', { name: 'Noted, go on' }).click()
    await sees(device, 'Already done')
    await clean(device)
    await device.goto(`${platform.origin}/en/borne/recu`)
    expect(new URL(device.url()).pathname).toBe('/en/borne/faire')
    await press(device, 'I have finished')
    await sees(device, 'Rien de vous n’est resté sur cette borne')
    expect(device.url()).toBe(`${platform.origin}/borne?fin`)
    expect(await device.locator('html').getAttribute('data-text')).toBe('normale')
    await clean(device)
    for (const path of ['vote', 'recu', 'faire', 'notice']) {
      await device.goto(`${platform.origin}/borne/${path}`)
      expect(new URL(device.url()).pathname).toBe('/borne')
    }

    // Withdrawn from the desk: the device says so at once.
    await desk.goto(`${platform.origin}/mediation/bornes`)
    await desk.getByRole('link', { name: new RegExp(`^Retirer Borne ${width}`) }).click()
    await sees(desk, 'Retirer cette borne ?')
    await press(desk, new RegExp(`^Oui, retirer Borne ${width}`))
    await sees(desk, 'La borne est retirée')
    await device.goto(`${platform.origin}/borne`)
    await sees(device, 'Cette borne n’est plus en service')
    await clean(device)
    await desk.context().close()
    await device.context().close()
  })
}

journey('the same by the keyboard alone, with scripts', async () => {
  const [desk, device] = [await aDesk(), await openPage()]
  await enrol(desk, device, 'Clavier')
  const code = await passFor(desk, budget, { ...someone, birthSurname: 'Clavier' })
  const tabTo = async (name: RegExp) => {
    for (let tries = 0; tries < 60; tries++) {
      const words = await device.evaluate(() => {
        const { document } = globalThis as unknown as { document: { activeElement: { textContent: string, labels?: { textContent: string }[] } } }
        return document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent
      })
      if (name.test(words)) return
      await device.keyboard.press('Tab')
    }
    throw new Error(`The keyboard does not come to ${name}`)
  }
  await tabTo(/^\s*Commencer\s*$/)
  await device.keyboard.press('Enter')
  await device.waitForURL(/code/)
  await tabTo(/^\s*Votre code/)
  await device.keyboard.type(code)
  await device.keyboard.press('Enter')
  await device.waitForURL(/notice/)
  await tabTo(/^\s*J’ai lu ce texte/)
  await device.keyboard.press('Space')
  await tabTo(/^\s*Continuer\s*$/)
  await device.keyboard.press('Enter')
  await device.waitForURL(/vote/)
  await device.locator('#choix').focus()
  await device.keyboard.press('Space')
  await tabTo(/^\s*Relire mon choix\s*$/)
  await device.keyboard.press('Enter')
  await sees(device, 'Relisez, puis confirmez')
  await tabTo(/^\s*Confirmer mon vote\s*$/)
  await device.keyboard.press('Enter')
  await sees(device, 'C’est enregistré')
  await desk.context().close()
  await device.context().close()
})

journey('left alone, it warns, waits for an answer, then wipes', async () => {
  const [desk, device] = [await aDesk(), await openPage()]
  await device.clock.install()
  await enrol(desk, device, 'Seule')
  await arrive(device, await passFor(desk, budget, { ...someone, birthSurname: 'Partie' }))
  await sees(device, 'Personne du comptoir ne voit votre choix')
  await device.locator('input[name=choix]').first().check()
  await device.clock.fastForward(88_000)
  expect(await device.getByText('Êtes-vous toujours là').isVisible()).toBe(false)
  await device.clock.runFor(4_000)
  await device.getByText('Êtes-vous toujours là').waitFor()
  // The page stays, the answer is where the keyboard is, and it is read aloud.
  expect(await device.locator('input[name=choix]').first().isChecked()).toBe(true)
  expect(await device.locator('[data-idle-stay]').evaluate(element => element === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement)).toBe(true)
  expect(await device.locator('#idle-text').getAttribute('aria-live')).toBe('assertive')
  await clean(device)
  await press(device, 'Je continue')
  expect(await device.getByText('Êtes-vous toujours là').isVisible()).toBe(false)
  await device.clock.fastForward(89_000)
  await device.clock.runFor(22_000)
  await device.waitForURL(/\/borne\?fin$/)
  await sees(device, 'Rien de vous n’est resté')
  await desk.context().close()
  await device.context().close()
})

journey('without scripts it wipes too, later, and by a link', async () => {
  const [desk, device] = [await aDesk(), await openPage({ javaScript: false })]
  await enrol(desk, device, 'Sans script')
  expect(await device.content()).not.toContain('http-equiv="refresh"')
  await arrive(device, await passFor(desk, budget, { ...someone, birthSurname: 'Lente' }))
  // What stands in noscript is text for a browser that is told to run nothing, and elements for one that cannot.
  expect(await device.content()).toContain('<noscript><meta http-equiv="refresh" content="170; url=/borne/fin"')
  expect(await device.content()).toContain('Cette page attend trois minutes')
  await device.locator('input[name=choix]').first().check()
  await press(device, 'Relire mon choix')
  await sees(device, 'Relisez, puis confirmez')
  await device.goto(`${platform.origin}/borne/fin`)
  await sees(device, 'Rien de vous n’est resté')
  // The browser keeps this header to itself: asked without one.
  const { status, headers } = await fetch(`${platform.origin}/borne/fin`, { redirect: 'manual' })
  expect([status, headers.get('location'), headers.get('clear-site-data'), headers.get('cache-control')]).toEqual([303, '/borne?fin', '"cache", "storage"', expect.stringContaining('no-store')])
  await device.goto(`${platform.origin}/borne/vote`)
  expect(new URL(device.url()).pathname).toBe('/borne')
  await desk.context().close()
  await device.context().close()
})

/** Strings that stand nowhere else. */
const planted = { surname: 'Zkwxcanariun', given: 'Qvzycanarideux', choice: '', text: 'xjqwcanaritrois', comment: 'wzqkcanariquatre', receipt: '' }

journey('nothing of the person is left: cookies, storage, caches, history, the memory of the page, the disk of the browser', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'kiosk-profile-'))
  let context: BrowserContext | undefined
  try {
    const desk = await aDesk()
    context = await chromium.launchPersistentContext(profile, { executablePath: process.env.PARVIS_BROWSER, args: launchArguments, locale: 'fr-FR', viewport: { width: 1280, height: 800 } })
    const device = await context.newPage()
    await enrol(desk, device, 'Canari')

    // A ballot, then an idea and an opinion in another consultation.
    await arrive(device, await passFor(desk, budget, { ...someone, birthSurname: planted.surname, givenNames: planted.given }))
    await device.locator('input[name=choix]').nth(2).check()
    planted.choice = ((await device.locator('.choice label').nth(2).innerText()).split('(')[0] ?? '').trim()
    await press(device, 'Relire mon choix')
    await sees(device, planted.choice)
    await press(device, 'Confirmer mon vote')
    planted.receipt = await receiptOn(device)
    await press(device, 'J’ai fini')
    await sees(device, 'Rien de vous n’est resté')
    await arrive(device, await passFor(desk, ideas, { ...someone, birthSurname: planted.surname, givenNames: planted.given }))
    await device.getByRole('link', { name: /^Commencer Faire une proposition/ }).click()
    await device.fill('[name=title]', `Une fontaine ${planted.text}`)
    await device.fill('[name=body]', `Les enfants ont soif en sortant de l’école ${planted.text}.`)
    await press(device, 'Relire')
    await sees(device, planted.text)
    await press(device, 'Corriger')
    await press(device, 'Relire')
    await press(device, 'Envoyer ma proposition')
    const second = await receiptOn(device)
    await device.getByRole('link', { name: 'C’est noté, continuer' }).click()
    await device.getByRole('link', { name: /^Commencer Donner un avis/ }).click()
    await device.fill('[name=number]', '1')
    await device.getByLabel('Pour', { exact: true }).check()
    await device.fill('[name=body]', `Très bonne idée ${planted.comment}.`)
    await press(device, 'Relire')
    await sees(device, planted.comment)
    await press(device, 'J’ai fini')
    await sees(device, 'Rien de vous n’est resté')

    const words = [...Object.values(planted), second].flatMap(word => [word, word.replaceAll('-', '')])
    const holding = (text: string) => words.filter(word => text.toLowerCase().includes(word.toLowerCase()))
    const cookies = await context.cookies()
    expect(cookies.map(({ name }) => name.replace(/^parvis_\d+/, ''))).toEqual(['_borne'])
    const kept = await device.evaluate(async () => {
      const tab = globalThis as unknown as { localStorage: object, sessionStorage: object, indexedDB: { databases: () => Promise<unknown[]> }, caches: { keys: () => Promise<string[]> }, document: { documentElement: { outerHTML: string } } }
      return { local: JSON.stringify(tab.localStorage), session: JSON.stringify(tab.sessionStorage), databases: await tab.indexedDB.databases(), caches: await tab.caches.keys(), html: tab.document.documentElement.outerHTML }
    })
    expect([kept.local, kept.session, kept.databases, kept.caches, holding(kept.html)]).toEqual(['{}', '{}', [], [], []])

    // The memory of the page, and what the history says of itself.
    const cdp = await context.newCDPSession(device)
    let snapshot = ''
    cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => { snapshot += chunk })
    await cdp.send('HeapProfiler.collectGarbage')
    await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
    expect(snapshot.length).toBeGreaterThan(100_000)
    expect(holding(snapshot)).toEqual([])
    const { entries } = await cdp.send('Page.getNavigationHistory')
    expect(entries.length).toBeGreaterThan(8)
    expect(holding(JSON.stringify(entries))).toEqual([])

    // The way back of the browser, all of it: the first screen each time, never a form to send again.
    for (let step = 1; step < entries.length - 1; step++) {
      await device.goBack({ waitUntil: 'load' })
      const { pathname, protocol } = new URL(device.url())
      if (protocol === 'about:') break
      expect(['/borne', '/borne/code']).toContain(pathname)
      expect(holding(await device.content())).toEqual([])
    }
    // Without a network there is nothing that a cache would give.
    await context.setOffline(true)
    for (const path of ['/borne/vote', '/borne/recu', '/borne/proposition', '/borne/avis']) {
      await device.goto(platform.origin + path).catch(() => null)
      // The browser's own page comes a moment after the failure.
      let shown: string | null = null
      for (let tries = 0; tries < 50 && shown === null; tries++) {
        await device.waitForTimeout(100)
        shown = await device.content().catch(() => null)
      }
      expect([shown !== null, holding(shown ?? '')]).toEqual([true, []])
    }
    await context.setOffline(false)
    await context.close()
    context = undefined
    // What the browser wrote on its disk, as text of one byte or of two.
    const left = filesUnder(profile).flatMap(file => {
      const bytes = readFileSync(file)
      return holding(bytes.toString('latin1')).concat(holding(bytes.toString('utf8')), holding(bytes.toString('utf16le')), holding(bytes.subarray(1).toString('utf16le'))).map(word => `${file.slice(profile.length)}: ${word}`)
    })
    expect(left).toEqual([])
    await desk.context().close()
  } finally {
    await context?.close()
    rmSync(profile, { recursive: true, force: true })
  }
})

journey('answers to a questionnaire and a support are given there too', async () => {
  const [desk, device] = [await aDesk(), await openPage()]
  await enrol(desk, device, 'Questions')
  const { rows: [asked] } = await platform.db.owner.query<{ title: string }>(`select c.title from consultations.consultation c join consultations.phase p on p.consultation_id = c.id where p.kind = 'questionnaire' and p.state = 'open' and c.state = 'running' and c.suspended_at is null order by p.opens_at limit 1`)
  await arrive(device, await passFor(desk, asked?.title ?? mobility, { ...someone, birthSurname: 'Questions' }))
  if (!device.url().endsWith('/questionnaire')) await device.getByRole('link', { name: /^Commencer Répondre/ }).click()
  await clean(device)
  await press(device, 'Relire')
  await device.locator('.error-summary').waitFor()
  await clean(device)
  await press(device, 'J’ai fini')
  await arrive(device, await passFor(desk, ideas, { ...someone, birthSurname: 'Soutien' }))
  await clean(device)
  await device.getByRole('link', { name: /^Commencer Soutenir/ }).click()
  await clean(device)
  await device.getByRole('button', { name: /^Lire et soutenir/ }).first().click()
  await sees(device, 'Soutenir cette proposition ?')
  await clean(device)
  await press(device, /^\s*Soutenir\s*$/)
  await receiptOn(device)
  await desk.context().close()
  await device.context().close()
})

const filesUnder = (folder: string): string[] => readdirSync(folder).flatMap(name => {
  const path = join(folder, name)
  try {
    const kind = statSync(path)
    return kind.isDirectory() ? filesUnder(path) : kind.isFile() ? [path] : []
  } catch {
    // A lock that points nowhere.
    return []
  }
})
