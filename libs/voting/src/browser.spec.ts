import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'

/** Vite is an ES module only, and Jest runs CommonJS: the build has a process of its own. */
const buildScript = `
  import { build } from 'vite'
  const [{ output }] = await build({
    configFile: false, envFile: false, logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: process.argv[1], name: 'voting', formats: ['iife'] } },
  })
  process.stdout.write(output[0].code)
`

describe('the voting library in a browser', () => {
  it('is bundled by Vite from its source, and counts where there is neither require nor process', () => {
    const code = execFileSync(process.execPath, ['--input-type=module', '--eval', buildScript, '--', join(__dirname, 'index.ts')], {
      cwd: join(__dirname, '../../..'),
      encoding: 'utf8',
    })
    const page = createContext({})
    runInContext(code, page)
    expect(runInContext('typeof require + typeof process + typeof Buffer', page)).toBe('undefinedundefinedundefined')
    const outcome = runInContext(
      `JSON.stringify((() => {
        const question = { options: [{ id: 'a', cost: 30 }, { id: 'b', cost: 60 }, { id: 'c', cost: 20 }], min: 1, max: 2, blankAllowed: true, budget: 80 }
        const box = [voting.approvals(['a', 'b']), voting.decodeChoice('b=1,c=1'), []]
        return voting.countAll(voting.methodNamed('budget'), box.map((choice) => ({ choice })), question)
      })())`,
      page,
    ) as string
    expect(JSON.parse(outcome)).toMatchObject({ cast: 3, counted: 2, blank: 1, winners: ['b', 'c'], totalCost: 80 })
  })

  it('imports nothing but its own files', () => {
    const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    expect(sources).toContain('index.ts')
    for (const file of sources)
      for (const [, from] of readFileSync(join(__dirname, file), 'utf8').matchAll(/(?:from|import|require\()\s*'([^']+)'/g)) expect(from).toMatch(/^\.\.?\//)
  })
})
