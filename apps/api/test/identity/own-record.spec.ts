// What somebody wrote, joined, reported and contested: found again by them alone. And every column of the database that holds a person
// is exported and erased, or says why not.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { METROPOLIS } from '@parvis/identity'
import { aSiret, PASSWORD, startApp } from '../support/app'
import type { Person, TestPlatform } from '../support/app'
import { aProposal, anAnnounced, inDays, pass, withCentres } from '../support/consultations'
import type { Made } from '../support/consultations'
import { aDebate, comment } from '../support/discussion'
import { signedIn } from '../support/votes'

let platform: TestPlatform
let staff: TestAgent
let open: Made
let debate: { id: string, number: number }
let ada: Person
let ben: Person
const enter = async ({ email, agent }: Person) => { await agent.post('/api/sessions').send({ email, password: PASSWORD }).expect(201) }

beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await signedIn(platform, 'staff')
  const made = await anAnnounced(platform, staff, {}, [
    { kind: 'debate', title: 'Le débat', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) },
    { kind: 'proposals', title: 'Les propositions', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) },
  ])
  await pass(platform, '21 days')
  staff = await signedIn(platform, 'staff')
  open = (await staff.get(`/api/consultations/${made.id}`).expect(200)).body as Made
  debate = await aDebate(staff, open)
  ada = await platform.person('citizen', { named: 'Ada', displayName: 'Ada L.' })
  ben = await platform.person('citizen', { named: 'Ben', displayName: 'Ben M.' })
})
afterAll(() => platform.stop())

const LISTS = ['comments', 'debates', 'registrations', 'reports', 'moderation']
const list = async (name: string, agent = ada.agent, query = '') => (await agent.get(`/api/account/${name}${query}`).expect(200)).body as { items: Record<string, never>[], total: number, page: number, perPage: number }
const hide = async (commentId: string): Promise<string> => {
  const { body } = await staff.get('/api/moderation/cases').query({ perPage: 50 }).expect(200)
  const found = body.items.find(({ thingId }: { thingId: string }) => thingId === commentId)
  await staff.post('/api/moderation/decisions').send({ cases: [found.id], act: 'hide', reason: 'insult', words: 'Ce texte attaque une personne.' }).expect(201)
  return (await staff.get(`/api/moderation/cases/${found.id}`).expect(200)).body.hidden.decisionId as string
}
async function meeting(): Promise<{ id: string, number: number }> {
  const { body } = await staff.post(`/api/consultations/${open.id}/meetings`).send({
    title: 'Parlons de l’ombre sur nos places', body: '', kind: 'in_person', centreSlug: 'centre-59350', access: '', accessibility: [], onlineFor: 'registered', startsAt: await inDays(platform, 10, 18), endsAt: await inDays(platform, 10, 20),
    agenda: [], languages: ['français'], places: 1, eraseAfterDays: 30,
  }).expect(201)
  await staff.post(`/api/meetings/${body.id}/publication`).expect(201)
  return body as { id: string, number: number }
}
const register = (agent: TestAgent, number: number) => agent.post(`/api/consultations/${open.slug}/meetings/${number}/registrations`).send({ name: 'Ada Lovelace', submissionToken: randomUUID() }).expect(201)

describe('what I did', () => {
  it('is not for strangers, nor for programs', async () => {
    for (const name of LISTS) await platform.stranger().get(`/api/account/${name}`).expect(401)
    const { body } = await staff.post('/api/tokens').send({ label: 'portail', days: 30 }).expect(201)
    for (const name of LISTS) await platform.stranger().get(`/api/account/${name}`).set('authorization', `Bearer ${body.token}`).expect(403)
    for (const name of LISTS) await ada.agent.get(`/api/account/${name}?perPage=5000`).expect(400)
  })

  it('comments and the debates they stand in: mine, a page at a time, with what moderation said', async () => {
    const ids: string[] = []
    for (const body of ['Une première idée.', 'Une deuxième idée.', 'Une troisième idée.']) ids.push(await comment(ada.agent, { debateId: debate.id, body }))
    await comment(ben.agent, { debateId: debate.id, parentId: ids[0], stance: undefined, body: 'Je réponds.' })
    expect(await list('comments', ada.agent, '?perPage=2')).toMatchObject({ total: 3, items: [{ excerpt: 'Une troisième idée.', replies: 0, state: 'published', aboutKind: 'debate', aboutNumber: debate.number, decisionId: null }, { excerpt: 'Une deuxième idée.' }] })
    expect((await list('comments', ada.agent, '?perPage=2&page=2')).items).toMatchObject([{ excerpt: 'Une première idée.', replies: 1 }])
    expect(await list('comments', ben.agent)).toMatchObject({ total: 1 })
    await ada.agent.delete(`/api/comments/${ids[2]}`).expect(204)
    expect((await list('comments')).items[0]).toMatchObject({ state: 'deleted', excerpt: '' })
    expect(await list('debates')).toMatchObject({ total: 1, items: [{ number: debate.number, comments: 2, open: true, consultation: { slug: open.slug } }] })
  })

  it('registrations, those to come first, cancelled from there', async () => {
    const made = await meeting()
    await register(ada.agent, made.number)
    await register(ben.agent, made.number)
    expect((await list('registrations', ben.agent)).items).toMatchObject([{ state: 'waiting', queue: 1, cancellable: true, meeting: { id: made.id, number: made.number, place: { name: 'Centre Lille' } } }])
    await ada.agent.delete(`/api/meetings/${made.id}/registration`).expect(204)
    expect((await list('registrations')).items).toMatchObject([{ state: 'cancelled', cancellable: false }])
    expect((await list('registrations', ben.agent)).items).toMatchObject([{ state: 'confirmed', queue: null }])
  })

  it('reports and what was decided of them, to who made them; hidden texts and their appeals, to who wrote them', async () => {
    const id = await comment(ada.agent, { debateId: debate.id, body: 'Un avis un peu rude.' })
    await ben.agent.post('/api/reports').send({ commentId: id, reason: 'insult', words: 'Regardez.' }).expect(201)
    expect(await list('reports', ben.agent)).toMatchObject({ total: 1, items: [{ kind: 'comment', reason: 'insult', words: 'Regardez.', state: 'waiting', aboutNumber: debate.number }] })
    expect(await list('reports')).toMatchObject({ total: 0 })
    const decisionId = await hide(id)
    expect((await list('reports', ben.agent)).items).toMatchObject([{ state: 'hidden' }])
    expect((await list('comments')).items[0]).toMatchObject({ state: 'hidden', decisionId })
    expect(await list('moderation')).toMatchObject({ total: 1, items: [{ decisionId, kind: 'comment', reason: 'insult', over: false, mayAppeal: true, appeal: null }] })
    expect(await list('moderation', ben.agent)).toMatchObject({ total: 0 })
    await ada.agent.post(`/api/moderation/notices/${decisionId}/appeal`).send({ words: 'Je critique une idée et non une personne.' }).expect(201)
    expect((await list('moderation')).items).toMatchObject([{ mayAppeal: false, appeal: { outcome: null } }])
  })
})

/** What becomes of a column that holds somebody: in the file of their data, and when they erase their account. */
interface Holds {
  /** The part of the file, where the person may ask for it. */
  exported?: string
  /** The row goes, loses the person, or keeps an identifier that names nobody any more. */
  erased: 'gone' | 'nameless' | 'kept'
  /** Of what is not exported, or kept. */
  why?: string
}

const WORK = 'work of staff for a public body: who decided stays as an identifier that names nobody once the account is gone'
const HOLDS: Record<string, Holds> = {
  'identity.session.account_id': { exported: 'sessions', erased: 'gone' },
  'identity.one_time_token.account_id': { erased: 'gone', why: 'the hash of a link of a mail, which ends by itself' },
  'identity.role_grant.account_id': { exported: 'roles', erased: 'gone' },
  'identity.role_grant.granted_by': { erased: 'kept', why: WORK },
  'identity.second_factor.account_id': { exported: 'secondFactor', erased: 'gone' },
  'identity.second_factor_attempt.account_id': { erased: 'gone', why: 'tries of codes within a day' },
  'identity.second_factor_card.account_id': { erased: 'nameless', why: 'a card of the metropolis, told as the kind of the second factor' },
  'identity.second_factor_step.account_id': { erased: 'gone', why: 'numbers of codes that are used up, within an hour' },
  'inclusion.habilitation.account_id': { exported: 'habilitations', erased: 'gone' },
  'inclusion.habilitation.decided_by': { erased: 'kept', why: WORK },
  'inclusion.mission_proposal.account_id': { exported: 'reserve', erased: 'gone' },
  'inclusion.organisation.decided_by': { erased: 'kept', why: WORK },
  'inclusion.reserve_member.account_id': { exported: 'reserve', erased: 'gone' },
  'inclusion.training_attempt.account_id': { exported: 'habilitations', erased: 'gone' },
  'identity.api_token.account_id': { exported: 'tokens', erased: 'gone' },
  'platform.audit_entry.actor_id': { exported: 'journal', erased: 'kept', why: 'the journal keeps an identifier that names nobody' },
  'consultations.consultation.created_by': { erased: 'kept', why: WORK },
  'consultations.phase_extension.decided_by': { erased: 'kept', why: WORK },
  'consultations.proposal.author_id': { exported: 'proposals', erased: 'nameless' },
  'consultations.publication.published_by': { erased: 'kept', why: WORK },
  'consultations.export.requested_by': { erased: 'nameless', why: WORK },
  'consultations.saved_view.account_id': { exported: 'savedFilters', erased: 'gone' },
  'consultations.tally.drawn_by': { erased: 'kept', why: WORK },
  'consultations.what_if.asked_by': { erased: 'kept', why: WORK },
  'consultations.questionnaire_publication.published_by': { erased: 'kept', why: WORK },
  'consultations.comment.author_id': { exported: 'comments', erased: 'nameless' },
  'consultations.moderation_decision.decided_by': { erased: 'kept', why: WORK },
  'consultations.appeal.hidden_by': { erased: 'kept', why: WORK },
  'consultations.appeal.decided_by': { erased: 'kept', why: WORK },
  'consultations.moderation_case.hidden_by_decision': { erased: 'kept', why: 'a decision, not a person' },
  'consultations.proposal_draft.author_id': { exported: 'proposalDrafts', erased: 'gone' },
  'consultations.proposal_answer.written_by': { erased: 'kept', why: WORK },
  'consultations.proposal_evaluation.account_id': { erased: 'gone', why: WORK },
  'consultations.evaluation_score.account_id': { erased: 'gone', why: WORK },
  'consultations.held_receipt.account_id': { exported: 'heldReceipts', erased: 'gone' },
  'consultations.follow.account_id': { exported: 'follows', erased: 'gone' },
  'consultations.newsletter.created_by': { erased: 'nameless', why: WORK },
  'consultations.newsletter.sent_by': { erased: 'nameless', why: WORK },
  'consultations.mailing_recipient.account_id': { exported: 'mails', erased: 'gone' },
  'consultations.digest_told.account_id': { erased: 'gone', why: 'the number of the last news that a digest told' },
  'consultations.meeting_registration.account_id': { exported: 'meetings', erased: 'nameless' },
  'consultations.amendment.author_id': { exported: 'amendments', erased: 'nameless' },
  'consultations.proposal_coauthor.account_id': { exported: 'proposals', erased: 'gone' },
  'consultations.coauthor_invitation.invited_by': { exported: 'coAuthorInvitations', erased: 'gone' },
  'consultations.attachment.author_id': { exported: 'proposals', erased: 'nameless' },
  'consultations.reshaping.done_by': { erased: 'nameless', why: WORK },
  'consultations.reshaping.undone_by': { erased: 'nameless', why: WORK },
  'consultations.support.carried_by': { erased: 'kept', why: 'a union or a division of proposals, not a person' },
  'consultations.carried_support.carried_by': { erased: 'kept', why: 'a union or a division of proposals, not a person' },
  'consultations.import.requested_by': { erased: 'nameless', why: WORK },
  'consultations.import.undo_asked_by': { erased: 'nameless', why: WORK },
  'consultations.questionnaire_publication_request.asked_by': { erased: 'kept', why: WORK },
  'consultations.questionnaire_review.decided_by': { erased: 'kept', why: WORK },
  'consultations.questionnaire_review.undone_by': { erased: 'kept', why: WORK },
  'inclusion.centre_import.sent_by': { erased: 'nameless', why: WORK },
  'roll.duplicate_decision.decided_by': { erased: 'kept', why: WORK },
  'roll.entry.reviewed_by': { erased: 'kept', why: WORK },
  'inclusion.assisted_session.mediator_id': { erased: 'kept', why: WORK },
  'inclusion.ticket.called_by': { erased: 'kept', why: 'who called a number, until the night' },
  'inclusion.pace_setting.set_by': { erased: 'kept', why: WORK },
  'inclusion.desk_pace.account_id': { erased: 'gone', why: 'counts of a day, for two days; shown on the page of the desk' },
  'inclusion.quota_lift.account_id': { erased: 'gone', why: 'asked at the desk, where it is shown, for a year' },
  'inclusion.quota_lift.decided_by': { erased: 'kept', why: WORK },
  'inclusion.pace_alert.account_id': { erased: 'gone', why: 'questions about one’s days at the desk, where they are shown, for a year' },
  'inclusion.pace_alert.decided_by': { erased: 'kept', why: WORK },
  'inclusion.activity_report.account_id': { erased: 'gone', why: 'counts of one’s days, which the desk gives as a file' },
  'inclusion.kiosk.enrolled_by': { erased: 'kept', why: WORK },
  'inclusion.kiosk.withdrawn_by': { erased: 'kept', why: WORK },
  'inclusion.kiosk_pass.issued_by': { erased: 'kept', why: WORK },
  'inclusion.paper_batch.alone_by': { erased: 'kept', why: WORK },
  'inclusion.paper_batch.received_by': { erased: 'kept', why: WORK },
  'inclusion.paper_batch.settled_by': { erased: 'kept', why: WORK },
  'inclusion.paper_day.closed_by': { erased: 'kept', why: WORK },
  'inclusion.paper_duty.account_id': { erased: 'kept', why: WORK },
  'inclusion.paper_envelope.recorded_by': { erased: 'kept', why: WORK },
  'inclusion.paper_form.first_by': { erased: 'kept', why: WORK },
  'inclusion.paper_form.ruled_by': { erased: 'kept', why: WORK },
  'inclusion.paper_form.second_by': { erased: 'kept', why: WORK },
  'inclusion.claim.account_id': { exported: 'claims', erased: 'nameless' },
  'inclusion.claim.received_by': { erased: 'kept', why: WORK },
  'inclusion.claim_decision.decided_by': { erased: 'kept', why: WORK },
  'inclusion.mandate.created_by': { erased: 'kept', why: WORK },
  'inclusion.paper_kit.made_by': { erased: 'kept', why: WORK },
  'inclusion.paper_order.ordered_by': { erased: 'kept', why: WORK },
  'inclusion.paper_order.printed_by': { erased: 'kept', why: WORK },
  'inclusion.mandate.witnessed_by': { erased: 'kept', why: WORK },
  'inclusion.callback_request.taken_by': { erased: 'kept', why: WORK },
  'inclusion.phone_visit.sent_by': { erased: 'kept', why: WORK },
}
/** Under a key that is not in the database: they are found by the account while it stands, and by nobody afterwards. */
const KEYED: Record<string, string> = {
  'consultations.comment_vote.account_ref': 'judgements',
  'consultations.report.reporter_ref': 'reports',
  'consultations.support.supporter_key': 'supports',
  'consultations.support.account_ref': 'supports',
  'consultations.carried_support.supporter_key': 'supports: kept only while a union of proposals can be undone',
  'consultations.carried_support.account_ref': 'supports: kept only while a union of proposals can be undone',
  'consultations.questionnaire_entry.account_ref': 'questionnaires',
  'roll.entry.account_ref': 'votes',
  'roll.sealed_entry.account_ref': 'nothing: the tie ends with the sealing',
}

const columns = async (where: string): Promise<string[]> => (await platform.db.owner.query<{ name: string }>(`
  select n.nspname || '.' || c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in ('platform', 'identity', 'consultations', 'inclusion', 'roll', 'urn') and a.attnum > 0 and not a.attisdropped and (${where}) order by 1`)).rows.map(({ name }) => name)

describe('what is kept of somebody', () => {
  it('is known, column by column', async () => {
    const pointing = await columns(`exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'identity.account'::regclass and a.attnum = any(k.conkey))
      or (a.atttypid = 'uuid'::regtype and a.attname ~ '(^|_)(account_id|author_id|actor_id|mediator_id|agent_id|person_id|user_id)$|_by(_|$)')`)
    expect(pointing).toEqual(Object.keys(HOLDS).sort())
    expect(await columns(`a.atttypid = 'bytea'::regtype and a.attname ~ '(account|reporter|supporter|voter|person).*(ref|key|hash)$'`)).toEqual(Object.keys(KEYED).sort())
    // What is neither exported nor gone says why.
    expect(Object.entries(HOLDS).filter(([, { exported, erased, why }]) => !why && (!exported || erased === 'kept'))).toEqual([])
  })

  it('is in the file of its owner, whole, and of nobody else; and goes or loses its name with the account', async () => {
    const eve = await platform.person('citizen', { named: 'Eve', displayName: 'Eve N.' })
    const finn = await platform.person('citizen', { named: 'Finn', displayName: 'Finn O.' })
    await enter(eve)
    const mine = await comment(eve.agent, { debateId: debate.id, body: 'Ce que pense Eve.' })
    const theirs = await comment(finn.agent, { debateId: debate.id, body: 'Ce que pense Finn.' })
    await eve.agent.put(`/api/comments/${theirs}/judgement`).send({ useful: true })
    await eve.agent.post('/api/reports').send({ commentId: theirs, reason: 'false', words: 'Ce chiffre est faux.' }).expect(201)
    await finn.agent.post('/api/reports').send({ commentId: mine, reason: 'insult', words: 'Secret de Finn.' }).expect(201)
    const decisionId = await hide(mine)
    await eve.agent.post(`/api/moderation/notices/${decisionId}/appeal`).send({ words: 'Voici pourquoi je conteste.' }).expect(201)
    await eve.agent.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ title: 'Un banc pour Eve' })).expect(201)
    await register(eve.agent, (await meeting()).number)
    const { owner } = platform.db
    await owner.query(`
      insert into identity.role_grant (account_id, role, place_kind, place_code, ended_at) values ($1, 'staff', 'municipality', '59350', platform.clock())`, [eve.accountId])
    await owner.query(`insert into identity.one_time_token (token_hash, account_id, purpose, expires_at) values (sha256('x'), $1, 'reset_password', platform.clock() + interval '1 hour')`, [eve.accountId])
    await owner.query(`insert into consultations.proposal_draft (author_id, consultation_id, slot, title, body, theme) values ($1, $2, 1, 'Un brouillon', 'Rien encore.', 'environment')`, [eve.accountId, open.id])
    await owner.query(`insert into consultations.follow (account_id, kind, target) values ($1, 'consultation', $2)`, [eve.accountId, open.id])
    await owner.query(`insert into consultations.saved_view (account_id, list, place, name, filter, team_kind, team_code) values ($1, 'moderation', 1, 'Le filtre d’Eve', '{"kind":"comment"}', 'metropolis', $2)`, [eve.accountId, METROPOLIS.code])
    await owner.query(`
      with letter as (insert into consultations.newsletter (owner_kind, owner_code, subject, body, state, started_at, created_by, sent_by) values ('metropolis', $2, 'Une lettre pour Eve', 'Bonjour.', 'sent', platform.clock(), $1, $1) returning id),
        mailing as (insert into consultations.mailing (newsletter_id) select id from letter returning id)
      insert into consultations.mailing_recipient (mailing_id, account_id, sent_at) select id, $1, platform.clock() from mailing`, [eve.accountId, METROPOLIS.code])
    await owner.query('insert into consultations.digest_told (account_id, until_news) values ($1, 3)', [eve.accountId])
    await eve.agent.put('/api/reserve').send({ municipalityCode: '59350', languages: ['polonais'], skills: ['welcome'], availability: ['evening'] }).expect(200)
    await owner.query(`
      with mission as (insert into inclusion.reserve_mission (title, tasks, municipality_code, day, opens, closes, seats) values ('Au marché', 'Orienter vers la borne.', '59350', platform.today() + 9, '09:00', '12:00', 2) returning id)
      insert into inclusion.mission_proposal (mission_id, account_id) select id, $1 from mission`, [eve.accountId])
    await owner.query(`
      with body as (insert into inclusion.organisation (name, siret, kind, municipality_code, contact_name, state, decided_by, decided_at) values ('La Souris', $2, 'association', '59350', 'Nadia', 'accepted', $1, platform.clock()) returning id)
      insert into inclusion.habilitation (account_id, organisation_id, kind) select $1, id, 'volunteer' from body`, [eve.accountId, aSiret()])
    await owner.query(`insert into inclusion.training_attempt (account_id, questions, answers, answered_at, right_answers) values ($1, array_fill('q01'::text, array[10]), '{}', platform.clock(), 7)`, [eve.accountId])
    await eve.agent.post('/api/claims').send({ kind: 'DATA_RIGHTS', words: 'Effacez ce que vous savez de moi.', reply: 'email', contact: 'eve@exemple.fr', language: 'fr', submissionToken: randomUUID() }).expect(201)
    await owner.query(`insert into identity.second_factor (account_id, kind, secret) values ($1, 'card', '\\x00')`, [eve.accountId])
    await owner.query('insert into identity.second_factor_step (account_id, step) values ($1, 1)', [eve.accountId])
    await owner.query('insert into identity.second_factor_attempt (account_id) values ($1)', [eve.accountId])
    await owner.query(`insert into identity.second_factor_card (serial, secret, account_id) values ('E-0001', '\\x00', $1)`, [eve.accountId])
    await owner.query(`with slip as (insert into consultations.receipt (hash, kind, consultation_id) values (sha256('slip'), 'comment', $2) returning hash) insert into consultations.held_receipt (hash, account_id) select hash, $1 from slip`, [eve.accountId, open.id])
    const { body: data, text } = await eve.agent.get('/api/account/data').expect(200)
    const asked = [...Object.values(HOLDS).flatMap(({ exported }) => exported ?? []), 'judgements', 'reports', 'moderation']
    // The others are filled by their own suites.
    const elsewhere = ['tokens', 'journal', 'amendments', 'coAuthorInvitations']
    expect(asked.filter((part) => !elsewhere.includes(part) && !(data[part] && Object.keys(data[part]).length > 0))).toEqual([])
    expect(data).toMatchObject({
      judgements: [{ commentId: theirs, useful: true }], reports: [{ reason: 'false', words: 'Ce chiffre est faux.' }], savedFilters: [{ name: 'Le filtre d’Eve', list: 'moderation' }],
      moderation: [{ reason: 'insult', appeal: 'Voici pourquoi je conteste.', outcome: null }],
      reserve: { languages: ['polonais'], missions: [{}] }, habilitations: [{ organisation: 'La Souris', state: 'new', tests: [{ rightAnswers: 7 }] }], secondFactor: { kind: 'card' }, claims: [{ kind: 'DATA_RIGHTS', words: 'Effacez ce que vous savez de moi.', contact: 'eve@exemple.fr', outcome: null }],
    })
    for (const foreign of ['Secret de Finn', 'Ce que pense Finn', finn.email, finn.accountId]) expect(text).not.toContain(foreign)

    await eve.agent.post('/api/account/erasure').send({ password: PASSWORD }).expect(204)
    for (const [name, { erased }] of Object.entries(HOLDS)) {
      const [schema, table, column] = name.split('.')
      const { rows } = await owner.query<{ n: string }>(`select count(*) as n from "${schema}"."${table}" where "${column}" = $1`, [eve.accountId])
      if (erased !== 'kept') expect([name, Number(rows[0]?.n)]).toEqual([name, 0])
    }
    // Texts stay without a name; nothing else of the person does.
    const { rows: left } = await owner.query<{ kept: string }>(`
      select (select count(*) from consultations.comment where author_name like 'Eve%') + (select count(*) from consultations.proposal where author_name like 'Eve%')
        + (select count(*) from consultations.meeting_registration where name like 'Ada%' and account_id is null and name <> '') as kept`)
    expect(Number(left[0]?.kept)).toBe(0)
  })
})
