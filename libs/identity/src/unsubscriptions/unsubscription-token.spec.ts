import { randomBytes, randomUUID } from 'node:crypto'
import { readUnsubscription, unsubscriptionToken } from './unsubscription-token'

const secret = randomBytes(32)
const accountId = randomUUID()

describe('the link that ends mails', () => {
  it.each(['digest', 'letters'] as const)('says whose and what: %s', what => {
    expect(readUnsubscription(secret, unsubscriptionToken(secret, accountId, what))).toEqual({ accountId, what })
  })

  it('is ours or nothing', () => {
    const token = unsubscriptionToken(secret, accountId, 'digest')
    expect(unsubscriptionToken(secret, accountId, 'digest')).toBe(token)
    for (const other of [`l${token.slice(1)}`, `d${token.slice(2)}`, `${token}A`, `dA${token.slice(2)}`, '', 'd', `x${token.slice(1)}`, unsubscriptionToken(randomBytes(32), accountId, 'digest')]) {
      expect([other, readUnsubscription(secret, other)]).toEqual([other, null])
    }
  })
})
