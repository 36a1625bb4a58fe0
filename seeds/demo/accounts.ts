import { randomBytes } from 'node:crypto'
import type { Actor, CivilStatusGiven } from '@parvis/identity'
import { CivilStatus, hashPassword } from '@parvis/identity'
import type { DataSource } from 'typeorm'
import type { INestApplicationContext } from '@nestjs/common'
import type { DemoAccount } from '../demo-accounts'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../demo-accounts'
import { signature } from './people'
import type { Cast } from './stage'

interface NewAccount {
  email: string
  displayName: string
  municipalityCode: string
  passwordHash: string
}

/** The accounts that people try the demonstration with, with their roles. */
export async function makeDemoAccounts(owner: DataSource): Promise<Cast> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const entries = Object.entries<DemoAccount>(DEMO_ACCOUNTS)
  const ids = await insertAccounts(owner, entries.map(([, account]) => ({ ...account, passwordHash })))
  for (const [index, [, { grants }]] of entries.entries()) {
    for (const { role, placeKind, placeCode } of grants) {
      await owner.query('insert into identity.role_grant (account_id, role, place_kind, place_code) values ($1, $2, $3, $4)', [ids[index], role, placeKind, placeCode])
    }
  }
  return Object.fromEntries(entries.map(([name, account], index) => [name, actorOf(ids[index] ?? '', account, false)])) as Cast
}

/** Invented citizens with their civil status. Nobody can sign in as them: their password is not one. */
export async function makeCitizens(app: INestApplicationContext, owner: DataSource, people: readonly CivilStatusGiven[]): Promise<{ actor: Actor, person: CivilStatusGiven }[]> {
  const passwordHash = await hashPassword(randomBytes(24).toString('base64'))
  const accounts = people.map((person, index) => ({ email: `habitant-${index + 1}@exemple.invalid`, displayName: signature(person), municipalityCode: person.municipalityCode, passwordHash }))
  const ids = await insertAccounts(owner, accounts)
  const civilStatus = app.get(CivilStatus, { strict: false })
  await Promise.all(people.map((person, index) => civilStatus.keep(ids[index] ?? '', person)))
  return people.map((person, index) => {
    const { email, displayName, municipalityCode } = accounts[index] as NewAccount
    return { person, actor: actorOf(ids[index] ?? '', { email, displayName, municipalityCode, grants: [] }, true) }
  })
}

async function insertAccounts(owner: DataSource, accounts: readonly NewAccount[]): Promise<string[]> {
  const inserted: { id: string, email: string }[] = await owner.query(`
    insert into identity.account (email, display_name, municipality_code, password_hash, email_confirmed_at)
    select email, "displayName", "municipalityCode", "passwordHash", platform.clock()
    from jsonb_to_recordset($1::jsonb) as a (email text, "displayName" text, "municipalityCode" text, "passwordHash" text)
    returning id, email`, [JSON.stringify(accounts)])
  const byEmail = new Map(inserted.map(({ id, email }) => [email, id]))
  return accounts.map(({ email }) => byEmail.get(email) ?? '')
}

const actorOf = (accountId: string, { email, displayName, municipalityCode, grants }: Pick<DemoAccount, 'email' | 'displayName' | 'municipalityCode' | 'grants'>, civilStatusGiven: boolean): Actor =>
  ({ accountId, email, emailConfirmed: true, displayName, language: 'fr', municipalityCode, civilStatusGiven, grants: [...grants], expiresAt: new Date(8_640_000_000_000_000) })
