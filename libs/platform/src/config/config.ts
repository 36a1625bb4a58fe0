import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DomainError } from '../http/domain-error'

/** Settings that hold a password. Each may be the content of a file instead, named by the same word with _FILE. */
const WITH_PASSWORD = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REDIS_URL', 'SMTP_URL', 'SMS_URL', 'SMS_SECRET']

/** The environment with what lies in files read. Errors: ConfigError naming the file that is missing. */
export function withFiles(env: Environment): Environment {
  const read = WITH_PASSWORD.flatMap((name) => {
    const path = env[`${name}_FILE`]
    if (!path || env[name]) return []
    try {
      return [[name, readFileSync(path, 'utf8').trim()] as const]
    } catch {
      throw new ConfigError(`${name}_FILE names a file that cannot be read: ${path}`)
    }
  })
  return { ...env, ...Object.fromEntries(read) }
}

type Environment = Readonly<Record<string, string | undefined>>

/** A setting is missing or wrong: the process says which and does not start. */
export class ConfigError extends Error {}

/** Everything the environment says to the platform, read once at boot. Migrations alone read the owner's connection beside it. */
export class Config {
  private readonly voteKeys = new Map<string, Buffer>()

  private constructor(
    /** Connection of the application role. */
    readonly databaseUrl: string,
    /** Jobs go through bull when it is given; otherwise handlers run in the API process. */
    readonly redisUrl: string | undefined,
    /** The one public origin, without a slash at its end. */
    readonly origin: string,
    readonly apiPort: number,
    /** Where it listens: the loopback, unless the web runs on another machine or in another container. */
    readonly apiHost: string,
    /** Seconds in which a process that was told to stop still serves and says by /ready that it goes, so that a proxy sends nobody any more. */
    readonly drainSeconds: number,
    readonly secretsDir: string,
    /** 32 bytes: participant keys and the key of civil statuses come from it. */
    readonly masterPepper: Buffer,
    /** 32 bytes: receipt codes come from it. */
    readonly receiptKey: Buffer,
    /** Shared with the web: forwarded addresses are believed only from who knows it. */
    readonly proxySecret: string,
    readonly smtpUrl: string | undefined,
    readonly mailFrom: string,
    /** A provider of SMS and the secret shared with it; without it nobody is asked by SMS. */
    readonly sms: { url: string, secret: string } | undefined,
    /** The demonstration: sample people exist, and mail without SMTP can be read on a page. */
    readonly demonstration: boolean,
    /** Only where the database is embedded and a test flag is set may the clock be moved. */
    readonly movableClock: boolean,
    /** Strangers who ask the same within a second or two get the same bytes. Off where every step looks at once at what the one before it did. */
    readonly cachedAnswers: boolean,
    /** Other sites whose pages may read what is public here, without cookies; `*`: all of them. */
    readonly corsOrigins: readonly string[],
    /** `json`: one line of JSON for each request and each event, for programs; `text`: warnings and errors, for people. */
    readonly logFormat: 'text' | 'json',
    /** Where a worker answers its health check, on the loopback; undefined: nowhere. */
    readonly workerPort: number | undefined,
  ) {
    Object.freeze(this)
  }

  /** Reads and checks the environment. Errors: ConfigError naming the setting. */
  static from(env: Environment): Config {
    const secretsDir = required(env, 'PARVIS_SECRETS_DIR')
    const origin = (env.ORIGIN || `http://localhost:${env.PORT || 3000}`).replace(/\/$/, '')
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) throw new ConfigError(`ORIGIN must be an origin like https://parvis.example, not ${origin}`)
    const embedded = env.PARVIS_EMBEDDED === '1'
    return new Config(
      url('DATABASE_URL', required(env, 'DATABASE_URL')),
      env.REDIS_URL ? url('REDIS_URL', env.REDIS_URL) : undefined,
      origin,
      port('API_PORT', env.API_PORT || '3001', 0),
      env.API_HOST || '127.0.0.1',
      seconds('DRAIN_SECONDS', env.DRAIN_SECONDS || '0'),
      secretsDir,
      key(secretsDir, 'master-pepper'),
      key(secretsDir, 'receipt-key'),
      readSecret(secretsDir, 'proxy-secret'),
      env.SMTP_URL ? url('SMTP_URL', env.SMTP_URL) : undefined,
      env.MAIL_FROM || `Parvis <ne-pas-repondre@${new URL(origin).hostname}>`,
      smsProvider(env.SMS_URL, env.SMS_SECRET),
      env.PARVIS_DEMO ? env.PARVIS_DEMO === '1' : embedded,
      embedded && env.PARVIS_TEST_CLOCK === '1',
      env.PARVIS_CACHE !== '0',
      origins(env.CORS_ORIGINS ?? ''),
      logFormat(env.LOG_FORMAT || 'text'),
      env.WORKER_PORT ? port('WORKER_PORT', env.WORKER_PORT, 1) : undefined,
    )
  }

  /** Name of the session cookie. On http it carries the port, so that two copies on one machine do not sign each other out. */
  get cookieName(): string {
    const { protocol, port } = new URL(this.origin)
    return protocol === 'https:' ? '__Host-parvis' : `parvis_${port || 80}`
  }

  get secureCookies(): boolean {
    return this.origin.startsWith('https:')
  }

  /** Key of a vote's pseudonyms, 32 bytes. Error: 503 `vote.key-missing`: without it nothing may be cast or sealed. */
  voteKey(voteId: string): Buffer {
    const known = this.voteKeys.get(voteId)
    if (known) return known
    let read: Buffer
    try {
      read = key(this.secretsDir, voteKeyFile(voteId))
    } catch {
      throw new DomainError('vote.key-missing', { status: 503, detail: `The key of vote ${voteId} is not in the secrets folder` })
    }
    this.voteKeys.set(voteId, read)
    return read
  }

  /** The same, made when the vote has none yet. Several processes may ask at once: the first one's key stands. */
  ensureVoteKey(voteId: string): Buffer {
    const path = join(this.secretsDir, voteKeyFile(voteId))
    if (existsSync(path)) return this.voteKey(voteId)
    // Written whole beside, then linked into place, which fails when the name is taken.
    const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
    try {
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
    return this.voteKey(voteId)
  }
}

function voteKeyFile(voteId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(voteId)) throw new Error(`${voteId} is not a vote`)
  return `vote-${voteId}.key`
}

function required(env: Environment, name: string): string {
  const value = env[name]
  if (!value) throw new ConfigError(`${name} is not set`)
  return value
}

function url(name: string, value: string): string {
  if (!URL.canParse(value)) throw new ConfigError(`${name} is not an address`)
  return value
}

/** Numbers and texts of people go there: by https, or to this machine itself. */
function smsProvider(address: string | undefined, secret = ''): { url: string, secret: string } | undefined {
  if (!address) return undefined
  const { protocol, hostname } = new URL(url('SMS_URL', address))
  if (protocol !== 'https:' && !(protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))) throw new ConfigError('SMS_URL must begin with https://')
  if (secret.length < 16) throw new ConfigError('SMS_SECRET must have 16 characters or more when SMS_URL is set')
  return { url: address, secret }
}

function port(name: string, value: string, least: number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < least || number > 65535) throw new ConfigError(`${name} is not a port: ${value}`)
  return number
}

function seconds(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 0 || number > 60) throw new ConfigError(`${name} is not a number of seconds from 0 to 60: ${value}`)
  return number
}

function origins(value: string): string[] {
  const listed = value.split(',').map(origin => origin.trim()).filter(Boolean)
  for (const origin of listed) if (origin !== '*' && (!URL.canParse(origin) || new URL(origin).origin !== origin)) throw new ConfigError(`CORS_ORIGINS must list origins like https://ville.example, separated by commas, or *: not ${origin}`)
  return listed
}

function logFormat(value: string): 'text' | 'json' {
  if (value !== 'text' && value !== 'json') throw new ConfigError(`LOG_FORMAT is text or json, not ${value}`)
  return value
}

function readSecret(dir: string, name: string): string {
  let text: string
  try {
    text = readFileSync(join(dir, name), 'utf8').trim()
  } catch {
    throw new ConfigError(`The secret ${name} is missing from PARVIS_SECRETS_DIR`)
  }
  if (text.length < 32) throw new ConfigError(`The secret ${name} is too short`)
  return text
}

function key(dir: string, name: string): Buffer {
  const bytes = Buffer.from(readSecret(dir, name), 'base64url')
  if (bytes.length < 32) throw new ConfigError(`The secret ${name} must hold 32 bytes`)
  return bytes
}
