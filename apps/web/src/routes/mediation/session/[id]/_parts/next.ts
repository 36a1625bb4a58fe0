import type { components } from '@parvis/api-client'

/** What follows the agreement. Where one thing alone may be done, nobody is asked which. */
export function afterAgreement({ id, may, mayWithdraw, mandate }: Pick<components['schemas']['AssistedSessionView'], 'id' | 'may' | 'mayWithdraw' | 'mandate'>): string {
  const [only] = may.length === 1 && mayWithdraw.length === 0 && !mandate?.mayFollowUp ? may : []
  return `/mediation/session/${id}${only === 'ballot' ? '/vote' : only === 'questionnaire' ? '/questionnaire' : ''}`
}
