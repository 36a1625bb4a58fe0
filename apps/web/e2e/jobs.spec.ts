import type { Page } from 'playwright-core'
import { journey, openPage } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { axeFindings, openWithoutScripts, scrollsSideways } from './support/axe'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

async function clean(page: Page) {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    expect([page.url(), width, await axeFindings(page)]).toEqual([page.url(), width, []])
    expect([page.url(), width, await scrollsSideways(page)]).toEqual([page.url(), width, false])
  }
}

async function as(email: string, open = openWithoutScripts): Promise<Page> {
  const page = await open({ viewport: { width: 1280, height: 800 } })
  await signIn(page, platform.origin, email)
  return page
}

const press = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('button', { name }).first().click()
const said = (page: Page, text: string | RegExp) => page.getByRole('main').getByText(text).first().waitFor()
const query = <T extends object>(sql: string, params: unknown[] = []) => platform.db.owner.query<T>(sql, params).then(({ rows }) => rows)

journey('what was erased is read with its proof, on paper too, without JavaScript', async () => {
  const page = await as('garante@parvis.example')
  await page.goto(`${platform.origin}/gestion/journal`)
  await page.getByRole('link', { name: 'Voir ce qui a été effacé' }).click()
  await said(page, 'Qui a participé à un vote')
  // Every rule has its words: a name for programs would stand here otherwise.
  expect(await page.getByRole('main').getByText(/^[a-z]+(-[a-z]+)+$/).count()).toBe(0)
  await clean(page)
  const [made] = await query<{ id: string }>(`
    insert into consultations.forgotten_people (kind, subject_id, consultation_id, entries)
    select 'vote', v.id, p.consultation_id, 1204 from consultations.vote v join consultations.phase p on p.id = v.phase_id where v.state = 'published' order by v.id limit 1 on conflict (kind, subject_id) do update set entries = 1204 returning subject_id as id`)
  await page.goto(`${platform.origin}/gestion/effacements`)
  await clean(page)
  await page.locator(`a[href$="/vote/${made?.id ?? ''}"]`).click()
  await said(page, 'Certificat d’effacement')
  await said(page, /1.204/)
  await clean(page)
  await query(`insert into platform.erasure (rule, day, removed, last_at) values ('vote-people', platform.today() - 3, 4, platform.clock() - interval '3 days') on conflict (rule, day) do nothing`)
  await query(`update platform.erasure set last_at = platform.clock() - interval '3 days' where rule = 'vote-people'`)
  await page.goto(`${platform.origin}/gestion/effacements`)
  await said(page, 'Un effacement ne passe plus')
  await clean(page)
  await page.context().close()
})

journey('staff of the metropolis see what failed and why, give one up, try the others again, without JavaScript', async () => {
  const page = await as('agent@parvis.example')
  await page.goto(`${platform.origin}/gestion/travaux`)
  await said(page, 'Aucune tâche en échec')
  await said(page, 'Répond aussi aux visiteurs')
  await clean(page)

  await query(`
    insert into platform.outbox (kind, payload, attempts, failed_at, cause, last_error)
    select 'account.reset-wanted', '{"accountId": null}'::jsonb, 8, clock_timestamp(), 'job.mail-unreachable', 'connect ECONNREFUSED' from generate_series(1, 2)
    union all select 'vote.sealed', jsonb_build_object('voteId', (select id from consultations.vote where state = 'published' limit 1)), 8, clock_timestamp(), 'job.vanished', 'The process ended during the work'`)
  await page.goto(`${platform.origin}/gestion/travaux`)
  await page.getByRole('link', { name: 'Tâches automatiques (3 en échec)' }).waitFor()
  await said(page, 'Le serveur de courriel ne répond pas.')
  await clean(page)
  // The day says it too, and leads there.
  await page.goto(`${platform.origin}/gestion`)
  await said(page, '3 tâches automatiques ont échoué')
  await page.getByRole('main').getByRole('link', { name: 'Voir ce qui a échoué et relancer' }).click()
  await page.goto(`${platform.origin}/gestion/travaux`)

  await page.getByRole('main').getByRole('link', { name: /^Abandonner.*mot de passe/ }).first().click()
  await press(page, 'Abandonner')
  await page.locator('[data-error-summary]').waitFor()
  await clean(page)
  await page.fill('[name=reason]', 'La personne a retrouvé son mot de passe.')
  await press(page, 'Abandonner')
  await said(page, 'La tâche est abandonnée.')

  await page.getByRole('main').getByRole('link', { name: 'Relancer toutes les tâches en échec' }).click()
  await said(page, '2 tâches seront relancées tout de suite.')
  await clean(page)
  await press(page, 'Relancer ces 2 tâches')
  await said(page, '2 tâches sont relancées.')
  for (let left = 1; left > 0;) ({ left } = (await query<{ left: number }>(`select count(*)::integer as left from platform.outbox where done_at is null and given_up_at is null`))[0] ?? { left: 0 })
  await page.goto(`${platform.origin}/gestion/travaux`)
  await said(page, 'Aucune tâche en échec')
  await page.getByRole('link', { name: 'Tâches automatiques', exact: true }).waitFor()
})

journey('what runs moves on the page by itself, and the page is whole again when it is over', async () => {
  const page = await as('admin@parvis.example', openPage)
  await query(`insert into platform.outbox (kind, attempts, locked_until, started_at, runner, progress_done, progress_total, progress_at)
    values ('vote.sealed', 1, clock_timestamp() + interval '10 minutes', clock_timestamp(), 'elsewhere:1', 1200, 5000, clock_timestamp())`)
  await page.goto(`${platform.origin}/gestion/travaux`)
  await said(page, /1.200 sur 5.000/)
  await clean(page)
  await query(`update platform.outbox set progress_done = 3400 where runner = 'elsewhere:1'`)
  await said(page, /3.400 sur 5.000/)
  await query(`update platform.outbox set done_at = clock_timestamp(), locked_until = null where runner = 'elsewhere:1'`)
  await said(page, 'Aucune tâche en cours')
})

journey('the list is not for staff of a commune', async () => {
  const page = await as('agent.roubaix@parvis.example')
  await page.goto(`${platform.origin}/gestion`)
  expect(await page.getByRole('link', { name: /Tâches automatiques/ }).count()).toBe(0)
  expect((await page.goto(`${platform.origin}/gestion/travaux`))?.status()).toBe(403)
})

journey('staff have the complete file of a consultation made, and download it', async () => {
  const page = await as('agent@parvis.example')
  const id = (await query<{ id: string }>(`select c.id from consultations.consultation c join consultations.vote v on v.consultation_id = c.id where v.state = 'published' and c.owner_kind = 'metropolis' limit 1`))[0]?.id
  await page.goto(`${platform.origin}/gestion/consultations/${id}`)
  await page.getByRole('link', { name: 'Fichier complet de la consultation' }).click()
  await clean(page)
  await press(page, 'Préparer le fichier')
  const download = page.getByRole('main').getByRole('link', { name: /^Télécharger \(ZIP/ })
  for (let n = 0; n < 60 && await download.count() === 0; n++) {
    await page.waitForTimeout(250)
    await page.goto(`${platform.origin}/gestion/consultations/${id}/export`)
  }
  await clean(page)
  const address = `${platform.origin}${await download.getAttribute('href')}`
  const file = await page.request.get(address)
  expect([file.status(), file.headers()['content-type'], (await file.body()).subarray(0, 2).toString()]).toEqual([200, 'application/zip', 'PK'])
  const stranger = await openWithoutScripts({})
  expect((await stranger.request.get(address)).status()).toBe(401)
})
