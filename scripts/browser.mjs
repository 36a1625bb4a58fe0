// The browser of the journey tests: the system's Chromium, else one from a registry package that is installed for
// this alone. Each candidate is tried for real, since a library it needs may be missing.
//
//   node scripts/browser.mjs     prints the executable that starts, or says why none does (exit 1)
import { createRequire } from 'node:module'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { npm } from './lib/install.mjs'
import { isCommand, readJson, requireNode, root, step, tail } from './lib/system.mjs'

const require = createRequire(import.meta.url)
const { launchArguments } = require('./lib/browser-arguments.cjs')
const packageFolder = join(root, 'scripts/browser')
// Beside the package, not in a temporary folder that other users of the machine share.
const unpackedFolder = join(packageFolder, 'node_modules/.unpacked')

/**
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ path?: string, reasons: string[] }>} reasons: one line per candidate that does not start
 */
export async function findBrowser({ log = console.log } = {}) {
  const reasons = []
  for (const path of systemBrowsers()) {
    const reason = await tryLaunch(path)
    if (!reason) return { path, reasons }
    reasons.push(`${path}: ${reason}`)
  }
  try {
    let path = await packagedBrowser(log)
    let reason = await tryLaunch(path)
    if (reason) {
      // An unpacking that was cut short leaves a file that is taken for whole.
      rmSync(unpackedFolder, { recursive: true, force: true })
      path = await packagedBrowser(log)
      reason = await tryLaunch(path)
    }
    if (!reason) return { path, reasons }
    reasons.push(`${path}: ${reason}`)
  } catch (error) {
    reasons.push(`@sparticuz/chromium: ${tail(error.message, 1)}`)
  }
  return { reasons }
}

/** Without trying: for a single test file, run by Jest alone. */
export function installedBrowser() {
  const unpacked = join(unpackedFolder, 'chromium')
  return systemBrowsers()[0] ?? (existsSync(unpacked) ? unpacked : undefined)
}

function systemBrowsers() {
  const named = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const found = names.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  return [...new Set([...named, ...found, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'])].filter((path) => existsSync(path))
}

async function packagedBrowser(log) {
  const wanted = readJson(join(packageFolder, 'package-lock.json')).packages['node_modules/@sparticuz/chromium'].version
  const installed = () => readJson(join(packageFolder, 'node_modules/@sparticuz/chromium/package.json'))?.version
  if (installed() !== wanted) await step('browser of the journeys', () => npm(['ci'], packageFolder), log)
  mkdirSync(unpackedFolder, { recursive: true })
  const before = process.env.TMPDIR
  process.env.TMPDIR = unpackedFolder
  try {
    const { default: chromium } = await import(join(packageFolder, 'node_modules/@sparticuz/chromium/build/index.js'))
    return await chromium.executablePath()
  } finally {
    if (before) process.env.TMPDIR = before
    else delete process.env.TMPDIR
  }
}

async function tryLaunch(executablePath) {
  const { chromium } = require('playwright-core')
  try {
    const browser = await chromium.launch({ executablePath, args: launchArguments, timeout: 20_000 })
    const page = await browser.newPage()
    await page.setContent('<p>Parvis</p>')
    await browser.close()
  } catch (error) {
    return error.message.split('\n').find((line) => /error while loading|cannot open|not found|exited|denied/i.test(line))?.trim() ?? error.message.split('\n')[0]
  }
}

if (isCommand(import.meta.url)) {
  requireNode()
  const { path, reasons } = await findBrowser({ log: (line) => console.error(line) })
  console.log(path ?? reasons.join('\n'))
  process.exit(path ? 0 : 1)
}
