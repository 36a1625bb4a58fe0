import { randomUUID } from 'node:crypto'
import { imageSize } from 'image-size'
import { Transformer } from '@napi-rs/image'
import type TestAgent from 'supertest/lib/agent'
import { aDocx, aJpeg, anOdt, aPdf, aPixelBomb, aPng, withExif } from '../../../../test/support/files'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'
import { signedIn } from '../support/votes'

interface File { id: string, kind: string, name: string, alt: string, width: number | null, height: number | null, mediaType: string }

let platform: TestPlatform
let open: Made
let citizen: TestAgent
let other: TestAgent
let staff: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  open = await withProposalsOpen(platform, staff)
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.' })
  other = await platform.as('citizen', { named: 'other' })
})
afterAll(() => platform.stop())

const draft = async (agent = citizen): Promise<string> => (await agent.put(`/api/consultations/${open.slug}/proposal-drafts/${randomUUID()}`).send(aProposal({ municipalityCode: undefined, submissionToken: undefined })).expect(200)).body.id as string
const give = (to: string, bytes: Buffer, { name = 'photo.jpg', alt = 'Un banc sous un arbre', agent = citizen, decorative }: { name?: string, alt?: string, agent?: TestAgent, decorative?: string } = {}) => {
  const sent = agent.post(`/api/${to}/attachments`).attach('file', bytes, { filename: name, contentType: 'application/octet-stream' }).field('alt', alt)
  return decorative === undefined ? sent : sent.field('decorative', decorative)
}
const items = (body: unknown): File[] => (body as { items: File[] }).items
const bytesOf = async (path: string, agent = platform.stranger()): Promise<Buffer> => (await agent.get(path).buffer(true).parse((res, done) => {
  const parts: Buffer[] = []
  res.on('data', (part: Buffer) => parts.push(part))
  res.on('end', () => done(null, Buffer.concat(parts)))
}).expect(200)).body as Buffer
const count = async (sql: string, params: unknown[] = []) => Number((await platform.db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, params)).rows[0]?.n)
/** A proposal with a picture and a document, sent. */
async function sent(): Promise<{ id: string, number: number, picture: string, document: string }> {
  const id = await draft()
  await give(`proposal-drafts/${id}`, await aJpeg()).expect(201)
  const [picture, document] = items((await give(`proposal-drafts/${id}`, aPdf(), { name: 'plan.pdf' }).expect(201)).body)
  const { number } = (await citizen.post(`/api/proposal-drafts/${id}/submission`).expect(201)).body as { number: number }
  const { id: proposal } = (await platform.stranger().get(`/api/consultations/${open.slug}/proposals/${number}`).expect(200)).body as { id: string }
  return { id: proposal, number, picture: picture?.id ?? '', document: document?.id ?? '' }
}

describe('giving a file', () => {
  it('is for the author of the draft or of the proposal', async () => {
    const id = await draft()
    const jpeg = await aJpeg()
    const { id: proposal, picture } = await sent()
    for (const [to, code, status] of [[`proposal-drafts/${id}`, 'draft.unknown', 404], [`proposals/${proposal}`, 'proposal.not-author', 403]] as const) {
      await give(to, jpeg, { agent: platform.stranger() }).expect(401)
      for (const agent of [other, staff]) expect((await give(to, jpeg, { agent }).expect(status)).body.code).toBe(code)
      for (const agent of [other, staff]) await agent.get(`/api/${to}/attachments`).expect(404)
      await platform.stranger().get(`/api/${to}/attachments`).expect(401)
    }
    for (const agent of [other, staff]) {
      expect((await agent.patch(`/api/attachments/${picture}`).send({ alt: 'Autre' }).expect(404)).body.code).toBe('attachment.unknown')
      expect((await agent.delete(`/api/attachments/${picture}`).expect(404)).body.code).toBe('attachment.unknown')
      await agent.post(`/api/proposals/${proposal}/attachments/publication`).send({ version: 1 }).expect(403)
    }
    await platform.stranger().patch(`/api/attachments/${picture}`).send({ alt: 'Autre' }).expect(401)
    await platform.stranger().delete(`/api/attachments/${picture}`).expect(401)
    await platform.stranger().post(`/api/proposals/${proposal}/attachments/publication`).send({ version: 1 }).expect(401)
  })

  it('keeps nothing of a photograph but its pixels, upright and in two sizes', async () => {
    const photograph = withExif(await aJpeg(1600, 800), 6)
    expect(photograph.includes('CAMERA-OF-NOUR')).toBe(true)
    expect(imageSize(photograph).orientation).toBe(6)
    const id = await draft()
    const [file] = items((await give(`proposal-drafts/${id}`, photograph, { name: 'Vue de la place.JPG' }).expect(201)).body)
    expect(file).toMatchObject({ kind: 'picture', name: 'Vue de la place.webp', alt: 'Un banc sous un arbre', width: 600, height: 1200, mediaType: 'image/webp' })
    for (const [size, width, height] of [['page', 600, 1200], ['list', 120, 240]] as const) {
      const made = await bytesOf(`/api/attachments/${file?.id}/${size}`, citizen)
      expect(imageSize(made)).toMatchObject({ width, height, type: 'webp' })
      for (const trace of ['CAMERA-OF-NOUR', 'Exif', 'EXIF', 'XMP ', 'ICCP']) expect(made.includes(trace)).toBe(false)
      expect((await new Transformer(made).metadata(true)).exif ?? {}).toEqual({})
      // Turned by a quarter: the red corner, left above, is right above now.
      const raw = await new Transformer(made).rawPixels()
      const channels = raw.length / (width * height)
      const at = (x: number, y: number) => raw[(y * width + x) * channels] ?? 0
      expect([at(width - 5, 5) > 150, at(5, 5) > 150]).toEqual([true, false])
    }
    expect(await count("consultations.attachment_part where encode(content, 'escape') like '%CAMERA%'")).toBe(0)
    expect((await bytesOf(`/api/attachments/${file?.id}/list`, citizen)).length).toBeLessThan(20_000)
  })

  it('refuses what is damaged, enormous, disguised or too heavy, and stays up', async () => {
    const id = await draft()
    const jpeg = await aJpeg()
    const png = await aPng()
    const to = `proposal-drafts/${id}`
    for (const [bytes, status, code] of [
      [jpeg.subarray(0, jpeg.length / 2), 422, 'attachment.damaged'], [png.subarray(0, png.length / 2), 422, 'attachment.damaged'], [Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), Buffer.alloc(50)]), 422, 'attachment.damaged'],
      [aPixelBomb(), 422, 'attachment.too-many-pixels'], [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 422, 'attachment.type'],
      [Buffer.from('GIF89a/*<script>*/=1;alert(1)//'), 422, 'attachment.type'], [aDocx({ 'word/vbaProject.bin': Buffer.from('x') }), 422, 'attachment.type'], [Buffer.alloc(0), 422, 'attachment.missing'],
      [Buffer.concat([jpeg, Buffer.alloc(9 * 1024 * 1024)]), 413, 'attachment.too-large'], [Buffer.concat([aPdf(), Buffer.alloc(11 * 1024 * 1024)]), 413, 'attachment.too-large'],
    ] as const) expect([(await give(to, bytes).expect(status)).body.code, code]).toEqual([code, code])
    expect((await give(to, jpeg, { alt: '' }).expect(422)).body.refusals).toEqual([{ code: 'attachment.alt-missing', at: 'alt' }])
    expect((await citizen.post(`/api/${to}/attachments`).send({ file: 'x' }).expect(415)).body.code).toBe('request.media-type')
    expect((await citizen.post(`/api/${to}/attachments`).field('alt', 'Rien').expect(422)).body.code).toBe('attachment.missing')
    await citizen.post(`/api/${to}/attachments`).attach('file', jpeg, 'a.jpg').attach('file', jpeg, 'b.jpg').expect((answer) => [400, 413].includes(answer.status))
    expect(await count('consultations.attachment where token = $1', [id])).toBe(0)
    // A page hidden behind a picture does not come out of it.
    const [file] = items((await give(to, Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>')]), { decorative: 'true', alt: '' }).expect(201)).body)
    expect((await bytesOf(`/api/attachments/${file?.id}/page`, citizen)).includes('script')).toBe(false)
    expect(file?.alt).toBe('')
  })

  it('takes forms of several parts nowhere else', async () => {
    for (const path of ['/api/sessions', `/api/consultations/${open.slug}/proposals`]) expect((await citizen.post(path).attach('file', aPdf(), 'a.pdf').expect(415)).body.code).toBe('request.media-type')
    await citizen.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ body: 'x'.repeat(300_000) })).expect(413)
  })

  it('keeps five pictures of twenty that arrive at once, and three documents', async () => {
    const id = await draft()
    const png = await aPng(64, 64)
    const answers = await Promise.all(Array.from({ length: 20 }, () => give(`proposal-drafts/${id}`, png)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 5 }, () => 201), ...Array.from({ length: 15 }, () => 422)])
    expect(answers.filter(({ status }) => status === 422).every(({ body }) => body.code === 'attachment.too-many-pictures')).toBe(true)
    const documents = await Promise.all([aPdf(), aDocx(), anOdt(), aPdf('2'), aPdf('3')].map((bytes) => give(`proposal-drafts/${id}`, bytes)))
    expect(documents.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422])
    expect(await count('consultations.attachment where token = $1', [id])).toBe(8)
    expect(await count('consultations.attachment_total t where t.bytes <> (select sum(bytes) from consultations.attachment a where a.consultation_id = t.consultation_id)')).toBe(0)
  })
})

describe('putting them together', () => {
  it('describes, orders, takes out, and sends what was read back', async () => {
    const id = await draft()
    const png = await aPng(64, 64)
    for (const alt of ['Un', 'Deux', 'Trois']) await give(`proposal-drafts/${id}`, png, { alt }).expect(201)
    const listed = async () => items((await citizen.get(`/api/proposal-drafts/${id}/attachments`).expect(200)).body)
    const [one, two, three] = (await listed()).map((file) => file.id)
    await citizen.patch(`/api/attachments/${three}`).send({ move: 'up' }).expect(200)
    await citizen.patch(`/api/attachments/${one}`).send({ move: 'up' }).expect(200)
    await citizen.patch(`/api/attachments/${two}`).send({ alt: 'Deux, de près' }).expect(200)
    expect((await citizen.patch(`/api/attachments/${one}`).send({ alt: '' }).expect(422)).body.code).toBe('attachment.alt-missing')
    await citizen.patch(`/api/attachments/${three}`).send({ decorative: true }).expect(200)
    expect((await listed()).map(({ alt }) => alt)).toEqual(['Un', '', 'Deux, de près'])
    await citizen.delete(`/api/attachments/${one}`).expect(200)
    expect(await count('consultations.attachment where id = $1', [one])).toBe(0)
    const { number } = (await citizen.post(`/api/proposal-drafts/${id}/submission`).expect(201)).body as { number: number }
    const { body } = await platform.stranger().get(`/api/consultations/${open.slug}/proposals/${number}`).expect(200)
    expect(body.attachments).toMatchObject([{ id: three, alt: '' }, { id: two, alt: 'Deux, de près' }])
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals`).expect(200)).body.items.find((item: { number: number }) => item.number === number).picture).toEqual({ id: three, width: 64, height: 64 })
  })

  it('publishes a change as another version; the older one keeps what it showed', async () => {
    const { id, number, picture, document } = await sent()
    const at = `/api/consultations/${open.slug}/proposals/${number}`
    const added = items((await give(`proposals/${id}`, await aPng(), { alt: 'La place' }).expect(201)).body).find(({ alt }) => alt === 'La place')?.id ?? ''
    const { body: now } = await citizen.delete(`/api/attachments/${picture}`).expect(200)
    expect(now.changed).toBe(true)
    // Nobody sees it yet.
    expect((await platform.stranger().get(at).expect(200)).body.attachments.map((file: File) => file.id)).toEqual([picture, document])
    await platform.stranger().get(`/api/attachments/${added}/page`).expect(404)
    await bytesOf(`/api/attachments/${added}/page`, citizen)
    expect((await citizen.post(`/api/proposals/${id}/attachments/publication`).send({ version: 7 }).expect(409)).body.code).toBe('proposal.changed-meanwhile')
    expect((await citizen.post(`/api/proposals/${id}/attachments/publication`).send({ version: 1 }).expect(200)).body.changed).toBe(false)
    const { body } = await platform.stranger().get(at).expect(200)
    expect(body.attachments.map((file: File) => file.id)).toEqual([added, document])
    expect(body.versions.map((version: { attachments: File[] }) => version.attachments.map((file) => file.id))).toEqual([[picture, document], [added, document]])
    // The text alone: what it shows stays.
    await citizen.patch(`/api/proposals/${id}`).send({ title: 'Un autre titre' }).expect(200)
    expect((await platform.stranger().get(at).expect(200)).body.versions[2].attachments.map((file: File) => file.id)).toEqual([added, document])
    await citizen.post(`/api/proposals/${id}/attachments/publication`).send({ version: 3 }).expect(200)
    expect((await platform.stranger().get(at).expect(200)).body.versions).toHaveLength(3)
  })

  it('is in the public table, with addresses and descriptions, and in the file of one’s own data', async () => {
    const { number, picture, document } = await sent()
    const { text } = await platform.stranger().get(`/api/consultations/${open.slug}/proposals.csv`).expect(200)
    expect(text).toContain(`${platform.config.origin}/api/attachments/${picture}/page | ${platform.config.origin}/api/attachments/${document}/file`)
    expect(text).toContain('Un banc sous un arbre | plan.pdf')
    const { body } = await citizen.get('/api/account/data').expect(200)
    expect(body.proposals.find((proposal: { number: number }) => proposal.number === number).versions[0].attachments).toMatchObject([{ id: picture, alt: 'Un banc sous un arbre' }, { id: document, name: 'plan.pdf' }])
  })
})

describe('an address opens nothing by itself', () => {
  it('of a draft, of a hidden or withdrawn proposal, it is nobody’s but its author’s', async () => {
    const id = await draft()
    const [file] = items((await give(`proposal-drafts/${id}`, await aJpeg()).expect(201)).body)
    const { id: proposal, picture, document } = await sent()
    const guardian = await platform.as('guardian')
    const elsewhere = await platform.as('staff', { place: '59512' })
    const seen = async (path: string, agents: TestAgent[]) => Promise.all(agents.map(async (agent) => (await agent.get(path)).status))
    const everybody = [platform.stranger(), other, elsewhere, staff, guardian, citizen]
    expect(await seen(`/api/attachments/${file?.id}/page`, everybody)).toEqual([404, 404, 404, 404, 404, 200])
    for (const path of [`/api/attachments/${picture}/page`, `/api/attachments/${picture}/list`, `/api/attachments/${document}/file`]) {
      expect(await seen(path, everybody)).toEqual([200, 200, 200, 200, 200, 200])
      await platform.db.owner.query("update consultations.proposal set state = 'hidden' where id = $1", [proposal])
      // Those who decide about it in its place see what they decide about.
      expect(await seen(path, everybody)).toEqual([404, 404, 404, 200, 200, 200])
      await platform.db.owner.query("update consultations.proposal set state = 'withdrawn' where id = $1", [proposal])
      expect(await seen(path, everybody)).toEqual([404, 404, 404, 404, 404, 200])
      await platform.db.owner.query("update consultations.proposal set state = 'submitted' where id = $1", [proposal])
    }
    for (const path of [`/api/attachments/${picture}/file`, `/api/attachments/${document}/page`, `/api/attachments/${picture}/other`, `/api/attachments/${randomUUID()}/page`]) expect((await citizen.get(path).expect(404)).body.code).toBe('attachment.unknown')
    await citizen.get('/api/attachments/1/page').expect(404)
    // Somebody who takes the identifier of a draft for a proposal of theirs shows nothing of it.
    await other.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ submissionToken: id })).expect(201)
    expect(await seen(`/api/attachments/${file?.id}/page`, [platform.stranger(), other, citizen])).toEqual([404, 404, 200])
  })

  it('is sent so that nothing runs it, and asked again by whoever keeps it', async () => {
    const { id: proposal, picture, document } = await sent()
    const paper = await platform.stranger().get(`/api/attachments/${document}/file`).expect(200)
    expect(paper.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="plan.pdf"; filename*=UTF-8\'\'plan.pdf', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'public, no-cache' })
    const seen = await platform.stranger().get(`/api/attachments/${picture}/page`).expect(200)
    expect(seen.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" })
    expect(seen.headers['content-disposition']).toMatch(/^inline; /)
    const tag = String(seen.headers.etag)
    await platform.stranger().get(`/api/attachments/${picture}/page`).set('if-none-match', tag).expect(304)
    await platform.db.owner.query("update consultations.proposal set state = 'hidden' where id = $1", [proposal])
    await platform.stranger().get(`/api/attachments/${picture}/page`).set('if-none-match', tag).expect(404)
    expect((await citizen.get(`/api/attachments/${picture}/page`).expect(200)).headers['cache-control']).toBe('private, no-store')
  })

  it('carries no name that acts: three hundred of them', async () => {
    const id = await draft()
    const payloads = ['"><svg onload=alert(1)>', '<img src=x onerror=alert(1)>', '../../../etc/passwd', 'a\r\nSet-Cookie: x=1', '"; filename="evil.exe', '=cmd|\'/c calc\'!A1', '\u202Efdp.exe', 'javascript:alert(1)', '%0d%0aX: y', "';drop table x;--", '{{7*7}}', '`id`', '$(id)', '\0nul', 'con', '👾'.repeat(80)]
    for (let index = 0; index < 300; index++) {
      const given = `${payloads[index % payloads.length] ?? ''}${index}.pdf`
      // As it is written in the header of a part: quotes and line ends cannot stand there unless they are encoded.
      const part = Buffer.from(`--x\r\ncontent-disposition: form-data; name="file"; filename*=UTF-8''${encodeURIComponent(given)}\r\ncontent-type: application/pdf\r\n\r\n${aPdf().toString()}\r\n--x--\r\n`)
      const answer = await citizen.post(`/api/proposal-drafts/${id}/attachments`).set('content-type', 'multipart/form-data; boundary=x').send(part)
      // A line that ends in the middle of a name ends the header of its part: no file is seen there.
      if (/[\0\r\n]/.test(given) && answer.status !== 201) {
        expect([given, answer.status, answer.body.code]).toEqual([given, 422, 'attachment.missing'])
        continue
      }
      expect([given, answer.status]).toEqual([given, 201])
      const [file] = items(answer.body)
      expect(file?.name).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*\.pdf$/u)
      if (index % 20 === 0) {
        const { headers } = await citizen.get(`/api/attachments/${file?.id}/file`).expect(200)
        expect(headers['content-disposition']).toMatch(/^attachment; filename="[A-Za-z0-9 ._-]+"; filename\*=UTF-8''[A-Za-z0-9%._-]+$/)
        expect(headers['set-cookie']).toBeUndefined()
      }
      await citizen.delete(`/api/attachments/${file?.id}`).expect(200)
    }
  }, 300_000)
})

describe('what becomes of files', () => {
  it('goes with its draft, by whatever it goes, and with what was never published after a day', async () => {
    const id = await draft()
    await give(`proposal-drafts/${id}`, await aPng()).expect(201)
    const { id: proposal, picture } = await sent()
    const added = items((await give(`proposals/${proposal}`, await aPng(), { alt: 'Jamais publiée' }).expect(201)).body).find(({ alt }) => alt === 'Jamais publiée')?.id
    await platform.settle()
    expect(await count('consultations.attachment where id = $1', [added])).toBe(1)
    await platform.moveClock('25 hours')
    citizen = await signedIn(platform, 'citizen', { named: 'Nour', displayName: 'Nour B.' })
    await platform.settle()
    expect(await count('consultations.attachment where id = any($1)', [[added, picture]])).toBe(1)
    expect(await count('consultations.attachment where token = $1', [id])).toBe(1)
    await citizen.delete(`/api/proposal-drafts/${id}`).expect(204)
    expect(await count('consultations.attachment where token = $1', [id])).toBe(0)
    expect(await count('consultations.attachment_part t where not exists (select from consultations.attachment a where a.id = t.attachment_id)')).toBe(0)
  })

  it('follows the texts when an account is erased: drafts go, what was published stays without a name', async () => {
    const { accountId, agent } = await platform.person('citizen', { named: 'leaving' })
    const id = await draft(agent)
    await give(`proposal-drafts/${id}`, await aPng(), { agent }).expect(201)
    const gone = await draft(agent)
    await give(`proposal-drafts/${gone}`, await aPng(), { agent }).expect(201)
    await agent.post(`/api/proposal-drafts/${id}/submission`).expect(201)
    await platform.db.owner.query('delete from identity.account where id = $1', [accountId])
    expect(await count('consultations.attachment where token = $1', [gone])).toBe(0)
    expect(await count('consultations.attachment where token = $1 and author_id is null', [id])).toBe(1)
  })

  it('is refused once a consultation is full', async () => {
    await platform.db.owner.query("update consultations.attachment_total set bytes = 4294967296 where purpose = 'proposals'")
    const id = await draft()
    expect((await give(`proposal-drafts/${id}`, aPdf()).expect(409)).body.code).toBe('attachment.consultation-full')
    await platform.db.owner.query("update consultations.attachment_total t set bytes = (select sum(bytes) from consultations.attachment a where a.consultation_id = t.consultation_id and token is not null) where purpose = 'proposals'")
    await give(`proposal-drafts/${id}`, aPdf()).expect(201)
  })
})
