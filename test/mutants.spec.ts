// Patches that take a guard away still fit the sources: whether tests notice them is `npm run check:mutants`.
import { applyPatch, parsePatch } from 'diff'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '..')
const folder = join(__dirname, 'mutants')

it.each(readdirSync(folder))('%s names its spec and fits', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  expect(existsSync(join(root, /^spec: (\S+)$/m.exec(text)?.[1] ?? 'missing'))).toBe(true)
  const files = parsePatch(text.slice(text.indexOf('diff --git')))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const path = file.newFileName?.replace(/^b\//, '') ?? ''
    expect([path, typeof applyPatch(readFileSync(join(root, path), 'utf8'), file)]).toEqual([path, 'string'])
  }
})
