import { m } from '@parvis/texts'
import { example } from '../example'
import BigNumber from './BigNumber.svelte'

export default [
  example('soutiens', () => m.proposals_supports({ count: 63 }), BigNumber, () => ({ text: m.proposals_supports({ count: 63 }) })),
  example('jours', () => m.common_left_days({ count: 11 }), BigNumber, () => ({ text: m.common_left_days({ count: 11 }), small: true })),
  example('sans-nombre', m.common_left_none, BigNumber, () => ({ text: m.common_left_none() })),
]
