import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, follow, press, sees } from './support/hand'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

const FILE = 'id,title,body,votes,author/name\n901,Des bancs au soleil,<p>Il en <b>manque</b>.</p>,12,Jordi P.\n902,Des fontaines,De l’eau,3,Maria\n903,,Sans titre,1,Anna\n'
const COMMENTS = 'id,commentable_id,commentable_type,body,author/name,alignment\n10,901,Decidim::Proposals::Proposal,Très bonne idée,Nour,1\n11,10,Decidim::Comments::Comment,Oui !,Anna,0\n'

journey('staff import a file of another platform, follow it, read its report and take it back, JavaScript off', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  const { rows: [found] } = await platform.db.owner.query<{ id: string }>(`select id from consultations.consultation where slug = 'rafraichir-nos-places-et-nos-rues'`)
  await page.goto(`${platform.origin}/gestion/consultations/${found?.id}`)
  await follow(page, 'Reprendre des propositions d’ailleurs')
  await sees(page, 'Envoyer un fichier')
  await clean(page)
  const list = page.url()
  const send = async (kind: string, name: string, content: string) => {
    await page.goto(list)
    await page.getByLabel(kind, { exact: true }).check()
    await page.setInputFiles('[name=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(content) })
    await press(page, 'Lire ce fichier')
    await page.getByRole('heading', { name }).waitFor()
  }
  /** Asks again until the page says it, as people do. */
  const until = async (text: string) => {
    while (!await page.getByRole('main').getByText(text).first().isVisible()) await page.reload({ waitUntil: 'load' })
  }

  // Nothing chosen, and a file that is none: said in words.
  await press(page, 'Lire ce fichier')
  await page.locator('[data-error-summary]').waitFor()
  await clean(page)
  await send('Des propositions', 'autre.csv', 'rien,de,connu\n1,2,3\n')
  await until('aucune colonne pour')
  await clean(page)

  await send('Des propositions', 'decidim.csv', FILE)
  await until('Ce qui va se passer')
  await sees(page, 'titre absent, ligne non reprise')
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 })
    await clean(page)
  }
  await press(page, 'Reprendre ces lignes')
  await until('Ce qui s’est passé')
  const report = page.url().split('?')[0] ?? ''
  await clean(page)
  const csv = await (await page.request.get(`${report}/rapport.csv`)).text()
  expect(csv).toContain('3,,,refused,refusée,title,proposal-file.title-missing,')
  expect(csv).toContain('1,901,Des bancs au soleil,created,nouvelle,,,')

  await send('Des commentaires', 'commentaires.csv', COMMENTS)
  await until('Ce qui va se passer')
  await press(page, 'Reprendre ces lignes')
  await until('Ce qui s’est passé')
  const talk = page.url().split('?')[0] ?? ''
  await clean(page)

  // What people read: the name of the file, the text without its markup, and the thread.
  const { rows: [bench] } = await platform.db.owner.query<{ number: number }>(`select number from consultations.proposal where source_id = '901'`)
  await page.goto(`${platform.origin}/consultations/rafraichir-nos-places-et-nos-rues/propositions/${bench?.number}`)
  await sees(page, 'Jordi P.')
  await sees(page, 'Il en manque.')
  await sees(page, 'Très bonne idée')
  await clean(page)

  // What carries comments is not taken back before them.
  await page.goto(report)
  await press(page, 'Tout retirer')
  await page.locator('[data-error-summary]').waitFor()
  await sees(page, 'ne peut plus être retiré')
  await page.goto(talk)
  // Somebody's number is being given: the work waits, is told, and is given up.
  const giver = await platform.db.owner.connect()
  await giver.query(`select pg_advisory_lock(hashtextextended('proposal-number:' || $1, 0))`, [found?.id])
  await press(page, 'Tout retirer')
  await sees(page, 'Les lignes sont en cours de retrait.')
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await clean(page)
  }
  await press(page, 'Tout garder')
  await sees(page, 'Rien n’a disparu.')
  await clean(page)
  await giver.query('select pg_advisory_unlock_all()')
  giver.release()
  await press(page, 'Tout retirer')
  await until('Ce que ce fichier avait apporté a été retiré.')
  await page.goto(report)
  await press(page, 'Tout retirer')
  await until('Ce que ce fichier avait apporté a été retiré.')
  await clean(page)
  expect((await platform.db.owner.query(`select 1 from consultations.proposal where source_id in ('901', '902')`)).rowCount).toBe(0)
  await page.context().close()
})
