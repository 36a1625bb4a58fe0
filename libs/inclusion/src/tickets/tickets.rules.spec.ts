import { actsOf, estimatedWait, inTimeShare, ticketLabel, TICKET_STATES, TRANSITIONS } from './tickets.rules'

describe('a ticket', () => {
  it.each([[1, 'A1'], [12, 'A12'], [99, 'A99'], [100, 'B1'], [198, 'B99'], [199, 'C1'], [594, 'F99']])('number %d is said %s', (number, label) => {
    expect(ticketLabel(number)).toBe(label)
  })

  it.each([['waiting', ['leave']], ['called', ['take', 'leave', 'back']], ['taken', ['serve']], ['served', []], ['left', []]] as const)('that is %s may be moved by %j', (state, acts) => {
    expect(actsOf(state)).toEqual(acts)
  })

  it('never comes out of an end', () => {
    for (const { from } of Object.values(TRANSITIONS)) for (const end of ['served', 'left'] as const) expect(from).not.toContain(end)
    expect(TICKET_STATES).toHaveLength(5)
  })
})

describe('the estimated wait', () => {
  it.each([
    ['nobody was taken', 3, [], 60, null],
    ['two gaps are no pace', 3, [0, 10, 20], 20, null],
    ['ten minutes each, just begun', 0, [0, 10, 20, 30], 30, 10],
    ['ten minutes each, three ahead', 3, [0, 10, 20, 30], 30, 40],
    ['half of a turn is over', 3, [0, 10, 20, 30], 35, 35],
    ['a turn that lasts takes nothing from the others', 3, [0, 10, 20, 30], 90, 30],
    ['a pause for lunch is no pace', 1, [0, 10, 20, 150, 160, 170], 170, 20],
    ['the last ten count: slow in the morning, quick since', 0, [0, 50, 100, 105, 110, 115, 120, 125, 130, 135, 140, 145, 150], 150, 5],
  ])('%s', (_, ahead, takenAt, now, minutes) => {
    expect(estimatedWait(ahead, takenAt, now)?.minutes ?? null).toBe(minutes)
  })

  it('is right within 30 % for four people in five of a queue of twenty-five, with visits as uneven as they are', () => {
    // Two desks; visits of 8 to 22 minutes in an order that is drawn once.
    let seed = 7
    const draw = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    let [first, second] = [0, 0]
    const takenAt: number[] = []
    for (let person = 0; person < 45; person += 1) {
      takenAt.push(Math.min(first, second))
      if (first <= second) first += 8 + draw() * 14
      else second += 8 + draw() * 14
    }
    // Asked when the twentieth is taken, of the twenty-five who follow.
    const now = takenAt[19] ?? 0
    const right = takenAt.slice(20).filter((at, ahead) => {
      const estimate = estimatedWait(ahead, takenAt.slice(0, 20), now)
      return estimate !== null && at - now >= estimate.from && at - now <= estimate.to
    })
    expect(right.length).toBeGreaterThanOrEqual(20)
  })
})

it.each([[0, 0, null], [10, 9, 0.9], [3, 0, 0]])('of %d taken, %d in time: %p', (taken, inTime, share) => {
  expect(inTimeShare(taken, inTime)).toBe(share)
})
