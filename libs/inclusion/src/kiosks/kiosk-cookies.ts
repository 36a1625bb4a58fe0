import { cookieIn } from '@parvis/identity'
import type { Config } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DEVICE_DAYS } from './kiosks.rules'

/** What a browser shows: which device it is, and whose session is open there. Both stand in the database as hashes. */
export interface KioskSecrets {
  device: string | null
  session: string | null
}

const deviceName = (config: Config): string => `${config.cookieName}_borne`
const sessionName = (config: Config): string => `${config.cookieName}_passage`

export const secretsIn = (request: FastifyRequest, config: Config): KioskSecrets => ({ device: cookieIn(request, deviceName(config)), session: cookieIn(request, sessionName(config)) })

export const keepDevice = (reply: FastifyReply, config: Config, secret: string): void => set(reply, config, deviceName(config), `${secret}; Max-Age=${DEVICE_DAYS * 24 * 3600}`)
/** Without an age: it goes with the browser. */
export const keepSession = (reply: FastifyReply, config: Config, secret: string): void => set(reply, config, sessionName(config), secret)
export const dropSession = (reply: FastifyReply, config: Config): void => set(reply, config, sessionName(config), '; Max-Age=0')

// Strict: no link from elsewhere opens or ends anything at a kiosk.
function set(reply: FastifyReply, config: Config, name: string, value: string): void {
  void reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${config.secureCookies ? '; Secure' : ''}`)
}
