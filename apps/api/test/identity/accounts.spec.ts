import { verify } from '@node-rs/argon2'
import { PASSWORD, startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

// The real one, counted.
jest.mock('@node-rs/argon2', () => {
  const real = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2')
  return { ...real, verify: jest.fn(real.verify) }
})

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

interface Mail {
  subject: string
  body: string
}

const mailsTo = async (to: string) => (await platform.stranger().get('/api/mailbox').query({ to }).expect(200)).body as Mail[]
const tokenIn = (mail?: Mail) => /\/(?:confirmation|mot-de-passe)\/([\w-]{43})/.exec(mail?.body ?? '')?.[1] ?? ''

async function register(email: string, password = PASSWORD) {
  await platform.stranger().post('/api/accounts').send({ email, password, displayName: 'Nour' }).expect(202, { sent: true })
  await platform.settle()
}

const signIn = (email: string, password = PASSWORD) => {
  const agent = platform.stranger()
  return { agent, answer: agent.post('/api/sessions').send({ email, password }) }
}

describe('an account', () => {
  it('is opened, confirmed by mail, signed in to, and signed out of everywhere', async () => {
    await register('Nour@Example.org')
    const [mail] = await mailsTo('nour@example.org')
    await platform.stranger().put(`/api/email-confirmations/${tokenIn(mail)}`).expect(204)
    // A link works once.
    await platform.stranger().put(`/api/email-confirmations/${tokenIn(mail)}`).expect(404)

    const [phone, computer] = [signIn('nour@example.org'), signIn('NOUR@example.org')]
    const { body, headers } = await phone.answer.expect(201)
    await computer.answer.expect(201)
    expect(body.account).toMatchObject({ email: 'nour@example.org', emailConfirmed: true, displayName: 'Nour', civilStatusGiven: false, municipality: null })
    expect(body.permissions).toEqual(['account.own', 'proposal.submit', 'proposal.support', 'ballot.cast', 'comment.write', 'comment.judge', 'meeting.register'])
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/^parvis_3000=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)])

    await phone.agent.delete('/api/sessions').expect(204)
    for (const { agent } of [phone, computer]) expect((await agent.get('/api/session').expect(200)).body.account).toBeNull()
    const { rows } = await platform.db.app.query('select 1 from identity.session s join identity.account a on a.id = s.account_id where a.email = $1', ['nour@example.org'])
    expect(rows).toEqual([])
  })

  it('signs out of one device only', async () => {
    const { email } = await platform.person('citizen', { named: 'two devices' })
    const [phone, computer] = [signIn(email), signIn(email)]
    await phone.answer.expect(201)
    await computer.answer.expect(201)
    await phone.agent.delete('/api/sessions/current').expect(204)
    await phone.agent.delete('/api/sessions/current').expect(204)
    expect((await computer.agent.get('/api/session')).body.account.email).toBe(email)
  })

  it('keeps tokens and passwords as hashes only', async () => {
    const { answer } = signIn((await platform.person('citizen', { named: 'hashes' })).email)
    const token = /parvis_3000=([\w-]{43})/.exec((await answer).headers['set-cookie']?.[0] ?? '')?.[1] ?? ''
    const { rows } = await platform.db.owner.query<{ text: string }>(`
      select (select string_agg(s::text, ' ') from identity.session s) || (select string_agg(a::text, ' ') from identity.account a) as text`)
    const text = rows[0]?.text ?? ''
    expect(text).toContain('$argon2id$')
    for (const secret of [token, Buffer.from(token, 'base64url').toString('hex'), PASSWORD]) expect(text).not.toContain(secret)
  })

  it('gives its owner a new password by mail, and ends every session', async () => {
    const { email, agent: old } = await platform.person('citizen', { named: 'forgetful' })
    await platform.stranger().post('/api/password-resets').send({ email }).expect(202, { sent: true })
    await platform.settle()
    const token = tokenIn((await mailsTo(email))[0])
    const refused = await platform.stranger().put(`/api/password-resets/${token}`).send({ password: 'court' }).expect(422)
    expect(refused.body).toMatchObject({ code: 'password.too-short', refusals: [{ at: 'password', facts: { least: 12 } }] })
    await platform.stranger().put(`/api/password-resets/${token}`).send({ password: 'une autre phrase longue' }).expect(204)
    await platform.stranger().put(`/api/password-resets/${token}`).send({ password: 'encore une autre phrase' }).expect(404)
    expect((await old.get('/api/session')).body.account).toBeNull()
    await signIn(email).answer.expect(401)
    await signIn(email, 'une autre phrase longue').answer.expect(201)
  })

  it('lets a link of a mail grow too old', async () => {
    const { email } = await platform.person('citizen', { named: 'slow' })
    await platform.stranger().post('/api/password-resets').send({ email }).expect(202)
    await platform.settle()
    await platform.db.app.query(`update identity.one_time_token set expires_at = platform.clock() where used_at is null`)
    const answer = await platform.stranger().put(`/api/password-resets/${tokenIn((await mailsTo(email))[0])}`).send({ password: PASSWORD }).expect(404)
    expect(answer.body.code).toBe('token.unknown')
  })

  it('is sent five links within the hour, not more', async () => {
    const { email } = await platform.person('citizen', { named: 'pressed' })
    for (let n = 0; n < 8; n++) await platform.stranger().post('/api/password-resets').send({ email }).expect(202)
    await platform.settle()
    expect(await mailsTo(email)).toHaveLength(5)
  })

  it('changes its password when the present one is given; other devices sign in again', async () => {
    const { email, agent } = await platform.person('citizen', { named: 'careful' })
    const other = signIn(email)
    await other.answer.expect(201)
    const refused = await agent.put('/api/account/password').send({ current: 'ce n’est pas lui', password: 'la nouvelle phrase' }).expect(422)
    expect(refused.body).toMatchObject({ code: 'password.wrong', refusals: [{ at: 'current' }] })
    await agent.put('/api/account/password').send({ current: PASSWORD, password: 'la nouvelle phrase' }).expect(204)
    expect((await agent.get('/api/session')).body.account.email).toBe(email)
    expect((await other.agent.get('/api/session')).body.account).toBeNull()
  })

  it('carries a name and a commune that are shown', async () => {
    const agent = await platform.as('citizen', { named: 'moves' })
    await agent.patch('/api/account').send({ displayName: ' Léa D. ', municipalityCode: '59355' }).expect(204)
    expect((await agent.get('/api/session')).body.account).toMatchObject({ displayName: 'Léa D.', municipality: { code: '59350', name: 'Lille' } })
    expect((await agent.patch('/api/account').send({ municipalityCode: '75056' }).expect(422)).body.code).toBe('municipality.unknown')
    await agent.patch('/api/account').send({ role: 'administrator' }).expect(400)
  })
})

describe('the way back of whoever registers on the way to something', () => {
  const linkIn = (mail?: Mail) => new URL(/https?:\S+/.exec(mail?.body ?? '')?.[0] ?? '')
  const opened = (email: string, back?: string) => platform.stranger().post('/api/accounts').send({ email, password: PASSWORD, back })

  it('is in the link of the mail, which another browser may open; for somebody who has an account too', async () => {
    const back = '/consultations/rafraichir-nos-places/vote'
    for (const pathname of [/^\/inscription\/confirmation\/[\w-]{43}$/, /^\/connexion$/]) {
      await opened('retour@example.org', back).expect(202)
      await platform.settle()
      const link = (await mailsTo('retour@example.org')).map(linkIn).find((one) => pathname.test(one.pathname))
      expect(link?.search).toBe(`?retour=${back}`)
    }
    await opened('sans-retour@example.org').expect(202)
    await platform.settle()
    expect(linkIn((await mailsTo('sans-retour@example.org'))[0]).search).toBe('')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/.//evil.example', '/a//b', '/a/../b', '/%2f%2fevil.example', '/a?choix=o1', '/a#b', '/a\n', 'compte', `/${'a'.repeat(300)}`])(
    'is a path of this site and nothing else: %s is refused', async (back) => {
      await opened('ailleurs@example.org', back).expect(400)
    })
})

describe('the language of an account', () => {
  const languages = { fr: ['Confirmez votre adresse', '/inscription/confirmation/'], en: ['Confirm your', '/en/inscription/confirmation/'], nl: ['Bevestig', '/nl/inscription/confirmation/'] } as const

  it.each(['fr', 'en', 'nl'] as const)('is that of the page it was opened on (%s): mails and their links are in it', async language => {
    const email = `lezer-${language}@example.org`
    await platform.stranger().post('/api/accounts').send({ email, password: PASSWORD, language }).expect(202)
    await platform.settle()
    const [mail] = await mailsTo(email)
    expect(mail?.subject).toContain(languages[language][0])
    expect(new URL(/https?:\S+/.exec(mail?.body ?? '')?.[0] ?? '').pathname.startsWith(languages[language][1])).toBe(true)
    const { agent, answer } = signIn(email)
    await answer.expect(201)
    expect((await agent.get('/api/session')).body.account.language).toBe(language)
  })

  it('is French unless told, changed by its owner, and one of three', async () => {
    await register('change@example.org')
    const { agent, answer } = signIn('change@example.org')
    await answer.expect(201)
    expect((await agent.get('/api/session')).body.account.language).toBe('fr')
    await agent.patch('/api/account').send({ language: 'nl' }).expect(204)
    expect((await agent.get('/api/session')).body.account).toMatchObject({ language: 'nl', displayName: 'Nour' })
    await platform.stranger().post('/api/password-resets').send({ email: 'change@example.org' }).expect(202)
    await platform.settle()
    const reset = (await mailsTo('change@example.org')).find(({ body }) => body.includes('/mot-de-passe/'))
    expect(reset?.body).toContain('/nl/mot-de-passe/')
    await agent.patch('/api/account').send({ language: 'fr-simple' }).expect(400)
    await platform.stranger().post('/api/accounts').send({ email: 'odd@example.org', password: PASSWORD, language: '../x' }).expect(400)
  })
})

describe('who has an account', () => {
  it('cannot be learnt by opening one', async () => {
    const { email } = await platform.person('citizen', { named: 'known' })
    const [known, unknown] = await Promise.all([email, 'personne@example.org'].map(address =>
      platform.stranger().post('/api/accounts').send({ email: address, password: PASSWORD })))
    expect(known?.status).toBe(202)
    expect([known?.status, known?.text, named(known?.headers)]).toEqual([unknown?.status, unknown?.text, named(unknown?.headers)])
    await platform.settle()
    expect((await mailsTo(email))[0]?.subject).toBe('Vous avez déjà un compte Parvis')
    // The attempt changed nothing.
    await signIn(email).answer.expect(201)
  })

  it('cannot be learnt by asking for a new password', async () => {
    const { email } = await platform.person('citizen', { named: 'known' })
    const [known, unknown] = await Promise.all([email, 'personne-du-tout@example.org'].map(address =>
      platform.stranger().post('/api/password-resets').send({ email: address })))
    expect([known?.status, known?.text]).toEqual([unknown?.status, unknown?.text])
  })

  it('cannot be learnt by trying to sign in, by the answer or by its work', async () => {
    const { email } = await platform.person('citizen', { named: 'watched' })
    const answers = new Set<string>()
    const verified = jest.mocked(verify).mock.calls
    const before = verified.length
    for (let n = 0; n < 6; n++) {
      const unknown = await signIn('inconnue@example.org', 'ce n’est pas le bon').answer
      const known = await signIn(email, 'ce n’est pas le bon').answer
      for (const { status, text, headers } of [unknown, known]) answers.add(`${status} ${text.replace(/urn:uuid:[0-9a-f-]{36}/, '')} ${named(headers).join()}`)
    }
    expect([...answers]).toEqual([expect.stringMatching(/^401 .*sign-in\.wrong/)])
    // Nobody's password is verified as somebody's is: as often, with the same cost.
    const costs = verified.slice(before).map(([hashed]) => String(hashed).split('$').slice(0, 4).join('$'))
    expect(costs).toHaveLength(12)
    expect(new Set(costs).size).toBe(1)
  })
})

describe('guessing a password', () => {
  it('is stopped after ten failures, many at once included, and a reset by mail opens the door again', async () => {
    const { email } = await platform.person('citizen', { named: 'besieged' })
    const statuses = await Promise.all(Array.from({ length: 25 }, async () => (await signIn(email, 'ce n’est pas le bon').answer).status))
    expect(statuses.filter(status => status === 401)).toHaveLength(10)
    const stopped = await signIn(email).answer.expect(429)
    expect(stopped.body).toMatchObject({ code: 'sign-in.too-many-failures', facts: { minutes: 15 } })

    await platform.stranger().post('/api/password-resets').send({ email }).expect(202)
    await platform.settle()
    await platform.stranger().put(`/api/password-resets/${tokenIn((await mailsTo(email))[0])}`).send({ password: 'une autre phrase longue' }).expect(204)
    await signIn(email, 'une autre phrase longue').answer.expect(201)
  })

  it('stops nobody else at the same address', async () => {
    const { email } = await platform.person('citizen', { named: 'neighbour' })
    await Promise.all(Array.from({ length: 12 }, () => signIn('besieged-too@example.org', 'ce n’est pas le bon').answer))
    await signIn(email).answer.expect(201)
  })

  it('is slowed for a quarter of an hour, no longer', async () => {
    const { email } = await platform.person('citizen', { named: 'patient' })
    for (let n = 0; n < 10; n++) await signIn(email, 'ce n’est pas le bon').answer.expect(401)
    await signIn(email).answer.expect(429)
    await platform.db.app.query(`delete from identity.sign_in_attempt`)
    await platform.db.owner.query(`insert into identity.sign_in_attempt select sha256(convert_to($1, 'UTF8')), platform.clock() - interval '16 minutes' from generate_series(1, 20)`, [email])
    await signIn(email).answer.expect(201)
  })
})

describe('a session', () => {
  it('of somebody who holds a role ends after half a day without use, a citizen’s after a month', async () => {
    const left = async (email: string) => {
      const { rows } = await platform.db.app.query<{ hours: number }>(`
        select round(extract(epoch from max(s.expires_at) - platform.clock()) / 3600)::integer as hours
        from identity.session s join identity.account a on a.id = s.account_id where a.email = $1`, [email])
      return rows[0]?.hours
    }
    const [citizen, staff] = [await platform.person('citizen'), await platform.person('staff')]
    expect([await left(citizen.email), await left(staff.email)]).toEqual([720, 12])

    await platform.db.app.query(`update identity.session set seen_at = seen_at - interval '11 hours', expires_at = expires_at - interval '11 hours'`)
    await staff.agent.get('/api/session').expect(200)
    expect(await left(staff.email)).toBe(12)

    await platform.db.app.query('update identity.session set expires_at = platform.clock()')
    expect((await staff.agent.get('/api/session')).body.account).toBeNull()
    await staff.agent.get('/api/account/civil-status').expect(401)
  })

  it('has a cookie of its own kind on https', async () => {
    const secure = await startApp({ ORIGIN: 'https://parvis.example' })
    try {
      const { email } = await secure.person('citizen').catch(() => ({ email: '' }))
      // The agent does not send a secure cookie back over http, so only the answer is looked at.
      const { headers } = await secure.stranger().post('/api/sessions').send({ email, password: PASSWORD }).expect(201)
      expect(headers['set-cookie']?.[0]).toMatch(/^__Host-parvis=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
      expect(headers['strict-transport-security']).toContain('max-age=31536000')
    } finally {
      await secure.stop()
    }
  })
})

const named = (headers: Record<string, unknown> = {}) => Object.keys(headers).filter(name => name !== 'date').sort()
