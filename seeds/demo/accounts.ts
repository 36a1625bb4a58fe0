import { randomBytes } from 'node:crypto'
import type { Actor, CivilStatusGiven } from '@parvis/identity'
import { CivilStatus, hashPassword, SecondFactor } from '@parvis/identity'
import { commitmentsHash } from '@parvis/inclusion'
import type { DataSource } from 'typeorm'
import type { INestApplicationContext } from '@nestjs/common'
import type { DemoAccount } from '../demo-accounts'
import { DEMO_ACCOUNTS, DEMO_CODE_SECRET, DEMO_PASSWORD } from '../demo-accounts'
import { signature } from './people'
import type { Cast } from './stage'

interface NewAccount {
  email: string
  displayName: string
  municipalityCode: string
  passwordHash: string
}

/** The accounts that people try the demonstration with, with their roles. */
export async function makeDemoAccounts(app: INestApplicationContext, owner: DataSource): Promise<Cast> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const entries = Object.entries<DemoAccount>(DEMO_ACCOUNTS)
  const ids = await insertAccounts(owner, entries.map(([, account]) => ({ ...account, passwordHash })))
  for (const [index, [, { grants }]] of entries.entries()) {
    for (const { role, placeKind, placeCode } of grants) {
      if (role === 'mediator') continue
      await owner.query('insert into identity.role_grant (account_id, role, place_kind, place_code) values ($1, $2, $3, $4)', [ids[index], role, placeKind, placeCode])
    }
  }
  const idOf = Object.fromEntries(entries.map(([name], index) => [name, ids[index] ?? '']))
  for (const organisation of ORGANISATIONS) await makeOrganisation(app, owner, organisation, idOf)
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

interface OrganisationSeed {
  name: string
  siret: string
  kind: string
  municipalityCode: string
  places: string
  contactName: string
  referent: string
  state: 'accepted' | 'requested'
  people: readonly { name: keyof typeof DEMO_ACCOUNTS, kind: 'professional' | 'volunteer' }[]
}

const ORGANISATIONS: readonly OrganisationSeed[] = [
  { name: 'Les Mains à la souris', siret: '44444441800016', kind: 'association', municipalityCode: '59350', places: 'La Fabrique du numérique de Wazemmes\nMaison France services d’Haubourdin', contactName: 'Nadia Lefort', referent: DEMO_ACCOUNTS.referent.email, state: 'accepted', people: [{ name: 'mediatorLille', kind: 'professional' }, { name: 'mediatorWazemmes', kind: 'professional' }, { name: 'volunteer', kind: 'volunteer' }] },
  { name: 'Atelier numérique des Trois-Villes', siret: '44444442600019', kind: 'social-centre', municipalityCode: '59512', places: 'Maison du numérique de Roubaix', contactName: 'Paul Vermeersch', referent: 'direction@trois-villes.exemple.invalid', state: 'accepted', people: [{ name: 'mediatorRoubaix', kind: 'professional' }] },
  { name: 'Maison de quartier du Faubourg', siret: '44444443400013', kind: 'association', municipalityCode: '59350', places: 'Salle du Faubourg, 12 rue du Long-Pot\nUne permanence le jeudi au marché', contactName: 'Élise Cordonnier', referent: 'bonjour@faubourg.exemple.invalid', state: 'requested', people: [] },
]

/** An organisation with its people habilitated, as the screens would have made it; the last code of everybody is of the real today, or the six months that are played would close their desks. */
async function makeOrganisation(app: INestApplicationContext, owner: DataSource, { name, siret, kind, municipalityCode, places, contactName, referent, state, people }: OrganisationSeed, idOf: Record<string, string>): Promise<void> {
  const [made]: { id: string }[] = await owner.query(`
    insert into inclusion.organisation (name, siret, kind, municipality_code, places, contact_name, contact_phone, state, requested_at, decided_at)
    values ($1, $2, $3, $4, $5, $6, '03 20 00 00 00', $7, case when $7 = 'requested' then now() - interval '2 days' else platform.clock() end, case when $7 = 'accepted' then platform.clock() end) returning id`, [name, siret, kind, municipalityCode, places, contactName, state])
  await owner.query('insert into inclusion.organisation_referent (organisation_id, email) values ($1, $2)', [made?.id, referent])
  for (const person of people) {
    const slugs = DEMO_ACCOUNTS[person.name].grants.map(({ placeCode }) => placeCode)
    await owner.query('update inclusion.centre set organisation_id = $1 where slug = any($2) and organisation_id is null', [made?.id, slugs])
    await app.get(SecondFactor, { strict: false }).keep(owner.manager, idOf[person.name] ?? '', DEMO_CODE_SECRET, 'demonstration')
    await owner.query('update identity.second_factor set used_at = now() where account_id = $1', [idOf[person.name]])
    await owner.query(`
      with test as (
        insert into inclusion.training_attempt (account_id, questions, answers, answered_at, right_answers) values ($1, '{q01,q02,q07,q08,q13,q14,q19,q20,q03,q09}', '{}', now() - interval '1 day', 9) returning id),
      made as (
        insert into inclusion.habilitation (account_id, organisation_id, kind, state, decided_at, training_id, training_passed, commitments_version, commitments_hash, commitments_at, validated_at, valid_until)
        select $1, $2, $3, 'validated', platform.clock(), id, true, '1.0', $5, platform.clock(), platform.clock(), now() + interval '11 months' from test returning id)
      insert into inclusion.habilitation_centre (habilitation_id, centre_id) select made.id, c.id from made, inclusion.centre c where c.slug = any($4)`, [idOf[person.name], made?.id, person.kind, slugs, commitmentsHash()])
  }
}

/** The volunteer belongs to the reserve, and was asked for one mission. */
export async function makeReserve(owner: DataSource): Promise<void> {
  await owner.query(`
    with member as (
      insert into inclusion.reserve_member (account_id, municipality_code, languages, skills, availability, joined_at)
      select id, '59350', '{arabe,anglais}', '{welcome,guide,carry}', '{evening,weekend}', now() - interval '20 days' from identity.account where email = $1 returning account_id),
    mission as (
      insert into inclusion.reserve_mission (title, tasks, municipality_code, day, opens, closes, seats, created_at)
      values ('Accueillir au marché de Roubaix', 'Orienter les habitants vers la borne et le stand papier, porter les enveloppes à la mairie.', '59512', current_date + 12, '09:00', '12:30', 2, now() - interval '3 days') returning id)
    insert into inclusion.mission_proposal (mission_id, account_id, proposed_at) select mission.id, member.account_id, now() - interval '2 days' from member, mission`, [DEMO_ACCOUNTS.volunteer.email])
}

/** Somebody asked to work at a desk yesterday: a referent decides. */
export async function makeCandidate(owner: DataSource): Promise<void> {
  const [id] = await insertAccounts(owner, [{ email: 'recrue@exemple.invalid', displayName: 'Yanis, nouvelle recrue', municipalityCode: '59350', passwordHash: await hashPassword(randomBytes(24).toString('base64')) }])
  await owner.query(`insert into inclusion.habilitation (account_id, organisation_id, kind, requested_at) select $1, id, 'professional', now() - interval '1 day' from inclusion.organisation where siret = '44444441800016'`, [id])
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
