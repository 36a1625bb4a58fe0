import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Charter, phaseFacts } from '../charter/charter.service'
import type { PreparationView } from '../charter/charter.dto'
import { lockForChange, readForStaff } from './access'
import type { Consultation } from './consultation.entity'
import type { ExtensionDto, SuspensionDto } from './consultations.dto'
import { admittedUntil } from './phase-clock.service'
import { CONSULTATION_TRANSITIONS, changeRefusals, phaseScheduleRefusals, suspensionRefusals, transitionRefusals } from './phases.rules'
import { snapshotsOf } from './snapshots'
import type { Snapshot } from './snapshots'

/** What people decide about a consultation that was prepared: announcing, suspending, extending, putting away. */
@Injectable()
export class ConsultationLife {
  constructor(private readonly dataSource: DataSource, private readonly charter: Charter, private readonly audit: Audit, private readonly outbox: Outbox) {}

  async preparation(actor: Actor, id: string): Promise<PreparationView> {
    await readForStaff(this.dataSource.manager, actor, id, 'consultation.prepare')
    return this.charter.preparation(id)
  }

  /** Makes a draft public and binds it to the charter in force. Errors: 422 with everything that is missing or against the charter. */
  async announce(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { snapshot } = await this.locked(tx, actor, id, 'consultation.announce')
      const assessment = await this.charter.assess(tx, snapshot)
      DomainError.throwIfAny(this.charter.announcementRefusals(snapshot, assessment))
      await tx.query(`
        update consultations.consultation set state = 'announced', announced_at = platform.clock(), charter_version_id = $2, revision = revision + 1, updated_at = platform.clock()
        where id = $1`, [id, assessment.version?.id ?? null])
      await this.record(tx, actor, id, 'consultation.announced', { charter: assessment.version?.number })
    })
  }

  /** Stops everything that would open, close or be accepted; what was cast stays. Errors: 422 by phases.rules. */
  async suspend(actor: Actor, id: string, { reason }: SuspensionDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { consultation, snapshot } = await this.locked(tx, actor, id, 'consultation.suspend')
      DomainError.throwIfAny(suspensionRefusals('suspend', snapshot))
      // Phases and votes are locked too: whoever is taking part ends before, the next one reads the suspension.
      await tx.query('select from consultations.phase where consultation_id = $1 order by id for no key update', [consultation.id])
      await tx.query('select from consultations.vote where consultation_id = $1 order by id for no key update', [consultation.id])
      await tx.query('update consultations.consultation set suspended_at = platform.clock(), suspension_reason = $2, revision = revision + 1, updated_at = platform.clock() where id = $1', [id, reason])
      await this.record(tx, actor, id, 'consultation.suspended', { reason })
    })
  }

  async resume(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { consultation, snapshot } = await this.locked(tx, actor, id, 'consultation.suspend')
      DomainError.throwIfAny(suspensionRefusals('resume', snapshot))
      await tx.query('update consultations.consultation set suspended_at = null, suspension_reason = null, revision = revision + 1, updated_at = platform.clock() where id = $1', [id])
      await this.record(tx, actor, id, 'consultation.resumed', { since: consultation.suspendedAt, reason: consultation.suspensionReason })
    })
  }

  /** Gives a phase more time, with a reason that everybody reads. Errors: 404 `phase.unknown`, 422 `phase.closed`, `phase.extension-not-later`, and what the other phases forbid. */
  async extend(actor: Actor, id: string, phaseId: string, { closesAt, reason }: ExtensionDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { consultation, snapshot } = await this.locked(tx, actor, id, 'consultation.announce')
      const phase = snapshot.phases.find((one) => one.id === phaseId)
      if (!phase) throw new DomainError('phase.unknown', { status: 404 })
      if (snapshot.state !== 'announced' && snapshot.state !== 'running') throw new DomainError('consultation.wrong-state', { facts: { state: snapshot.state, event: 'extend' } })
      const wanted = new Date(closesAt).getTime()
      // Its end has come, even if the clock has not passed by yet. While suspended nothing ends.
      if (phase.state === 'open' && !snapshot.suspended && phase.closesAt <= snapshot.now) throw new DomainError('phase.closed')
      DomainError.throwIfAny(changeRefusals(snapshot.state, [{ field: 'closesAt', phase, to: wanted, asExtension: true }]))
      if (wanted <= snapshot.now) throw new DomainError('phase.extension-not-later', { facts: { closesAt: new Date(phase.closesAt).toISOString() } })
      DomainError.throwIfAny(phaseScheduleRefusals(snapshot.phases.map((one) => phaseFacts(one.id === phaseId ? { ...one, closesAt: wanted } : one))))
      const until = new Date(wanted)
      await tx.query('insert into consultations.phase_extension (phase_id, previous_closes_at, closes_at, reason, decided_by) values ($1, $2, $3, $4, $5)',
        [phaseId, new Date(phase.closesAt), until, reason, actor.accountId])
      await tx.query('update consultations.phase set closes_at = $2 where id = $1', [phaseId, until])
      await tx.query(`update consultations.vote set closes_at = $2, admitted_until = $3 where phase_id = $1 and state = 'open'`, [phaseId, until, admittedUntil(until, consultation.offlineWays)])
      await tx.query('update consultations.consultation set revision = revision + 1, updated_at = platform.clock() where id = $1', [id])
      await this.record(tx, actor, id, 'phase.extended', { phaseId, from: new Date(phase.closesAt).toISOString(), to: until.toISOString(), reason })
    })
  }

  /** Puts a finished consultation away. Errors: 422 `consultation.results-unpublished`, `consultation.phase-not-closed`. */
  async archive(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { snapshot } = await this.locked(tx, actor, id, 'consultation.announce')
      DomainError.throwIfAny(transitionRefusals('consultation', CONSULTATION_TRANSITIONS, 'archive', snapshot.state, {
        ...snapshot, communes: snapshot.scopeCodes, phases: snapshot.phases.map(phaseFacts), charterRefusals: [],
      }))
      await tx.query(`update consultations.consultation set state = 'archived', revision = revision + 1, updated_at = platform.clock() where id = $1`, [id])
      await this.record(tx, actor, id, 'consultation.archived', {})
    })
  }

  private async locked(tx: EntityManager, actor: Actor, id: string, permission: 'consultation.announce' | 'consultation.suspend'): Promise<{ consultation: Consultation, snapshot: Snapshot }> {
    const consultation = await lockForChange(tx, actor, id, permission)
    const [snapshot] = await snapshotsOf(tx, [id])
    if (!snapshot) throw new DomainError('consultation.unknown', { status: 404 })
    return { consultation, snapshot }
  }

  private async record(tx: EntityManager, actor: Actor, id: string, action: string, detail: object): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'consultation', subjectId: id, detail })
    await this.outbox.announce(tx, action, { consultationId: id, ...('phaseId' in detail ? { phaseId: detail.phaseId } : {}) })
  }
}
