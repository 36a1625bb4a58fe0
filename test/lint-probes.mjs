// Lints the pieces of code given on standard input, as if they stood at the paths given: [{ file, code }] → [[ruleId…]…].
// A process of its own, because Jest's CommonJS mode cannot load ESLint's configuration.
import { createProjectGraphAsync } from '@nx/devkit'
import { ESLint } from 'eslint'
import { text } from 'node:stream/consumers'

// Without a graph on disk, as in a fresh checkout, the boundary rule warns and passes everything.
await createProjectGraphAsync({ exitOnError: true })
const probes = JSON.parse(await text(process.stdin))
const eslint = new ESLint()
const answers = []
for (const { file, code } of probes) {
  const [result] = await eslint.lintText(code, { filePath: file })
  answers.push((result?.messages ?? []).map((message) => message.ruleId ?? message.message))
}
process.stdout.write(JSON.stringify(answers))
