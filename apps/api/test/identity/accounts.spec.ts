import { PASSWORD, startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const mailsTo = async (to: string) => (await platform.stranger().get('/api/mailbox').query({ to }).expect(200)).body as { subject: string, body: string }[]
const tokenIn = (body: string) => /\/(?:confirmation|mot-de-passe)\/([\w-]{43})/.exec(body)?.[1] ?? ''

async function register(email: string, password = PASSWORD) {
  await platform.stranger().post('/api/accounts').send({ email, password, displayName: 'Nour' }).expect(202, { sent: true })
  await platform.settle()
}

describe('an account', () => {
  it('is opened, confirmed by mail, signed in to, and signed out of everywhere', async () => {
    await register('Nour@Example.org')
    const [mail] = await mailsTo('nour@example.org')
    const confirmed = platform.stranger()
    await confirmed.put(`/api/email-confirmations/${tokenIn(mail?.body ?? '')}`).expect(204)
    // A link works once.
    await confirmed.put(`/api/email-confirmations/${tokenIn(mail?.body ?? '')}`).expect(404)

    const [phone, computer] = [platform.stranger(), platform.stranger()]
    const { body, headers } = await phone.post('/api/sessions').send({ email: 'nour@example.org', password: PASSWORD }).expect(201)
    expect(body.account).toMatchObject({ email: 'nour@example.org', emailConfirmed: true, displayName: 'Nour', civilStatusGiven: false, municipality: null })
    expect(body.permissions).toContain('ballot.cast')
    expect(headers['set-cookie']?.[0]).toMatch(/^parvis_3000=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    await computer.post('/api/sessions').send({ email: 'nour@example.org', password: PASSWORD }).expect(201)

    await phone.delete('/api/sessions').expect(204)
    expect((await computer.get('/api/session').expect(200)).body.account).toBeNull()
  })
})
