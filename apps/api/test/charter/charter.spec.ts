import { DateTime } from 'luxon'
import type { DataSource } from 'typeorm'
import { seedCharter } from '../../../../seeds/charter'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, inDays, pass, withCentres } from '../support/consultations'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

const metropolis = () => platform.as('staff')
const preparation = async (id: string) => (await (await metropolis()).get(`/api/consultations/${id}/preparation`).expect(200)).body
const onlyVote = async (opens: number, closes: number) => [{ kind: 'vote', title: 'Le vote', opensAt: await inDays(platform, opens), closesAt: await inDays(platform, closes, 18) }]
const status = (body: { measurements: { code: string, status: string }[] }) => Object.fromEntries(body.measurements.map((one) => [one.code, one.status]))
const parisDay = (instant: string) => DateTime.fromISO(instant, { zone: 'Europe/Paris' }).toISODate()

describe('the charter', () => {
  it('is there in every installation, once', async () => {
    const counts = 'select (select count(*) from consultations.charter_version)::integer as versions, (select count(*) from consultations.commitment)::integer as commitments'
    await seedCharter({ query: (sql: string, params?: unknown[]) => platform.db.owner.query(sql, params) } as Pick<DataSource, 'query'>)
    expect((await platform.db.owner.query(counts)).rows).toEqual([{ versions: 1, commitments: 5 }])
    const { body } = await platform.stranger().get('/api/charter').expect(200)
    expect(body.version).toMatchObject({ number: '1.0', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(body.commitments.map((one: { code: string }) => one.code)).toEqual(['C01', 'C02', 'D-NONDIGITAL', 'C04', 'C12'])
    expect(body.commitments[1]).toMatchObject({ targetMetropolis: 30, targetMunicipality: 15, comparator: '>=', unit: 'days' })
  })

  it('lets through what keeps it', async () => {
    const { id } = await aDraft(platform, await metropolis())
    const body = await preparation(id)
    expect(body).toMatchObject({ mayAnnounce: true, refusals: [], charterVersion: '1.0', requirementsCheckedAt: 'now' })
    expect(status(body)).toEqual({ C01: 'MET', C02: 'MET', 'D-NONDIGITAL': 'MET', C04: 'MET', C12: 'NOT_YET' })
  })

  it('holds back a short notice, says the earliest lawful dates, and lets it go on that day', async () => {
    const staff = await metropolis()
    const { id, revision, phases } = await aDraft(platform, staff, {}, await onlyVote(10, 60))
    const body = await preparation(id)
    const earliest = parisDay(await inDays(platform, 15))
    expect(body).toMatchObject({ mayAnnounce: false, earliestOpening: earliest, earliestClose: parisDay(await inDays(platform, 45)) })
    expect(body.refusals).toEqual([expect.objectContaining({ code: 'charter.notice-too-short', at: 'C01', facts: expect.objectContaining({ value: 10, target: 15 }) })])
    expect(body.measurements[0]).toMatchObject({ code: 'C01', status: 'BREACHED', inputs: { announced: parisDay(await inDays(platform, 0)), assumedToday: true, opening: parisDay(await inDays(platform, 10)) } })
    const refused = await staff.post(`/api/consultations/${id}/announcement`).expect(422)
    expect(refused.body).toMatchObject({ code: 'charter.notice-too-short' })
    // Its page does not exist before the announcement.
    await staff.get('/api/consultations/rafraichir-nos-places-99/charter').expect(404)
    const [phase] = phases
    const opensAt = DateTime.fromISO(earliest ?? '', { zone: 'Europe/Paris' }).toISO()
    await staff.put(`/api/consultations/${id}/phases`).send({ revision, phases: [{ id: phase?.id, kind: 'vote', title: 'Le vote', opensAt, closesAt: phase?.closesAt }] }).expect(200)
    await staff.post(`/api/consultations/${id}/announcement`).expect(201)
  })

  it('binds no vote that shares out money before somebody says what settles equals; a draw or a rule does', async () => {
    const staff = await metropolis()
    for (const settled of [{ tie: 'cost-votes' }, { draw: 'Tirage du Loto du samedi qui suit la fin du vote, sur fdj.fr' }]) {
      const { id, vote } = await aDraft(platform, staff)
      const rules = { min: 1, max: 3, blankAllowed: true, budget: 70_000_00 }
      const patched = async (over: object) => staff.patch(`/api/votes/${vote?.id}`).send({ revision: (await staff.get(`/api/votes/${vote?.id}`)).body.revision, method: 'budget', rules: { ...rules, ...over } }).expect(200)
      await patched({})
      expect(await preparation(id)).toMatchObject({ mayAnnounce: false, refusals: [{ code: 'vote.tie-rule-missing' }] })
      expect((await staff.post(`/api/consultations/${id}/announcement`).expect(422)).body.refusals).toMatchObject([{ code: 'vote.tie-rule-missing' }])
      expect((await patched(settled)).body.rules).toMatchObject(settled)
      await staff.post(`/api/consultations/${id}/announcement`).expect(201)
    }
    // A vote that shares out nothing needs none.
    expect((await preparation((await aDraft(platform, staff)).id)).mayAnnounce).toBe(true)
  })

  it('says everything that is missing at once', async () => {
    const staff = await metropolis()
    const made = (await staff.post('/api/consultations').send({ title: 'Vide' }).expect(201)).body
    const { refusals, mayAnnounce } = await preparation(made.id)
    expect(mayAnnounce).toBe(false)
    const codes = refusals.map((one: { code: string }) => one.code)
    expect(codes).toEqual(expect.arrayContaining(['consultation.text-missing', 'phase.no-participation', 'charter.no-non-digital-way', 'charter.not-measurable', 'charter.tier-not-reached']))
    expect((await staff.post(`/api/consultations/${made.id}/announcement`).expect(422)).body.refusals).toHaveLength(refusals.length)
  })

  it('asks thirty days of the metropolis and fifteen of a commune under its charter', async () => {
    const phases = await onlyVote(20, 36)
    const large = await aDraft(platform, await metropolis(), {}, phases)
    expect(status(await preparation(large.id))).toMatchObject({ C02: 'BREACHED' })
    const roubaix = await platform.as('staff', { place: '59512' })
    const small = await aDraft(platform, roubaix, {}, phases)
    const body = (await roubaix.get(`/api/consultations/${small.id}/preparation`).expect(200)).body
    expect(status(body)).toMatchObject({ C02: 'MET' })
    expect(body).toMatchObject({ charterVersion: '1.0', mayAnnounce: true })
  })

  it('counts days in Paris across the change of hour', async () => {
    const staff = await metropolis()
    const now = DateTime.fromISO(await inDays(platform, 0), { zone: 'Europe/Paris' })
    const target = DateTime.fromObject({ year: now.year + 2, month: 3, day: 20, hour: 10 }, { zone: 'Europe/Paris' })
    await pass(platform, `${Math.round(target.diff(now, 'minutes').minutes)} minutes`)
    const { id } = await aDraft(platform, staff, {}, await onlyVote(14, 60))
    expect(await preparation(id)).toMatchObject({ earliestOpening: `${now.year + 2}-04-04`, earliestClose: `${now.year + 2}-05-04` })
  })
})

describe('an announced consultation', () => {
  it('is measured in public on the version it is bound to', async () => {
    const { id, slug } = await anAnnounced(platform, await metropolis())
    const { body } = await platform.stranger().get(`/api/consultations/${slug}/charter`).expect(200)
    expect(body).toMatchObject({ consultation: { id, slug, state: 'announced', ownerName: 'Métropole Européenne de Lille' }, charterVersion: '1.0', version: { number: '1.0' }, held: [] })
    expect(body.measurements[0]).toMatchObject({ code: 'C01', value: 20, target: 15, status: 'MET', statement: expect.stringContaining('quinze jours'), plainStatement: expect.any(String), inputs: { assumedToday: false } })
    expect(body.requirements.map((one: { code: string }) => one.code)).toEqual(expect.arrayContaining(['A11Y-16', 'READ-01', 'READ-02', 'CENTRE-01']))
    await platform.stranger().get('/api/consultations/nothing/charter').expect(404)
    const overview = (await platform.stranger().get('/api/charter').query({ perPage: 2 }).expect(200)).body
    expect(overview.consultations.items.find((item: { id: string }) => item.id === id)).toMatchObject({ met: 4, breached: 0, notYet: 1, total: 5, version: '1.0' })
    expect(overview.consultations).toMatchObject({ perPage: 2, page: 1 })
  })

  it('does not open below its tier: held with its reasons until the centres are back; afterwards closures change nothing', async () => {
    const staff = await metropolis()
    const { id, slug } = await anAnnounced(platform, staff)
    await platform.db.owner.query('update inclusion.centre set active = false')
    await pass(platform, '21 days')
    expect((await staff.get(`/api/consultations/${id}`)).body).toMatchObject({ state: 'announced', phases: [{ state: 'scheduled', held: true }, { state: 'scheduled', held: false }] })
    const held = (await platform.stranger().get(`/api/consultations/${slug}/charter`).expect(200)).body
    expect(held.held).toEqual([expect.objectContaining({ kind: 'proposals', refusals: [expect.objectContaining({ code: 'charter.tier-not-reached' })] })])
    await platform.db.owner.query('update inclusion.centre set active = true')
    await platform.settle()
    expect((await staff.get(`/api/consultations/${id}`)).body.state).toBe('running')
    await platform.db.owner.query('update inclusion.centre set active = false')
    const after = (await platform.stranger().get(`/api/consultations/${slug}/charter`).expect(200)).body
    expect(after).toMatchObject({ attainedTier: 'T2_READABLE', requirementsCheckedAt: 'opening' })
    await platform.db.owner.query('update inclusion.centre set active = true')
  })
})
