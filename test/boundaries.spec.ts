import { ESLint } from 'eslint'
import { join } from 'node:path'

/** The boundaries of docs/architecture.md mean something only if a wrong import fails: each of these must. */
const root = join(__dirname, '..')

const forbidden: [file: string, code: string, rule: string][] = [
  ['libs/consultations/src/results/probe.ts', "import { InclusionModule } from '@parvis/inclusion'\nvoid InclusionModule\n", '@nx/enforce-module-boundaries'],
  ['libs/identity/src/accounts/probe.ts', "import { ConsultationsModule } from '@parvis/consultations'\nvoid ConsultationsModule\n", '@nx/enforce-module-boundaries'],
  ['libs/platform/src/audit/probe.ts', "import { IdentityModule } from '@parvis/identity'\nvoid IdentityModule\n", '@nx/enforce-module-boundaries'],
  ['libs/voting/src/methods/probe.ts', "import { DateTime } from 'luxon'\nvoid DateTime\n", '@nx/enforce-module-boundaries'],
  ['libs/voting/src/methods/probe.ts', "import { Config } from '@parvis/platform'\nvoid Config\n", '@nx/enforce-module-boundaries'],
  ['libs/consultations/src/ballots/probe.ts', "import { m } from '@parvis/texts'\nvoid m\n", '@nx/enforce-module-boundaries'],
  ['apps/web/src/lib/probe.ts', "import { ConsultationsModule } from '@parvis/consultations'\nvoid ConsultationsModule\n", '@nx/enforce-module-boundaries'],
  ['libs/inclusion/src/centres/probe.ts', "import { x } from '../../../consultations/src/ballots/ballot-box.service'\nvoid x\n", '@nx/enforce-module-boundaries'],
  ['libs/consultations/src/charter/probe.rules.ts', "import { Injectable } from '@nestjs/common'\nvoid Injectable\n", 'no-restricted-imports'],
  ['libs/consultations/src/charter/probe.rules.ts', 'export const now = () => Date.now()\n', 'no-restricted-globals'],
]

test.each(forbidden)('%s may not contain %j', async (file, code, rule) => {
  const eslint = new ESLint({ cwd: root })
  const [result] = await eslint.lintText(code, { filePath: join(root, file) })
  expect(result?.messages.map((m) => m.ruleId)).toContain(rule)
}, 120_000)

test('an import along the arrows passes', async () => {
  const eslint = new ESLint({ cwd: root })
  const [result] = await eslint.lintText("import { ConsultationsModule } from '@parvis/consultations'\nvoid ConsultationsModule\n", { filePath: join(root, 'libs/inclusion/src/centres/probe.ts') })
  expect(result?.messages).toEqual([])
}, 120_000)
