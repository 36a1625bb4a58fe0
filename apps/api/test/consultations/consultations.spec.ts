import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, fields, inDays, withCentres } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

const metropolis = () => platform.as('staff')
const roubaix = () => platform.as('staff', { place: '59512' })
const citizen = () => platform.as('citizen')
const unknown = '00000000-0000-4000-8000-000000000000'

describe('preparing a consultation', () => {
  it('is for staff, where they hold their role', async () => {
    const { id, revision } = await aDraft(platform, await metropolis())
    await platform.stranger().post('/api/consultations').send(fields).expect(401)
    await (await citizen()).post('/api/consultations').send(fields).expect(403)
    for (const call of [
      (agent: Awaited<ReturnType<typeof metropolis>>) => agent.patch(`/api/consultations/${id}`).send({ revision, summary: 'x' }),
      (agent: Awaited<ReturnType<typeof metropolis>>) => agent.put(`/api/consultations/${id}/phases`).send({ revision, phases: [] }),
      (agent: Awaited<ReturnType<typeof metropolis>>) => agent.delete(`/api/consultations/${id}`),
      (agent: Awaited<ReturnType<typeof metropolis>>) => agent.get(`/api/consultations/${id}/preparation`),
      (agent: Awaited<ReturnType<typeof metropolis>>) => agent.post(`/api/consultations/${id}/announcement`),
    ]) {
      await call(platform.stranger()).expect(401)
      await call(await citizen()).expect(403)
      const other = await call(await roubaix())
      expect([other.status, other.body.code]).toEqual([404, 'consultation.unknown'])
    }
    await (await roubaix()).get(`/api/consultations/${id}`).expect(404)
    await platform.stranger().get(`/api/consultations/${id}`).expect(404)
    const drafts = await (await roubaix()).get('/api/consultations').query({ state: 'draft' }).expect(200)
    expect(drafts.body.total).toBe(0)
    expect((await (await metropolis()).get('/api/consultations').query({ state: 'draft' })).body.items.map((item: Made) => item.id)).toContain(id)
  })

  it('belongs to the place of the role, and a commune speaks for itself', async () => {
    const made = (await (await roubaix()).post('/api/consultations').send(fields).expect(201)).body
    expect(made).toMatchObject({ owner: { kind: 'municipality', code: '59512', name: 'Roubaix' }, communes: [{ code: '59512', name: 'Roubaix' }], state: 'draft', revision: 1, minAge: 16, residentsOnly: true })
    const wide = await (await roubaix()).post('/api/consultations').send({ ...fields, communes: ['59512', '59350'] }).expect(422)
    expect(wide.body).toMatchObject({ code: 'consultation.commune-outside', refusals: [{ at: 'communes', facts: { code: '59350' } }] })
    expect((await (await roubaix()).post('/api/consultations').send({ ...fields, owner: { kind: 'municipality', code: '59350' } }).expect(403)).body.code).toBe('place.other')
    const whole = (await (await metropolis()).post('/api/consultations').send(fields).expect(201)).body
    expect(whole.communes).toHaveLength(95)
  })

  it('gets an address from its title, another one for the same title, and keeps up with it while a draft', async () => {
    const staff = await metropolis()
    const [one, two] = await Promise.all([1, 2].map(async () => (await staff.post('/api/consultations').send({ title: 'Le cœur de l’été' }).expect(201)).body as Made))
    expect([one?.slug, two?.slug].sort()).toEqual(['le-coeur-de-l-ete', 'le-coeur-de-l-ete-2'])
    const renamed = (await staff.patch(`/api/consultations/${one?.id}`).send({ revision: 1, title: 'Le cœur de l’hiver' }).expect(200)).body
    expect(renamed).toMatchObject({ slug: 'le-coeur-de-l-hiver', title: 'Le cœur de l’hiver', revision: 2 })
    expect((await staff.get('/api/consultations/le-coeur-de-l-hiver').expect(200)).body.id).toBe(one?.id)
  })

  it('does not lose what somebody else wrote meanwhile', async () => {
    const staff = await metropolis()
    const { id, revision } = await aDraft(platform, staff)
    await staff.patch(`/api/consultations/${id}`).send({ revision, minAge: 18 }).expect(200)
    const stale = await staff.patch(`/api/consultations/${id}`).send({ revision, minAge: 12 }).expect(409)
    expect(stale.body).toMatchObject({ code: 'consultation.changed-meanwhile', facts: { revision: revision + 1 } })
    expect((await staff.put(`/api/consultations/${id}/phases`).send({ revision, phases: [] }).expect(409)).body.code).toBe('consultation.changed-meanwhile')
  })

  it('refuses what has no shape', async () => {
    const staff = await metropolis()
    for (const body of [{}, { title: '' }, { title: 'x'.repeat(161) }, { ...fields, theme: 'astrology' }, { ...fields, minAge: -1 }, { ...fields, communes: [] }, { ...fields, offlineWays: [{ kind: 'pigeon', text: 'x' }] }, { ...fields, state: 'running' }]) {
      expect((await staff.post('/api/consultations').send(body).expect(400)).body.code).toBe('request.invalid')
    }
    await staff.get('/api/consultations/unknown-address').expect(404)
    await staff.patch(`/api/consultations/${unknown}`).send({ revision: 1 }).expect(404)
    await staff.patch('/api/consultations/not-an-id').send({ revision: 1 }).expect(404)
  })

  it('plans phases: the order and the dates are checked, a vote comes and goes with its phase', async () => {
    const staff = await metropolis()
    const made = await aDraft(platform, staff)
    expect(made.phases.map(({ kind, state }) => [kind, state])).toEqual([['proposals', 'scheduled'], ['vote', 'scheduled']])
    expect(made.vote).toMatchObject({ phaseId: made.phases[1]?.id, state: 'draft', optionsCount: 0 })

    const put = (phases: object[], revision: number) => staff.put(`/api/consultations/${made.id}/phases`).send({ revision, phases })
    const backwards = await put([{ kind: 'vote', title: 'Vote', opensAt: await inDays(platform, 40), closesAt: await inDays(platform, 30) }], made.revision).expect(422)
    expect(backwards.body).toMatchObject({ code: 'phase.closes-before-opening', refusals: [{ at: 'phases.0' }] })
    const overlapping = await put([
      { kind: 'proposals', title: 'Idées', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60) },
      { kind: 'vote', title: 'Vote', opensAt: await inDays(platform, 50), closesAt: await inDays(platform, 90) },
    ], made.revision).expect(422)
    expect(overlapping.body.refusals).toEqual([expect.objectContaining({ code: 'phase.vote-before-proposals-end', at: 'phases.1' })])
    await put([{ kind: 'vote', title: 'Vote', opensAt: '2030-01-01', closesAt: '2030-02-01' }], made.revision).expect(400)
    expect((await put([{ id: unknown, kind: 'vote', title: 'Vote', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60) }], made.revision).expect(422)).body.code).toBe('phase.unknown')

    const [first, second] = made.phases
    const kept = (await put([{ ...pick(first), kind: 'debate' }, { ...pick(second), title: 'Le grand vote' }], made.revision).expect(200)).body as Made
    expect(kept.phases.map(({ id, kind, title }) => [id, kind, title])).toEqual([[first?.id, 'debate', 'Vos idées'], [second?.id, 'vote', 'Le grand vote']])
    expect(kept.vote?.id).toBe(made.vote?.id)
    const without = (await put([{ ...pick(first), kind: 'debate' }], kept.revision).expect(200)).body as Made
    expect(without.vote).toBeNull()
  })

  it('removes a draft and nothing else', async () => {
    const staff = await metropolis()
    const { id } = await aDraft(platform, staff)
    await staff.delete(`/api/consultations/${id}`).expect(204)
    await staff.get(`/api/consultations/${id}`).expect(404)
    const announced = await aDraft(platform, staff)
    await staff.post(`/api/consultations/${announced.id}/announcement`).expect(201)
    expect((await staff.delete(`/api/consultations/${announced.id}`).expect(422)).body.code).toBe('consultation.wrong-state')
  })
})

const pick = (phase?: Made['phases'][number]) => ({ id: phase?.id, kind: phase?.kind, title: phase?.title, opensAt: phase?.opensAt, closesAt: phase?.closesAt })

describe('after the announcement', () => {
  it('only what the rules leave open may change', async () => {
    const staff = await metropolis()
    const { id } = await aDraft(platform, staff)
    const announced = (await staff.post(`/api/consultations/${id}/announcement`).expect(201)).body
    expect(announced).toMatchObject({ state: 'announced', charterVersion: '1.0', may: { announce: false, edit: true, editPhases: false } })
    expect((await staff.post(`/api/consultations/${id}/announcement`).expect(422)).body.code).toBe('consultation.wrong-state')
    const refused = await staff.patch(`/api/consultations/${id}`).send({ revision: announced.revision, minAge: 12, openToChange: 'Tout', description: 'Plus de détails' }).expect(422)
    expect(refused.body.refusals.map((one: { at: string }) => one.at).sort()).toEqual(['minimumAge', 'openToChange'])
    const changed = (await staff.patch(`/api/consultations/${id}`).send({ revision: announced.revision, description: 'Plus de détails', minAge: 16 }).expect(200)).body
    expect(changed).toMatchObject({ description: 'Plus de détails', slug: announced.slug })
    expect((await staff.put(`/api/consultations/${id}/phases`).send({ revision: changed.revision, phases: [] }).expect(422)).body.code).toBe('consultation.field-frozen')
    // Everybody reads it; staff of another commune may not touch it.
    await platform.stranger().get(`/api/consultations/${announced.slug}`).expect(200)
    expect((await (await roubaix()).patch(`/api/consultations/${id}`).send({ revision: changed.revision, description: '' }).expect(403)).body.code).toBe('place.other')
    const { rows } = await platform.db.owner.query(`select action from platform.audit_entry where subject_kind = 'consultation' and subject_id = $1 order by id`, [id])
    expect(rows.map((row) => row.action)).toEqual(['consultation.created', 'consultation.phases-set', 'consultation.announced', 'consultation.edited'])
    expect((await platform.db.owner.query(`select 1 from platform.outbox where kind = 'consultation.announced' and payload ->> 'consultationId' = $1`, [id])).rowCount).toBe(1)
  })
})

describe('the list', () => {
  it('is filtered by state, theme, commune and words', async () => {
    const staff = await metropolis()
    const { id } = await aDraft(platform, staff, { title: 'Des vélos pour l’école', theme: 'education', communes: ['59599'] })
    await staff.post(`/api/consultations/${id}/announcement`).expect(201)
    const ids = async (query: object) => (await platform.stranger().get('/api/consultations').query(query).expect(200)).body.items.map((item: Made) => item.id)
    expect(await ids({ state: 'coming', q: 'velo', perPage: 50 })).toEqual([id])
    expect(await ids({ theme: 'education' })).toEqual([id])
    expect(await ids({ municipality: '59599', q: 'VÉLOS ecole' })).toEqual([id])
    expect(await ids({ municipality: '59350', theme: 'education' })).toEqual([])
    expect(await ids({ state: 'open' })).toEqual([])
    expect(await ids({ owner: '59512' })).toEqual([])
    expect(await ids({ owner: '200093201', theme: 'education' })).toEqual([id])
    const draft = await aDraft(platform, staff, { title: 'Un brouillon à moi' })
    expect((await staff.get('/api/consultations').query({ perPage: 50 }).expect(200)).body.items.map((item: Made) => item.id)).not.toContain(draft.id)
    expect(await ids({ q: "' or 1=1 --" })).toEqual([])
    const page = (await platform.stranger().get('/api/consultations').query({ page: 99 }).expect(200)).body
    expect(page.items).toEqual([])
    expect(page.total).toBeGreaterThan(1)
    await platform.stranger().get('/api/consultations').query({ state: 'secret' }).expect(400)
    const themes = (await platform.stranger().get('/api/themes').expect(200)).body
    expect(themes.find((theme: { code: string }) => theme.code === 'education')).toEqual({ code: 'education', consultations: 1 })
  })
})
