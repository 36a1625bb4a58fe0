import { m } from '@parvis/texts'
import { example } from '../example'
import Breadcrumb from './Breadcrumb.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, Breadcrumb, () => ({ crumbs: [{ href: '/consultations', label: m.common_nav_consultations() }], here: m.gallery_item() })),
  example('premiere-page', m.gallery_is_first, Breadcrumb, () => ({ crumbs: [], here: m.common_nav_consultations() })),
  example('bureau', m.gallery_is_office, Breadcrumb, () => ({ root: { href: '/gestion', label: m.gestion_nav_title() }, crumbs: [{ href: '/gestion/consultations', label: m.gestion_nav_consultations() }], here: m.gallery_item() })),
]
