import { Injectable } from '@nestjs/common'
import { readForStaff } from '@parvis/consultations'
import type { Questionnaire } from '@parvis/consultations'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, rows, uniqueViolation } from '@parvis/platform'
import type { Refusal } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { paperQuestionnaire, paperVote } from './paper-content.rules'
import type { PaperContent, VoteToPrint } from './paper-content.rules'
import type { MadeKitView, PaperKitsView } from './paper-kits.dto'
import { formCode } from './paper-kits.rules'
import type { KitDocument } from './paper-kits.rules'
import { PaperPrinter } from './paper-printer'
import type { KitFacts } from './paper-printer'
import { documentsOf, kitViews } from './paper-reads'
import type { KitRow } from './paper-reads'

interface PhaseToPrint {
  id: string
  consultationId: string
  title: string
  kind: 'vote' | 'questionnaire'
  state: 'scheduled' | 'open' | 'closed'
  consultationState: string
  vote: (VoteToPrint & { rollKind: 'open' | 'closed' }) | null
  questionnaire: Questionnaire | null
  hash: Buffer | null
}

const PHASES = `
  select p.id, p.consultation_id as "consultationId", p.title, p.kind, p.state, c.state as "consultationState", consultations.phase_content_hash(p.id) as hash,
    (select jsonb_build_object('method', v.method, 'question', v.question, 'currency', v.currency, 'rules', v.rules, 'rollKind', v.roll_kind, 'options', coalesce((
        select jsonb_agg(jsonb_build_object('key', o.key, 'title', o.title, 'description', o.description, 'cost', o.cost) order by o.position, o.key) from consultations.vote_option o where o.vote_id = v.id), '[]'))
      from consultations.vote v where v.phase_id = p.id) as vote,
    case when p.kind = 'questionnaire' then (select n.content from consultations.questionnaire n where n.consultation_id = p.consultation_id) end as questionnaire
  from consultations.phase p join consultations.consultation c on c.id = p.consultation_id
  where p.kind in ('vote', 'questionnaire')`

const KITS = `
  select k.id, k.phase_id as "phaseId", k.version, k.content, k.content_hash as "contentHash", k.state, k.made_on::text as "madeOn" from inclusion.paper_kit k`

/** What is printed of a phase: made from the questions as they stand, never changed, thrown away when they change. */
@Injectable()
export class PaperKits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: Audit,
    private readonly directory: MunicipalityDirectory,
    private readonly printer: PaperPrinter,
  ) {}

  /** Errors: 404 `consultation.unknown`, 403 `place.other`. */
  async ofConsultation(actor: Actor, consultationId: string): Promise<PaperKitsView> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, consultationId, 'consultation.prepare')
    const phases = await rows<PhaseToPrint>(tx, `${PHASES} and c.id = $1 order by p.position`, [consultationId])
    const kits = await rows<KitRow>(tx, `${KITS} where k.consultation_id = $1 order by k.version desc limit 100`, [consultationId])
    const views = await kitViews(tx, kits, null)
    return {
      phases: phases.map((phase) => ({
        id: phase.id, title: phase.title, kind: phase.kind, state: phase.state,
        refusals: kits.some(({ phaseId, state }) => phaseId === phase.id && state === 'current') ? [] : printed(phase).refusals,
        kits: views.filter(({ id }) => kits.some((kit) => kit.id === id && kit.phaseId === phase.id)),
      })),
    }
  }

  /**
   * Errors: 404 `phase.unknown`, 403 `place.other`, 409 `paper-kit.not-announced`, `paper-kit.up-to-date`, `paper-kit.changed-meanwhile`,
   * 422 with everything that cannot be printed.
   */
  async make(actor: Actor, phaseId: string): Promise<MadeKitView> {
    try {
      return await this.dataSource.transaction(async (tx) => {
        const phase = await maybe<PhaseToPrint>(tx, `${PHASES} and p.id = $1`, [phaseId])
        if (!phase) throw new DomainError('phase.unknown', { status: 404 })
        await readForStaff(tx, actor, phase.consultationId, 'consultation.prepare')
        const { content, refusals } = printed(phase)
        if (refusals.some(({ code }) => code === 'paper-kit.not-announced')) throw new DomainError('paper-kit.not-announced', { status: 409 })
        DomainError.throwIfAny(refusals)
        const kit = await one<MadeKitView>(tx, `
          insert into inclusion.paper_kit (consultation_id, phase_id, version, kind, content, content_hash, made_by)
          select $1, $2, coalesce(max(k.version), 0) + 1, $3, $4, $5, $6 from inclusion.paper_kit k where k.phase_id = $2 returning id, version`,
        [phase.consultationId, phaseId, phase.kind, JSON.stringify(content), phase.hash, actor.accountId])
        await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-kit.made', subjectKind: 'consultation', subjectId: phase.consultationId, detail: { phase: phase.title, version: kit.version } })
        return kit
      })
    } catch (error) {
      // Its questions have not changed, or a colleague was faster.
      if (uniqueViolation(error)) throw new DomainError('paper-kit.up-to-date', { status: 409 })
      throw error
    }
  }

  /** Errors: 404 `paper-kit.unknown`, `paper-kit.no-such-document`, 403 `place.other`. */
  async document(actor: Actor, id: string, kind: KitDocument): Promise<Readable> {
    const kit = await maybe<{ consultationId: string }>(this.dataSource, 'select consultation_id as "consultationId" from inclusion.paper_kit where id = $1', [id])
    if (!kit) throw new DomainError('paper-kit.unknown', { status: 404 })
    await readForStaff(this.dataSource.manager, actor, kit.consultationId, 'consultation.prepare')
    return this.print(id, kind, null)
  }

  /** @param centreId whose names and hours it bears; null: for every centre */
  async print(id: string, kind: KitDocument, centreId: string | null): Promise<Readable> {
    const facts = await this.facts(this.dataSource.manager, id, centreId)
    if (!documentsOf(facts.content).includes(kind)) throw new DomainError('paper-kit.no-such-document', { status: 404 })
    return this.printer.document(kind, facts)
  }

  /** Error: 404 `paper-kit.unknown`. */
  async facts(tx: EntityManager, id: string, centreId: string | null): Promise<KitFacts> {
    const kit = await maybe<KitRow & { slug: string, title: string, ownerKind: 'metropolis' | 'municipality', ownerCode: string, scope: string[], residentsOnly: boolean, minAge: number, phaseTitle: string, opensAt: Date, closesAt: Date }>(tx, `
      select k.id, k.phase_id as "phaseId", k.version, k.content, k.content_hash as "contentHash", k.state, c.slug, c.title, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", c.scope_codes as scope, c.residents_only as "residentsOnly", c.min_age as "minAge",
        p.title as "phaseTitle", p.opens_at as "opensAt", p.closes_at as "closesAt"
      from inclusion.paper_kit k join consultations.consultation c on c.id = k.consultation_id join consultations.phase p on p.id = k.phase_id where k.id = $1`, [id])
    if (!kit) throw new DomainError('paper-kit.unknown', { status: 404 })
    const centre = centreId === null ? null : await maybe<{ name: string, address: string, postalCode: string, municipalityCode: string, hours: string[], phone: string }>(tx, `
      select name, address, postal_code as "postalCode", municipality_code as "municipalityCode", hours, phone from inclusion.centre where id = $1 and active`, [centreId])
    return {
      content: kit.content,
      formCode: formCode(kit.contentHash, kit.version),
      consultation: { slug: kit.slug, title: kit.title, owner: this.directory.nameOf(kit.ownerKind, kit.ownerCode) },
      phase: { title: kit.phaseTitle, opensAt: kit.opensAt, closesAt: kit.closesAt },
      communes: kit.scope.map((code) => this.directory.nameOf('municipality', code)),
      residentsOnly: kit.residentsOnly,
      minAge: kit.minAge,
      centre: centre && { name: centre.name, address: `${centre.address}, ${centre.postalCode} ${this.directory.nameOf('municipality', centre.municipalityCode)}`, hours: centre.hours, phone: centre.phone },
    }
  }
}

/** What would be printed of a phase, and everything that keeps it from being printed. */
function printed(phase: PhaseToPrint): { content: PaperContent, refusals: Refusal[] } {
  const made = phase.kind === 'vote'
    ? paperVote(phase.vote ?? { method: 'approval', question: '', currency: 'EUR', rules: { min: 1, max: 1, blankAllowed: true }, options: [] })
    : paperQuestionnaire(phase.questionnaire ?? { introduction: '', sections: [] })
  const announced = ['announced', 'running'].includes(phase.consultationState) && phase.state !== 'closed'
  return {
    content: made.content,
    refusals: announced
      ? [...(phase.vote?.rollKind === 'closed' ? [{ code: 'paper-kit.closed-roll' }] : []), ...made.refusals]
      : [{ code: 'paper-kit.not-announced' }],
  }
}
