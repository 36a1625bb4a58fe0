import { m } from '@parvis/texts'
import { example, paragraph } from '../example'
import Notice from './Notice.svelte'

export default [
  example('information', m.common_notice_info, Notice, () => ({ children: paragraph(m.gallery_notice()) })),
  example('succes', m.common_notice_success, Notice, () => ({ kind: 'success' as const, children: paragraph(m.gallery_notice()) })),
  example('attention', m.common_notice_warning, Notice, () => ({ kind: 'warning' as const, children: paragraph(m.gallery_notice()) })),
  example('erreur', m.common_notice_error, Notice, () => ({ kind: 'error' as const, children: paragraph(m.gallery_notice()) })),
  example('titre-seul', m.gallery_is_title_only, Notice, () => ({ kind: 'success' as const, title: m.gallery_receipt_title() })),
]
