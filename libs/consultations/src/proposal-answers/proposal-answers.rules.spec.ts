import { answerRefusals } from './proposal-answers.rules'

describe('the calendar of an answer', () => {
  it.each([
    [null, null, []], ['2027-01-01', null, []], [null, '2027-01-01', []], ['2027-01-01', '2027-01-01', []],
    ['2027-02-01', '2027-01-01', ['answer.ends-before-beginning']],
    ['2027-02-30', '2027-03-01', ['field.date']],
    ['2027-13-01', '2027-02-31', ['field.date', 'field.date']],
  ])('%s to %s', (fromDay, toDay, codes) => expect(answerRefusals({ fromDay, toDay }).map(({ code }) => code)).toEqual(codes))
})
