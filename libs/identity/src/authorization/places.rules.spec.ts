import type { Grant, Place } from './actor'
import { mayActIn, placesOf } from './places.rules'

const metropolis: Place = { kind: 'metropolis', code: '200093201' }
const lille: Place = { kind: 'municipality', code: '59350' }
const roubaix: Place = { kind: 'municipality', code: '59512' }
const centre: Place = { kind: 'centre', code: 'wazemmes' }

const actor = (role: Grant['role'], place: Place) => ({ grants: [{ role, placeKind: place.kind, placeCode: place.code }] })

describe('mayActIn', () => {
  it.each([
    ['staff of a commune on what the commune owns', actor('staff', lille), 'consultation.prepare', lille, true],
    ['staff of a commune on what another one owns', actor('staff', lille), 'consultation.prepare', roubaix, false],
    ['staff of a commune on what the metropolis owns', actor('staff', lille), 'consultation.prepare', metropolis, false],
    ['staff of the metropolis on what it owns', actor('staff', metropolis), 'consultation.prepare', metropolis, true],
    ['staff of the metropolis on what a commune owns', actor('staff', metropolis), 'consultation.prepare', lille, false],
    ['a guardian everywhere', actor('guardian', metropolis), 'consultation.suspend', roubaix, true],
    ['a guardian only as a guardian', actor('guardian', metropolis), 'consultation.prepare', metropolis, false],
    ['an administrator not as staff', actor('administrator', metropolis), 'results.publish', metropolis, false],
    ['a mediator at the centre', actor('mediator', centre), 'desk.use', centre, true],
    ['a mediator at another centre', actor('mediator', centre), 'desk.use', { kind: 'centre', code: 'fives' }, false],
    ['a citizen as a citizen, anywhere', { grants: [] }, 'ballot.cast', roubaix, true],
    ['a citizen as nothing else', { grants: [] }, 'consultation.prepare', lille, false],
    ['a stranger', null, 'ballot.cast', lille, false],
  ] as const)('%s', (_, who, permission, place, expected) => {
    expect(mayActIn(who, permission, place)).toBe(expected)
  })
})

describe('placesOf', () => {
  it('lists where a permission is held', () => {
    expect(placesOf({ grants: [...actor('staff', lille).grants, ...actor('staff', roubaix).grants, ...actor('mediator', centre).grants] }, 'consultation.prepare'))
      .toEqual({ everywhere: false, places: [lille, roubaix] })
    expect(placesOf(actor('guardian', metropolis), 'console.use').everywhere).toBe(true)
    expect(placesOf(null, 'console.use')).toEqual({ everywhere: false, places: [] })
  })
})
