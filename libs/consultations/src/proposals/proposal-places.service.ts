import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory, roundPoint, Territory } from '@parvis/identity'
import { DomainError } from '@parvis/platform'
import type { EntityManager } from 'typeorm'

/** Where something is, as somebody says it. */
export interface PlaceGiven {
  municipalityCode?: string | null
  lat?: number | null
  lon?: number | null
}

export interface Place {
  municipality: string | null
  lat: number | null
  lon: number | null
}

const refusal = (code: string, at: string, facts?: Record<string, unknown>): DomainError => new DomainError(code, { ...(facts ? { facts } : {}), refusals: [{ code, at }] })

/** Where a proposal is: a commune, and perhaps a point that lies in it. */
@Injectable()
export class ProposalPlaces {
  constructor(private readonly directory: MunicipalityDirectory, private readonly territory: Territory) {}

  /**
   * The commune by its own code, that of the point where none is given; the point to about ten metres.
   * Errors: 422 `proposal.commune-outside`, `place.half`, `place.no-map`, `place.outside-commune`, `place.outside`.
   */
  async of(tx: EntityManager, scopeCodes: readonly string[], { municipalityCode, lat, lon }: PlaceGiven): Promise<Place> {
    const municipality = municipalityCode ? this.directory.resolve(municipalityCode) ?? municipalityCode : null
    if (municipality && !scopeCodes.includes(municipality)) throw refusal('proposal.commune-outside', 'municipalityCode', { code: municipality })
    if ((lat ?? null) === null && (lon ?? null) === null) return { municipality, lat: null, lon: null }
    if (typeof lat !== 'number' || typeof lon !== 'number') throw refusal('place.half', 'lat')
    const point = roundPoint({ lon, lat })
    if (municipality === null) {
      const found = await this.territory.communeAt(point, tx)
      if (!found || !scopeCodes.includes(found)) throw refusal('place.outside', 'lat')
      return { municipality: found, ...point }
    }
    const inside = await this.territory.isIn(municipality, point, tx)
    if (inside === null) throw refusal('place.no-map', 'lat')
    if (!inside) throw refusal('place.outside-commune', 'lat')
    return { municipality, ...point }
  }
}
