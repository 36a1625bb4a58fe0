// A platform of its own for checks and pictures: `npm start` on free ports with an empty data folder, hence the
// demonstration; the database, the API and the site are the ones people use.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, PlainError, root, start } from '../lib/system.mjs'

const password = 'parvis-demonstration'

/** Who looks at a page. */
export const people = {
  citizen: 'citoyenne@parvis.example',
  mediator: 'mediatrice@parvis.example',
  staff: 'agent@parvis.example',
  guardian: 'garante@parvis.example',
  administrator: 'admin@parvis.example',
}

/** @returns {Promise<{ origin: string, stop(): Promise<void> }>} */
export async function startPlatform({ log = () => {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parvis-web-'))
  chmodSync(folder, 0o711)
  const [port, apiPort] = [await freePort(), await freePort()]
  // An undefined variable is left out: nothing of the operator's own platform is used.
  const env = { ...process.env, DATABASE_URL: undefined, DATABASE_OWNER_URL: undefined, REDIS_URL: undefined, ORIGIN: undefined, PARVIS_SECRETS_DIR: undefined }
  const child = start(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, PORT: String(port), API_PORT: String(apiPort), PARVIS_DATA_DIR: join(folder, 'data'), NODE_ENV: 'production' },
  })
  const ended = new Promise((done) => child.once('close', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  await new Promise((ready, refuse) => {
    const heard = (chunk) => {
      said += chunk
      log(String(chunk))
      if (said.includes('Parvis est prêt')) ready()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', heard)
    ended.then(() => refuse(new PlainError(`The platform did not start:\n${said}`)))
  })
  return { origin: `http://localhost:${port}`, stop }
}

/** Signs somebody of the demonstration in, as they do, and gives the state to open pages with. */
export async function signIn(browser, origin, email) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${origin}/connexion`)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('main form button:not([type=button])')
  await page.waitForURL((url) => !url.pathname.startsWith('/connexion'))
  const state = await context.storageState()
  await context.close()
  return state
}
