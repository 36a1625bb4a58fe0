import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  DEFAULT_COMMITMENTS, announcementRefusals, calendarDays, charterRefusals, earliestLawfulClose, earliestLawfulOpening, measure, openingRefusals, stricter,
  type ComplianceFacts, type MeasuredCommitment, type Measurement,
} from './compliance.rules'

const now = '2027-03-01T10:00:00+01:00'
const facts: ComplianceFacts = {
  scope: 'metropolis', announcedAt: '2027-03-01T23:30:00+01:00', participationPhases: [{ opensAt: '2027-03-16T00:00:00+01:00', closesAt: '2027-04-15T18:00:00+02:00' }],
  resultsPublishedAt: null, nonDigitalWays: ['paper', 'centre'], requiredTier: 'T2_READABLE', attainedTier: 'T2_READABLE',
}
const one = (code: string, over: Partial<ComplianceFacts> = {}, at: string | number = now): Measurement => {
  const found = measure(DEFAULT_COMMITMENTS, { ...facts, ...over }, at).find((measurement) => measurement.code === code)
  if (!found) throw new Error(code)
  return found
}
const starting = (opensAt: string, closesAt = '2027-05-30T18:00:00+02:00'): Partial<ComplianceFacts> => ({ participationPhases: [{ opensAt, closesAt }] })
const codes = (refusals: { code: string }[]): string[] => refusals.map((refusal) => refusal.code)

describe('C01, notice', () => {
  it('is met on the fifteenth day, whatever the hours', () => expect(one('C01')).toMatchObject({ status: 'MET', value: 15, target: 15, inputs: { announced: '2027-03-01', opening: '2027-03-16' } }))
  it('is breached the day before', () => expect(one('C01', starting('2027-03-15T23:00:00+01:00'))).toMatchObject({ status: 'BREACHED', value: 14 }))
  it('cannot be measured without dates', () => {
    expect(one('C01', { participationPhases: [] })).toMatchObject({ status: 'NOT_MEASURABLE', value: null })
    expect(one('C01', starting('bientôt'))).toMatchObject({ status: 'NOT_MEASURABLE', value: null })
  })
  it('takes today for a draft', () => expect(one('C01', { announcedAt: null }, '2027-03-10T10:00:00+01:00')).toMatchObject({ status: 'BREACHED', value: 6, inputs: { announced: '2027-03-10', assumedToday: true } }))
  it('counts from the announcement to the first of several openings', () => {
    expect(one('C01', { participationPhases: [{ opensAt: '2027-04-10', closesAt: '2027-05-10' }, { opensAt: '2027-03-20', closesAt: '2027-04-01' }] }).value).toBe(19)
  })
})

describe('C02, duration', () => {
  it('is met at thirty days for the metropolis', () => expect(one('C02')).toMatchObject({ status: 'MET', value: 30, target: 30 }))
  it('is breached at twenty-nine', () => expect(one('C02', starting('2027-03-16T00:00:00+01:00', '2027-04-14T23:59:00+02:00'))).toMatchObject({ status: 'BREACHED', value: 29 }))
  it('asks fifteen of a commune', () => {
    const short = starting('2027-03-16T00:00:00+01:00', '2027-03-31T18:00:00+02:00')
    expect(one('C02', { ...short, scope: 'municipality' })).toMatchObject({ status: 'MET', value: 15, target: 15 })
    expect(one('C02', short).status).toBe('BREACHED')
  })
  it('cannot be measured without dates', () => expect(one('C02', { participationPhases: [] }).status).toBe('NOT_MEASURABLE'))
})

describe('C12, results in time', () => {
  const closed = '2027-04-15T18:00:00+02:00'
  it('is met within thirty days', () => expect(one('C12', { resultsPublishedAt: '2027-05-15T23:59:00+02:00' }, '2027-06-01')).toMatchObject({ status: 'MET', value: 30 }))
  it('is breached on the thirty-first, published or not', () => {
    expect(one('C12', { resultsPublishedAt: '2027-05-16T00:01:00+02:00' }, '2027-06-01')).toMatchObject({ status: 'BREACHED', value: 31 })
    expect(one('C12', {}, '2027-05-16T08:00:00+02:00')).toMatchObject({ status: 'BREACHED', value: 31 })
  })
  it('is not yet, then at risk from 80 % of the delay', () => {
    expect(one('C12', {}, now)).toMatchObject({ status: 'NOT_YET', value: null })
    expect(one('C12', {}, closed)).toMatchObject({ status: 'NOT_YET', value: 0 })
    expect(one('C12', {}, '2027-05-08T08:00:00+02:00')).toMatchObject({ status: 'NOT_YET', value: 23 })
    expect(one('C12', {}, '2027-05-09T08:00:00+02:00')).toMatchObject({ status: 'AT_RISK', value: 24 })
  })
  it('cannot be measured without dates', () => expect(one('C12', { participationPhases: [] }).status).toBe('NOT_MEASURABLE'))
})

describe('ways without internet, and the tier', () => {
  it('one way is enough, none breaks a legal commitment, the same way twice is one', () => {
    expect(one('D-NONDIGITAL', { nonDigitalWays: ['phone', 'phone'] })).toMatchObject({ status: 'MET', value: 1, legal: true })
    expect(one('D-NONDIGITAL', { nonDigitalWays: [] })).toMatchObject({ status: 'BREACHED', value: 0 })
  })
  it('the tier reached is at least the one required', () => {
    expect(one('C04')).toMatchObject({ status: 'MET', value: 2, target: 2 })
    expect(one('C04', { attainedTier: 'T1_LEGAL' })).toMatchObject({ status: 'BREACHED', value: 1, target: 2 })
    expect(one('C04', { attainedTier: null, requiredTier: 'T1_LEGAL' })).toMatchObject({ status: 'BREACHED', value: 0, target: 1 })
  })
})

describe('what the charter refuses', () => {
  it('is nothing when every commitment is kept; results not due yet hold nothing back', () => {
    expect(openingRefusals(measure(DEFAULT_COMMITMENTS, facts, now))).toEqual([])
  })
  it('is everything at once, with the figures', () => {
    const broken = measure(DEFAULT_COMMITMENTS, { ...facts, announcedAt: null, ...starting('2027-03-02T08:00:00+01:00', '2027-03-03T08:00:00+01:00'), nonDigitalWays: [], attainedTier: null }, now)
    const refusals = announcementRefusals(broken)
    expect(codes(refusals)).toEqual(['charter.notice-too-short', 'charter.duration-too-short', 'charter.no-non-digital-way', 'charter.tier-not-reached'])
    expect(refusals[0]).toMatchObject({ at: 'C01', facts: { value: 1, target: 15, unit: 'days' } })
  })
  it('gives no reward for missing data', () => {
    expect(codes(openingRefusals(measure(DEFAULT_COMMITMENTS, { ...facts, participationPhases: [] }, now)))).toEqual(['charter.not-measurable', 'charter.not-measurable'])
  })
})

describe('the earliest lawful opening', () => {
  it('is fifteen days after today for a draft, after the announcement otherwise, never in the past', () => {
    expect(earliestLawfulOpening({ ...facts, announcedAt: null }, DEFAULT_COMMITMENTS, now)).toBe('2027-03-16')
    expect(earliestLawfulOpening(facts, DEFAULT_COMMITMENTS, '2027-03-10T10:00:00+01:00')).toBe('2027-03-16')
    expect(earliestLawfulOpening(facts, DEFAULT_COMMITMENTS, '2027-05-01T10:00:00+02:00')).toBe('2027-05-01')
    expect(earliestLawfulOpening({ ...facts, announcedAt: null }, [], now)).toBe('2027-03-01')
    expect(earliestLawfulClose('metropolis', DEFAULT_COMMITMENTS, '2027-03-16')).toBe('2027-04-15')
  })
  it('is lawful at its first minute, and the day before is not, at any moment of three years', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) }), (moment) => {
      const day = DateTime.fromISO(earliestLawfulOpening({ scope: 'metropolis', announcedAt: null }, DEFAULT_COMMITMENTS, moment), { zone: 'Europe/Paris' })
      const status = (start: DateTime): string => one('C01', { announcedAt: null, participationPhases: [{ opensAt: start.toMillis(), closesAt: start.plus({ days: 40 }).toMillis() }] }, moment).status
      expect(status(day)).toBe('MET')
      expect(status(day.minus({ minutes: 1 }))).toBe('BREACHED')
    }))
  })
})

describe('calendar days', () => {
  const instant = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2030, 0, 1) })
  it('is the same however the instants are written, in any zone', () => {
    fc.assert(fc.property(instant, instant, fc.constantFrom('UTC', 'America/Cayenne', 'Pacific/Noumea', 'Asia/Tokyo'), (from, to, zone) => {
      const written = (millis: number): string => DateTime.fromMillis(millis, { zone }).toISO() ?? ''
      expect(calendarDays(written(from), written(to))).toBe(calendarDays(from, to))
    }))
  })
  it('is whole, and daylight saving changes nothing of it', () => {
    fc.assert(fc.property(instant, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 23 }), (from, days, hour) => {
      const start = DateTime.fromMillis(from, { zone: 'Europe/Paris' }).startOf('day')
      const end = start.plus({ days }).set({ hour })
      expect(calendarDays(start.toMillis(), end.toMillis())).toBe(days)
    }))
  })
  it('counts the nights of the changes of hour', () => {
    expect(calendarDays('2027-03-27T23:00:00+01:00', '2027-03-28T23:00:00+02:00')).toBe(1)
    expect(calendarDays('2027-10-30T23:00:00+02:00', '2027-10-31T23:00:00+01:00')).toBe(1)
  })
})

describe('a commune may only be stricter', () => {
  const [c01, , , , c12] = DEFAULT_COMMITMENTS as [MeasuredCommitment, MeasuredCommitment, MeasuredCommitment, MeasuredCommitment, MeasuredCommitment]
  const withTarget = (commitment: MeasuredCommitment, municipality: number): MeasuredCommitment => ({ ...commitment, rule: { ...commitment.rule, target: { ...commitment.rule.target, municipality } } })
  it('at least: the higher target; at most: the lower', () => {
    expect(stricter(c01.rule, withTarget(c01, 21).rule).target).toEqual({ metropolis: 15, municipality: 21 })
    expect(stricter(c12.rule, withTarget(c12, 21).rule).target).toEqual({ metropolis: 30, municipality: 21 })
  })
  it('is symmetric, and stricter than both', () => {
    fc.assert(fc.property(fc.nat(60), fc.nat(60), fc.constantFrom(c01, c12), (a, b, commitment) => {
      const [one, other] = [withTarget(commitment, a), withTarget(commitment, b)]
      expect(stricter(one.rule, other.rule)).toEqual(stricter(other.rule, one.rule))
      expect(charterRefusals([one], [{ code: commitment.code, rule: stricter(one.rule, other.rule) }])).toEqual([])
    }))
  })
  it('refuses what loosens, drops or changes a commitment', () => {
    expect(codes(charterRefusals([c01, c12], [withTarget(c01, 14)]))).toEqual(['charter.commitment-loosened', 'charter.commitment-dropped'])
    expect(codes(charterRefusals([c12], [withTarget(c12, 31)]))).toEqual(['charter.commitment-loosened'])
    expect(codes(charterRefusals([c01], [{ ...c01, rule: { ...c01.rule, severity: 'INFORMATIVE' } }]))).toEqual(['charter.commitment-loosened'])
    expect(codes(charterRefusals([c01], [{ ...c01, rule: c12.rule }]))).toEqual(['charter.commitment-changed'])
  })
  it('an exact target is only as strict as itself', () => {
    const exact = { ...c01.rule, comparator: '=' as const }
    expect(stricter(exact, exact)).toEqual(exact)
    expect(() => stricter(exact, { ...exact, target: { metropolis: 16, municipality: 15 } })).toThrow(RangeError)
    expect(measure([{ code: 'X', rule: exact }], facts, now)[0]).toMatchObject({ status: 'MET', value: 15 })
    expect(measure([{ code: 'X', rule: { ...exact, target: { metropolis: 14, municipality: 14 } } }], facts, now)[0]).toMatchObject({ status: 'BREACHED' })
  })
  it('does not compare what cannot be compared', () => expect(() => stricter(c01.rule, c12.rule)).toThrow(RangeError))
})
