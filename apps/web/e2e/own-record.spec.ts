// What I did, on one page and its lists; an appeal with the receipt of a desk; filters kept for the team. Without JavaScript.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashReceipt, receiptCode } from '../../../libs/consultations/src/ballots/receipts'
import { journey } from '../../../test/support/browser'
import { startPlatform, type Platform } from '../../../test/support/platform'
import { openWithoutScripts } from './support/axe'
import { clean, follow, press, sees, textOf } from './support/hand'
import { signIn } from './support/sign-in'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
}, 600_000)
afterAll(() => platform?.stop(), 30_000)

journey('what I did is found again: comments, debates, meetings with their way out, reports, hidden texts and their appeals', async () => {
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await signIn(page, platform.origin, 'citoyenne@parvis.example')
  await page.goto(`${platform.origin}/compte`)
  for (const title of ['Mes commentaires', 'Mes débats', 'Mes rencontres', 'Signalements et contestations']) await page.getByRole('heading', { level: 2, name: title }).waitFor()
  await clean(page)
  for (const path of ['commentaires', 'debats', 'signalements', 'moderation', 'rencontres']) {
    await page.goto(`${platform.origin}/compte/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await clean(page)
  }
  const before = await page.getByRole('button', { name: /Annuler mon inscription/ }).count()
  expect(before).toBeGreaterThan(0)
  await page.getByRole('button', { name: /Annuler mon inscription/ }).first().click()
  await sees(page, 'Votre inscription est annulée.')
  expect(await page.getByRole('button', { name: /Annuler mon inscription/ }).count()).toBe(before - 1)
  await page.goto(`${platform.origin}/compte/moderation`)
  await sees(page, 'Contestation en cours')
  await page.getByRole('main').getByRole('listitem').filter({ hasText: 'Contestation en cours' }).getByRole('link').first().click()
  await sees(page, 'Votre contestation')
  await clean(page)
  for (const language of ['en', 'nl']) {
    await page.goto(`${platform.origin}/${language}/compte`)
    expect(await textOf(page)).not.toContain('«')
  }
  await page.context().close()
})

journey('a text that a desk entered and moderation hid is contested with its receipt, and the answer is read there', async () => {
  const q = platform.db.owner
  const { rows: [text] } = await q.query<{ id: string, consultation: string }>(`select id, consultation_id as consultation from consultations.comment where author_id is null and channel <> 'online' and state = 'published' and parent_id is null limit 1`)
  const { rows: [staff] } = await q.query<{ id: string }>(`select id from identity.account where email = 'agent@parvis.example'`)
  const key = Buffer.from(readFileSync(join(platform.db.secretsDir, 'receipt-key'), 'utf8').trim(), 'base64url')
  const code = receiptCode(key, 'a comment', 'of this test')
  await q.query(`insert into consultations.receipt (hash, kind, consultation_id, comment_id) values ($1, 'comment', $2, $3)`, [hashReceipt(key, code), text?.consultation, text?.id])
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await page.goto(`${platform.origin}/recu?code=${code}`)
  expect(await page.getByRole('button', { name: 'Envoyer ma contestation' }).count()).toBe(0)
  await q.query(`
    with found as (insert into consultations.moderation_case (consultation_id, comment_id, cause, state) values ($1, $2, 'report', 'kept') on conflict (comment_id) do update set state = 'kept' returning id),
      decided as (insert into consultations.moderation_decision (batch_id, case_id, act, reason, words, decided_by, case_before, thing_before, listed_before, appeal_until)
        select gen_random_uuid(), id, 'hide', 'off-topic', 'Ce texte parle d’autre chose.', $3, 'kept', 'published', true, platform.clock() + interval '15 days' from found returning id, case_id)
    select * from decided`, [text?.consultation, text?.id, staff?.id])
  await q.query(`update consultations.moderation_case k set state = 'hidden', hidden_by_decision = d.id from consultations.moderation_decision d where d.case_id = k.id and k.comment_id = $1 and d.act = 'hide'`, [text?.id])
  await q.query(`update consultations.comment set state = 'hidden' where id = $1`, [text?.id])
  await page.goto(`${platform.origin}/recu?code=${code}`)
  await sees(page, 'Ce code suffit pour contester')
  await clean(page)
  await press(page, 'Envoyer ma contestation')
  await page.locator('#words-error').waitFor()
  await page.getByLabel('Pourquoi ce texte devrait être affiché').fill('Il parle bien de la place et de son ombre.')
  await press(page, 'Envoyer ma contestation')
  await sees(page, 'Votre contestation est reçue.')
  expect(await textOf(page)).toContain('Il parle bien de la place et de son ombre.')
  await clean(page)
  // Somebody else answers; the code reads it.
  await q.query(`update consultations.appeal set outcome = 'upheld', answer = 'Nous avons relu : le texte parle d’un magasin.', decided_by = gen_random_uuid(), decided_at = platform.clock() where door = 'receipt'`)
  await page.goto(`${platform.origin}/recu?code=${code}`)
  await sees(page, 'Nous avons relu')
  await page.context().close()
})

journey('a withdrawn proposal tells its journey by its receipt', async () => {
  const q = platform.db.owner
  const key = Buffer.from(readFileSync(join(platform.db.secretsDir, 'receipt-key'), 'utf8').trim(), 'base64url')
  const code = receiptCode(key, 'a proposal', 'withdrawn')
  await q.query(`
    with gone as (update consultations.proposal set state = 'withdrawn', withdrawn_at = platform.clock() where id = (select id from consultations.proposal where state = 'submitted' and not exists (select from consultations.vote_option o where o.proposal_id = proposal.id) limit 1) returning id, consultation_id)
    insert into consultations.receipt (hash, kind, consultation_id, proposal_id) select $1, 'proposal', consultation_id, id from gone`, [hashReceipt(key, code)])
  const page = await openWithoutScripts({ viewport: { width: 360, height: 740 } })
  await page.goto(`${platform.origin}/recu?code=${code}`)
  await sees(page, /Retirée par vous le/)
  await clean(page)
  await page.context().close()
})

journey('a filter is kept under a name, found again, shared with the team and deleted', async () => {
  const page = await openWithoutScripts({})
  await signIn(page, platform.origin, 'agent@parvis.example')
  const lists: [path: string, choose: () => Promise<unknown>][] = [
    ['/gestion/moderation', () => page.locator('[name=genre]').selectOption('commentaires')],
    ['/gestion/journal', () => page.locator('[name=genre]').selectOption('moderation')],
  ]
  for (const [path, choose] of lists) {
    await page.goto(platform.origin + path)
    await choose()
    await press(page, 'Afficher')
    await page.waitForURL(/genre=/)
    const filtered = page.url()
    await page.getByText('Garder ce filtre').click()
    await press(page, 'Garder le filtre')
    await page.locator('#name-error').waitFor()
    await page.getByLabel('Nom du filtre').fill('Mon filtre à moi')
    await page.getByLabel('Qui le voit').selectOption({ index: 1 })
    await press(page, 'Garder le filtre')
    await sees(page, 'Le filtre est gardé.')
    await clean(page)
    await page.goto(platform.origin + path)
    await follow(page, /Mon filtre à moi/)
    await page.waitForURL(/genre=/)
    expect(new URL(page.url()).searchParams.get('genre')).toBe(new URL(filtered).searchParams.get('genre'))
    await page.getByText('Supprimer un filtre').click()
    await press(page, /Supprimer le filtre «\sMon filtre à moi/)
    await sees(page, 'Le filtre est supprimé.')
  }
  await page.context().close()
})
