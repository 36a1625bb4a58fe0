// News: feeds, follows, digests' choices, the link that ends mails, letters of staff, what became of a contribution. Without JavaScript.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashReceipt, receiptCode } from '../../../libs/consultations/src/ballots/receipts'
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

const get = (path: string, headers: Record<string, string> = {}) => fetch(platform.origin + path, { headers, redirect: 'manual' })

describe('feeds', () => {
  it.each(['/fil', '/en/fil?theme=environment', '/nl/fil?commune=59350', `${open}/fil`])('%s is Atom, and is not sent twice', async path => {
    const first = await get(path)
    expect([first.status, first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([200, 'application/atom+xml; charset=utf-8', 'public, max-age=300'])
    const text = await first.text()
    expect(text).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/)
    expect(text.match(/<entry>/g)?.length).toBeGreaterThan(0)
    expect(text).toContain(`<id>${platform.origin}${path.replace(/&/g, '&amp;')}</id>`)
    const again = await get(path, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('say nothing of drafts nor of what was withdrawn, and carry hostile titles as text', async () => {
    await platform.db.owner.query(`update consultations.proposal set title = '<script>alert(1)</script> ]]> & "co"' || chr(8) where id = (
      select n.proposal_id from consultations.news n join consultations.consultation c on c.id = n.consultation_id join consultations.proposal r on r.id = n.proposal_id where c.slug = $1 and r.state = 'submitted' order by n.at desc limit 1)`, [open.split('/')[2]])
    const { rows: gone } = await platform.db.owner.query(`
      update consultations.proposal p set state = 'withdrawn' where p.id = (select n.proposal_id from consultations.news n join consultations.consultation c on c.id = n.consultation_id join consultations.proposal r on r.id = n.proposal_id
        where c.slug = $1 and r.state = 'submitted' order by n.at desc offset 1 limit 1) returning p.title`, [open.split('/')[2]])
    const text = await (await get(`${open}/fil`)).text()
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp; &quot;co&quot;</title>')
    expect(text).not.toContain('<script')
    expect(text).not.toContain((gone[0] as { title: string }).title)
    const { rows: drafts } = await platform.db.owner.query(`select slug, title from consultations.consultation where state = 'draft'`)
    for (const { slug, title } of drafts as { slug: string, title: string }[]) {
      expect((await get(`/consultations/${slug}/fil`)).status).toBe(404)
      expect(await (await get('/fil')).text()).not.toContain(title)
    }
  })

  it('are found by programs on the pages they are about', async () => {
    expect(await (await get(open)).text()).toContain(`type="application/atom+xml"`)
    expect(await (await get('/en/consultations?etat=all&theme=environment&commune=')).text()).toContain('href="/en/fil?theme=environment"')
  })
})

journey('a citizen follows a consultation, reads the news and sets the mails', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await page.goto(platform.origin + open)
  // A stranger signs in first and comes back.
  await follow(page, 'Suivre cette consultation')
  expect(new URL(page.url()).pathname).toBe('/connexion')
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  const { rows: [account] } = await platform.db.owner.query(`select id from identity.account where email = 'citoyenne@parvis.example'`)
  await platform.db.owner.query(`delete from consultations.follow where account_id = $1`, [account.id])
  await page.goto(`${platform.origin}/compte/nouvelles`)
  await sees(page, 'Il n’y a rien de nouveau.')
  await clean(page)
  await page.goto(platform.origin + open)
  await press(page, 'Suivre cette consultation')
  expect(new URL(page.url()).pathname).toBe(open)
  await sees(page, 'Vous suivez cette consultation.')
  await clean(page)
  await page.goto(`${platform.origin}/compte/nouvelles`)
  expect(await textOf(page)).toMatch(/\d+ nouvelles/)
  await clean(page)
  await page.goto(`${platform.origin}/compte/suivis`)
  await page.selectOption('[name=theme]', 'sport')
  await press(page, 'Suivre ce thème')
  await press(page, 'Suivre cette commune')
  await sees(page, '3 choses suivies')
  await clean(page)
  await page.check('[name=digest][value=daily]')
  await page.check('[name=letters]')
  await press(page, 'Enregistrer mes choix')
  await sees(page, 'Votre choix est enregistré.')
  expect(await page.isChecked('[name=digest][value=daily]')).toBe(true)
  await press(page, /Ne plus suivre\s+Sport/)
  await sees(page, '2 choses suivies')
  await page.goto(`${platform.origin}/compte`)
  await follow(page, 'Lire les nouvelles')
  expect(new URL(page.url()).pathname).toBe('/compte/nouvelles')
  await page.context().close()
})

journey('the link of a mail ends it: by the page, by the mail program, and back again', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  const { rows: [mail] } = await platform.db.owner.query(`select body from platform.mailbox where recipient = 'citoyenne@parvis.example' and body like '%/desabonnement/d%' order by id desc limit 1`)
  const [path = ''] = /\/desabonnement\/[\w-]{44}/.exec((mail as { body: string }).body) ?? []
  const digest = async () => (await platform.db.owner.query(`select digest from identity.account where email = 'citoyenne@parvis.example'`)).rows[0].digest as string
  const before = await digest()
  expect(before).not.toBe('never')
  await page.goto(platform.origin + path)
  expect(await digest()).toBe(before)
  await clean(page)
  await press(page, 'Arrêter ces courriels')
  await sees(page, 'C’est fait. Vous ne recevrez plus ces courriels.')
  expect(await digest()).toBe('never')
  await clean(page)
  await press(page, 'Recevoir de nouveau ces courriels')
  await sees(page, 'Vous recevez de nouveau ces courriels.')
  expect(await digest()).toBe(before)
  // RFC 8058: no cookie, no origin, one body.
  for (const body of [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), (() => { const form = new FormData(); form.set('List-Unsubscribe', 'One-Click'); return form })()]) {
    const answer = await fetch(platform.origin + path, { method: 'POST', body })
    expect([answer.status, await digest()]).toEqual([200, 'never'])
  }
  // Another site's form is still refused, and other pages take no form without an origin.
  expect((await fetch(platform.origin + path, { method: 'POST', body: new URLSearchParams(), headers: { origin: 'https://ailleurs.example' } })).status).toBe(403)
  expect((await fetch(`${platform.origin}/connexion`, { method: 'POST', body: new URLSearchParams() })).status).toBe(403)
  await page.goto(`${platform.origin}${path.slice(0, -1)}x`)
  await sees(page, 'Le lien est incomplet')
  await clean(page)
  await page.context().close()
})

journey('staff write a letter, read it again, test it, send it and read the report', async () => {
  const page = await openWithoutScripts({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/lettres`)
  await sees(page, 'Vos idées pour des rues plus fraîches')
  await clean(page)
  await follow(page, 'Écrire une lettre')
  await press(page, 'Enregistrer le brouillon')
  await page.locator('#subject-error').waitFor()
  await clean(page)
  await page.fill('[name=subject]', 'Une lettre <b>d’essai</b>')
  await page.fill('[name=body]', 'Bonjour,\n\nVoici la suite.')
  await press(page, 'Enregistrer le brouillon')
  await sees(page, /Environ 10 personnes recevront cette lettre/)
  await clean(page)
  await press(page, 'M’envoyer un essai')
  await sees(page, 'L’essai part à votre adresse.')
  await press(page, 'Envoyer la lettre')
  await page.locator('#relu-error').waitFor()
  await page.check('[name=relu]')
  await press(page, 'Envoyer la lettre')
  const here = page.url()
  for (let tries = 0; !(await textOf(page)).includes('Bilan') && tries < 60; tries++) {
    await page.waitForTimeout(500)
    await page.goto(here)
  }
  expect(await textOf(page)).toMatch(/Lettres envoyées\s+environ 10/)
  expect(await textOf(page)).not.toContain('@')
  await clean(page)
  await page.context().close()
})

journey('what became of a proposal is read by receipt and from one’s account, and says nothing before the result', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  // Of two counted votes one is published: a proposal of each is among its winners.
  const link = (state: string, number: number) => platform.db.owner.query(`
    update consultations.vote_option set proposal_id = (select p.id from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where c.slug = $1 and p.number = $2)
    where id = (select o.id from consultations.vote v join consultations.tally t on t.vote_id = v.id join consultations.vote_option o on o.vote_id = v.id
      where v.state = $3 and coalesce(t.drawn_outcome, t.outcome) -> 'winners' ? o.key limit 1)`, [open.split('/')[2], number, state])
  await platform.db.owner.query('alter table consultations.vote_option disable trigger vote_option_frozen')
  expect([(await link('published', 4)).rowCount, (await link('tallied', 5)).rowCount]).toEqual([1, 1])
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await page.goto(`${platform.origin}/compte/voix/${open.split('/')[2]}/4`)
  await sees(page, 'Elle est choisie par le vote.')
  await clean(page)
  await page.goto(`${platform.origin}/compte/voix/${open.split('/')[2]}/5`)
  await sees(page, 'Le vote est terminé. Les bulletins sont comptés.')
  expect(await textOf(page)).not.toMatch(/choisie par le vote/)
  // By receipt, without an account: the same, and of a vote nothing more than before.
  await page.context().clearCookies()
  const key = Buffer.from(readFileSync(join(platform.db.secretsDir, 'receipt-key'), 'utf8').trim(), 'base64url')
  const code = receiptCode(key, 'a proposal', 'of this test')
  await platform.db.owner.query(`insert into consultations.receipt (hash, kind, consultation_id, proposal_id) select $2, 'proposal', p.consultation_id, p.id
    from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where c.slug = $1 and p.number = 4`, [open.split('/')[2], hashReceipt(key, code)])
  await page.goto(`${platform.origin}/recu?code=${code}`)
  await sees(page, 'Elle est choisie par le vote.')
  await clean(page)
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await page.goto(`${platform.origin}/compte/voix/${open.split('/')[2]}/3`)
  await sees(page, 'En attente : la suite n’est pas encore décidée.')
  await clean(page)
  await page.context().close()
})
