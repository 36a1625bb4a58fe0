import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { runCommandLine } from '../../src/cli/main'
import { PASSWORD, startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
let email: string
const environment = { ...process.env }
beforeAll(async () => {
  platform = await startApp();
  ({ email } = await platform.person('citizen'))
  Object.assign(process.env, { DATABASE_URL: platform.db.appUrl, PARVIS_SECRETS_DIR: platform.db.secretsDir, ORIGIN: platform.config.origin, PARVIS_EMBEDDED: '1' })
})
afterAll(async () => {
  process.env = environment
  await platform.stop()
})

async function parvis(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommandLine(args, { out: text => { out += text }, err: text => { err += text } })
  return { code, out, err }
}

describe('parvis user create', () => {
  it('makes the first administrator, who chooses a password by a link that works once', async () => {
    // A process of its own, as people run it; passport keeps one set of strategies per process.
    const root = resolve(__dirname, '../../../..')
    const { stdout } = await promisify(execFile)(process.execPath, ['-r', './scripts/lib/swc-register.cjs', 'apps/api/src/cli/main.ts', 'user', 'create', '--email', 'Chef@Example.org', '--role', 'administrator', '--json'], { cwd: root, env: process.env })
    const made = JSON.parse(stdout) as { email: string, created: boolean, place: string, link: string }
    expect(made).toMatchObject({ email: 'chef@example.org', created: true, role: 'administrator', place: 'Métropole Européenne de Lille' })

    const path = `/api/password-resets/${made.link.split('/').at(-1)}`
    await platform.stranger().put(path).send({ password: PASSWORD }).expect(204)
    await platform.stranger().put(path).send({ password: PASSWORD }).expect(404)
    const agent = platform.stranger()
    const session = await agent.post('/api/sessions').send({ email: 'chef@example.org', password: PASSWORD }).expect(201)
    expect(session.body.permissions).toContain('role.grant')
  })

  it('gives a role to an account that exists, and does it twice without harm', async () => {
    for (let n = 0; n < 2; n++) expect((await parvis('user', 'create', '--email', email, '--role', 'staff', '--place', '59512')).code).toBe(0)
    const { rows } = await platform.db.app.query('select g.place_code as code from identity.role_grant g join identity.account a on a.id = g.account_id where a.email = $1', [email])
    expect(rows).toEqual([{ code: '59512' }])
  })

  it.each([
    ['no address', []],
    ['what is no address', ['--email', 'chef']],
    ['a role that does not exist', ['--email', 'x@example.org', '--role', 'king']],
    ['a commune that is not ours', ['--email', 'x@example.org', '--role', 'staff', '--place', '75056']],
    ['a mediator, whose role a habilitation gives', ['--email', 'x@example.org', '--role', 'mediator']],
  ])('refuses %s in one line', async (_, args) => {
    const { code, out, err } = await parvis('user', 'create', ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^parvis: .+\n$/)
    const { rows } = await platform.db.app.query(`select 1 from identity.account where email = 'x@example.org'`)
    expect(rows).toEqual([])
  })
})
