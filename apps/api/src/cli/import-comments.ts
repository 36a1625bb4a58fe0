import { m } from '@parvis/texts'
import { importCommand } from './import-file'

/** `import comments FILE --into SLUG`: what people answered elsewhere, under the proposals that were imported. */
export const command = importCommand('comments', () => m.cli_comments_usage())
