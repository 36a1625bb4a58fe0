import { quotaState, settingRefusals } from './quotas.rules'

const numbers = { mediatorQuota: 40, warningAt: 32 }

describe('the quota of a day', () => {
  it.each([
    [0, 0, 'fine', 40], [31, 0, 'fine', 9], [32, 0, 'warning', 8], [39, 0, 'warning', 1], [40, 0, 'reached', 0], [41, 0, 'reached', 0],
    [40, 20, 'fine', 20], [51, 20, 'fine', 9], [52, 20, 'warning', 8], [60, 20, 'reached', 0],
  ] as const)('%d visits, %d more given: %s, %d left', (used, extra, state, left) => {
    expect(quotaState(used, extra, numbers)).toMatchObject({ state, left, most: 40 + extra })
  })
})

it.each([
  [{ ...numbers, centreQuota: 150 }, []],
  [{ ...numbers, warningAt: 41, centreQuota: 150 }, ['quota.warning-above']],
  [{ ...numbers, centreQuota: 39 }, ['quota.centre-below']],
])('%j cannot be set: %j', (setting, codes) => {
  expect(settingRefusals(setting).map(({ code }) => code)).toEqual(codes)
})
