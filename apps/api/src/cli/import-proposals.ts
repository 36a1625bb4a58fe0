import { m } from '@parvis/texts'
import { importCommand } from './import-file'

/** `import proposals FILE --into SLUG`: what people proposed elsewhere, into a consultation of this platform. */
export const command = importCommand('proposals', () => m.cli_proposals_usage())
