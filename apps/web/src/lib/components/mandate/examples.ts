import { m } from '@parvis/texts'
import type { components } from '@parvis/api-client'
import { stateWord } from '$lib/mandates'
import { example } from '../example'
import MandateOwn from './MandateOwn.svelte'
import MandateTerms from './MandateTerms.svelte'

type Mandate = components['schemas']['MandateView']

const mandate = (over: Partial<Mandate> = {}): Mandate => ({
  attestation: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  authorisations: [{ scope: 'ANSWER', revokedOn: null }, { scope: 'CORRECT', revokedOn: null }],
  centre: m.gallery_item_place(),
  consultations: [{ slug: 'place-de-la-gare', title: m.gallery_item(), expiresOn: '2027-03-14' }],
  duration: 'CONSULTATION',
  expiresOn: '2027-03-14',
  language: 'fr',
  method: 'ON_SCREEN',
  organisation: 'La Souris',
  reference: '9F86D081',
  remote: false,
  request: null,
  revokedBy: null,
  revokedOn: null,
  startsOn: '2027-02-20',
  state: 'in-force',
  text: m.mandates_end_text(),
  textVersion: '1.0',
  ...over,
})

const own = (over: Partial<Mandate> = {}) => ({ mandate: mandate(over), code: 'K7QM2XWP9TH4' })

export default [
  example('en-cours', () => stateWord('in-force'), MandateOwn, () => own()),
  example('en-attente', () => stateWord('waiting'), MandateOwn, () => own({ state: 'waiting', method: 'SMS', request: 'CONSENT_SENT', remote: true })),
  example('arrete', () => stateWord('revoked'), MandateOwn, () => own({ state: 'revoked', revokedOn: '2027-02-25', revokedBy: 'CITIZEN' })),
  example('perime', () => stateWord('expired'), MandateOwn, () => own({ state: 'expired', authorisations: [{ scope: 'ANSWER', revokedOn: null }, { scope: 'CORRECT', revokedOn: '2027-02-25' }] })),
  example('texte-entier', m.gallery_is_full, MandateTerms, () => ({ mandate: mandate({ language: 'ar', text: 'نعم، أوافق' }), whole: true })),
]
