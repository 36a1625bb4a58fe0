// Patches that take a guard away still fit the sources: whether tests notice them is `npm run check:mutants`.
import { applyPatch, parsePatch } from 'diff'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '..')
const folder = join(__dirname, 'mutants')
const migrations = readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.ts')).sort()
const source = (path: string) => readFileSync(join(root, path), 'utf8')

/** The function of the database that a line of a migration lies in. */
function functionAround(path: string, line: number): string | undefined {
  const before = source(path).split('\n').slice(0, line)
  const begins = before.findLastIndex((text) => /create (or replace )?function/.test(text))
  return before.slice(begins).some((text) => /^\s*(end )?\$\$/.test(text)) ? undefined : /function ([a-z_.]+)\(/.exec(before[begins] ?? '')?.[1]
}

it.each(readdirSync(folder))('%s names its spec and fits', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  expect(existsSync(join(root, /^spec: (\S+)$/m.exec(text)?.[1] ?? 'missing'))).toBe(true)
  const files = parsePatch(text.slice(text.indexOf('diff --git')))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const path = file.newFileName?.replace(/^b\//, '') ?? ''
    expect([path, typeof applyPatch(source(path), file)]).toEqual([path, 'string'])
    if (!path.startsWith('migrations/')) continue
    // What a later migration writes again is not what runs: taken away here, it stands there.
    const touched = file.hunks.flatMap((hunk) => functionAround(path, hunk.oldStart + hunk.lines.findIndex((line) => line.startsWith('-') || line.startsWith('+')) - 1) ?? [])
    const again = touched.flatMap((called) => migrations.filter((later) => `migrations/${later}` > path && new RegExp(`create (or replace )?function ${called.replace('.', '\\.')}\\(`).test(source(`migrations/${later}`))))
    expect([path, touched, again]).toEqual([path, touched, []])
  }
})
