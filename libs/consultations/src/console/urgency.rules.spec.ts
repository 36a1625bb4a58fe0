import { urgent, type Dated } from './urgency.rules'

const task = (title: string, over: Partial<Dated>): Dated => ({ kind: 'vote', title, since: null, before: null, late: false, ...over })

it('puts what is late or blocked first, then by day, then what has no day', () => {
  const tasks = [
    task('sans calendrier', { kind: 'announce' }),
    task('dans dix jours', { before: '2027-03-20T00:00:00.000Z' }),
    task('demain', { before: '2027-03-11T00:00:00.000Z' }),
    task('retenue hier', { kind: 'held', since: '2027-03-09T08:00:00.000Z' }),
    task('en retard de cinq jours', { before: '2027-03-05T00:00:00.000Z', late: true }),
    task('à sceller, sans charte', { kind: 'seal', since: '2027-03-01T00:00:00.000Z' }),
  ]
  expect(urgent(tasks).map(({ title }) => title)).toEqual(['en retard de cinq jours', 'retenue hier', 'demain', 'dans dix jours', 'sans calendrier', 'à sceller, sans charte'])
})
