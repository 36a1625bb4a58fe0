import { activityIdentifier } from './activity-identifier'
import { activitiesOf, COOP_COLUMNS, lineOf, nearestDuration } from './coop.rules'
import type { ClosedDay } from './coop.rules'

const day: ClosedDay = {
  id: '6f1f2d0e-0000-4000-8000-000000000001', day: '2027-03-01', closedOn: '2027-03-01', onBehalf: 2, accompanied: 1, kiosk: 12, workshop: false, title: '', minutes: 30, workshopMinutes: 90,
  centre: { name: 'Maison de Wazemmes', postalCode: '59000', municipality: 'Lille', municipalityCode: '59350' },
}

describe('a day in the shape of the Coop', () => {
  it.each([
    ['visits one by one', {}, [['individuel', 'entierement_accompagne', 1, 30], ['individuel', 'entierement_accompagne', 1, 30], ['individuel', 'partiellement_autonome', 1, 30], ...Array.from({ length: 12 }, () => ['individuel', 'autonome', 1, 30])]],
    ['a workshop of twelve as one record', { workshop: true, onBehalf: 0, accompanied: 0, title: 'Voter à la borne' }, [['collectif', null, 12, 90]]],
    ['a workshop that nobody came to as none', { workshop: true, onBehalf: 0, accompanied: 0, kiosk: 0 }, []],
  ])('%s', (_, over, expected) => {
    expect(activitiesOf({ ...day, ...over }, activityIdentifier).map(({ attributes }) => [attributes.type, attributes.autonomie, attributes.accompagnements, attributes.duree])).toEqual(expected)
  })

  it('has the same identifiers whenever it is taken, and others on another day', () => {
    const ids = (of: ClosedDay) => activitiesOf(of, activityIdentifier).map(({ id }) => id)
    expect(ids({ ...day, closedOn: '2027-03-02', minutes: 45 })).toEqual(ids(day))
    expect(new Set(ids(day)).size).toBe(15)
    for (const id of ids(day)) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    const other = new Set(ids({ ...day, id: '6f1f2d0e-0000-4000-8000-000000000002' }))
    expect(ids(day).some((id) => other.has(id))).toBe(false)
  })

  it('names the theme and the place as the Coop does, nobody, and no hour', () => {
    const [first] = activitiesOf(day, activityIdentifier)
    expect(first?.attributes).toMatchObject({ thematiques: ['papiers_elections_citoyennete'], type_lieu: 'lieu_activite', lieu_code_insee: '59350', mediateur_id: null, structure_id: null, date: '2027-03-01T00:00:00.000Z' })
    expect(Object.keys(lineOf(first!)).sort()).toEqual([...COOP_COLUMNS].sort())
  })
})

it.each([[null, 30], [0, 15], [17, 15], [23, 30], [52, 45], [53, 60], [70, 60], [76, 90], [400, 120]])('%p minutes are told as %d', (minutes, told) => {
  expect(nearestDuration(minutes)).toBe(told)
})
