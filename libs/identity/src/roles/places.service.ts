import { Injectable } from '@nestjs/common'
import type { PlaceKind } from '../authorization/actor'
import { METROPOLIS, MunicipalityDirectory } from '../municipalities/municipality-directory'

type NameOf = (code: string) => Promise<string | null>

/** Names of the places in which roles are held. Centres belong to a lib above this one, which registers how they are named. */
@Injectable()
export class Places {
  private nameOfCentre: NameOf = async () => null

  constructor(private readonly directory: MunicipalityDirectory) {}

  /** @param nameOf name of the centre with this slug, null when there is none */
  registerCentres(nameOf: NameOf): void {
    this.nameOfCentre = nameOf
  }

  /** Null when there is no such place. */
  async nameOf(kind: PlaceKind, code: string): Promise<string | null> {
    if (kind === 'metropolis') return code === METROPOLIS.code ? METROPOLIS.name : null
    if (kind === 'municipality') return this.directory.byCode(code)?.name ?? null
    return this.nameOfCentre(code)
  }
}
