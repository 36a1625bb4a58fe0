// 300 script payloads in every text of meetings, letters, accounts and saved filters: read in a browser with scripts on, and in the
// files that other programs open (feeds, calendars, tables).
import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { PAYLOADS } from '../../../test/support/payloads'
import { signIn } from './support/sign-in'

let platform: Platform
let slug: string
let consultation: string
beforeAll(async () => {
  platform = await startPlatform()
  await plant()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

/** By the database, past every form: what an import or an older version may have left. */
async function plant(): Promise<void> {
  const q = platform.db.owner
  const { rows: [home] } = await q.query<{ id: string, slug: string }>(`select c.id, c.slug from consultations.consultation c where c.state = 'running' and c.suspended_at is null order by c.slug limit 1`)
  if (!home) throw new Error('The demonstration has no running consultation')
  slug = home.slug
  consultation = home.id
  await q.query(`
    with made as (
      insert into consultations.meeting (consultation_id, number, state, title, body, kind, place_name, address, postal_code, municipality_code, access, starts_at, ends_at, agenda, languages, minutes, links, minutes_published_at, published_at)
      select $1, 5000 + n, 'published', left(payload, 160), payload, 'in_person', left(payload, 160), left(payload, 300), '59000', '59350', payload, platform.clock() + interval '3 days' + n * interval '1 minute', platform.clock() + interval '4 days',
        jsonb_build_array(jsonb_build_object('time', '18:00', 'title', payload)), array[payload], payload, jsonb_build_array(jsonb_build_object('title', payload, 'url', 'https://example.org/')), platform.clock(), platform.clock()
      from unnest($2::text[]) with ordinality as p(payload, n) returning id, number, title),
      asked as (insert into consultations.meeting_question (meeting_id, number, question, answer, answered_at) select id, 1, title, title, platform.clock() from made)
    insert into consultations.meeting_registration (meeting_id, state, channel, name, needs, token, told_sequence) select id, 'confirmed', 'online', left(title, 120), title, gen_random_uuid(), 0 from made where number <= 5020`, [home.id, PAYLOADS])
  await q.query(`insert into consultations.newsletter (owner_kind, owner_code, subject, body) select 'metropolis', '200093201', left(rpad(payload, 3, '.'), 150), payload from unnest($1::text[]) p(payload)`, [PAYLOADS])
  await q.query(`update identity.account set display_name = left($1, 80) where email = 'citoyenne@parvis.example'`, [PAYLOADS[0]])
  await q.query(`
    insert into consultations.saved_view (account_id, list, place, name, filter) select a.id, 'journal', n, left(payload, 55) || n, jsonb_build_object('actor', payload)
    from identity.account a, unnest($1::text[]) with ordinality as p(payload, n) where a.email = 'agent@parvis.example'`, [PAYLOADS.slice(0, 20)])
}

async function inert(page: Page, path: string): Promise<void> {
  const answer = await page.goto(platform.origin + path)
  await page.waitForLoadState('load')
  expect([path, answer?.status()]).toEqual([path, 200])
  expect([path, await page.evaluate(() => (globalThis as unknown as { __ran?: number }).__ran)]).toEqual([path, undefined])
}

journey('nothing that somebody wrote runs on the pages of meetings, letters, accounts and filters', async () => {
  const page = await openPage({ viewport: { width: 1280, height: 800 } })
  const errors: string[] = []
  page.on('dialog', dialog => { errors.push(dialog.message()); void dialog.dismiss() })
  const sampled = Array.from({ length: 15 }, (_, n) => n * 20 + 1)
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) await inert(page, `/consultations/${slug}/rencontres?page=${number}`)
  await inert(page, '/rencontres')
  for (const n of sampled) await inert(page, `/consultations/${slug}/rencontres/${5000 + n}`)
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  for (const path of ['/compte', '/compte/commentaires', '/compte/debats', '/compte/rencontres', '/compte/signalements', '/compte/moderation']) await inert(page, path)
  await page.context().clearCookies()
  await signIn(page, platform.origin, 'agent@parvis.example')
  for (const number of [1, 2, 3]) await inert(page, `/gestion/lettres?page=${number}`)
  const { rows: letters } = await platform.db.owner.query<{ id: string }>(`select id from consultations.newsletter where state = 'draft' order by subject limit 15`)
  for (const { id } of letters) await inert(page, `/gestion/lettres/${id}`)
  await inert(page, '/gestion/journal')
  const { rows: [met] } = await platform.db.owner.query<{ id: string }>('select id from consultations.meeting where number = 5001 and consultation_id = $1', [consultation])
  for (const path of ['', '/inscrits', '/modifier', '/compte-rendu', '/questions']) await inert(page, `/gestion/consultations/${consultation}/rencontres/${met?.id}${path}`)
  expect(errors).toEqual([])

  // Files: one line or one cell for each text, whatever stands in it, and no cell that a table would compute.
  const ics = await (await fetch(`${platform.origin}/api/consultations/${slug}/meetings.ics`)).text()
  const unfolded = ics.replace(/\r\n[ \t]/g, '').split('\r\n').filter(Boolean)
  expect(unfolded.filter(line => !/^[A-Z-]+(;[^:]*)?:/.test(line))).toEqual([])
  expect(unfolded.filter(line => line === 'BEGIN:VEVENT').length).toBe(unfolded.filter(line => line === 'END:VEVENT').length)
  const table = await (await page.request.get(`${platform.origin}/api/meetings/${met?.id}/registrations.csv`)).text()
  expect(table).not.toMatch(/(^|[;,\n]"?)[=+@]/)
  const feed = await (await fetch(`${platform.origin}/consultations/${slug}/fil`)).text()
  expect(await page.evaluate(`(text => {
    const read = new DOMParser().parseFromString(text, 'application/xml')
    return [read.querySelectorAll('parsererror').length, read.getElementsByTagNameNS('http://www.w3.org/1999/xhtml', '*').length, read.getElementsByTagNameNS('http://www.w3.org/2000/svg', '*').length]
  })(${JSON.stringify(feed)})`)).toEqual([0, 0, 0])
})
