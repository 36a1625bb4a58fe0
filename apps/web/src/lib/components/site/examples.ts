import { m } from '@parvis/texts'
import type { Session } from '$lib/session'
import { example } from '../example'
import OfficeNav from './OfficeNav.svelte'
import SiteFooter from './SiteFooter.svelte'
import SiteHeader from './SiteHeader.svelte'

const session = (permissions: string[]): Session => ({
  account: { id: 'exemple', email: 'marie@example.org', emailConfirmed: true, displayName: 'Marie', language: 'fr', municipality: { code: '59512', name: 'Roubaix' }, civilStatusGiven: true },
  roles: [], permissions, desk: 'none', team: false, expiresAt: '2027-03-14T18:00:00+01:00',
})
const groups = () => [
  { label: m.gestion_nav_today(), links: [{ href: '/gestion', label: m.gestion_nav_today() }] }, { label: m.gestion_nav_consultations(), links: [{ href: '/gestion/consultations', label: m.gestion_nav_consultations() }] },
  { label: m.gestion_nav_administration(), links: [{ href: '/gestion/personnes', label: m.gestion_nav_people() }, { href: '/gestion/journal', label: m.gestion_nav_journal() }] },
]

const url = new URL('http://localhost/consultations?page=2')

// Each draws a landmark of the page: they stand beside <main>.
const landmark = { landmark: true }
export default [
  example('entete', m.gallery_is_signed_out, SiteHeader, () => ({ session: null, path: '/consultations', office: false, url }), landmark),
  example('entete-connecte', m.gallery_is_signed_in, SiteHeader, () => ({ session: session(['desk.use', 'console.use']), path: '/compte', office: false, url }), landmark),
  example('entete-bureau', m.gallery_is_office, SiteHeader, () => ({ session: session(['desk.use', 'console.use']), path: '/gestion', office: true, url }), landmark),
  example('navigation-bureau', m.gallery_is_office_nav, OfficeNav, () => ({ title: m.gestion_nav_title(), groups: groups(), path: '/gestion/journal' }), landmark),
  example('pied', m.gallery_is_footer, SiteFooter, () => ({ office: false, url }), landmark),
  example('pied-bureau', m.gallery_is_office_footer, SiteFooter, () => ({ office: true, url }), landmark),
]
