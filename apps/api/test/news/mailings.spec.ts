// Many mails: digests and letters, over a real mail server, by workers that die.
import { Outbox } from '@parvis/platform'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSmtp } from '../../../../test/support/smtp'
import type { TestSmtp } from '../../../../test/support/smtp'
import { startWorker } from '../../../../test/support/worker'
import { Mailings } from '../../../../libs/consultations/src/newsletters/mailings.service'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { anAnnounced, withCentres } from '../support/consultations'
import { signedIn } from '../support/votes'

let smtp: TestSmtp
let platform: TestPlatform
let consultation: { id: string, slug: string }
beforeAll(async () => {
  smtp = await startSmtp()
  platform = await startApp({ SMTP_URL: smtp.url })
  await withCentres(platform)
  consultation = await anAnnounced(platform, await platform.as('staff'), { title: 'Un titre <b>hostile</b> & long' })
  await platform.settle()
})
afterAll(async () => {
  await platform.stop()
  await smtp.stop()
})
beforeEach(async () => {
  smtp.received.length = 0
  await platform.db.owner.query(`delete from consultations.mailing; delete from identity.account where email like 'abonne-%'`)
})

/** People who follow the consultation. */
const followers = (count: number, { digest = 'weekly', language = 'fr' } = {}) => platform.db.owner.query(`
  with made as (
    insert into identity.account (email, password_hash, email_confirmed_at, digest, language)
    select 'abonne-' || $3 || '-' || n || '@example.org', '', platform.clock(), $2, $3 from generate_series(1, $1::integer) n returning id)
  insert into consultations.follow (account_id, kind, target, followed_at) select id, 'consultation', $4, platform.clock() - interval '1 day' from made`, [count, digest, language, consultation.id])

/** Something happens, and is told. */
async function something(): Promise<void> {
  await platform.db.owner.query(`
    with told as (insert into consultations.news (event_id, kind, consultation_id, at) values (gen_random_uuid(), 'consultation.resumed', $1, platform.clock()) returning id)
    insert into consultations.news_subject select id, 'consultation', $1::text from told`, [consultation.id])
}

const open = (period: string, rhythm = 'weekly') => platform.app.get(Mailings).openDigest(rhythm, period)
const drain = () => platform.app.get(Outbox).drain()
const addresses = () => smtp.received.map(({ to }) => to).sort()
/** Quoted-printable as people read it. */
const read = (text: string) => Buffer.from(text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8')

async function settled(condition: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (let tries = 0; !await condition(); tries++) {
    if (tries > seconds * 20) throw new Error('It did not happen')
    await sleep(50)
  }
}

describe('a digest', () => {
  it('is one mail in the language of its reader, that can be ended by the mail program itself', async () => {
    await followers(1)
    await followers(1, { language: 'nl' })
    await something()
    await open('weekly test-1')
    await drain()
    expect(addresses()).toEqual(['abonne-fr-1@example.org', 'abonne-nl-1@example.org'])
    const [dutch] = smtp.received.filter(({ to }) => to.includes('-nl-'))
    const text = read(dutch?.text ?? '')
    expect(text).toContain('De raadpleging gaat verder.')
    expect(text).toContain(`http://localhost:3000/nl/consultations/${consultation.slug}`)
    const [link] = /(?<=^List-Unsubscribe:\s*)<[^>]*>/m.exec(dutch?.text ?? '') ?? []
    expect(link).toMatch(/^<http:\/\/localhost:3000\/nl\/desabonnement\/d[\w-]{43}>$/)
    expect(dutch?.text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m)
    // What somebody wrote is text, in both parts.
    expect(text).toContain('Un titre <b>hostile</b> & long')
    expect(text).toContain('Un titre &lt;b&gt;hostile&lt;/b&gt; &amp; long')
    expect(text.split('multipart/alternative').length).toBe(2)
  })

  it('comes only when something happened, to whoever wants it, once a period', async () => {
    await followers(3)
    await followers(1, { digest: 'never', language: 'en' })
    await open('weekly test-2')
    await drain()
    // The announcement and what the other tests made happened after these people followed? No: told before their last day.
    const before = smtp.received.length
    await something()
    await Promise.all(Array.from({ length: 20 }, () => open('weekly test-3')))
    await drain()
    await open('weekly test-3')
    await drain()
    expect(addresses().slice(before).length).toBe(3)
    expect(addresses().some((to) => to.includes('-en-'))).toBe(false)
    const sent = smtp.received.length
    await open('weekly test-4')
    await drain()
    expect(smtp.received.length).toBe(sent)
  })

  it('is said once over two thousand people, whichever processes die on the way', async () => {
    await followers(2_000)
    await something()
    const first = await startWorker(platform.db, { SMTP_URL: smtp.url, ORIGIN: 'http://localhost:3000' })
    await open('weekly test-5')
    await settled(() => smtp.received.length > 300)
    // The server takes no more: what it has is marked, what is under way has no answer. Then the machine goes down.
    smtp.hold()
    await settled(() => smtp.held >= 5)
    await sleep(300)
    await first.kill()
    smtp.drop()
    const before = smtp.received.length
    // Somebody is left to write to: the second process has something to take up.
    expect(new Set(addresses()).size).toBe(before)
    expect(addresses()).not.toHaveLength(2_000)
    await platform.db.owner.query(`update platform.outbox set locked_until = clock_timestamp() where kind = 'mailing.wanted' and done_at is null`)
    const second = await startWorker(platform.db, { SMTP_URL: smtp.url, ORIGIN: 'http://localhost:3000' })
    await settled(() => smtp.received.length >= 2_000)
    await settled(async () => (await platform.db.owner.query(`select 1 from platform.outbox where kind = 'mailing.wanted' and done_at is null`)).rowCount === 0)
    await second.stop()
    expect(smtp.received.length).toBe(2_000)
    expect(new Set(addresses()).size).toBe(2_000)
    // One job for all of them.
    const { rows } = await platform.db.owner.query(`select count(*)::integer as count from platform.outbox where kind = 'mailing.wanted' and created_at > platform.clock() - interval '10 minutes' and payload ->> 'mailingId' in (select id::text from consultations.mailing where period = 'weekly test-5')`)
    expect(rows).toEqual([{ count: 1 }])
  }, 120_000)

  it('leaves out an address that the server refuses, and goes on', async () => {
    await followers(12)
    await platform.db.owner.query(`update identity.account set email = 'refuse@example.org' where email = 'abonne-fr-5@example.org'`)
    smtp.refuse('refuse@example.org')
    await something()
    await open('weekly test-6')
    await drain()
    expect(smtp.received.length).toBe(11)
    const { rows } = await platform.db.owner.query(`select dropped, count(*)::integer as count from consultations.mailing_recipient group by 1 order by 1`)
    expect(rows).toEqual([{ dropped: 'refused', count: 1 }, { dropped: null, count: 11 }])
    await platform.db.owner.query(`delete from identity.account where email = 'refuse@example.org'`)
  })
})

describe('the link that ends mails', () => {
  it('needs no account, does nothing when it is only looked at, and can be undone', async () => {
    await followers(1, { digest: 'daily' })
    await something()
    await open('daily test-7', 'daily')
    await drain()
    const [token = ''] = /(?<=desabonnement\/)[\w-]{44}/.exec(read(smtp.received[0]?.text ?? '')) ?? []
    const stranger = platform.stranger()
    expect((await stranger.get(`/api/unsubscriptions/${token}`).expect(200)).body).toEqual({ what: 'digest', wanted: true })
    for (let times = 0; times < 2; times++) expect((await stranger.put(`/api/unsubscriptions/${token}`).expect(200)).body).toEqual({ what: 'digest', wanted: false })
    await something()
    await open('daily test-8', 'daily')
    await drain()
    expect(smtp.received.length).toBe(1)
    expect((await stranger.delete(`/api/unsubscriptions/${token}`).expect(200)).body).toEqual({ what: 'digest', wanted: true })
    const { rows } = await platform.db.owner.query(`select digest, digest_before from identity.account where email = 'abonne-fr-1@example.org'`)
    expect(rows).toEqual([{ digest: 'daily', digest_before: null }])
    for (const wrong of [`l${token.slice(1)}`, token.slice(1), 'x', `${token}x`]) {
      for (const method of ['get', 'put', 'delete'] as const) expect((await stranger[method](`/api/unsubscriptions/${wrong}`).expect(404)).body.code).toBe('unsubscription.unknown')
    }
  })
})

describe('letters of staff', () => {
  const letter = (over: Record<string, unknown> = {}) => ({ ownerKind: 'metropolis', ownerCode: '200093201', subject: 'Vos idées : la suite', body: 'Bonjour,\n\nVoici la suite : https://parvis.example/suite.\n\n<script>alert(1)</script>', ...over })

  it('are written by staff, in their place', async () => {
    const lille = await signedIn(platform, 'staff', { place: '59350' })
    const roubaix = await signedIn(platform, 'staff', { place: '59512' })
    const own = { ownerKind: 'municipality', ownerCode: '59350', municipalityCode: '59350' }
    expect((await platform.stranger().post('/api/newsletters').send(letter()).expect(401)).body.code).toBe('access.sign-in-needed')
    for (const role of ['citizen', 'guardian', 'administrator'] as const) await (await signedIn(platform, role)).post('/api/newsletters').send(letter()).expect(403)
    expect((await lille.post('/api/newsletters').send(letter()).expect(403)).body.code).toBe('place.other')
    expect((await lille.post('/api/newsletters').send(letter({ ...own, municipalityCode: '59512' })).expect(422)).body.refusals[0]).toMatchObject({ code: 'newsletter.people-of-others', at: 'municipalityCode' })
    expect((await lille.post('/api/newsletters').send(letter({ ...own, consultationId: consultation.id })).expect(422)).body.refusals[0]).toMatchObject({ code: 'newsletter.consultation-of-others' })
    const { body: made } = await lille.post('/api/newsletters').send(letter(own)).expect(201)
    for (const agent of [roubaix, await signedIn(platform, 'staff')]) {
      expect((await agent.get(`/api/newsletters/${made.id}`).expect(403)).body.code).toBe('place.other')
      await agent.put(`/api/newsletters/${made.id}`).send({ ...letter(), revision: made.revision, ownerKind: undefined, ownerCode: undefined }).expect(403)
      for (const act of ['sending', 'tests', 'stop', 'resumption']) await agent.post(`/api/newsletters/${made.id}/${act}`).send({ revision: 1 }).expect(403)
      await agent.delete(`/api/newsletters/${made.id}`).expect(403)
      expect((await agent.get('/api/newsletters').expect(200)).body.items).toEqual([])
    }
    expect((await lille.get('/api/newsletters').expect(200)).body.total).toBe(1)
    await lille.delete(`/api/newsletters/${made.id}`).expect(204)
  })

  it('go to who accepted them, are tested by their author, counted without telling who, sent once', async () => {
    const staff = await signedIn(platform, 'staff')
    await followers(57)
    const { body: made } = await staff.post('/api/newsletters').send(letter({ consultationId: consultation.id })).expect(201)
    expect(made).toMatchObject({ audience: null, nobody: true, report: null })
    expect((await staff.post(`/api/newsletters/${made.id}/sending`).send({ revision: made.revision }).expect(422)).body.code).toBe('newsletter.nobody')
    // Consent is never presumed.
    await platform.db.owner.query(`update identity.account set letters_at = platform.clock() where email like 'abonne-%' and email <> 'abonne-fr-1@example.org'`)
    expect((await staff.get(`/api/newsletters/${made.id}`).expect(200)).body).toMatchObject({ audience: 50, nobody: false })
    await staff.post(`/api/newsletters/${made.id}/tests`).expect(202)
    await drain()
    expect(smtp.received.length).toBe(1)
    expect(smtp.received[0]?.to).toMatch(/^staff-/)
    expect(smtp.received[0]?.text).not.toContain('List-Unsubscribe')
    const edited = (await staff.put(`/api/newsletters/${made.id}`).send({ consultationId: consultation.id, subject: 'La suite de vos idées', body: letter().body, revision: made.revision }).expect(200)).body
    expect((await staff.post(`/api/newsletters/${made.id}/sending`).send({ revision: made.revision }).expect(409)).body.code).toBe('newsletter.changed-meanwhile')
    const answers = await Promise.all(Array.from({ length: 10 }, () => staff.post(`/api/newsletters/${made.id}/sending`).send({ revision: edited.revision })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
    await drain()
    expect(addresses().filter((to) => to.startsWith('abonne-')).length).toBe(56)
    expect(new Set(addresses()).size).toBe(57)
    const sent = smtp.received.find(({ to }) => to === 'abonne-fr-2@example.org')
    expect(read(sent?.text ?? '')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(read(sent?.text ?? '')).toContain('<a href="https://parvis.example/suite">')
    expect(sent?.text).toMatch(/^List-Unsubscribe-Post: /m)
    const { body: report } = await staff.get(`/api/newsletters/${made.id}`).expect(200)
    expect(report).toMatchObject({ state: 'sent', report: { recipients: 50, sent: 50, refused: null } })
    expect(JSON.stringify(report)).not.toContain('@')
  })

  const ready = async (people: number) => {
    const staff = await signedIn(platform, 'staff')
    await followers(people)
    await platform.db.owner.query(`update identity.account set letters_at = platform.clock() where email like 'abonne-%'`)
    const { body: made } = await staff.post('/api/newsletters').send(letter({ consultationId: consultation.id })).expect(201)
    return { staff, made, act: (path: string) => staff.post(`/api/newsletters/${made.id}/${path}`).send({ revision: made.revision }) }
  }
  const abonnes = () => addresses().filter((to) => to.startsWith('abonne-'))

  it('stop between two batches and go on from where they were, nobody twice', async () => {
    const { staff, made, act } = await ready(450)
    expect((await act('resumption').expect(409)).body.code).toBe('newsletter.not-stopped')
    await act('sending').expect(201)
    const going = drain()
    await settled(() => smtp.received.length > 20)
    expect((await act('stop').expect(201)).body).toMatchObject({ state: 'stopped' })
    // The last ones still leave: until then nobody begins again.
    const early = await act('resumption')
    if (early.status !== 201) expect([early.status, early.body.code]).toEqual([409, 'newsletter.still-stopping'])
    await going
    if (early.status !== 201) {
      const left = abonnes().length
      expect(left).toBeLessThan(450)
      await drain()
      expect(abonnes().length).toBe(left)
      expect((await act('stop').expect(409)).body.code).toBe('newsletter.not-sending')
      expect((await act('sending').expect(409)).body.code).toBe('newsletter.not-draft')
      expect((await staff.get(`/api/newsletters/${made.id}`).expect(200)).body).toMatchObject({ state: 'stopped', resumable: true, underWay: false })
      const answers = await Promise.all(Array.from({ length: 10 }, () => act('resumption')))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
    }
    await drain()
    expect(abonnes().length).toBe(450)
    expect(new Set(abonnes()).size).toBe(450)
    expect((await staff.get(`/api/newsletters/${made.id}`).expect(200)).body).toMatchObject({ state: 'sent', resumable: false, report: { sent: 450 } })
    expect((await act('resumption').expect(409)).body.code).toBe('newsletter.not-stopped')
  })

  it('go on after their job failed, and the job of before takes nobody any more', async () => {
    const { staff, made, act } = await ready(30)
    await act('sending').expect(201)
    await platform.db.owner.query(`
      update consultations.mailing_recipient r set attempt = 8 where mailing_id = (select id from consultations.mailing where newsletter_id = $1);`, [made.id])
    await platform.db.owner.query(`update platform.outbox set failed_at = clock_timestamp(), attempts = 8 where kind = 'mailing.wanted' and payload ->> 'mailingId' = (select id::text from consultations.mailing where newsletter_id = $1)`, [made.id])
    expect((await staff.get(`/api/newsletters/${made.id}`).expect(200)).body).toMatchObject({ state: 'sending', resumable: true })
    await act('resumption').expect(201)
    // Somebody retries the failed job before the new one begins: it takes nobody.
    const wait = (until: string) => platform.db.owner.query(`update platform.outbox set available_at = clock_timestamp() + $1::interval where kind = 'mailing.wanted' and attempts = 0 and done_at is null`, [until])
    const retry = () => platform.db.owner.query(`update platform.outbox set failed_at = null, done_at = null, attempts = 8, attempts_allowed = 16, available_at = clock_timestamp() where kind = 'mailing.wanted' and attempts >= 8`)
    await wait('1 hour')
    await retry()
    await drain()
    expect(abonnes()).toEqual([])
    // And at the same time.
    await wait('0')
    await retry()
    await Promise.all([drain(), drain(), drain()])
    expect(abonnes().length).toBe(30)
    expect(new Set(abonnes()).size).toBe(30)
    expect((await staff.get(`/api/newsletters/${made.id}`).expect(200)).body).toMatchObject({ state: 'sent' })
  })
})
