import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { Audit, Config, maybe, Outbox, Periodic, rows } from '@parvis/platform'
import type { Refusal } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Charter, phaseFacts } from '../charter/charter.service'
import type { OfflineWay } from './consultation.entity'
import { participationUnopened, phaseOpeningRefusals } from './phase-opening.rules'
import { dueTransitions, isParticipation } from './phases.rules'
import type { DueTransition } from './phases.rules'
import { snapshotsOf } from './snapshots'
import type { PhaseSnapshot, Snapshot } from './snapshots'

const SECONDS = 5
const PAPER_HOURS = 48

/** Paper travels: slips filled before the close are entered until two days after it. */
export function admittedUntil(closesAt: Date, ways: readonly Pick<OfflineWay, 'kind'>[]): Date {
  return ways.some(({ kind }) => kind === 'paper') ? new Date(closesAt.getTime() + PAPER_HOURS * 3_600_000) : closesAt
}

/**
 * Phases open and close by themselves at their dates, consultations start and finish with them. Each consultation is one
 * transaction under its row's lock: several processes have one effect, and after downtime everything due happens in order.
 */
@Injectable()
export class PhaseClock implements OnModuleInit {
  private readonly log = new Logger('PhaseClock')

  constructor(
    private readonly dataSource: DataSource,
    private readonly charter: Charter,
    private readonly config: Config,
    private readonly periodic: Periodic,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.periodic.every('phase-clock', SECONDS, () => this.tick())
  }

  /** Does everything that is due. One consultation that fails does not stop the others. */
  async tick(): Promise<void> {
    const due = await rows<{ id: string }>(this.dataSource, `
      select c.id from consultations.consultation c
      where c.state in ('announced', 'running', 'finished') and c.suspended_at is null and exists (
        select from consultations.phase p where p.consultation_id = c.id
          and ((p.state = 'scheduled' and p.opens_at <= platform.clock()) or (p.state = 'open' and p.closes_at <= platform.clock())))
      order by c.id`)
    for (const { id } of due) {
      await this.dataSource.transaction((tx) => this.advance(tx, id)).catch((error: unknown) => this.log.error(`${id}: ${error instanceof Error ? error.stack : String(error)}`))
    }
  }

  private async advance(tx: EntityManager, id: string): Promise<void> {
    // Another process may be at it: it does the same.
    const mine = await maybe(tx, 'select id from consultations.consultation where id = $1 for no key update skip locked', [id])
    if (!mine) return
    for (const transition of dueTransitions(...(await this.facts(tx, id)))) {
      const [snapshot] = await snapshotsOf(tx, [id])
      if (snapshot) await this.carryOut(tx, snapshot, transition)
    }
  }

  private async facts(tx: EntityManager, id: string): Promise<Parameters<typeof dueTransitions>> {
    const [snapshot] = await snapshotsOf(tx, [id])
    return snapshot ? [snapshot, snapshot.phases.map(phaseFacts), snapshot.now] : [{ state: 'draft', suspended: false }, [], 0]
  }

  private async carryOut(tx: EntityManager, snapshot: Snapshot, transition: DueTransition): Promise<void> {
    if (transition.target === 'consultation') {
      // A consultation starts when a phase really opens, which the charter may still hold back.
      const over = snapshot.phases.filter(isParticipation).every(({ state }) => state === 'closed')
      if (transition.event === 'finish' && snapshot.state === 'running' && over) await this.moveConsultation(tx, snapshot, 'finished')
      return
    }
    const phase = snapshot.phases.find(({ id }) => id === transition.id)
    if (phase?.state === 'scheduled' && transition.event === 'open') await this.open(tx, snapshot, phase)
    if (phase?.state === 'open' && transition.event === 'close') await this.close(tx, snapshot, phase)
  }

  private async open(tx: EntityManager, snapshot: Snapshot, phase: PhaseSnapshot): Promise<void> {
    const first = isParticipation(phase) && participationUnopened(snapshot.phases)
    const assessment = first ? await this.charter.assess(tx, snapshot) : null
    const refusals = phaseOpeningRefusals(snapshot, phase, assessment?.charterRefusals ?? [])
    if (refusals.length > 0) return this.hold(tx, snapshot, phase, refusals)
    if (assessment) await this.charter.keepAtOpening(tx, snapshot.id, assessment.inclusion)
    if (snapshot.state === 'announced') await this.moveConsultation(tx, snapshot, 'running')
    await tx.query(`update consultations.phase set state = 'open', opened_at = platform.clock() where id = $1`, [phase.id])
    if (phase.vote) {
      this.config.ensureVoteKey(phase.vote.id)
      const closesAt = new Date(phase.closesAt)
      await tx.query(`update consultations.vote set state = 'open', closes_at = $2, admitted_until = $3 where id = $1 and state = 'draft'`,
        [phase.vote.id, closesAt, admittedUntil(closesAt, snapshot.nonDigitalWays.map((kind) => ({ kind })))])
    }
    await this.record(tx, snapshot.id, 'phase', phase.id, 'phase.opened', { kind: phase.kind, voteId: phase.vote?.id })
  }

  private async close(tx: EntityManager, snapshot: Snapshot, phase: PhaseSnapshot): Promise<void> {
    await tx.query(`update consultations.phase set state = 'closed', closed_at = platform.clock() where id = $1`, [phase.id])
    if (phase.vote) await tx.query(`update consultations.vote set state = 'counting' where id = $1 and state = 'open'`, [phase.vote.id])
    await this.record(tx, snapshot.id, 'phase', phase.id, 'phase.closed', { kind: phase.kind, voteId: phase.vote?.id })
  }

  private async moveConsultation(tx: EntityManager, { id }: Snapshot, state: 'running' | 'finished'): Promise<void> {
    await tx.query(`update consultations.consultation set state = $2::text, finished_at = case when $2 = 'finished' then platform.clock() end, revision = revision + 1, updated_at = platform.clock() where id = $1`, [id, state])
    await this.record(tx, id, 'consultation', id, state === 'running' ? 'consultation.started' : 'consultation.finished', {})
  }

  /** Its date has come and it may not open: said once for each set of reasons, tried again every time. */
  private async hold(tx: EntityManager, snapshot: Snapshot, phase: PhaseSnapshot, refusals: Refusal[]): Promise<void> {
    const said = await maybe<{ codes: string[] }>(tx, `
      select detail -> 'codes' as codes from platform.audit_entry where subject_kind = 'phase' and subject_id = $1 and action = 'phase.held' order by id desc limit 1`, [phase.id])
    const codes = refusals.map(({ code }) => code)
    if (said?.codes.join() === codes.join()) return
    await this.record(tx, snapshot.id, 'phase', phase.id, 'phase.held', { codes, refusals })
  }

  private async record(tx: EntityManager, consultationId: string, subjectKind: 'consultation' | 'phase', subjectId: string, action: string, detail: object): Promise<void> {
    await this.audit.append(tx, { actorId: null, action, subjectKind, subjectId, detail })
    await this.outbox.announce(tx, action, { consultationId, ...(subjectKind === 'phase' ? { phaseId: subjectId } : {}), ...('voteId' in detail && detail.voteId ? { voteId: detail.voteId } : {}) })
  }
}
