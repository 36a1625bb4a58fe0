// docs/complaints.md names tests that exist.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '..')
const text = readFileSync(join(root, 'docs/complaints.md'), 'utf8')
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts

it('holds forty-five complaints', () => {
  expect([...text.matchAll(/^(\d+)\. \*\*/gm)].map(([, n]) => Number(n))).toEqual(Array.from({ length: 45 }, (_, n) => n + 1))
})

it('names tests and commands that exist', () => {
  const named = [...text.matchAll(/`([a-z0-9/-]+|npm run [a-z:-]+)`/g)].map(([, name]) => name ?? '').filter(name => !['decidim/decidim', 'paper'].includes(name) && !name.startsWith('/') && !name.startsWith('apps/'))
  const exists = (name: string) => name.startsWith('npm run ') ? name.slice(8) in scripts : ['apps/api/test', 'apps/web/e2e', '.'].some(folder => existsSync(join(root, folder, `${name}.spec.ts`)))
  expect(named.filter(name => !exists(name))).toEqual([])
  expect(named.length).toBeGreaterThan(45)
})
