import { PASSWORD, startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const wanted = { email: 'quelquun@example.org', password: PASSWORD }

describe('a request', () => {
  it.each(['https://ailleurs.example', 'http://localhost:3001', 'null'])('that changes something is refused when it comes from %s', async origin => {
    const answer = await platform.stranger().post('/api/accounts').set('origin', origin).send(wanted).expect(403)
    expect(answer.body.code).toBe('request.foreign-origin')
    await platform.stranger().get('/api/session').set('origin', origin).expect(200)
  })

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'email=a%40b.fr'],
    ['plain text', 'text/plain', JSON.stringify(wanted)],
    ['a file', 'multipart/form-data; boundary=x', '--x--'],
  ])('as %s is not read: other sites can send those', async (_, type, body) => {
    const answer = await platform.stranger().post('/api/accounts').set('content-type', type).send(body).expect(415)
    expect(answer.body.code).toBe('request.media-type')
  })

  it.each([
    ['NUL', { ...wanted, displayName: 'a\0b' }],
    ['half a character', { ...wanted, displayName: 'a\ud800b' }],
    ['text in a key', { ...wanted, 'a\0': 1 }],
    ['nesting without end', { ...wanted, displayName: nested(40) }],
  ])('with %s is refused before anything reads it', async (_, body) => {
    const answer = await platform.stranger().post('/api/accounts').send(body).expect(400)
    expect(answer.body).toMatchObject({ code: 'request.invalid', refusals: [{ code: expect.stringMatching(/^request\.(bad-text|too-deep)$/) }] })
  })

  it('with NUL in its address is refused too', async () => {
    for (const path of ['/api/municipalities?q=%00', '/api/consultations/a%00b', '/api/receipts/%00']) {
      expect((await platform.stranger().get(path)).status).toBe(400)
    }
  })

  it('with an address that no route can read is refused like any other, and is not told back', async () => {
    for (const [path, status, code] of [['/api/consultations/%zz', 400, 'request.invalid'], [`/api/consultations/${'%3Cscript%3E'.repeat(40)}`, 413, 'request.too-large']] as const) {
      const { status: answered, body, headers, text } = await platform.stranger().get(path)
      expect([path, answered, body.code, body.status, headers['x-content-type-options'], headers['cache-control']]).toEqual([path, status, code, status, 'nosniff', 'no-store'])
      expect([headers['content-type'], headers['content-security-policy'], headers['x-request-id']]).toEqual([expect.stringContaining('application/problem+json'), expect.stringContaining('default-src \'none\''), body.instance.replace('urn:uuid:', '')])
      expect(text).not.toMatch(/zz|script/)
    }
  })

  it('that is too large, or no JSON, is told so', async () => {
    expect((await platform.stranger().post('/api/accounts').send({ ...wanted, displayName: 'a'.repeat(300_000) }).expect(413)).body.code).toBe('request.too-large')
    expect((await platform.stranger().post('/api/accounts').set('content-type', 'application/json').send('{"email":').expect(400)).body.code).toBe('request.invalid')
  })

  it('with fields that nobody asked for is refused, each field named', async () => {
    const { body } = await platform.stranger().post('/api/accounts').send({ email: 'pas une adresse', password: PASSWORD, role: 'administrator', __proto__: null }).expect(400)
    expect(body).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, code: 'request.invalid' })
    expect(body.refusals).toEqual(expect.arrayContaining([
      { code: 'field.is-email', at: 'email' },
      { code: 'field.whitelist-validation', at: 'role' },
    ]))
  })

  it('is answered with headers that let nothing be framed, guessed or kept', async () => {
    for (const path of ['/api/session', '/api/nothing', '/health']) {
      const { headers } = await platform.stranger().get(path)
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining('default-src \'none\''),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })
})

describe('the service', () => {
  it('says whether it lives and whether it can work', async () => {
    await platform.stranger().get('/health').expect(200, { status: 'ok' })
    await platform.stranger().get('/ready').expect(200, { status: 'ok' })
  })

  it('describes itself', async () => {
    const { body } = await platform.stranger().get('/api/openapi.json').expect(200).expect('content-type', /^application\/json/)
    expect(body.paths['/api/session'].get.responses['200'].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/SessionView' })
  })

  it('lives through the loss of every connection to its database', async () => {
    await platform.stranger().get('/ready').expect(200)
    await platform.db.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'parvis'`).catch(() => {})
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await platform.stranger().get('/ready')).status))
    for (const status of statuses) expect([200, 503]).toContain(status)
    await platform.stranger().get('/ready').expect(200)
  })
})

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : { inner: nested(depth - 1) }
}
