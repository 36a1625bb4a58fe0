import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, Erasures, maybe, one, Outbox, Periodic, rows, touched, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Training } from '../training/training.service'
import { COMMITMENTS, commitmentsHash } from './commitments'
import { nextStep, TRANSITIONS } from './habilitation-states.rules'
import type { HabilitationState } from './habilitation-states.rules'
import type { HabilitationRequestDto, HabilitationView } from './habilitations.dto'

const VALID_MONTHS = 12
/** Without a code for so long somebody is warned; a month later the desk closes. */
const UNUSED_MONTHS = 5

interface OwnRow {
  id: string
  state: HabilitationState
  kind: 'professional' | 'volunteer'
  organisationId: string
  organisation: string
  reason: string
  requestedAt: Date
  commitmentsAt: Date | null
  validatedAt: Date | null
  validUntil: Date | null
  centres: { id: string, name: string }[]
  consultations: { id: string, name: string }[] | null
}

/** One's own way to a desk: asked for, trained, committed, with a second factor, then active for a year. Somebody else decides whether it may begin. */
@Injectable()
export class Habilitations implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly outbox: Outbox, private readonly periodic: Periodic, private readonly erasures: Erasures, private readonly training: Training) {}

  onModuleInit(): void {
    this.periodic.every('habilitations', 3600, async () => {
      await this.warnUnused()
      await this.expire()
    })
    this.erasures.register('habilitations', 6 * 3600, (tx) => this.forget(tx))
    this.erasures.register('desk-journal', 6 * 3600, async (tx) => (await one<{ gone: number }>(tx, 'select inclusion.forget_desk_journal() as gone')).gone)
  }

  async view({ accountId, email, emailConfirmed }: Actor): Promise<HabilitationView> {
    const db = this.dataSource
    const row = await maybe<OwnRow>(db, `
      select h.id, h.state, h.kind, o.id as "organisationId", o.name as organisation, h.reason, h.requested_at as "requestedAt", h.commitments_at as "commitmentsAt", h.validated_at as "validatedAt", h.valid_until as "validUntil",
        (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) order by c.name), '[]') from inclusion.habilitation_centre p join inclusion.centre c on c.id = p.centre_id where p.habilitation_id = h.id) as centres,
        (select json_agg(json_build_object('id', c.id, 'name', c.title) order by c.title) from consultations.consultation c where c.id = any(h.consultation_ids)) as consultations
      from inclusion.habilitation h join inclusion.organisation o on o.id = h.organisation_id where h.account_id = $1 order by h.requested_at desc, h.id limit 1`, [accountId])
    const trained = (await this.training.passedTest(db.manager, accountId)) !== null
    const secondFactor = (await maybe(db, 'select from identity.second_factor where account_id = $1 and confirmed_at is not null', [accountId])) !== null
    const referentOf = emailConfirmed
      ? await rows<{ id: string, name: string }>(db, `select o.id, o.name from inclusion.organisation o join inclusion.organisation_referent r on r.organisation_id = o.id where r.email = $1 and o.state in ('accepted', 'suspended') order by o.name limit 50`, [email])
      : []
    return {
      habilitation: row && {
        id: row.id, state: row.state, kind: row.kind, organisation: { id: row.organisationId, name: row.organisation }, centres: row.centres, consultations: row.consultations, reason: row.reason,
        requestedAt: row.requestedAt.toISOString(), commitmentsAt: row.commitmentsAt?.toISOString() ?? null, validatedAt: row.validatedAt?.toISOString() ?? null, validUntil: row.validUntil?.toISOString() ?? null,
      },
      next: nextStep(row?.state ?? null, { trained, committed: row !== null && row.commitmentsAt !== null, secondFactor }),
      trained, secondFactor, referentOf,
      commitments: { ...COMMITMENTS, hash: commitmentsHash().toString('hex') },
    }
  }

  /** Errors: 403 `account.email-unconfirmed`; 404 `organisation.unknown`; 409 `habilitation.asked-already`. */
  async request(actor: Actor, { organisationId, kind }: HabilitationRequestDto): Promise<void> {
    if (!actor.emailConfirmed) throw new DomainError('habilitation.email-unconfirmed', { status: 403 })
    await this.dataSource.transaction(async (tx) => {
      try {
        const made = await maybe<{ id: string }>(tx, `insert into inclusion.habilitation (account_id, organisation_id, kind) select $1, id, $3 from inclusion.organisation where id = $2 and state = 'accepted' returning id`, [actor.accountId, organisationId, kind])
        if (!made) throw new DomainError('organisation.unknown', { status: 404, refusals: [{ code: 'organisation.unknown', at: 'organisationId' }] })
        await this.audit.append(tx, { actorId: actor.accountId, action: 'habilitation.requested', subjectKind: 'habilitation', subjectId: made.id, detail: { contract: kind } })
      } catch (error) {
        if (uniqueViolation(error) === 'habilitation_live') throw new DomainError('habilitation.asked-already', { status: 409 })
        throw error
      }
    })
  }

  /** Leaves: the desk closes at once. Errors: 409 `habilitation.not-now`. */
  async cancel({ accountId }: Actor): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const left = await maybe<{ id: string }>(tx, `update inclusion.habilitation set state = 'cancelled' where account_id = $1 and state = any($2) returning id`, [accountId, TRANSITIONS.cancel.from])
      if (!left) throw new DomainError('habilitation.not-now', { status: 409 })
      await this.audit.append(tx, { actorId: accountId, action: 'habilitation.cancelled', subjectKind: 'habilitation', subjectId: left.id })
    })
  }

  /** Signs the text in force. Errors: 409 `habilitation.not-now`, `commitments.outdated`. */
  async commit({ accountId }: Actor, version: string): Promise<void> {
    if (version !== COMMITMENTS.version) throw new DomainError('commitments.outdated', { status: 409 })
    await this.dataSource.transaction(async (tx) => {
      const signed = await maybe<{ id: string }>(tx, `
        update inclusion.habilitation set commitments_version = $2, commitments_hash = $3, commitments_at = platform.clock() where account_id = $1 and state = 'processing' returning id`, [accountId, version, commitmentsHash()])
      if (!signed) throw new DomainError('habilitation.not-now', { status: 409 })
      await this.audit.append(tx, { actorId: accountId, action: 'habilitation.committed', subjectKind: 'habilitation', subjectId: signed.id, detail: { textVersion: version } })
    })
  }

  /** The last step: every other one is asked again in the statement that opens the desk. Errors: 409 `habilitation.steps-missing`. */
  async activate({ accountId }: Actor): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const test = await this.training.passedTest(tx, accountId)
      const active = test && await maybe<{ id: string }>(tx, `
        update inclusion.habilitation h set state = 'validated', training_id = $2, training_passed = true, validated_at = platform.clock(), valid_until = platform.clock() + interval '${VALID_MONTHS} months', warned_at = null
        where h.account_id = $1 and h.state = any($3) and h.commitments_at is not null
          and exists (select from identity.second_factor f where f.account_id = h.account_id and f.confirmed_at is not null) returning id`, [accountId, test.id, TRANSITIONS.activate.from])
      if (!active) throw new DomainError('habilitation.steps-missing', { status: 409 })
      await this.audit.append(tx, { actorId: accountId, action: 'habilitation.activated', subjectKind: 'habilitation', subjectId: active.id })
    })
  }

  /** Who has given no code for five months is told by mail, once. */
  private async warnUnused(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const warned = await rows<{ id: string }>(tx, `
        update inclusion.habilitation h set warned_at = platform.clock() from (${LAST_USE}) u
        where u.id = h.id and u.at < platform.clock() - interval '${UNUSED_MONTHS} months' and (h.warned_at is null or h.warned_at < u.at) returning h.id`)
      for (const { id } of warned) {
        await this.audit.append(tx, { actorId: null, action: 'habilitation.warned', subjectKind: 'habilitation', subjectId: id })
        await this.outbox.announce(tx, 'habilitation.warned', { habilitationId: id })
      }
    })
  }

  /** A year after it began, or a month after a warning that nothing answered. */
  private async expire(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const over = await rows<{ id: string }>(tx, `
        update inclusion.habilitation h set state = 'expired' from (${LAST_USE}) u
        where u.id = h.id and h.state = any($1) and (h.valid_until <= platform.clock() or (h.warned_at >= u.at and h.warned_at < platform.clock() - interval '1 month')) returning h.id`, [TRANSITIONS.expire.from])
      for (const { id } of over) {
        await this.audit.append(tx, { actorId: null, action: 'habilitation.expired', subjectKind: 'habilitation', subjectId: id })
        await this.outbox.announce(tx, 'habilitation.decided', { habilitationId: id })
      }
    })
  }

  /** What ended three years ago, with its tests: the account stays its owner's. */
  private async forget(tx: EntityManager): Promise<number> {
    return await touched(tx, `
      delete from inclusion.habilitation where state in ('refused', 'expired', 'cancelled') and coalesce(valid_until, decided_at, requested_at) < platform.clock() - make_interval(years => $1)`, [KEPT_YEARS])
      + await touched(tx, `
        delete from inclusion.training_attempt t where t.answered_at < platform.clock() - make_interval(years => $1) and not exists (select from inclusion.habilitation h where h.training_id = t.id)`, [KEPT_YEARS])
  }
}

const KEPT_YEARS = 3

/** When each active person last gave a code, or began. */
const LAST_USE = `select l.id, greatest(l.validated_at, f.used_at) as at from inclusion.habilitation l left join identity.second_factor f on f.account_id = l.account_id where l.state in ('validated', 'suspended')`
