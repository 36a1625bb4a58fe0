import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** The boundaries of docs/architecture.md mean something only if a wrong import fails: each of these must. */
const forbidden: [file: string, code: string, rule: string][] = [
  ['libs/consultations/src/results/probe.ts', "import { InclusionModule } from '@parvis/inclusion'\nvoid InclusionModule\n", '@nx/enforce-module-boundaries'],
  ['libs/identity/src/accounts/probe.ts', "import { ConsultationsModule } from '@parvis/consultations'\nvoid ConsultationsModule\n", '@nx/enforce-module-boundaries'],
  ['libs/platform/src/audit/probe.ts', "import { IdentityModule } from '@parvis/identity'\nvoid IdentityModule\n", '@nx/enforce-module-boundaries'],
  ['libs/voting/src/methods/probe.ts', "import { DateTime } from 'luxon'\nvoid DateTime\n", '@nx/enforce-module-boundaries'],
  ['libs/voting/src/methods/probe.ts', "import { Config } from '@parvis/platform'\nvoid Config\n", '@nx/enforce-module-boundaries'],
  ['libs/consultations/src/ballots/probe.ts', "import { m } from '@parvis/texts'\nvoid m\n", '@nx/enforce-module-boundaries'],
  ['apps/web/src/lib/probe.ts', "import { ConsultationsModule } from '@parvis/consultations'\nvoid ConsultationsModule\n", '@nx/enforce-module-boundaries'],
  ['libs/consultations/src/charter/probe.rules.ts', "import { Injectable } from '@nestjs/common'\nvoid Injectable\n", 'no-restricted-imports'],
  ['libs/consultations/src/charter/probe.rules.ts', 'export const now = () => Date.now()\n', 'no-restricted-globals'],
]
const allowed = { file: 'libs/inclusion/src/centres/probe.ts', code: "import { ConsultationsModule } from '@parvis/consultations'\nvoid ConsultationsModule\n" }

let answers: string[][]
beforeAll(() => {
  const probes = [...forbidden.map(([file, code]) => ({ file, code })), allowed]
  const output = execFileSync(process.execPath, [join(__dirname, 'lint-probes.mjs')], {
    cwd: join(__dirname, '..'),
    input: JSON.stringify(probes),
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
    maxBuffer: 10_000_000,
  })
  answers = JSON.parse(output.toString()) as string[][]
}, 600_000)

test.each(forbidden.map((row, index) => [index, ...row] as const))('%i: %s may not contain %j', (index, _file, _code, rule) => {
  expect(answers[index]).toContain(rule)
})

test('an import along the arrows passes', () => {
  expect(answers.at(-1)).toEqual([])
})
