import { m } from '@parvis/texts'
import { example } from '../example'
import ChargeMeterExample from './ChargeMeterExample.svelte'

export default [
  example('reste', m.gallery_is_ordinary, ChargeMeterExample, () => ({ name: 'charge-left', chosen: ['1'] })),
  example('plein', m.gallery_is_end, ChargeMeterExample, () => ({ name: 'charge-full', chosen: ['1', '2'] })),
  example('trop', m.gallery_is_too_many, ChargeMeterExample, () => ({ name: 'charge-over', chosen: ['1', '2', '3'] })),
]
