import { Sealed } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import type { Refusal } from '@parvis/platform'
import { Audit, Config, DomainError, maybe, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { AssistedSessionView } from '../assisted-sessions/assisted-sessions.dto'
import { AssistedSessions } from '../assisted-sessions/assisted-sessions.service'
import { MODES } from '../assisted-sessions/modes.rules'
import { ConsentRequests } from '../mandates/consent-requests.service'
import type { NewPhoneVisitDto, PhoneScriptView } from './phone.dto'
import { callNumberOf, CHECK_DAYS, isMobile, RECEIPT_DAYS, stepsOf } from './phone.rules'

/** What numbers and addresses of visits are sealed for. */
export const PHONE_VISIT = 'phone-visit/v1'

/**
 * Somebody takes part by telephone: an operator reads a script, the person says yes aloud, and by SMS where they have a mobile. What is
 * kept is the version of the script, the operator and the day; the call is not recorded.
 */
@Injectable()
export class PhoneVisits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly sessions: AssistedSessions,
    private readonly requests: ConsentRequests,
  ) {}

  /** The script in force. Error: 503 `phone.no-script`: nobody takes part by phone before one is installed. */
  async script(tx: EntityManager = this.dataSource.manager): Promise<PhoneScriptView> {
    const found = await maybe<{ version: string, body: string, hash: string, effectiveFrom: Date }>(tx, `
      select version, body, encode(hash, 'hex') as hash, effective_from as "effectiveFrom" from inclusion.phone_script
      where effective_from <= platform.clock() order by effective_from desc, version desc limit 1`)
    if (!found) throw new DomainError('phone.no-script', { status: 503 })
    return { version: found.version, steps: stepsOf(found.body), hash: found.hash, effectiveFrom: found.effectiveFrom.toISOString() }
  }

  /**
   * Opens a session of the telephone. Errors: those of `AssistedSessions.receive`; 422 `phone.script-outdated` at `scriptVersion`, `phone.number` and
   * `mandate.phone-often` at `phone`, `phone.address` at `address`, `phone.sms-number` at `delivery`.
   */
  async open(actor: Actor, { consultationId, centreId, identity, scriptVersion, protectiveMeasure, phone, delivery, address }: NewPhoneVisitDto): Promise<AssistedSessionView> {
    const number = callNumberOf(phone)
    return this.dataSource.transaction(async (tx) => {
      const script = await this.script(tx)
      const more: Refusal[] = [
        ...(scriptVersion === script.version ? [] : [{ code: 'phone.script-outdated', at: 'scriptVersion', facts: { current: script.version } }]),
        ...(number === null ? [{ code: 'phone.number', at: 'phone' }] : []),
        ...(delivery === 'sms' && number !== null && !isMobile(number) ? [{ code: 'phone.sms-number', at: 'delivery' }] : []),
        ...(delivery === 'post' && !address ? [{ code: 'phone.address', at: 'address' }] : []),
      ]
      const person = await this.sessions.receive(tx, actor, { consultationId, centreId, mode: MODES.phone.channel, identity, evidence: 'E1', mandate: false, protectiveMeasure }, more)
      if (number === null) throw new DomainError('phone.number', { refusals: [{ code: 'phone.number', at: 'phone' }] })
      // A mobile is asked for its yes; a line that takes no SMS agreed aloud.
      const asked = this.requests.offered && isMobile(number)
      const request = asked ? await this.requests.ask(tx, number, 'fr', 'phone') : { id: null, phoneHash: await this.requests.reserve(tx, number, 'phone') }
      const [sessionId, visitId] = [randomUUID(), randomUUID()]
      await tx.query(`
        insert into inclusion.assisted_session (id, consultation_id, centre_id, mediator_id, mode, evidence, municipality_code, k0, conventional_date, hints, age_band, expires_at)
        values ($1, $2, $3, $4, 'phone', 'E1', $5, $6, $7, $8, $9, platform.clock() + make_interval(mins => $10))`,
      [sessionId, consultationId, centreId, actor.accountId, person.municipalityCode, person.k0, person.conventionalDate, person.hints, person.ageBand, MODES.phone.minutes])
      await tx.query(`
        insert into inclusion.phone_visit (id, session_id, consultation_id, centre_id, operator_id, script_version, consent_request_id, agreed_on, phone, phone_hash, kept_until, delivery, address, send_by)
        values ($1, $2, $3, $4, $5, $6, $7, case when $7::uuid is null then platform.today() end, $8, $9, platform.today() + $10::integer, $11, $12, case when $11 <> 'aloud' then platform.today() + $13::integer end)`,
      [visitId, sessionId, consultationId, centreId, actor.accountId, script.version, request.id, new Sealed(this.config, PHONE_VISIT).seal(number, visitId), request.phoneHash, CHECK_DAYS, delivery,
        delivery === 'post' && address ? new Sealed(this.config, PHONE_VISIT).seal(address, visitId) : null, RECEIPT_DAYS])
      // The journal names the centre and no number: a dated row under a number would say who called, and when.
      const { slug } = await one<{ slug: string }>(tx, 'select slug from inclusion.centre where id = $1', [centreId])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'phone-visit.opened', subjectKind: 'centre', subjectId: slug, detail: { consultationId, scriptVersion: script.version } })
      return this.sessions.read(tx, actor, sessionId)
    })
  }
}
