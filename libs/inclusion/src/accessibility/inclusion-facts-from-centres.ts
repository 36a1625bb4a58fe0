import { Injectable } from '@nestjs/common'
import type { CentrePlace, ConsultationInclusionQuery, InclusionAnswer, OpenClaims, PaperStub } from '@parvis/consultations'
import { InclusionFacts } from '@parvis/consultations'
import { MunicipalityDirectory } from '@parvis/identity'
import { iso, maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { assess, attainedTier, DEFAULT_THRESHOLDS, populationCover, requiredTier } from './tiers.rules'
import type { AccessibilityFacts } from './tiers.rules'

/** Answers what consultations ask, from the centres that are active now. */
@Injectable()
export class InclusionFactsFromCentres extends InclusionFacts {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {
    super()
  }

  override async of({ consultationId, phaseId, title, summary, communes, nonDigitalWays, durationDays }: ConsultationInclusionQuery): Promise<InclusionAnswer> {
    const scope = [...new Set(communes)]
    const served = await rows<{ code: string, centres: number }>(this.dataSource, `
      select code, count(distinct c.id)::integer as centres
      from inclusion.centre c, unnest(c.serves || c.municipality_code) code
      where c.active and code = any($1) group by code`, [scope])
    const centresOf = new Map(served.map(({ code, centres }) => [code, centres]))
    const facts: AccessibilityFacts = {
      title,
      summary,
      nonDigitalWays,
      durationDays,
      communes: scope.map((code) => ({ code, population: this.directory.byCode(code)?.population ?? 0, activeCentres: centresOf.get(code) ?? 0 })),
    }
    const requirements = assess(facts)
    return {
      inPersonCentres: await this.centresReaching(scope),
      ...populationCover(facts.communes),
      requiredTier: requiredTier(facts),
      attainedTier: attainedTier(requirements),
      requirements,
      thresholdsVersion: DEFAULT_THRESHOLDS.version,
      pendingBatches: consultationId ? await this.unsettledBatches(consultationId, phaseId) : 0,
      // Offline devices do not exist yet: nothing of theirs can be waited for.
      unsyncedDevices: 0,
    }
  }

  override claimsBeforeSealing(tx: EntityManager, voteId: string): Promise<OpenClaims> {
    return one<OpenClaims>(tx, 'select holding, late from inclusion.claims_before_sealing($1)', [voteId])
  }

  override async placeOf(centreSlug: string): Promise<CentrePlace | null> {
    return maybe<CentrePlace>(this.dataSource, `
      select slug, name, address, postal_code as "postalCode", municipality_code as "municipalityCode", access from inclusion.centre where slug = $1 and active`, [centreSlug])
  }

  override async paperStub(hash: Buffer): Promise<PaperStub | null> {
    return maybe<PaperStub>(this.dataSource, `
      with found as (
        select consultation_id, null::uuid as phase_id, 'set-aside' as state, reason, 1 as place from inclusion.paper_set_aside where receipt_hash = $1
        union all
        select k.consultation_id, k.phase_id,
          case when e.reason is not null or s.state in ('spoiled', 'unused', 'destroyed') or s.state <> 'returned' and k.state = 'to-destroy' then 'set-aside' when s.state = 'returned' then 'entering' else 'expected' end,
          case when e.reason is not null then e.reason when s.state in ('spoiled', 'unused', 'destroyed') then 'sheet-withdrawn' when s.state <> 'returned' and k.state = 'to-destroy' then 'kit-to-destroy' end, 2
        from inclusion.paper_sheet s join inclusion.paper_kit k on k.id = s.kit_id left join inclusion.paper_envelope e on e.sheet_id = s.id where s.receipt_hash = $1)
      select jsonb_build_object('slug', c.slug, 'title', c.title) as consultation, f.state, f.reason,
        (select ${iso('max(p.closes_at)')} from consultations.phase p where p.consultation_id = c.id and p.kind in ('vote', 'questionnaire') and p.state = 'open' and p.closes_at > platform.clock() and (f.phase_id is null or p.id = f.phase_id)) as "openUntil"
      from found f join consultations.consultation c on c.id = f.consultation_id order by f.place limit 1`, [hash])
  }

  private async unsettledBatches(consultationId: string, phaseId: string | undefined): Promise<number> {
    const [found] = await rows<{ batches: number }>(this.dataSource, `
      select count(*)::integer as batches from inclusion.paper_batch b join inclusion.paper_kit k on k.id = b.kit_id
      where b.consultation_id = $1 and ($2::uuid is null or k.phase_id = $2) and b.state not in ('merged', 'counted', 'refused')`, [consultationId, phaseId ?? null])
    return found?.batches ?? 0
  }

  private async centresReaching(scope: readonly string[]): Promise<number> {
    const [found] = await rows<{ centres: number }>(this.dataSource, 'select count(*)::integer as centres from inclusion.centre where active and (serves || municipality_code) && $1::text[]', [scope])
    return found?.centres ?? 0
  }
}
