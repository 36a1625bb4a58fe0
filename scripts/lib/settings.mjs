// What the environment says, read once and checked: npm start and npm run parvis share it.
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeCrossable, PlainError, readJson, root, rmFile, sameProcess, identityOf, stopProcess, writePrivate } from './system.mjs'

/** @param {NodeJS.ProcessEnv} env */
export function readSettings(env) {
  const port = portOf(env, 'PORT', 3000)
  const apiPort = portOf(env, 'API_PORT', 3001)
  if (port === apiPort) throw new PlainError(`PORT et API_PORT sont tous deux ${port} : il en faut deux différents`)
  if (Boolean(env.DATABASE_URL) !== Boolean(env.DATABASE_OWNER_URL)) throw new PlainError(`${env.DATABASE_URL ? 'DATABASE_URL' : 'DATABASE_OWNER_URL'} est donné sans ${env.DATABASE_URL ? 'DATABASE_OWNER_URL' : 'DATABASE_URL'} : il faut les deux (rôle de l’application, rôle propriétaire), ou aucun`)
  const dataDir = resolve(root, env.PARVIS_DATA_DIR || '.parvis')
  const secretsDir = resolve(root, env.PARVIS_SECRETS_DIR || join(dataDir, 'secrets'))
  return {
    port,
    apiPort,
    dataDir,
    secretsDir,
    embedded: !env.DATABASE_URL,
    databaseUrl: env.DATABASE_URL,
    ownerUrl: env.DATABASE_OWNER_URL,
    origin: env.ORIGIN || `http://localhost:${port}`,
  }
}

function portOf(env, name, otherwise) {
  const text = env[name] || String(otherwise)
  if (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536) return Number(text)
  throw new PlainError(`${name}=${text} n’est pas un port (1 à 65535)`)
}

/** The environment of whatever works on the platform's database. */
export const platformEnvironment = (settings, { appUrl }) => ({
  ...process.env,
  NODE_ENV: 'production',
  PORT: String(settings.port),
  API_PORT: String(settings.apiPort),
  ORIGIN: settings.origin,
  DATABASE_URL: appUrl,
  DATABASE_OWNER_URL: undefined,
  PARVIS_DATA_DIR: settings.dataDir,
  PARVIS_SECRETS_DIR: settings.secretsDir,
  PARVIS_PROXY_SECRET_FILE: join(settings.secretsDir, 'proxy-secret'),
  PARVIS_EMBEDDED: settings.embedded ? '1' : process.env.PARVIS_EMBEDDED,
})

/**
 * Takes the data folder for this process: one at a time works in it. What a killed owner left running is stopped.
 * @param {{ kind: 'start' | 'command', log: (line: string) => void }} options
 * @returns {Promise<{ busy?: { kind: string, origin: string, owner: { pid: number } }, folder?: { remember(name: string, pid: number): void, leave(): void } }>}
 */
export async function takeDataFolder(settings, { kind, log }) {
  prepareFolders(settings)
  const path = runFile(settings, 'owner.json')
  const earlier = readJson(path)
  if (sameProcess(earlier?.owner)) return { busy: earlier }
  for (const child of (earlier?.children ?? []).reverse()) {
    if (!sameProcess(child)) continue
    log(`  ${child.name} : un processus d’un lancement précédent tourne encore (${child.pid}), il est arrêté`)
    await stopProcess(child.pid, child.name === 'PostgreSQL' ? { signal: 'SIGINT', then: 'SIGQUIT' } : {})
  }
  const record = { owner: identityOf(process.pid), kind, origin: settings.origin, children: [] }
  const save = () => writePrivate(path, record)
  rmFile(runFile(settings, 'connection.json'))
  save()
  const folder = {
    // Noted before anything else can fail, so that the next start finds it.
    remember(name, pid) {
      record.children.push({ name, ...identityOf(pid) })
      save()
    },
    leave() {
      rmFile(path)
      rmFile(runFile(settings, 'connection.json'))
    },
  }
  return { folder }
}

function prepareFolders({ dataDir, secretsDir }) {
  try {
    makeCrossable(dataDir)
    for (const folder of [secretsDir, join(dataDir, 'run')]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    }
  } catch (error) {
    throw new PlainError(`Le dossier ${error.path ?? dataDir} n’est pas accessible à cet utilisateur (${error.code}) : rendez-le-lui, ou choisissez-en un autre avec PARVIS_DATA_DIR et PARVIS_SECRETS_DIR`)
  }
}

/** The database of a running `npm start`, for the command line: undefined while none is ready. */
export function runningDatabase(settings) {
  const owner = readJson(runFile(settings, 'owner.json'))
  const connection = readJson(runFile(settings, 'connection.json'))
  return owner?.kind === 'start' && sameProcess(owner.owner) && sameProcess(connection?.server) ? connection : undefined
}

export const runFile = (settings, name) => join(settings.dataDir, 'run', name)
