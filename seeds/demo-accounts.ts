/** Secret of the codes that mediators of the demonstration give beside the password: known to everybody too, and the page that asks for a code shows it. */
export const DEMO_CODE_SECRET = 'PARVISDEMONSTRATIONSECRETPUBLICX'

/** Known to everybody who reads this: accounts of the demonstration only, never made elsewhere. */
export const DEMO_PASSWORD = 'parvis-demonstration'

export interface DemoAccount {
  email: string
  displayName: string
  /** What it is for, as `npm start` prints it. */
  role: string
  municipalityCode: string
  grants: readonly { role: 'mediator' | 'staff' | 'guardian' | 'administrator', placeKind: 'metropolis' | 'municipality' | 'centre', placeCode: string }[]
}

const METROPOLIS = '200093201'

export const DEMO_ACCOUNTS = {
  citizen: { email: 'citoyenne@parvis.example', displayName: 'Aïcha M.', role: 'citoyenne de Lille', municipalityCode: '59350', grants: [] },
  mediatorLille: {
    email: 'mediatrice@parvis.example', displayName: 'Médiatrice, Wazemmes', role: 'médiatrice à Lille-Wazemmes et à Haubourdin', municipalityCode: '59350',
    grants: [
      { role: 'mediator', placeKind: 'centre', placeCode: 'lille-wazemmes' },
      { role: 'mediator', placeKind: 'centre', placeCode: 'haubourdin-maison-france-services' },
    ],
  },
  mediatorRoubaix: {
    email: 'mediateur@parvis.example', displayName: 'Médiateur, Roubaix', role: 'médiateur à Roubaix, à Tourcoing et à Armentières', municipalityCode: '59512',
    grants: [
      { role: 'mediator', placeKind: 'centre', placeCode: 'roubaix-maison-du-numerique' },
      { role: 'mediator', placeKind: 'centre', placeCode: 'tourcoing-belencontre' },
      { role: 'mediator', placeKind: 'centre', placeCode: 'armentieres-tiers-lieu-des-bords-de-lys' },
    ],
  },
  // The second person of an agreement aloud: a professional of the same place.
  mediatorWazemmes: {
    email: 'collegue@parvis.example', displayName: 'Collègue, Wazemmes', role: 'second médiateur à Lille-Wazemmes', municipalityCode: '59350',
    grants: [{ role: 'mediator', placeKind: 'centre', placeCode: 'lille-wazemmes' }],
  },
  referent: { email: 'referente@parvis.example', displayName: 'Référente, Wazemmes', role: 'référente de la structure des Mains à la souris', municipalityCode: '59350', grants: [] },
  volunteer: {
    email: 'benevole@parvis.example', displayName: 'Bénévole, Wazemmes', role: 'bénévole à Lille-Wazemmes', municipalityCode: '59350',
    grants: [{ role: 'mediator', placeKind: 'centre', placeCode: 'lille-wazemmes' }],
  },
  metropolis: { email: 'agent@parvis.example', displayName: 'Agent de la métropole', role: 'agent de la métropole', municipalityCode: '59350', grants: [{ role: 'staff', placeKind: 'metropolis', placeCode: METROPOLIS }] },
  roubaix: { email: 'agent.roubaix@parvis.example', displayName: 'Agente de Roubaix', role: 'agente de la commune de Roubaix', municipalityCode: '59512', grants: [{ role: 'staff', placeKind: 'municipality', placeCode: '59512' }] },
  guardian: { email: 'garante@parvis.example', displayName: 'Garante de la charte', role: 'garante de la charte', municipalityCode: '59599', grants: [{ role: 'guardian', placeKind: 'metropolis', placeCode: METROPOLIS }] },
  administrator: { email: 'admin@parvis.example', displayName: 'Administration', role: 'administratrice de la plateforme', municipalityCode: '59009', grants: [{ role: 'administrator', placeKind: 'metropolis', placeCode: METROPOLIS }] },
} as const satisfies Record<string, DemoAccount>
