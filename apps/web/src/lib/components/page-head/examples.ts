import { m } from '@parvis/texts'
import { example, paragraph } from '../example'
import PageHead from './PageHead.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, PageHead, () => ({ title: m.gallery_item(), lead: m.gallery_item_text(), crumbs: [{ href: '/consultations', label: m.common_nav_consultations() }] })),
  example('accueil', m.gallery_is_first, PageHead, () => ({ title: m.home_title(), lead: m.home_lead(), crumbs: null })),
  example('complet', m.gallery_is_full, PageHead, () => ({ title: m.gallery_item(), eyebrow: m.gallery_theme_1(), lead: m.gallery_item_text(), children: paragraph(m.gallery_notice()) })),
]
