import { Injectable } from '@nestjs/common'
import type { CentrePlace, ConsultationInclusionQuery, InclusionAnswer, OpenClaims } from '@parvis/consultations'
import { InclusionFacts } from '@parvis/consultations'
import { MunicipalityDirectory } from '@parvis/identity'
import { maybe, one, rows } from '@parvis/platform'
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

  override async of({ title, summary, communes, nonDigitalWays, durationDays }: ConsultationInclusionQuery): Promise<InclusionAnswer> {
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
      // Neither paper batches nor offline devices exist yet: nothing of theirs can be waited for.
      pendingBatches: 0,
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

  private async centresReaching(scope: readonly string[]): Promise<number> {
    const [found] = await rows<{ centres: number }>(this.dataSource, 'select count(*)::integer as centres from inclusion.centre where active and (serves || municipality_code) && $1::text[]', [scope])
    return found?.centres ?? 0
  }
}
