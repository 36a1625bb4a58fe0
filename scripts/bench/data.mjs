// What the measures work on: made from numbers, the same at every run, several sizes of it by one factor.
import { createHash, randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { withClient } from '../postgres.mjs'

const BATCH = 4000
export const SIZES = { proposals: 2000, consultations: 50, accounts: 12_000, ballots: 2000 }

const words = 'ombre place école vélo arbre piéton marché rivière quartier lumière banc façade trottoir été déchets parc jeunes aînés bibliothèque gare'.split(' ')
const themes = ['environment', 'mobility', 'culture', 'other']
const communes = ['59350', '59512', '59599', '59009', '59378']
const text = (seed, length) => Array.from({ length }, (_, index) => words[(seed * 7 + index * index + index * 3) % words.length]).join(' ')
const letters = (number) => [...String(number)].map((digit) => 'abcdefghij'[digit]).join('')

/** The session of the n-th account, as a browser holds it. */
export const tokenOf = (n) => createHash('sha256').update(`bench session ${n}`).digest('base64url')

/**
 * Fills a migrated, empty database.
 * @param {{ folder: string, env: NodeJS.ProcessEnv, ownerUrl: string, appUrl: string, factor: number }} options folder: the build, whose own code encrypts civil statuses
 * @returns {Promise<{ slug: string, consultationId: string, proposals: string[], voteId: string, accounts: number }>}
 */
export async function fill({ folder, env, ownerUrl, appUrl, factor }) {
  const require = createRequire(join(folder, 'package.json'))
  require('reflect-metadata')
  const { Config } = require('./libs/platform/src/index.js')
  const { CivilStatus } = require('./libs/identity/src/index.js')
  const config = Config.from(env)
  const sizes = Object.fromEntries(Object.entries(SIZES).map(([name, size]) => [name, size * factor]))

  const made = await withClient(ownerUrl, async (client) => {
    const accounts = await fillAccounts(client, config, CivilStatus, sizes.accounts)
    const proposing = await fillProposals(client, sizes.proposals, accounts)
    await fillOthers(client, sizes.consultations)
    const voteId = await fillVote(client)
    config.ensureVoteKey(voteId)
    return { ...proposing, voteId, accounts: sizes.accounts }
  })
  await withClient(appUrl, (client) => fillBallots(client, made.voteId, sizes.ballots))
  await withClient(ownerUrl, (client) => client.query('analyze'))
  return made
}

// Accounts that are signed in and gave a civil status: whoever supports and votes.
async function fillAccounts(client, config, CivilStatus, count) {
  const sealed = []
  // The service itself writes what it would write: only the statement is caught.
  const service = new CivilStatus(config, { query: async (_, [id, bytes]) => sealed.push({ id, bytes }) }, { today: async () => '2026-01-01' }, undefined, { resolve: (code) => code })
  const ids = []
  for (let n = 0; n < count; n++) {
    const id = randomUUID()
    ids.push(id)
    await service.keep(id, { birthSurname: `Habitant ${letters(n)}`, givenNames: letters(n % 1000), birthDate: `19${50 + n % 40}-0${1 + n % 9}-1${n % 10}`, municipalityCode: communes[n % communes.length] })
  }
  for (let from = 0; from < count; from += BATCH) {
    const part = sealed.slice(from, from + BATCH)
    await client.query(`
      insert into identity.account (id, email, email_confirmed_at, password_hash, display_name, municipality_code, civil_status)
      select id, 'habitant-' || ($3 + n) || '@example.org', platform.clock(), 'none', 'Habitant ' || ($3 + n), '59350', bytes
      from unnest($1::uuid[], $2::bytea[]) with ordinality as a (id, bytes, n)`, [part.map(({ id }) => id), part.map(({ bytes }) => bytes), from])
    await client.query(`
      insert into identity.session (token_hash, account_id, expires_at)
      select sha256(sha256(convert_to('bench session ' || ($2 + n - 1), 'UTF8'))), id, platform.clock() + interval '20 days' from unnest($1::uuid[]) with ordinality as a (id, n)`, [part.map(({ id }) => id), from])
  }
  return ids
}

export const CONSULTATION = `
  insert into consultations.consultation (slug, title, summary, description, theme, owner_kind, owner_code, scope_codes, state, announced_at, finished_at)
  values ($1, $2, $3, $3, 'environment', 'metropolis', '200093201', array(select code from identity.municipality), $4,
    platform.clock() - interval '60 days', case when $4 = 'finished' then platform.clock() - interval '1 day' end) returning id`

export const PHASE = `
  insert into consultations.phase (consultation_id, position, kind, title, state, opens_at, closes_at)
  values ($1, $2, $3, $4, $5, platform.clock() + make_interval(days => $6), platform.clock() + make_interval(days => $7)) returning id`

async function fillProposals(client, count, accounts) {
  const slug = 'rafraichir-nos-places'
  const { rows: [{ id: consultationId }] } = await client.query(CONSULTATION, [slug, 'Rafraîchir nos places', text(1, 40), 'running'])
  const { rows: [{ id: phaseId }] } = await client.query(PHASE, [consultationId, 1, 'proposals', 'Vos idées', 'open', -30, 30])
  await client.query(PHASE, [consultationId, 2, 'vote', 'Le vote', 'scheduled', 40, 70])
  const proposals = Array.from({ length: count }, () => randomUUID())
  for (let from = 0; from < count; from += BATCH) {
    const part = proposals.slice(from, from + BATCH)
    const numbers = part.map((_, index) => from + index)
    await client.query(`
      insert into consultations.proposal (id, consultation_id, phase_id, number, title, body, theme, municipality_code, author_id, author_name, channel, support_count, submission_token, created_at, updated_at)
      select id, $2, $3, n + 1, title, body, theme, commune, author, 'Habitant ' || n, 'online', 5, gen_random_uuid(), platform.clock() - make_interval(mins => (n % 40000)::integer), platform.clock()
      from unnest($1::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[]) as p (id, n, title, body, theme, commune, author)`,
    [part, consultationId, phaseId, numbers, numbers.map((n) => `Plus d’${text(n, 6)}`), numbers.map((n) => text(n, 90)), numbers.map((n) => themes[n % themes.length]), numbers.map((n) => communes[n % communes.length]), numbers.map((n) => accounts[n % accounts.length])])
  }
  await client.query('insert into consultations.proposal_version (proposal_id, version, title, body, theme) select id, 1, title, body, theme from consultations.proposal')
  await client.query(`insert into consultations.support (proposal_id, supporter_key, channel) select id, substr(sha256((id::text || s)::bytea), 1, 16), 'online' from consultations.proposal, generate_series(1, 5) s`)
  return { slug, consultationId, proposals }
}

async function fillOthers(client, count) {
  for (let n = 1; n < count; n++) {
    const state = ['running', 'announced', 'finished'][n % 3]
    const { rows: [{ id }] } = await client.query(CONSULTATION, [`consultation-${n}`, `Décider ensemble ${text(n, 4)}`, text(n, 40), state])
    const phase = { running: ['open', -20, 20], announced: ['scheduled', 20, 50], finished: ['closed', -50, -2] }[state]
    const { rows: [{ id: phaseId }] } = await client.query(PHASE, [id, 1, 'proposals', 'Vos idées', ...phase])
    await client.query(`
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, author_name, channel, submission_token)
      select $1, $2, s, $3, $4, 'other', '', 'online', gen_random_uuid() from generate_series(1, 10) s`, [id, phaseId, text(n, 6), text(n, 40)])
  }
}

async function fillVote(client) {
  const { rows: [{ id }] } = await client.query(CONSULTATION, ['budget-participatif', 'Budget participatif', text(3, 40), 'running'])
  const { rows: [{ id: phaseId }] } = await client.query(PHASE, [id, 1, 'vote', 'Le vote', 'open', -10, 20])
  const { rows: [{ id: voteId }] } = await client.query(`insert into consultations.vote (consultation_id, phase_id, question) values ($1, $2, 'Quels projets voulez-vous ?') returning id`, [id, phaseId])
  await client.query(`insert into consultations.vote_option (vote_id, key, position, title, description) select $1, 'o' || s, s, $2, $3 from generate_series(1, 20) s`, [voteId, text(5, 5), text(6, 50)])
  await client.query(`update consultations.vote v set state = 'open', closes_at = p.closes_at, admitted_until = p.closes_at from consultations.phase p where p.id = v.phase_id and v.id = $1`, [voteId])
  return voteId
}

// Through the box's own function, as the application role.
async function fillBallots(client, voteId, count) {
  for (let done = 0; done < count; done += 1000) {
    await client.query(`
      select count(*) from (select gen_random_uuid() as entry, sha256(random()::text::bytea) as pseudonym, sha256(random()::text::bytea) as nonce from generate_series(1, $2::integer)) d
      cross join lateral (select E'vote/opening/v1\\n' || $1::text || E'\\n' || encode(d.pseudonym, 'base64') || E'\\n1\\no1=1\\n' as opening) o
      cross join lateral urn.cast($1::uuid, d.entry, 'first', substr(d.pseudonym, 1, 16), false, null, sha256(d.nonce), '59350', 'online', 'direct', 'E1', null, null, null,
        sha256(d.pseudonym), d.pseudonym, 1::smallint, o.opening, d.nonce, sha256(convert_to(E'vote/commit/v1\\n', 'UTF8') || d.nonce || convert_to(o.opening, 'UTF8'))) c`, [voteId, Math.min(1000, count - done)])
  }
}
