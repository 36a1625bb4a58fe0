import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { ageBandOf, eligibilityRefusals, formatReceipt, ParticipantKeyring, type AgeBand } from '@parvis/consultations'
import type { Actor, CivilStatusGiven } from '@parvis/identity'
import { CivilStatus, mayActIn, MunicipalityDirectory } from '@parvis/identity'
import type { Refusal } from '@parvis/platform'
import { Audit, Clock, Config, DomainError, maybe, one, Periodic, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { TypedNames } from '../alerts/typed-names.service'
import { Centre } from '../centres/centre.entity'
import { ConsentTexts } from '../consent-texts/consent-texts.service'
import { deskRefusals } from '../habilitations/desk-refusals'
import { ConsentRequests } from '../mandates/consent-requests.service'
import { mandateRefusals } from '../mandates/mandates.rules'
import type { Scope } from '../mandates/mandates.rules'
import { MANDATE_STATE, Mandates } from '../mandates/mandates.service'
import { refuseOverQuota } from '../quotas/quota-check'
import type { AccompaniedDto, AssistedSessionView, IdentityDto, OpenSessionDto, SessionMandateView } from './assisted-sessions.dto'
import type { AssistedMode, EntryKind, ModeFacts } from './modes.rules'
import { entriesFor, entryRefusal, modeRefusals, MODES } from './modes.rules'
import { openReceipts, sealReceipts, withReceipt, type VisitReceipt } from './visit-receipts'

/** A session that is open: what its entries need. Never leaves the service. */
export interface OpenSession {
  id: string
  consultationId: string
  centreId: string
  mode: AssistedMode
  evidence: 'E1' | 'E2'
  municipalityCode: string
  k0: Buffer
  conventionalDate: boolean
  hints: Buffer | null
  ageBand: AgeBand
}

export interface OpenPhase {
  kind: string
  /** Milliseconds. */
  openedAt: number
  voteId: string | null
  /** Its rules let people amend proposals. */
  amendments: boolean
}

/** Somebody who was received at a desk: who they are is known by their key alone from here on. */
export interface Received {
  consultationId: string
  centreId: string
  k0: Buffer
  conventionalDate: boolean
  hints: Buffer
  municipalityCode: string
  ageBand: AgeBand
  /** The key of the same person in another consultation. */
  keyIn: (consultationId: string) => Buffer
}

interface ConsultationRow {
  id: string
  state: string
  suspended: boolean
  minimumAge: number
  residentsOnly: boolean
  communes: string[]
  phases: OpenPhase[]
}

export type PhoneAgreement = 'waiting' | 'in-force' | 'denied'

/** How the agreement of a visit by phone `v` stands beside its request `q`, in SQL. */
const PHONE_AGREEMENT = `case when v.agreed_on is not null then 'in-force' when q.state in ('DENIAL_RECEIVED', 'UNDELIVERED', 'SILENT') then 'denied' else 'waiting' end`

/** Open phases of `c` in which somebody can take part, by their date and not only by their state; imported rolls are closed. */
export const OPEN_PHASES = `
  coalesce((select jsonb_agg(jsonb_build_object('kind', p.kind, 'openedAt', (extract(epoch from p.opens_at) * 1000)::float8, 'voteId', v.id, 'amendments', r.amendment_days is not null) order by p.opens_at)
    from consultations.phase p left join consultations.vote v on v.phase_id = p.id left join consultations.proposal_rules r on r.phase_id = p.id
    where p.consultation_id = c.id and p.state = 'open' and p.closes_at > platform.clock()
      and (p.kind in ('proposals', 'debate', 'questionnaire') or (p.kind = 'vote' and v.state = 'open' and v.roll_kind = 'open'))), '[]')`

/**
 * One person at the counter, one consultation. Identity is typed, turned into a key and dropped; the key is erased when
 * the session ends. No row here or in the journal says at what time somebody took part.
 */
@Injectable()
export class AssistedSessions implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly periodic: Periodic,
    private readonly directory: MunicipalityDirectory,
    private readonly civilStatus: CivilStatus,
    private readonly keyring: ParticipantKeyring,
    private readonly consentTexts: ConsentTexts,
    private readonly mandates: Mandates,
    private readonly requests: ConsentRequests,
    private readonly typedNames: TypedNames,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.periodic.every('assisted-sessions', 60, async () => {
      await this.expire()
    })
  }

  /**
   * Errors: 403 `place.other` at a centre that is not the mediator's; 404 `centre.unknown`, `consultation.unknown`;
   * 422 with every refusal: mode, consent, mandate, identity, eligibility, `consultation.not-open`; those of `Mandates.make` and `Mandates.find`.
   */
  async open(actor: Actor, { consultationId, centreId, mode = 'on_behalf', identity, evidence, consentVersion, mandate, mandateCode, protectiveMeasure }: OpenSessionDto): Promise<AssistedSessionView> {
    return this.dataSource.transaction(async (tx) => {
      // Before anybody fills in a mandate for nothing; the first entry of the visit decides.
      if (mode === 'on_behalf') await refuseOverQuota(tx, actor.accountId, centreId)
      const { version: currentVersion, languages } = await this.consentTexts.current(tx)
      const person = await this.receive(tx, actor, { consultationId, centreId, mode, identity, evidence, mandate: mandate !== undefined || mandateCode !== undefined, protectiveMeasure },
        mandate ? mandateRefusals({ ...mandate, phone: mandate.phone, smsOffered: this.requests.offered, languages: languages.map(({ language }) => language), version: consentVersion ?? null, currentVersion }) : [])
      const mandateId = mandate
        ? await this.mandates.make(tx, actor, { ...mandate, centreId, textVersion: currentVersion, keys: [...new Set([consultationId, ...mandate.otherConsultationIds])].map((named) => ({ consultationId: named, k0: person.keyIn(named) })) })
        : await this.mandates.find(tx, mandateCode ?? '', { consultationId, centreId, k0: person.k0 })
      const { id } = await one<{ id: string }>(tx, `
        insert into inclusion.assisted_session (consultation_id, centre_id, mediator_id, mode, evidence, consent_version, mandate_id, municipality_code, k0, conventional_date, hints, age_band, expires_at)
        values ($1, $2, $3, $4, $5, (select text_version from inclusion.mandate where id = $6), $6, $7, $8, $9, $10, $11, platform.clock() + make_interval(mins => $12)) returning id`,
      [consultationId, centreId, actor.accountId, mode, evidence, mandateId, person.municipalityCode, person.k0, person.conventionalDate, person.hints, person.ageBand, MODES[mode].minutes])
      await this.record(tx, actor.accountId, 'assisted-session.opened', id)
      return this.read(tx, actor, id)
    })
  }

  /**
   * What is asked of whoever comes to a desk, by whichever door they will enter; who they are is turned into a key and dropped here.
   * Errors: those of `open`, but for the mandate's. @param more what else may be refused, said with the rest
   */
  async receive(tx: EntityManager, actor: Actor, { consultationId, centreId, mode, identity, evidence, mandate, protectiveMeasure }: Omit<ModeFacts, 'assistant'> & { consultationId: string, centreId: string, mode: AssistedMode, identity: IdentityDto }, more: Refusal[] = []): Promise<Received> {
    const { centre, consultation } = await this.where(tx, actor, centreId, consultationId)
    const person = this.person(identity)
    DomainError.throwIfAny([
      ...(await deskRefusals(tx, actor.accountId, { centreId: centre.id, consultationId: consultation.id, mode })),
      ...modeRefusals(mode, { evidence, mandate, protectiveMeasure, assistant: 'professional' }),
      ...more,
      ...(await this.identityRefusals(tx, person)),
      ...openRefusals(consultation),
    ])
    DomainError.throwIfAny(eligibility(consultation, person))
    await this.typedNames.note(tx, actor, centre.id, person)
    return {
      consultationId: consultation.id, centreId: centre.id, ...this.keyring.keyOf(consultation.id, person), municipalityCode: person.municipalityCode,
      ageBand: ageBandOf(person.birthDate, askedOn(consultation) ?? await this.clock.today(tx)),
      keyIn: (named) => this.keyring.keyOf(named, person).k0,
    }
  }

  /** Counts an act of the mediator, and nothing of the person. Errors: those of `open` about the place and the consultation. */
  async accompany(actor: Actor, { consultationId, centreId }: AccompaniedDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { centre, consultation } = await this.where(tx, actor, centreId, consultationId)
      DomainError.throwIfAny([
        ...(await deskRefusals(tx, actor.accountId, { centreId: centre.id, consultationId: consultation.id, mode: 'accompanied' })),
        ...modeRefusals('accompanied', { evidence: 'E3', mandate: false, protectiveMeasure: false, assistant: 'professional' }),
        ...openRefusals(consultation),
      ])
      const { id } = await one<{ id: string }>(tx, `
        insert into inclusion.assisted_session (consultation_id, centre_id, mediator_id, mode, evidence, acts) values ($1, $2, $3, $4, 'E3', 1) returning id`, [consultation.id, centre.id, actor.accountId, MODES.accompanied.channel])
      await this.record(tx, actor.accountId, 'assisted-session.accompanied', id)
    })
  }

  /** Errors: 404 `assisted-session.unknown` (somebody else's too), 409 `assisted-session.ended`. */
  async view(actor: Actor, id: string): Promise<AssistedSessionView> {
    return this.read(this.dataSource.manager, actor, id)
  }

  /** The vote that is open there now, in which people take part by these doors; null when there is none. */
  async openVote(tx: EntityManager, consultationId: string): Promise<string | null> {
    const open = await maybe<{ phases: OpenPhase[] }>(tx, `select ${OPEN_PHASES} as phases from consultations.consultation c where c.id = $1 and c.suspended_at is null`, [consultationId])
    return open?.phases.find(({ voteId }) => voteId !== null)?.voteId ?? null
  }

  /** Erases the key. Ending twice is no error. */
  async end(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const ended = await touched(tx, 'update inclusion.assisted_session set k0 = null, expires_at = null, proposals = 0, supports = 0, ballots = 0, comments = 0, questionnaires = 0, signatures = 0, amendments = 0, reports = 0, withdrawals = 0, follow_ups = 0, age_band = null, receipts = null where id = $1 and mediator_id = $2 and mode <> $3 and k0 is not null', [id, actor.accountId, MODES.kiosk.channel])
      if (ended > 0) await this.record(tx, actor.accountId, 'assisted-session.ended', id)
      else if (!(await maybe(tx, 'select id from inclusion.assisted_session where id = $1 and mediator_id = $2 and mode <> $3', [id, actor.accountId, MODES.kiosk.channel]))) throw new DomainError('assisted-session.unknown', { status: 404 })
    })
  }

  /** Erases the keys of sessions that were left open past their time, or by a mediator who signed out everywhere. */
  async expire(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const over = await rows<{ id: string, mediatorId: string, late: boolean }>(tx, `
        with left_open as (
          select a.id, a.mediator_id, a.expires_at <= platform.clock() as late from inclusion.assisted_session a
          where a.mode <> 'kiosk' and (a.expires_at <= platform.clock()
            or (a.expires_at is not null and not exists (select from identity.session s where s.account_id = a.mediator_id and s.expires_at > platform.clock()))
            or (a.expires_at is not null and not exists (select from identity.desk_place d where d.account_id = a.mediator_id and d.centre_id = a.centre_id))) for update)
        update inclusion.assisted_session a set k0 = null, expires_at = null, proposals = 0, supports = 0, ballots = 0, comments = 0, questionnaires = 0, signatures = 0, amendments = 0, reports = 0, withdrawals = 0, follow_ups = 0, age_band = null, receipts = null
        from left_open l where a.id = l.id returning a.id, l.mediator_id as "mediatorId", l.late`)
      for (const { id, mediatorId, late } of over) await this.record(tx, late ? null : mediatorId, late ? 'assisted-session.expired' : 'assisted-session.ended', id)
      return over.length
    })
  }

  /**
   * The session for an entry and its mandate, locked until the transaction ends: two entries of one session wait for each other, and a
   * revocation waits for an entry that has begun. Errors as `view`; 409 why the mandate lets nothing in.
   */
  async lock(tx: EntityManager, actor: Actor, id: string, scope: Scope = 'ANSWER'): Promise<OpenSession> {
    const session = await maybe<OpenSession & { k0: Buffer | null, mandateId: string | null, open: boolean }>(tx, `
      select id, consultation_id as "consultationId", centre_id as "centreId", mode, evidence, mandate_id as "mandateId", municipality_code as "municipalityCode", k0, conventional_date as "conventionalDate", hints, age_band as "ageBand",
        coalesce(expires_at > platform.clock(), false) as open
      from inclusion.assisted_session where id = $1 and mediator_id = $2 and mode <> $3 for update`, [id, actor.accountId, MODES.kiosk.channel])
    if (!session) throw new DomainError('assisted-session.unknown', { status: 404 })
    if (!session.open) throw new DomainError('assisted-session.ended', { status: 409 })
    if (session.mode === MODES.phone.channel) await this.agreedByPhone(tx, id)
    else await this.mandates.enforce(tx, session.mandateId, session.consultationId, scope)
    return session
  }

  /**
   * Whatever became of the entry: a support of somebody who gave theirs elsewhere counts here like a first. `again`: the very same, earlier in this visit. Errors: 409 `mode.no-ballot`, `mode.entry` for what this
   * door does not enter; 409 `assisted-session.entered-already`
   * for a second ballot or second answers of one visit, unless its mandate lets them be corrected; the database decides.
   */
  async countAct(tx: EntityManager, { id, mode }: OpenSession, kind: EntryKind, again = false): Promise<void> {
    this.enforceDoor(mode, kind)
    await tx.query(`
      update inclusion.assisted_session set acts = acts + 1,
        proposals = proposals + ($2 = 'proposal')::integer, supports = supports + ($2 = 'support' and not $3)::integer, ballots = ballots + ($2 = 'ballot')::integer, comments = comments + ($2 = 'comment')::integer, questionnaires = questionnaires + ($2 = 'questionnaire')::integer,
        signatures = signatures + ($2 = 'signature')::integer, amendments = amendments + ($2 = 'amendment')::integer, reports = reports + ($2 = 'report')::integer
      where id = $1`, [id, kind, again]).catch((error: unknown) => {
      throw isSecondEntry(error) ? new DomainError('assisted-session.entered-already', { status: 409, facts: { kind } }) : error
    })
  }

  /** Counts one beside the acts: the database asks for the mandate's own scope, and for a document that was seen. */
  async countWithdrawal(tx: EntityManager, { id }: OpenSession, what: 'ballot' | 'questionnaire' | 'support'): Promise<void> {
    // What was taken back may be given again in this visit: it takes the place of nothing.
    await tx.query(`
      update inclusion.assisted_session set withdrawals = withdrawals + 1, ballots = case when $2 = 'ballot' then 0 else ballots end, questionnaires = case when $2 = 'questionnaire' then 0 else questionnaires end
      where id = $1`, [id, what])
  }

  /** At most five in a visit. Error: 409 `follow-up.enough`. */
  async countFollowUp(tx: EntityManager, { id }: OpenSession): Promise<void> {
    await tx.query('update inclusion.assisted_session set follow_ups = follow_ups + 1 where id = $1', [id]).catch((error: unknown) => {
      throw (error as { driverError?: { code?: string } }).driverError?.code === '23514' ? new DomainError('follow-up.enough', { status: 409 }) : error
    })
  }

  /** Errors: 409 `mode.no-ballot`, `mode.entry` for what this door never enters. */
  enforceDoor(mode: AssistedMode, kind: EntryKind): void {
    const never = entryRefusal(mode, kind)
    if (never) throw new DomainError(never.code, { status: 409, facts: never.facts })
  }

  /** Shown again until the visit ends: a page that was left takes no receipt with it. At a kiosk the person's browser keeps the key instead. */
  async keepReceipt(tx: EntityManager, { id, mode }: OpenSession, given: VisitReceipt): Promise<void> {
    if (mode === MODES.kiosk.channel) return
    const { receipts } = await one<{ receipts: Buffer | null }>(tx, 'select receipts from inclusion.assisted_session where id = $1', [id])
    const kept = withReceipt(openReceipts(this.config.masterPepper, id, receipts), given)
    const sealed = sealReceipts(this.config.masterPepper, id, kept)
    await tx.query('update inclusion.assisted_session set receipts = $2 where id = $1', [id, sealed])
    // They are sent once the visit is over.
    if (mode === MODES.phone.channel) await tx.query('update inclusion.phone_visit set receipts = $2 where session_id = $1', [id, sealed])
  }

  /** Whether this receipt was given in the visit already; a kiosk keeps none. */
  async holds(tx: EntityManager, { id }: OpenSession, code: string): Promise<boolean> {
    const { receipts } = await one<{ receipts: Buffer | null }>(tx, 'select receipts from inclusion.assisted_session where id = $1', [id])
    return openReceipts(this.config.masterPepper, id, receipts).some((given) => given.code === code)
  }

  /** Locks the agreement until the transaction ends. Errors: 409 with why nothing may be entered yet, or at all. */
  private async agreedByPhone(tx: EntityManager, sessionId: string): Promise<void> {
    const { state } = await one<{ state: PhoneAgreement }>(tx, `select ${PHONE_AGREEMENT} as state from inclusion.phone_visit v left join inclusion.consent_request q on q.id = v.consent_request_id where v.session_id = $1 for share of v`, [sessionId])
    if (state !== 'in-force') throw new DomainError(state === 'denied' ? 'phone.denied' : 'phone.awaiting-consent', { status: 409 })
  }

  /** Errors: those of `view`. */
  async read(tx: EntityManager, actor: Actor, id: string): Promise<AssistedSessionView> {
    const row = await maybe<{
      id: string, mode: AssistedSessionView['mode'], evidence: 'E1' | 'E2', entered: AssistedSessionView['entered'], seconds: number | null, receipts: Buffer | null, suspended: boolean, conventionalDate: boolean, phases: OpenPhase[], mandateId: string | null, mandate: Omit<SessionMandateView, 'code'>, phone: AssistedSessionView['phone']
      consultation: AssistedSessionView['consultation'], centre: AssistedSessionView['centre']
    }>(tx, `
      select s.id, s.mode, s.evidence, s.receipts, jsonb_build_object('proposals', s.proposals, 'supports', s.supports, 'ballots', s.ballots, 'comments', s.comments, 'questionnaires', s.questionnaires, 'signatures', s.signatures, 'amendments', s.amendments, 'reports', s.reports, 'withdrawals', s.withdrawals) as entered, floor(extract(epoch from s.expires_at - platform.clock()))::integer as seconds,
        c.suspended_at is not null as suspended, s.conventional_date as "conventionalDate", ${OPEN_PHASES} as phases,
        jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation,
        jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as centre, m.id as "mandateId", jsonb_build_object('state', ${MANDATE_STATE}, 'method', m.consent_method,
          'mayCorrect', exists (select from inclusion.mandate_authorisation a where a.mandate_id = m.id and a.scope = 'CORRECT' and a.revoked_on is null),
          'mayWithdraw', exists (select from inclusion.mandate_authorisation a where a.mandate_id = m.id and a.scope = 'WITHDRAW' and a.revoked_on is null),
          'mayFollowUp', exists (select from inclusion.mandate_authorisation a where a.mandate_id = m.id and a.scope = 'RECEIVE_FOLLOWUP' and a.revoked_on is null)) as mandate,
        case when v.id is not null then jsonb_build_object('state', ${PHONE_AGREEMENT}, 'request', q.state, 'scriptVersion', v.script_version, 'delivery', v.delivery) end as phone
      from inclusion.assisted_session s left join inclusion.mandate m on m.id = s.mandate_id left join inclusion.phone_visit v on v.session_id = s.id left join inclusion.consent_request q on q.id = coalesce(m.consent_request_id, v.consent_request_id) join consultations.consultation c on c.id = s.consultation_id join inclusion.centre t on t.id = s.centre_id
      where s.id = $1 and s.mediator_id = $2 and (m.id is not null or v.id is not null)`, [id, actor.accountId])
    if (!row) throw new DomainError('assisted-session.unknown', { status: 404 })
    if (row.seconds === null || row.seconds <= 0) throw new DomainError('assisted-session.ended', { status: 409 })
    const phases = row.suspended || (row.phone ?? row.mandate).state !== 'in-force' ? [] : row.phases
    return {
      id: row.id,
      consultation: row.consultation,
      centre: row.centre,
      mode: row.mode,
      evidence: row.evidence,
      mandate: row.mandateId === null ? null : { code: formatReceipt(this.mandates.codeOf(row.mandateId)), ...row.mandate },
      phone: row.phone,
      may: entriesFor(row.mode, phases.map(({ kind }) => kind), phases.some(({ amendments }) => amendments)),
      voteId: phases.find(({ voteId }) => voteId !== null)?.voteId ?? null,
      mayWithdraw: withdrawable(phases, row.evidence, row.conventionalDate, row.mandate.mayWithdraw),
      entered: row.entered,
      receipts: openReceipts(this.config.masterPepper, row.id, row.receipts),
      expiresInSeconds: row.seconds,
    }
  }

  private async where(tx: EntityManager, actor: Actor, centreId: string, consultationId: string): Promise<{ centre: Centre, consultation: ConsultationRow }> {
    const centre = await tx.getRepository(Centre).findOneBy({ id: centreId, active: true })
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: centre.slug })) throw new DomainError('place.other', { status: 403 })
    const consultation = await maybe<ConsultationRow>(tx, `
      select c.id, c.state, c.suspended_at is not null as suspended, c.min_age as "minimumAge", c.residents_only as "residentsOnly", c.scope_codes as communes, ${OPEN_PHASES} as phases
      from consultations.consultation c where c.id = $1 and c.state <> 'draft'`, [consultationId])
    if (!consultation) throw new DomainError('consultation.unknown', { status: 404 })
    return { centre, consultation }
  }

  private person({ birthSurname, usageSurname, givenNames, birthDate, municipalityCode }: IdentityDto): CivilStatusGiven {
    return { birthSurname, ...(usageSurname ? { usageSurname } : {}), givenNames, birthDate, municipalityCode: this.directory.resolve(municipalityCode) ?? municipalityCode }
  }

  private async identityRefusals(tx: EntityManager, person: CivilStatusGiven): Promise<Refusal[]> {
    return (await this.civilStatus.refusals(person, tx)).map(({ code, at }) => ({ code, at: `identity.${at}` }))
  }

  /**
   * The journal names the centre and not the session: ballots carry the number of their session, and a dated row under
   * that number would say at what time somebody voted (README item 14).
   */
  private async record(tx: EntityManager, actorId: string | null, action: string, sessionId: string): Promise<void> {
    const { slug, consultationId, mode } = await one<{ slug: string, consultationId: string, mode: string }>(tx, `
      select t.slug, s.consultation_id as "consultationId", s.mode from inclusion.assisted_session s join inclusion.centre t on t.id = s.centre_id where s.id = $1`, [sessionId])
    await this.audit.append(tx, { actorId, action, subjectKind: 'centre', subjectId: slug, detail: { consultationId, mode } })
  }
}

/** What may be taken back here now, by what the desk was shown and not by what stands anywhere. */
function withdrawable(phases: readonly OpenPhase[], evidence: 'E1' | 'E2', conventionalDate: boolean, scope: boolean): ('ballot' | 'questionnaire' | 'support')[] {
  if (!scope || evidence !== 'E2') return []
  const kinds = phases.map(({ kind }) => kind)
  return [...(kinds.includes('vote') && !conventionalDate ? ['ballot' as const] : []), ...(kinds.includes('questionnaire') && !conventionalDate ? ['questionnaire' as const] : []), ...(kinds.includes('proposals') ? ['support' as const] : [])]
}

function isSecondEntry(error: unknown): boolean {
  const { driverError } = error as { driverError?: { code?: string, constraint?: string } }
  return driverError?.code === '23514' && driverError.constraint === 'assisted_session_entered_once'
}

function openRefusals({ state, suspended, phases }: ConsultationRow): Refusal[] {
  if (suspended) return [{ code: 'consultation.suspended' }]
  return state === 'running' && phases.length > 0 ? [] : [{ code: 'consultation.not-open' }]
}

/** The day on which the age of who answers a questionnaire counts, by every door: that of its opening. */
function askedOn({ phases }: ConsultationRow): string | undefined {
  const asked = phases.find(({ kind }) => kind === 'questionnaire')
  return asked && new Date(asked.openedAt).toISOString().slice(0, 10)
}

/** Said plainly at the desk: it follows from what was typed, not from what is recorded. */
function eligibility({ minimumAge, residentsOnly, communes, phases }: ConsultationRow, person: CivilStatusGiven): Refusal[] {
  const phase = phases.find(({ kind }) => kind === 'vote') ?? phases.at(-1)
  if (!phase) return []
  const rules = { minimumAge, communes: residentsOnly ? communes : [person.municipalityCode], opensAt: phase.openedAt }
  return eligibilityRefusals(rules, { birthDate: person.birthDate, inseeCode: person.municipalityCode }).map(({ code, facts }) => ({
    code,
    at: code === 'eligibility.commune-outside' ? 'identity.municipalityCode' : 'identity.birthDate',
    ...(code === 'eligibility.too-young' ? { facts } : {}),
  }))
}
