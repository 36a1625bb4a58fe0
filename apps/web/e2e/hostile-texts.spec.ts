// 300 script payloads in every text, title and name of debates, comments and moderation, read in a real browser with scripts on.
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { PAYLOADS } from './support/payloads'
import { signIn } from './support/sign-in'

let platform: Platform
let slug: string
let consultation: string
beforeAll(async () => {
  platform = await startPlatform()
  await plant()
}, 300_000)
afterAll(() => platform?.stop(), 30_000)

/** By the database, past every form: what an import or an older version may have left. */
async function plant(): Promise<void> {
  const q = platform.db.owner
  const { rows: [home] } = await q.query<{ id: string, slug: string, phase: string }>(`
    select c.id, c.slug, f.id as phase from consultations.consultation c join consultations.phase f on f.consultation_id = c.id where f.kind = 'debate' and f.state = 'open'`)
  if (!home) throw new Error('The demonstration has no open debate')
  slug = home.slug
  consultation = home.id
  await q.query(`
    insert into consultations.debate (consultation_id, phase_id, number, title, question, body, state, summary, kept, published_at, concluded_at)
    select $1, $2, 1000 + n, left(rpad(payload, 5, '.'), 160), left(rpad(payload, 5, '.'), 300), payload, 'concluded', rpad(payload, 30, '.'), rpad(payload, 30, '.'), platform.clock(), platform.clock() from unnest($3::text[]) with ordinality as p(payload, n)`, [home.id, home.phase, PAYLOADS])
  await q.query(`
    insert into consultations.comment (consultation_id, phase_id, debate_id, stance, body, author_name, channel, state, listed, submission_token)
    select $1, $2, (select id from consultations.debate where consultation_id = $1 and number = 1001), 'for', payload, payload, 'online', 'published', true, gen_random_uuid() from unnest($3::text[]) p(payload)`, [home.id, home.phase, PAYLOADS])
  await q.query(`
    with made as (insert into consultations.moderation_case (consultation_id, comment_id, cause, found) select $1, id, 'words', author_name from consultations.comment where debate_id = (select id from consultations.debate where consultation_id = $1 and number = 1001) returning id, found)
    insert into consultations.report (case_id, form_token, reason, words) select id, gen_random_uuid(), 'other', found from made`, [home.id])
  await q.query(`
    with made as (
      insert into consultations.moderation_decision (batch_id, case_id, act, words, decided_by, case_before, thing_before, listed_before)
      select gen_random_uuid(), id, 'keep', found, gen_random_uuid(), 'waiting', 'published', true from consultations.moderation_case where found <> '' returning id)
    select count(*) from made`)
  // Titles of proposals, in the queue.
  await q.query(`
    with made as (
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, author_name, channel, submission_token)
      select $1, $2, 5000 + n, left(rpad(payload, 5, '.'), 160), rpad(payload, 30, '.'), 'mobility', payload, 'online', gen_random_uuid() from unnest($3::text[]) with ordinality as p(payload, n) returning id, title, body, theme),
      kept as (insert into consultations.proposal_version (proposal_id, version, title, body, theme) select id, 1, title, body, theme from made)
    insert into consultations.moderation_case (consultation_id, proposal_id, cause) select $1, id, 'report' from made`, [home.id, home.phase, PAYLOADS])
}

async function inert(page: Page, path: string): Promise<void> {
  const answer = await page.goto(platform.origin + path)
  await page.waitForLoadState('load')
  expect([path, answer?.status()]).toEqual([path, 200])
  expect([path, await page.evaluate(() => (globalThis as unknown as { __ran?: number }).__ran)]).toEqual([path, undefined])
}

it('has three hundred payloads, all different', () => {
  expect(new Set(PAYLOADS).size).toBe(300)
})

journey('nothing that somebody wrote runs, on any page', async () => {
  const page = await openPage({ viewport: { width: 1280, height: 800 } })
  const errors: string[] = []
  page.on('dialog', dialog => { errors.push(dialog.message()); void dialog.dismiss() })
  // That the page would show it, were it trusted.
  await page.setContent(`<body>${PAYLOADS[0]}</body>`)
  await page.waitForFunction(() => (globalThis as unknown as { __ran?: number }).__ran === 1)
  const pages = Array.from({ length: 15 }, (_, n) => n + 1)
  for (const number of pages) {
    await inert(page, `/consultations/${slug}/debats?page=${number}`)
    await inert(page, `/consultations/${slug}/debats/1001?commentaires=${number}&tri=oldest`)
  }
  expect(await page.locator('.comment').count()).toBe(20)
  for (const n of pages) await inert(page, `/consultations/${slug}/debats/${1000 + n * 20}`)
  const { rows: [one] } = await platform.db.owner.query<{ id: string }>('select id from consultations.comment where author_name = $1', [PAYLOADS[0]])
  for (const path of [`commentaires/${one?.id}`, `signaler?commentaire=${one?.id}`, `propositions/5001`, 'signaler?proposition=5001']) await inert(page, `/consultations/${slug}/${path}`)
  await inert(page, `/recherche?q=onerror`)
  await signIn(page, platform.origin, 'agent@parvis.example')
  for (const number of [...pages, ...pages.map(n => n + 15)]) await inert(page, `/gestion/moderation?page=${number}`)
  for (const number of [1, 2, 3, 4, 5, 6]) await inert(page, `/gestion/moderation/journal?page=${number}`)
  for (const number of [1, 2, 3]) await inert(page, `/gestion/consultations/${consultation}/debats?page=${number}`)
  expect(errors).toEqual([])
  await page.context().close()
})

journey('the addresses and fields of these pages take anything and run nothing', async () => {
  const page = await openPage({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  for (const payload of PAYLOADS.slice(0, 40)) {
    const typed = encodeURIComponent(payload)
    await page.goto(`${platform.origin}/consultations/${slug}/debats/1?tri=${typed}&commentaires=${typed}&fait=${typed}`)
    expect(await page.evaluate(() => (globalThis as unknown as { __ran?: number }).__ran)).toBeUndefined()
  }
  for (const payload of PAYLOADS.slice(120, 150)) {
    await page.goto(`${platform.origin}/consultations/${slug}/debats/1`)
    await page.fill('textarea[name=body]', payload)
    // Without a side it comes back with what was typed.
    await page.getByRole('button', { name: 'Envoyer mon commentaire' }).click()
    await page.waitForURL(/commentaires\/nouveau/)
    expect(await page.inputValue('textarea[name=body]')).toBe(payload)
    expect(await page.evaluate(() => (globalThis as unknown as { __ran?: number }).__ran)).toBeUndefined()
  }
  await page.context().close()
})
