// What who runs the platform sees of it: request ids, counts, log lines; and which other sites may read it.
import request from 'supertest'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
const said: string[] = []
beforeAll(async () => {
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    said.push(String(chunk))
    return true
  })
  platform = await startApp({ CORS_ORIGINS: 'https://donnees.ville.example', LOG_FORMAT: 'json' })
})
afterAll(async () => {
  jest.restoreAllMocks()
  await platform.stop()
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('a request', () => {
  it('has an id of ours, in the answer and in a refusal', async () => {
    const good = await request(platform.url).get('/api/themes').set('x-request-id', 'forged\u0020id').expect(200)
    expect(good.headers['x-request-id']).toMatch(uuid)
    const bad = await request(platform.url).get('/api/consultations/nothing-of-the-kind').expect(404)
    expect(bad.body.instance).toBe(`urn:uuid:${bad.headers['x-request-id']}`)
  })

  it('is a line of JSON that names the route, and nothing of the person', async () => {
    said.length = 0
    const { headers } = await request(platform.url).get('/api/receipts/ABCD-EFGH-JKMN?next=secret%40example.org').set('cookie', 'parvis_3000=abc').set('user-agent', 'Somebody\u0020s browser')
    const line = said.find(text => text.includes(String(headers['x-request-id'])))
    expect(JSON.parse(line ?? '')).toMatchObject({ method: 'GET', route: '/api/receipts/:code', context: 'Request' })
    for (const word of ['ABCD', 'secret', 'Somebody', '127.0.0.1', 'parvis_3000']) expect(said.join('')).not.toContain(word)
  })

  it('is counted by its route', async () => {
    await request(platform.url).get('/api/consultations/nothing-of-the-kind').expect(404)
    const { text, headers } = await request(platform.url).get('/metrics').expect(200)
    expect(headers['content-type']).toContain('text/plain')
    expect(text).toMatch(/parvis_http_request_seconds_count\{method="GET",route="\/api\/consultations\/:slugOrId",status="404"\} \d/)
    expect(text).toMatch(/parvis_jobs\{state="waiting"\} \d/)
    expect(text).toContain('process_resident_memory_bytes')
    expect(text).not.toContain('nothing-of-the-kind')
  })
})

describe('another site', () => {
  const from = (origin: string) => request(platform.url).get('/api/themes').set('origin', origin)

  it('reads what is public when it is named, without cookies', async () => {
    const { headers } = await from('https://donnees.ville.example').expect(200)
    expect(headers['access-control-allow-origin']).toBe('https://donnees.ville.example')
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })

  it.each(['https://elsewhere.example', 'https://donnees.ville.example.evil.example', 'null'])('does not when it is not: %s', async (origin) => {
    const { headers } = await from(origin)
    expect(headers['access-control-allow-origin']).not.toBe(origin)
  })

  it('never changes anything', async () => {
    const { headers } = await request(platform.url).options('/api/sessions').set('origin', 'https://donnees.ville.example').set('access-control-request-method', 'POST')
    expect(headers['access-control-allow-methods'] ?? '').not.toContain('POST')
    await request(platform.url).post('/api/sessions').set('origin', 'https://donnees.ville.example').send({ email: 'a@b.example', password: 'x' }).expect(403)
  })
})
