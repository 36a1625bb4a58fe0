import { eligibilityRefusals, type EligibilityRules } from './eligibility.rules'

const rules: EligibilityRules = { minimumAge: 16, communes: ['59350', '59512'], opensAt: '2027-03-01T08:00:00+01:00' }
const codes = (birthDate: string, inseeCode = '59350', opensAt = rules.opensAt): string[] => eligibilityRefusals({ ...rules, opensAt }, { birthDate, inseeCode }).map((refusal) => refusal.code)

describe('who may take part', () => {
  it.each([
    ['16 on the very day', '2011-03-01', []],
    ['16 the day after', '2011-03-02', ['eligibility.too-young']],
    ['an adult', '1951-04-12', []],
    ['not born yet', '2027-03-02', ['eligibility.birth-date-invalid']],
    ['a day that does not exist', '1990-02-30', ['eligibility.birth-date-invalid']],
    ['a French way of writing', '12/04/1951', ['eligibility.birth-date-invalid']],
    ['131 years ago', '1896-01-01', ['eligibility.birth-date-invalid']],
  ])('%s', (_label, birthDate, expected) => expect(codes(birthDate)).toEqual(expected))

  it('says everything at once', () => {
    expect(codes('2020-01-01', '75056')).toEqual(['eligibility.too-young', 'eligibility.commune-outside'])
  })

  it('takes the day in Paris, not in universal time', () => {
    // 23:30 UTC on 28 February is already 1 March in Paris.
    expect(codes('2011-03-01', '59350', '2027-02-28T23:30:00Z')).toEqual([])
  })

  it('counts somebody born on 29 February as reaching the age on the 28th', () => {
    expect(codes('2008-02-29', '59350', '2027-02-28T08:00:00+01:00')).toEqual([])
    expect(eligibilityRefusals({ ...rules, minimumAge: 18, opensAt: '2026-02-28T08:00:00+01:00' }, { birthDate: '2008-02-29', inseeCode: '59350' })).toEqual([])
    expect(eligibilityRefusals({ ...rules, minimumAge: 18, opensAt: '2026-02-27T08:00:00+01:00' }, { birthDate: '2008-02-29', inseeCode: '59350' })).toHaveLength(1)
  })
})
