import { DomainError } from '../http/domain-error'
import { causeOf, saidOf } from './causes.rules'

const failure = (facts: object, message = 'no') => Object.assign(new Error(message), facts)

it.each([
  ['no mail server', failure({ code: 'ESOCKET', command: 'CONN' }), 'job.mail-unreachable'],
  ['a mail server that is slow to greet', failure({ code: 'ETIMEDOUT', command: 'CONN' }), 'job.mail-unreachable'],
  ['an unknown mailbox', failure({ code: 'EENVELOPE', responseCode: 550 }), 'job.mail-refused'],
  ['a wrong password', failure({ code: 'EAUTH', responseCode: 535 }), 'job.mail-refused'],
  ['a constraint', failure({ driverError: { code: '23505' } }), 'job.database'],
  ['a database that went away', failure({ code: '57P01' }), 'job.database'],
  ['no database', failure({ code: 'ECONNREFUSED' }), 'job.database'],
  ['a rule of ours', new DomainError('vote.key-missing', { status: 503 }), 'vote.key-missing'],
  ['a bug', new TypeError('undefined is not a function'), 'job.unknown'],
  ['nothing', undefined, 'job.unknown'],
] as const)('%s', (_, error, cause) => {
  expect(causeOf(error)).toBe(cause)
})

it('keeps no address of what a server said', () => {
  expect(saidOf(new Error('550 <maud.leroy+x@example.org>: user unknown'))).toBe('550 <…@…>: user unknown')
  expect(saidOf('x'.repeat(900))).toHaveLength(500)
})
