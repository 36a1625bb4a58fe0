import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import { Audit, DomainError, offsetOf, one, rows } from '@parvis/platform'
import type { PageQuery, Refusal } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { CONSULTATION_TRANSITIONS, isParticipation, transitionRefusals } from '../consultations/phases.rules'
import { phaseOpeningRefusals } from '../consultations/phase-opening.rules'
import { snapshotsOf } from '../consultations/snapshots'
import type { PhaseSnapshot, Snapshot } from '../consultations/snapshots'
import { InclusionFacts } from '../inclusion-facts'
import type { InclusionAnswer } from '../inclusion-facts'
import { CharterVersions, measuredCommitments } from './charter-versions.service'
import type { CharterVersion } from './charter-versions.service'
import type { AssessmentView, CharterScoreView, CharterVersionView, CharterView, ConsultationCharterView, MeasurementView, PreparationView } from './charter.dto'
import { tieRefusals } from '../consultations/questions.rules'
import { announcementRefusals, calendarDays, earliestLawfulClose, earliestLawfulOpening, measure, openingRefusals } from './compliance.rules'
import type { ComplianceFacts, Measurement } from './compliance.rules'

/** A consultation measured against its charter, with the version that did it. */
export interface Assessment {
  version: CharterVersion | null
  measurements: Measurement[]
  inclusion: InclusionAnswer
  facts: ComplianceFacts
  charterRefusals: Refusal[]
}

@Injectable()
export class Charter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly versions: CharterVersions,
    private readonly inclusion: InclusionFacts,
    private readonly directory: MunicipalityDirectory,
    private readonly audit: Audit,
  ) {}

  /** Measures a consultation: a draft against the version in force, an announced one against the version it is bound to. */
  async assess(tx: EntityManager, snapshot: Snapshot): Promise<Assessment> {
    const inclusion = snapshot.inclusionAtOpening ?? await this.askInclusion(snapshot)
    const facts = complianceFacts(snapshot, inclusion)
    const version = await this.versionOf(tx, snapshot)
    const measurements = version ? measuredOn(version, snapshot, facts) : []
    const refusals = snapshot.announcedAt === null ? announcementRefusals(measurements) : openingRefusals(measurements)
    return { version, measurements, inclusion, facts, charterRefusals: refusals }
  }

  /** Keeps what inclusion answered on the day participation opened; the public page shows that, not today's closures. */
  async keepAtOpening(tx: EntityManager, consultationId: string, inclusion: InclusionAnswer): Promise<void> {
    await this.audit.append(tx, { actorId: null, action: 'charter.assessed', subjectKind: 'consultation', subjectId: consultationId, detail: inclusion })
  }

  /** Everything that stands between a draft and its announcement. */
  announcementRefusals(snapshot: Snapshot, { charterRefusals }: Assessment): Refusal[] {
    const refusals = transitionRefusals('consultation', CONSULTATION_TRANSITIONS, 'announce', snapshot.state, {
      ...snapshot, communes: snapshot.scopeCodes, phases: snapshot.phases.map(phaseFacts), charterRefusals,
    })
    // The announcement binds the rules. Where it is already made they stay as they were.
    return snapshot.state === 'draft' ? [...refusals, ...snapshot.phases.flatMap(({ vote }) => (vote ? tieRefusals(vote) : []))] : refusals
  }

  async preparation(consultationId: string): Promise<PreparationView> {
    const tx = this.dataSource.manager
    const snapshot = await this.snapshot(tx, consultationId)
    const assessment = await this.assess(tx, snapshot)
    const refusals = this.announcementRefusals(snapshot, assessment)
    return { ...view(snapshot, assessment), refusals, mayAnnounce: refusals.length === 0 }
  }

  /** What everybody sees of an announced consultation. Error: 404 for drafts. */
  async publicPage(slug: string): Promise<ConsultationCharterView> {
    const tx = this.dataSource.manager
    const [found] = await rows<{ id: string }>(tx, "select id from consultations.consultation where slug = $1 and state <> 'draft'", [slug])
    if (!found) throw new DomainError('consultation.unknown', { status: 404 })
    const snapshot = await this.snapshot(tx, found.id)
    const assessment = await this.assess(tx, snapshot)
    const { id, title, ownerKind, ownerCode, state, suspended, origin, announcedAt } = snapshot
    return {
      consultation: {
        id, slug, title, ownerKind, ownerCode, ownerName: this.directory.nameOf(ownerKind, ownerCode), suspended, origin,
        state: state as ConsultationCharterView['consultation']['state'], announcedAt: new Date(announcedAt ?? 0).toISOString(),
      },
      version: assessment.version && versionView(assessment.version),
      ...view(snapshot, assessment),
    }
  }

  /** The metropolis's version in force, and how each announced consultation keeps the version it is bound to. */
  async overview(page: PageQuery): Promise<CharterView> {
    const tx = this.dataSource.manager
    const version = await this.versions.inForce(tx, { kind: 'metropolis', code: '' })
    const { total } = await one<{ total: number }>(tx, `select count(*)::integer as total from consultations.consultation where charter_version_id is not null`)
    const ids = await rows<{ id: string }>(tx, `
      select id from consultations.consultation where charter_version_id is not null order by announced_at desc, id limit $1 offset $2`, [page.perPage, offsetOf(page)])
    const snapshots = await snapshotsOf(tx, ids.map(({ id }) => id))
    const items = await Promise.all(snapshots.map((snapshot) => this.score(tx, snapshot)))
    return { version: versionView(version), commitments: version.commitments, consultations: { items, total, page: page.page, perPage: page.perPage } }
  }

  private async score(tx: EntityManager, snapshot: Snapshot): Promise<CharterScoreView> {
    const { measurements, version } = await this.assess(tx, snapshot)
    const having = (...statuses: Measurement['status'][]): number => measurements.filter(({ status }) => statuses.includes(status)).length
    const { id, slug, title, ownerKind, ownerCode, state, suspended, announcedAt } = snapshot
    return {
      id, slug, title, ownerKind, ownerCode, ownerName: this.directory.nameOf(ownerKind, ownerCode), suspended,
      state: state as CharterScoreView['state'], announcedAt: new Date(announcedAt ?? 0).toISOString(), version: version?.number ?? '',
      // No reward for missing data: what cannot be measured is not met.
      met: having('MET'), breached: having('BREACHED', 'NOT_MEASURABLE'), atRisk: having('AT_RISK'), notYet: having('NOT_YET'), notApplicable: having('NOT_APPLICABLE'), total: measurements.length,
    }
  }

  private async snapshot(tx: EntityManager, id: string): Promise<Snapshot> {
    const [snapshot] = await snapshotsOf(tx, [id])
    if (!snapshot) throw new DomainError('consultation.unknown', { status: 404 })
    return snapshot
  }

  /** Imports were governed by no charter of ours. */
  private async versionOf(tx: EntityManager, { charterVersionId, origin, ownerKind, ownerCode }: Snapshot): Promise<CharterVersion | null> {
    if (charterVersionId) return this.versions.byId(tx, charterVersionId)
    return origin === 'import' ? null : this.versions.inForce(tx, { kind: ownerKind, code: ownerCode })
  }

  /** How things stand today at the counters: centres, tiers, and what is still on its way to the ballot box. */
  /** @param phaseId what is pending, of this phase alone */
  askInclusion(snapshot: Snapshot, phaseId?: string): Promise<InclusionAnswer> {
    const span = participationSpan(snapshot)
    return this.inclusion.of({
      consultationId: snapshot.id, ...(phaseId ? { phaseId } : {}), title: snapshot.title, summary: snapshot.summary, communes: snapshot.scopeCodes, nonDigitalWays: snapshot.nonDigitalWays,
      durationDays: span && calendarDays(span.opensAt, span.closesAt), hasVote: snapshot.phases.some(({ kind }) => kind === 'vote'),
    })
  }
}

export const phaseFacts = ({ id, kind, state, opensAt, closesAt, vote }: PhaseSnapshot) => ({ id, kind, state, opensAt, closesAt, optionCount: vote?.options.length ?? null })

/** A phase that was held opens late: participation is measured from then. One that opened late for another reason keeps its promised date. */
function participationPhases({ phases, now }: Snapshot): { opensAt: number, closesAt: number }[] {
  return phases.filter(isParticipation).map(({ opensAt, closesAt, openedAt, wasHeld, state }) =>
    ({ opensAt: wasHeld ? openedAt ?? (state === 'scheduled' ? Math.max(opensAt, now) : opensAt) : opensAt, closesAt }))
}

function participationSpan(snapshot: Snapshot): { opensAt: number, closesAt: number } | null {
  const phases = participationPhases(snapshot)
  return phases.length === 0 ? null : { opensAt: Math.min(...phases.map(({ opensAt }) => opensAt)), closesAt: Math.max(...phases.map(({ closesAt }) => closesAt)) }
}

function complianceFacts(snapshot: Snapshot, { requiredTier, attainedTier }: InclusionAnswer): ComplianceFacts {
  return {
    scope: snapshot.ownerKind, announcedAt: snapshot.announcedAt, participationPhases: participationPhases(snapshot), nonDigitalWays: snapshot.nonDigitalWays,
    resultsPublishedAt: snapshot.votesUnpublished === 0 ? snapshot.lastPublishedAt : null, requiredTier, attainedTier,
  }
}

/** Results are owed for votes; what proposals became is measured by commitments that come later. */
function measuredOn(version: CharterVersion, snapshot: Snapshot, facts: ComplianceFacts): Measurement[] {
  const hasVote = snapshot.phases.some(({ kind }) => kind === 'vote')
  return measure(measuredCommitments(version), facts, snapshot.now)
    .map((one) => (one.formulaId === 'RESULTS_DAYS' && !hasVote ? { ...one, value: null, status: 'NOT_APPLICABLE' } : one))
}

function view(snapshot: Snapshot, { version, measurements, inclusion, facts, charterRefusals }: Assessment): AssessmentView {
  const commitments = version ? measuredCommitments(version) : []
  const span = participationSpan(snapshot)
  const earliestOpening = version && earliestLawfulOpening(facts, commitments, snapshot.now)
  const planned = span && earliestOpening && calendarDays(earliestOpening, span.opensAt) >= 0 ? new Date(span.opensAt).toISOString() : earliestOpening
  return {
    charterVersion: version?.number ?? null,
    measurements: measurements.map((one) => measurementView(one, version)),
    requirements: version ? [...inclusion.requirements] : [],
    requiredTier: version && inclusion.requiredTier,
    attainedTier: version && inclusion.attainedTier,
    requirementsCheckedAt: snapshot.inclusionAtOpening ? 'opening' : 'now',
    earliestOpening,
    earliestClose: planned && earliestLawfulClose(facts.scope, commitments, planned),
    held: heldPhases(snapshot, charterRefusals),
    computedAt: new Date(snapshot.now).toISOString(),
  }
}

function heldPhases(snapshot: Snapshot, charterRefusals: readonly Refusal[]): AssessmentView['held'] {
  if (snapshot.state === 'draft') return []
  return snapshot.phases
    .filter(({ state, opensAt }) => state === 'scheduled' && opensAt <= snapshot.now)
    .map((phase) => ({ phase, refusals: phaseOpeningRefusals(snapshot, phase, charterRefusals) }))
    .filter(({ refusals }) => refusals.length > 0)
    .map(({ phase, refusals }) => ({ phaseId: phase.id, kind: phase.kind, title: phase.title, opensAt: new Date(phase.opensAt).toISOString(), refusals }))
}

function measurementView({ formulaId, inputs, ...one }: Measurement, version: CharterVersion | null): MeasurementView {
  const commitment = version?.commitments.find(({ code }) => code === one.code)
  return { ...one, formula: formulaId, principle: commitment?.principle ?? '', statement: commitment?.statement ?? '', plainStatement: commitment?.plainStatement ?? '', inputs }
}

const versionView = ({ title, number, adoptedReference, effectiveFrom, introduction, hash }: CharterVersion): CharterVersionView =>
  ({ title, number, adoptedReference, effectiveFrom, introduction, hash })
