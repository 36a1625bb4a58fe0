interface Failure {
  code?: unknown
  message?: unknown
  responseCode?: unknown
  driverError?: { code?: unknown }
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EPIPE', 'EDNS'])
/** Codes of nodemailer; ECONNECTION and ESOCKET also where the server's name is wrong. */
const mailUnreachable = new Set(['ECONNECTION', 'ESOCKET', 'ETLS', 'EDNS', 'EPROXY'])
const mailRefused = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'EENVELOPE', 'EMESSAGE', 'EPROTOCOL', 'ESTREAM'])

/**
 * Stable code of why a job failed, for the sentence that people read. A DomainError keeps its own code.
 * `job.mail-unreachable`, `job.mail-refused`, `job.database`, `job.unknown`; `job.vanished` is given by the outbox.
 */
export function causeOf(error: unknown): string {
  const { code, responseCode, driverError } = (error ?? {}) as Failure
  const sqlState = driverError?.code
  if (typeof sqlState === 'string') return 'job.database'
  if (typeof responseCode === 'number') return 'job.mail-refused'
  if (typeof code !== 'string') return 'job.unknown'
  if (/^[a-z-]+\.[a-z-]+$/.test(code)) return code
  if (mailUnreachable.has(code)) return 'job.mail-unreachable'
  if (mailRefused.has(code)) return 'job.mail-refused'
  if ((error as { command?: unknown }).command !== undefined && unreachable.has(code)) return 'job.mail-unreachable'
  return /^[0-9A-Z]{5}$/.test(code) || unreachable.has(code) ? 'job.database' : 'job.unknown'
}

/** The message for developers, without the addresses that a mail server likes to repeat. */
export const saidOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/[^\s<>()@"':;,]+@[^\s<>()@"':;,]+/g, '…@…').slice(0, 500)
