import { batchRefusal, custodyRefusal, gapOf, type BatchFigures, type Custody } from './balance.rules'

const day: Custody = { issued: 300, returned: 270, spoiled: 8, unused: 20, missing: 2 }

describe('sheets of a centre', () => {
  it.each<[string, Partial<Custody>, number, string | null]>([
    ['all of them known', {}, 0, null],
    ['one that is nowhere', { unused: 19 }, 1, 'paper-day.unbalanced'],
    ['more than came', { returned: 271 }, -1, 'paper-day.unbalanced'],
    ['three of three hundred missing', { missing: 3, unused: 19 }, 0, null],
    ['four of three hundred missing', { missing: 4, unused: 18 }, 0, 'paper-day.too-many-missing'],
    ['one of ninety-nine missing', { issued: 99, returned: 90, spoiled: 0, unused: 8, missing: 1 }, 0, 'paper-day.too-many-missing'],
    ['nothing came, nothing went', { issued: 0, returned: 0, spoiled: 0, unused: 0, missing: 0 }, 0, null],
  ])('%s', (_, over, gap, refusal) => {
    expect(gapOf({ ...day, ...over })).toBe(gap)
    expect(custodyRefusal({ ...day, ...over })).toBe(refusal)
  })
})

describe('a batch', () => {
  const whole: BatchFigures = { slip: 50, found: 50, taken: 47, setAside: 3, forms: 46, absent: 1 }
  it.each<[string, Partial<BatchFigures>, string | null]>([
    ['every envelope with its form or its reason', {}, null],
    ['not all envelopes entered', { found: null }, 'paper-batch.envelopes-differ'],
    ['an envelope that was found and is not there', { found: 51 }, 'paper-batch.envelopes-differ'],
    ['an envelope set aside and not counted', { setAside: 2 }, 'paper-batch.envelopes-differ'],
    ['a form too few', { forms: 45 }, 'paper-batch.forms-differ'],
    ['a form too many', { forms: 47 }, 'paper-batch.forms-differ'],
    ['another count on the slip, said and explained', { slip: 48 }, null],
  ])('%s', (_, over, refusal) => expect(batchRefusal({ ...whole, ...over })).toBe(refusal))
})
