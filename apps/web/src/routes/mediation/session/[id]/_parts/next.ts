import type { components } from '@parvis/api-client'

/** What follows the agreement. Where one thing alone may be done, nobody is asked which. */
export function afterAgreement({ id, may, mayWithdraw }: Pick<components['schemas']['AssistedSessionView'], 'id' | 'may' | 'mayWithdraw'>): string {
  const [only] = may.length === 1 && mayWithdraw.length === 0 ? may : []
  return `/mediation/session/${id}${only === 'ballot' ? '/vote' : only === 'questionnaire' ? '/questionnaire' : ''}`
}
