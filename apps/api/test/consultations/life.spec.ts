import { Charter, PhaseClock } from '@parvis/consultations'
import { Audit, Outbox, Periodic } from '@parvis/platform'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { applicationOptions } from '../../src/data-source'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, inDays, moveOn, pass as timePasses, withCentres, withOptions } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

const metropolis = () => platform.as('staff')
const guardian = () => platform.as('guardian')
const reason = 'Une erreur dans le dossier doit être corrigée.'
const read = async (id: string) => (await platform.stranger().get(`/api/consultations/${id}`).expect(200)).body as Made & Record<string, unknown>
const pass = (time: string) => timePasses(platform, time)
const voteRow = async (id: string) => (await platform.db.app.query<{ state: string, closes_at: Date, admitted_until: Date }>('select state, closes_at, admitted_until from consultations.vote where id = $1', [id])).rows[0]
const actions = async (id: string) => (await platform.db.owner.query<{ action: string }>(`
  select a.action from platform.audit_entry a where a.subject_id = $1 or a.subject_id in (select id::text from consultations.phase where consultation_id::text = $1) order by a.id`, [id])).rows.map(({ action }) => action)

describe('the life of a consultation', () => {
  it('goes by itself from the announcement to the end', async () => {
    const { id, vote } = await anAnnounced(platform, await metropolis())
    const voteId = String(vote?.id)
    await pass('19 days')
    expect((await read(id)).state).toBe('announced')
    await pass('2 days')
    expect(await read(id)).toMatchObject({ state: 'running', currentPhase: { kind: 'proposals', state: 'open' }, vote: { state: 'draft' } })
    await withOptions(platform, voteId)
    await pass('40 days')
    expect((await read(id)).phases.map(({ state }) => state)).toEqual(['closed', 'scheduled'])
    expect(existsSync(join(platform.db.secretsDir, `vote-${voteId}.key`))).toBe(false)
    await pass('10 days')
    expect(await read(id)).toMatchObject({ state: 'running', vote: { state: 'open', question: 'Quels projets voulez-vous ?' } })
    expect(existsSync(join(platform.db.secretsDir, `vote-${voteId}.key`))).toBe(true)
    const open = await voteRow(voteId)
    // Paper is offered: it is entered until two days after the close.
    expect(Number(open?.admitted_until) - Number(open?.closes_at)).toBe(48 * 3_600_000)
    await expect(platform.db.app.query(`update consultations.vote_option set title = 'autre' where vote_id = $1`, [voteId])).rejects.toThrow('vote.options-frozen')
    await pass('30 days')
    expect(await read(id)).toMatchObject({ state: 'finished', currentPhase: null, vote: { state: 'counting' } })
    expect(await actions(id)).toEqual(['consultation.created', 'consultation.phases-set', 'consultation.announced', 'charter.assessed', 'consultation.started', 'phase.opened', 'phase.closed', 'phase.opened', 'phase.closed', 'consultation.finished'])
    expect((await (await metropolis()).post(`/api/consultations/${id}/archiving`).expect(422)).body.refusals).toEqual([{ code: 'consultation.results-unpublished', facts: { votes: 1 } }])
  })

  it('catches up in order after a long silence', async () => {
    const { id, vote } = await anAnnounced(platform, await metropolis())
    await withOptions(platform, String(vote?.id))
    await pass('130 days')
    expect(await read(id)).toMatchObject({ state: 'finished', vote: { state: 'counting' } })
    expect((await read(id)).phases.map(({ state }) => state)).toEqual(['closed', 'closed'])
  })

  it('has one effect when two processes do it at once', async () => {
    // What another process is: connections of its own.
    const { app, config } = platform
    const connections = await new DataSource({ ...applicationOptions(config), entities: [] }).initialize()
    const other = new PhaseClock(connections, app.get(Charter, { strict: false }), config, app.get(Periodic), app.get(Audit), app.get(Outbox))
    try {
      const made = await Promise.all(Array.from({ length: 5 }, async () => anAnnounced(platform, await metropolis())))
      await moveOn(platform, '21 days')
      const clocks = [app.get(PhaseClock, { strict: false }), other]
      await Promise.all(clocks.flatMap((clock) => [clock.tick(), clock.tick()]))
      for (const { id } of made) expect((await actions(id)).slice(3)).toEqual(['charter.assessed', 'consultation.started', 'phase.opened'])
    } finally {
      await connections.destroy()
    }
  })

  it('holds a vote with too few options, says so once, and opens it when they are there', async () => {
    const { id, vote } = await anAnnounced(platform, await metropolis())
    await pass('71 days')
    await platform.settle()
    expect(await read(id)).toMatchObject({ state: 'running', vote: { state: 'draft' }, phases: [{ state: 'closed' }, { state: 'scheduled', held: true }] })
    expect((await actions(id)).filter((action) => action === 'phase.held')).toHaveLength(1)
    const page = (await platform.stranger().get(`/api/consultations/${(await read(id)).slug}/charter`).expect(200)).body
    expect(page.held).toEqual([expect.objectContaining({ kind: 'vote', refusals: [expect.objectContaining({ code: 'phase.too-few-options' })] })])
    await withOptions(platform, String(vote?.id))
    await platform.db.app.query(`update consultations.vote set question = '' where id = $1`, [vote?.id])
    await platform.settle()
    expect((await platform.db.owner.query(`select detail -> 'codes' as codes from platform.audit_entry where action = 'phase.held' order by id desc limit 1`)).rows[0].codes).toEqual(['vote.question-missing'])
    await platform.db.app.query(`update consultations.vote set question = 'Que voulez-vous ?' where id = $1`, [vote?.id])
    await platform.settle()
    expect((await read(id)).vote).toMatchObject({ state: 'open' })
  })
})

describe('suspending', () => {
  it('is for the guardian, stops what would open or close, and everybody reads why', async () => {
    const staff = await metropolis()
    const { id } = await anAnnounced(platform, staff)
    await platform.stranger().post(`/api/consultations/${id}/suspension`).send({ reason }).expect(401)
    await staff.post(`/api/consultations/${id}/suspension`).send({ reason }).expect(403)
    await (await guardian()).post(`/api/consultations/${id}/suspension`).send({ reason: 'trop court' }).expect(400)
    const suspended = (await (await guardian()).post(`/api/consultations/${id}/suspension`).send({ reason }).expect(201)).body
    expect((await platform.stranger().get('/api/consultations?state=coming').expect(200)).body.suspended).toBe(1)
    expect(suspended).toMatchObject({ suspended: true, suspension: { reason }, state: 'announced' })
    expect((await (await guardian()).post(`/api/consultations/${id}/suspension`).send({ reason }).expect(422)).body.code).toBe('consultation.already-suspended')
    await pass('30 days')
    expect((await read(id)).state).toBe('announced')
    await staff.delete(`/api/consultations/${id}/suspension`).expect(403)
    await (await guardian()).delete(`/api/consultations/${id}/suspension`).expect(200)
    expect((await (await guardian()).delete(`/api/consultations/${id}/suspension`).expect(422)).body.code).toBe('consultation.not-suspended')
    await platform.settle()
    expect(await read(id)).toMatchObject({ state: 'running', suspended: false, suspension: null })
  })

  it('is not for drafts, which the guardian does not see', async () => {
    const { id } = await aDraft(platform, await metropolis())
    const answer = await (await guardian()).post(`/api/consultations/${id}/suspension`).send({ reason })
    expect([answer.status, answer.body.code]).toEqual([422, 'consultation.wrong-state'])
  })
})

describe('extending', () => {
  it('moves the end, later only, as a public event; the deadline of the vote follows', async () => {
    const staff = await metropolis()
    const { id, phases, vote } = await anAnnounced(platform, staff)
    await withOptions(platform, String(vote?.id))
    await pass('71 days')
    const extend = (phase: string | undefined, body: object) => staff.post(`/api/consultations/${id}/phases/${phase}/extensions`).send(body)
    const [proposals, voting] = phases
    const later = await inDays(platform, 40)
    await platform.stranger().post(`/api/consultations/${id}/phases/${voting?.id}/extensions`).send({ closesAt: later, reason }).expect(401)
    expect((await (await platform.as('staff', { place: '59512' })).post(`/api/consultations/${id}/phases/${voting?.id}/extensions`).send({ closesAt: later, reason }).expect(403)).body.code).toBe('place.other')
    expect((await extend(proposals?.id, { closesAt: later, reason }).expect(422)).body.code).toBe('phase.closed')
    expect((await extend(voting?.id, { closesAt: await inDays(platform, 2), reason }).expect(422)).body.code).toBe('phase.extension-not-later')
    await extend(voting?.id, { closesAt: later, reason: 'court' }).expect(400)
    await extend('00000000-0000-4000-8000-000000000000', { closesAt: later, reason }).expect(404)
    const extended = (await extend(voting?.id, { closesAt: later, reason }).expect(201)).body
    expect(extended.extensions).toEqual([expect.objectContaining({ phaseId: voting?.id, reason, previousClosesAt: voting?.closesAt, closesAt: new Date(later).toISOString() })])
    const row = await voteRow(String(vote?.id))
    expect([row?.closes_at.toISOString(), Number(row?.admitted_until) - Number(row?.closes_at)]).toEqual([new Date(later).toISOString(), 48 * 3_600_000])
    await pass('35 days')
    expect(await read(id)).toMatchObject({ state: 'running', vote: { state: 'open' } })
    await pass('6 days')
    expect(await read(id)).toMatchObject({ state: 'finished' })
    expect((await extend(voting?.id, { closesAt: await inDays(platform, 9), reason }).expect(422)).body.code).toBe('consultation.wrong-state')
  })

  it('does not push proposals into the vote on them', async () => {
    const staff = await metropolis()
    const { id, phases } = await anAnnounced(platform, staff)
    const refused = await staff.post(`/api/consultations/${id}/phases/${phases[0]?.id}/extensions`).send({ closesAt: await inDays(platform, 75), reason }).expect(422)
    expect(refused.body.code).toBe('phase.vote-before-proposals-end')
  })
})
