import { NestFactory } from '@nestjs/core'
import { grantedRoles, hashPassword, METROPOLIS, OneTimeTokens, PASSWORD_LENGTH, passwordRefusals, Roles } from '@parvis/identity'
import type { GrantedRole, Place } from '@parvis/identity'
import { DomainError, maybe, one } from '@parvis/platform'
import { m } from '@parvis/texts'
import { isEmail } from 'class-validator'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { DataSource } from 'typeorm'
import { AppModule } from '../app.module'
import type { Command } from './command'
import { CommandError, oneOf, readArguments } from './command'
import { readConfiguration } from './configuration'

export const command: Command = {
  usage: () => m.cli_user_create_usage(),

  async run(args, terminal) {
    const { values } = readArguments({
      args,
      options: { email: { type: 'string' }, name: { type: 'string', default: '' }, role: { type: 'string' }, place: { type: 'string', default: 'metropolis' }, 'password-stdin': { type: 'boolean' }, json: { type: 'boolean' } },
    })
    const email = values.email?.trim().toLowerCase()
    if (!email) throw new CommandError(m.cli_user_no_email())
    if (!isEmail(email) || email.length > 254) throw new CommandError(m.cli_user_bad_email({ email }))
    const role = values.role === undefined ? undefined : oneOf('--role', values.role, grantedRoles)
    const password = values['password-stdin'] ? await firstLine() : null
    if (password !== null && passwordRefusals(password, email).length > 0) throw new CommandError(m.cli_user_bad_password(PASSWORD_LENGTH))

    const config = readConfiguration()
    const app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: ['error'], abortOnError: false })
    try {
      const dataSource = app.get(DataSource)
      // Before anything is written: a wrong place makes no account.
      if (role) await assertPlace(app.get(Roles), role, values.place)
      // Without a password the account gets one that nobody knows, and the link to choose another.
      const hashed = await hashPassword(password ?? randomBytes(32).toString('base64url'))
      const made = await maybe<{ id: string }>(dataSource, `
        insert into identity.account (email, password_hash, display_name, email_confirmed_at) values ($1, $2, $3, platform.clock())
        on conflict (email) do nothing returning id`, [email, hashed, values.name.slice(0, 80)])
      const { id } = made ?? await one<{ id: string }>(dataSource, 'select id from identity.account where email = $1', [email])
      const place = role && await grant(app.get(Roles), email, role, values.place)
      const token = made && password !== null ? null : await app.get(OneTimeTokens).issue(dataSource.manager, id, 'reset_password')
      const link = token && `${config.origin}/mot-de-passe/${token}`
      if (values.json) {
        terminal.out(`${JSON.stringify({ id, email, created: made !== null, role: role ?? null, place: place ?? null, link })}\n`)
        return
      }
      terminal.out(`${made ? m.cli_user_created({ email }) : m.cli_user_existing({ email })}\n`)
      if (role && place) terminal.out(`${m.cli_user_role({ role, place })}\n`)
      if (link) terminal.out(`${m.cli_user_link()}\n${link}\n`)
    } finally {
      await app.close()
    }
  },
}

async function assertPlace(roles: Roles, role: GrantedRole, place: string): Promise<void> {
  try {
    await roles.assertPlace(role, placeNamed(place))
  } catch (error) {
    throw error instanceof DomainError ? new CommandError(m.cli_user_bad_place({ place, role })) : error
  }
}

async function grant(roles: Roles, email: string, role: GrantedRole, place: string): Promise<string> {
  const { kind, code } = placeNamed(place)
  try {
    return (await roles.grant(null, { email, role, placeKind: kind, placeCode: code })).place.name
  } catch (error) {
    if (error instanceof DomainError && error.code === 'role.held-already') return place
    throw error
  }
}

function placeNamed(place: string): Place {
  if (place === 'metropolis') return { kind: 'metropolis', code: METROPOLIS.code }
  return /^\d{5}$/.test(place) ? { kind: 'municipality', code: place } : { kind: 'centre', code: place }
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}
