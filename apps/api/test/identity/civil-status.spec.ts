import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const given = { birthSurname: 'Le Goff', usageSurname: 'D’Hondt', givenNames: 'Maëlle, Zoé', birthDate: '1984-02-29', municipalityCode: '59355' }
const replaced = { ...given, givenNames: 'Maëlle Zoé' }

describe('civil status', () => {
  it('is kept encrypted, read back by its owner, and erased', async () => {
    const { agent, accountId } = await platform.person('citizen')
    expect((await agent.get('/api/account/civil-status').expect(200)).body).toEqual({ civilStatus: null })
    await agent.put('/api/account/civil-status').send(replaced).expect(204)
    expect((await agent.get('/api/account/civil-status')).body.civilStatus).toEqual({ ...replaced, municipalityCode: '59350' })
    expect((await agent.get('/api/session')).body.account.civilStatusGiven).toBe(true)

    const { rows } = await platform.db.owner.query<{ sealed: Buffer }>('select civil_status as sealed from identity.account where id = $1', [accountId])
    // Whole words: two letters come by chance in what is sealed, once in some hundred times.
    expect(['Goff', 'Maëlle', '1984-02-29'].filter((word) => rows[0]?.sealed.includes(word))).toEqual([])
    expect(rows[0]?.sealed.length).toBeGreaterThan(100)

    await agent.delete('/api/account/civil-status').expect(204)
    expect((await agent.get('/api/account/civil-status')).body).toEqual({ civilStatus: null })
  })

  it('does not open on another account', async () => {
    const [one, other] = [await platform.person('citizen', { named: 'one' }), await platform.person('citizen', { named: 'other' })]
    await one.agent.put('/api/account/civil-status').send(replaced).expect(204)
    await platform.db.owner.query('update identity.account set civil_status = (select civil_status from identity.account where id = $1) where id = $2', [one.accountId, other.accountId])
    const answer = await other.agent.get('/api/account/civil-status').expect(500)
    expect(answer.text).not.toContain('Goff')
  })

  it.each([
    ['a name without letters', { birthSurname: '1234' }, { code: 'civil-status.birth-surname', at: 'birthSurname' }],
    ['a day that does not exist', { birthDate: '2001-02-29' }, { code: 'civil-status.birth-date', at: 'birthDate' }],
    ['a birth to come', { birthDate: '2999-01-01' }, { code: 'civil-status.birth-date-future', at: 'birthDate' }],
    ['an age of two centuries', { birthDate: '1820-01-01' }, { code: 'civil-status.birth-date-old', at: 'birthDate' }],
    ['a commune elsewhere', { municipalityCode: '75056' }, { code: 'municipality.unknown', at: 'municipalityCode' }],
  ])('refuses %s', async (_, change, refusal) => {
    const agent = await platform.as('citizen', { named: 'refused' })
    const answer = await agent.put('/api/account/civil-status').send({ ...replaced, ...change }).expect(422)
    expect(answer.body.refusals).toEqual([refusal])
  })
})
